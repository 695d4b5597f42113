"""Small sites with questions made of MedQuAD: `python benchmarks/medquad_sites.py FOLDER OUT [--sites 12]`.

FOLDER holds `corpus.jsonl.gz` of MedQuAD (Ben Abacha and Demner-Fushman 2019, CC BY 4.0). A site is a handful of topics
of one publisher, each a document with a section for each kind of question. Some sections are left out: questions for
them, and for topics of the same publisher that the site lacks, are what it cannot answer. OUT/<n>/corpus holds the
documents, OUT/<n>/questions.jsonl the questions. Nothing of it belongs into the repository.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

TOPICS, STRANGERS = 12, 12
"""Topics of a site, and topics that are asked for and not in it."""
LEFT_OUT = 0.3
"""Share of the sections that a site lacks."""
LONGEST = 1500
"""Characters of an answer: of a longer one the first paragraphs."""
SECTIONS = {
    "symptoms": ("Symptoms", ("what are the signs of {}", "{} symptoms", "how do people notice {}")),
    "causes": ("Causes", ("what causes {}", "why does {} happen", "where does {} come from")),
    "treatment": ("Treatment", ("how is {} treated", "what can be done about {}", "{} therapy options")),
    "exams and tests": ("Tests", ("how do doctors find {}", "{} test", "which exams show {}")),
    "prevention": ("Prevention", ("how can {} be prevented", "ways to avoid {}", "keeping {} from happening")),
    "susceptibility": ("Who is at risk", ("who gets {}", "{} risk groups", "are some people more prone to {}")),
    "outlook": ("Outlook", ("what is the outlook for {}", "{} prognosis", "how does {} usually turn out")),
    "frequency": ("How common it is", ("how common is {}", "how many people have {}", "is {} rare")),
    "inheritance": ("Inheritance", ("is {} inherited", "does {} run in families", "how is {} passed on")),
    "information": ("Overview", ("what is {}", "{}", "tell me about {}")),
    "complications": ("Complications", ("what problems can {} lead to", "{} complications", "effects of {} later on")),
}
Topics = Mapping[str, Mapping[str, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--sites", type=int, default=12)
    given = parser.parse_args()
    chance = random.Random(13)
    sides = topics_of(given.folder / "corpus.jsonl.gz")
    for number in range(given.sites):
        by_source = sides[number % 2]
        source = sorted(by_source)[number // 2 % len(by_source)]
        write_site(given.out / str(number), by_source[source], chance)


def topics_of(path: Path) -> tuple[dict[str, Topics], dict[str, Topics]]:
    """By publisher, the topics with at least three kinds of answers, each kind with its text.

    In two halves without a common topic: sites of even and of odd numbers are about different things.
    """
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            kind = row["metadata"]["qtype"]
            if kind in SECTIONS:
                found[row["metadata"]["source"]][row["title"]].setdefault(kind, tidied(row["text"]))
    rich = {source: {name: own for name, own in every.items() if len(own) >= 3} for source, every in found.items()}
    even, odd = ({s: _half(every, side) for s, every in rich.items()} for side in (0, 1))
    return _large(even), _large(odd)


def _half(topics: Topics, side: int) -> Topics:
    return {name: own for name, own in topics.items() if hashlib.sha256(name.encode()).digest()[0] % 2 == side}


def _large(by_source: Mapping[str, Topics]) -> dict[str, Topics]:
    return {source: every for source, every in by_source.items() if len(every) >= TOPICS + STRANGERS}


def tidied(text: str) -> str:
    """The first paragraphs, white space mended."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    kept: list[str] = []
    for paragraph in filter(None, paragraphs):
        if kept and sum(map(len, kept)) + len(paragraph) > LONGEST:
            break
        kept.append(paragraph[:LONGEST])
    return "\n\n".join(kept)


def write_site(folder: Path, topics: Topics, chance: random.Random) -> None:
    """The documents and the questions of one site drawn from `topics`."""
    names = chance.sample(sorted(topics), TOPICS + STRANGERS)
    documents = folder / "corpus" / "en"
    documents.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    for place, name in enumerate(names[:TOPICS]):
        kinds = sorted(topics[name])
        out = {kind for kind in kinds[1:] if chance.random() < LEFT_OUT}
        parts = [f"## {SECTIONS[kind][0]}\n\n{topics[name][kind]}\n" for kind in kinds if kind not in out]
        (folder / "corpus" / "en" / f"topic-{place}.md").write_text(
            f"# {name}\n\n" + "\n".join(parts), encoding="utf-8"
        )
        rows += asked(name, topics[name], out, chance)
    for name in names[TOPICS:]:
        kind = chance.choice(sorted(topics[name]))
        rows += asked(name, {kind: ""}, {kind}, chance)
    lines = [json.dumps({"id": f"{folder.name}-{n}", **row}, ensure_ascii=False) for n, row in enumerate(rows)]
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def asked(name: str, answers: Mapping[str, str], out: set[str], chance: random.Random) -> Iterator[dict[str, object]]:
    """A question for each kind of answer about `name`; those of `out` cannot be answered."""
    for kind, text in answers.items():
        question = chance.choice(SECTIONS[kind][1]).format(re.sub(r"\s*\(.*?\)", "", name))
        needs: Sequence[Sequence[str]] = [] if kind in out else [openings(text)]
        yield {"question": question, "kind": "fact", "answerable": kind not in out, "needs": needs}


def openings(text: str) -> list[str]:
    """How each sentence begins: a quote that holds one of them comes from this answer."""
    sentences = [part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", text)]
    return [sentence[:60].casefold() for sentence in sentences if len(sentence) >= 30] or [text[:60].casefold()]


if __name__ == "__main__":
    main()
