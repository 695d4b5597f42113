"""What takes the alarm out of a symptom: it is denied, long past, a pet's, made up, or a lesson.

Every judgement leans towards the present and the real: it takes a cue to drop a match, and a personal cue wins it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twitchbot.dialog.safety.patterns import Hit, Hits
from twitchbot.dialog.safety.wording import Word

NEGATED, PAST, PET, FICTION, LESSON = "negated", "past", "pet", "fiction", "lesson"
CONTEXTS = (NEGATED, PAST, PET, FICTION, LESSON)
SCOPE = 6
AFTERWARDS = 4
# Where a denial ends in a sentence run together: at a new subject.
_SUBJECTS = frozenset("i he she we they".split())
_OWNERS = frozenset("my his her our their the".split())
# ... unless the owner belongs to what is denied: "no pain in my chest", "don't feel my heart racing".
_CARRIERS = frozenset(
    "in of on from with at to around near feel have having had think notice see or and across into".split()
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A message read once: its words, where each phrase set occurs, and which words lie under a denial."""

    words: Sequence[Word]
    hits: Hits
    denied: tuple[frozenset[int], ...]
    """Per denial cue: the positions of its scope."""
    cues: tuple[Hit, ...]

    def contexts(self, taken: Sequence[Hit]) -> frozenset[str]:
        """Which of `CONTEXTS` hold for the match `taken`."""
        start, end = min(hit.start for hit in taken), max(hit.end for hit in taken)
        sentence = {self.words[at].sentence for at in range(start, end)}
        found = {
            NEGATED: self._is_denied(taken),
            PAST: self._within("past", sentence) and not self._within("now", sentence),
            PET: self._is_pet(start, sentence),
            FICTION: self._within("fiction", sentence) and not self._any("for_real"),
            LESSON: self._is_lesson(sentence),
        }
        return frozenset(name for name, holds in found.items() if holds)

    def _any(self, name: str) -> Sequence[Hit]:
        return self.hits.get(name, ())

    def _within(self, name: str, sentences: set[int]) -> bool:
        return any(self.words[hit.start].sentence in sentences for hit in self._any(name))

    def _is_denied(self, taken: Sequence[Hit]) -> bool:
        covered = {at for hit in taken for at in range(hit.start, hit.end)}
        if any(at in covered for hit in self._any("polar") for at in range(hit.start, hit.end)):
            return False
        for cue, scope in zip(self.cues, self.denied, strict=True):
            if not covered & set(range(cue.start, cue.end)) and covered & scope:
                return True
        return False

    def _is_pet(self, start: int, sentences: set[int]) -> bool:
        for hit in self._any("pet"):
            if self.words[hit.start].sentence not in sentences | {min(sentences) - 1}:
                continue
            between = range(min(hit.end, start), start)
            if not any(self.words[at].text in {"i", "my", "me"} for at in between):
                return True
        return False

    def _is_lesson(self, sentences: set[int]) -> bool:
        if not self._within("lesson", sentences):
            return False
        if self._personal(sentences):
            return False
        return not self._happening(sentences)

    def _personal(self, sentences: set[int]) -> bool:
        excused = {at for hit in self._any("curious") for at in range(hit.start, hit.end)}
        return any(
            hit.start not in excused and self.words[hit.start].sentence in sentences for hit in self._any("person")
        )

    def _happening(self, sentences: set[int]) -> bool:
        """True when another sentence tells of a person who has something now ("mine is doing it")."""
        excused = {at for hit in self._any("curious") for at in range(hit.start, hit.end)}
        others = {self.words[hit.start].sentence for hit in self._any("person") if hit.start not in excused} - sentences
        return any(self._within(name, others) for name in ("now", "complaint")) if others else False


def set_scene(words: Sequence[Word], hits: Hits) -> Scene:
    """The scene of a message: `words` and its `hits`, with the scope of each denial worked out."""
    masked = {at for hit in hits.get("pseudo_negation", ()) for at in range(hit.start, hit.end)}
    cues = [hit for hit in hits.get("negation", ()) if hit.start not in masked]
    stops = {hit.start for hit in hits.get("negation_end", ())}
    scopes = [_forward(words, cue, stops) for cue in cues]
    after = [hit for hit in hits.get("denied_after", ()) if hit.start not in masked]
    scopes += [_backward(words, cue) for cue in after]
    return Scene(words, hits, tuple(scopes), (*cues, *after))


def _forward(words: Sequence[Word], cue: Hit, stops: set[int]) -> frozenset[int]:
    found: list[int] = []
    for at in range(cue.end, min(cue.end + SCOPE, len(words))):
        if words[at].sentence != words[cue.start].sentence or at in stops or (found and _is_new_subject(words, at)):
            break
        found.append(at)
    return frozenset(found)


def _is_new_subject(words: Sequence[Word], at: int) -> bool:
    if words[at].text in _SUBJECTS:
        return True
    return words[at].text in _OWNERS and words[at - 1].text not in _CARRIERS


def _backward(words: Sequence[Word], cue: Hit) -> frozenset[int]:
    sentence = words[cue.start].sentence
    return frozenset(at for at in range(max(0, cue.start - AFTERWARDS), cue.start) if words[at].sentence == sentence)
