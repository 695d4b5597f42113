"""Train the safety classifier: `python -m twitchbot.evaluation.train_safety SET.jsonl ... --held DEV.jsonl`.

The bundled encoder is tuned for safety by low-rank updates of its layers (LoRA, Hu 2021) together with a linear head
that also reads what the rules found. The updates and the head are small files in the package; the tuned encoder is
compiled from them beside the search encoder. Sure rules are hidden from half of the rows, so that the words carry the
verdict where no rule speaks; a share of the messages is read with typing noise. The temperature is fitted on the
held-out set (Guo 2017).
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twitchbot.answers import Intent, Screening, Tier
from twitchbot.config import Settings, load_settings
from twitchbot.content.intents import ExampleFile
from twitchbot.content.lexicon import Lexicon
from twitchbot.content.loader import load_toml
from twitchbot.dialog.safety import Safety
from twitchbot.dialog.safety.opinion import WEIGHTS, Opinion, columns, costs_of, evidence, save_opinion
from twitchbot.evaluation.low_rank import SCALE, Descent, LowRankEncoder
from twitchbot.evaluation.noise import noisy
from twitchbot.evaluation.safety import Case, read_cases
from twitchbot.language import words
from twitchbot.retrieval.encoders.adapting import SAFETY
from twitchbot.retrieval.index import Index
from twitchbot.screening import Reader

EPOCHS, BATCH, RATE, HEAD_RATE = 4, 32, 8e-4, 3e-3
NOISY = 0.5
"""Share of the messages that an epoch reads with typing noise."""
LONGEST = 96
"""Tokens: longer messages are cut for training only."""
SEED = 13
ORDINARY_WEIGHT = 0.7
"""How much a line counts whose label is presumed from its file, not read."""
EACH = 2
"""Of the small-talk examples every second one: they are many and alike."""
KEYWORDS = {"nutrient": "{0}, low {0}, {0} deficiency, {0} foods", "food": "{0}", "substance": "{0}"}
"""What is searched for of the named things, by their type; of an illness or a medicine alone the tier is open."""
PERSONS = frozenset("i i'm i've my me mine we our us he she his her".split())
TIERS = tuple(tier.value for tier in Tier)


@dataclass(frozen=True, slots=True)
class Rows:
    """Messages with what the rules found, their tiers (indices into TIERS) and weights."""

    texts: tuple[str, ...]
    named: NDArray[np.float32]
    tiers: NDArray[np.int64]
    weights: NDArray[np.float32]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the sets, tune, calibrate, write adapter and head, print what was done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sets", nargs="+", type=Path, help="labelled messages, JSON lines")
    parser.add_argument("--held", type=Path, required=True, help="labelled messages to calibrate on, never trained on")
    parser.add_argument("--ordinary", nargs="*", default=[], help="question or dialogue files; FILE:all with every row")
    parser.add_argument("--ordinary-weight", type=float, default=ORDINARY_WEIGHT)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, help="folder to write to [default: the package's own files]")
    given = parser.parse_args(arguments)
    settings = load_settings()
    cases = [case for path in given.sets for case in read_cases(path) if not case.previous]
    ordinary = list(_ordinary(given.ordinary, settings))
    screenings = _screen(settings, [*cases, *ordinary])
    names = columns(screenings)
    weights = np.array([1.0] * len(cases) + [given.ordinary_weight] * len(ordinary), np.float32)
    train = _rows([*cases, *ordinary], screenings, names, weights)
    held_cases = [case for case in read_cases(given.held) if not case.previous]
    held = _rows(held_cases, _screen(settings, held_cases), names, np.ones(len(held_cases), np.float32))
    reader = Reader.over(Safety.load(settings))
    network = _Network(names, lambda text: reader.parts(text)[0], given.seed)
    network.fit(train, given.epochs, tuple(_questions_of_the_corpus(settings)))
    temperature = _temperature(network.scores(held), held.tiers)
    adapter = replace(SAFETY, path=given.out / SAFETY.path.name) if given.out else SAFETY
    np.savez_compressed(adapter.path, **network.encoder.updates())  # type: ignore[arg-type]
    costs = settings.safety.costs.model_dump()
    opinion = replace(network.opinion(names, temperature, costs), fingerprint=adapter.fingerprint())
    save_opinion(given.out / WEIGHTS.name if given.out else WEIGHTS, opinion, costs)
    right = float((network.scores(held).argmax(axis=1) == held.tiers).mean())
    print(json.dumps({"messages": len(cases), "ordinary": len(ordinary), "temperature": temperature, "held": right}))


def _ordinary(files: Sequence[str], settings: Settings) -> Iterator[Case]:
    """Messages presumed ordinary: small-talk examples, questions, turns of dialogues, the corpus's own.

    `FILE:all` takes every question; without it, near questions are left out: some of them ask for an amount. `FILE:N`
    takes N of the messages, evenly spread.
    """
    examples = load_toml("intent_examples", ExampleFile).examples
    texts = [text for intent, every in examples.items() if intent is not Intent.HUMAN for text in every[::EACH]]
    for name in files:
        path, _, side = name.partition(":")
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        found = [text for line in lines for text in _said(json.loads(line), side) if text.strip()]
        texts += found[:: max(1, len(found) // int(side))] if side.isdigit() else found
    texts += _asked_of_the_corpus(settings)
    for number, text in enumerate(dict.fromkeys(texts)):
        yield Case(f"ordinary-{number}", text, Tier.NONE)


def _said(row: dict[str, Any], side: str) -> list[str]:
    """What a person says in a row: its text, its question, or the turns of a dialogue."""
    if "turns" in row:
        return [turn.get("say") or turn["raw"] for turn in row["turns"]]
    if "text" in row:
        return [row["text"]]
    is_sure = side == "all" or row.get("answerable", True) or row["kind"] in {"off_topic", "gibberish"}
    return [row["question"]] if is_sure else []


def _questions_of_the_corpus(settings: Settings) -> Iterator[str]:
    """The questions beside the corpus that speak of no person."""
    for passage in Index.load(settings.paths.index, settings).passages.values():
        asked = (passage.question, *passage.also_asked)
        yield from (text.rstrip("?") for text in asked if text and not PERSONS & set(words(text)))


def _asked_of_the_corpus(settings: Settings) -> Iterator[str]:
    """Questions and headings of the corpus, and the names that its lexicon knows."""
    yield from _questions_of_the_corpus(settings)
    yield from (p.heading_path[-1] for p in Index.load(settings.paths.index, settings).passages.values())
    # What people type into a search box: the subject's own words, alone.
    lexicon = Lexicon.load()
    yield from sorted(unit[2:] for unit in lexicon.concept_ids)
    for name, kind in sorted(lexicon.types.items()):
        if kind in KEYWORDS:
            yield from KEYWORDS[kind].format(name).split(", ")


def _screen(settings: Settings, cases: Sequence[Case]) -> list[Screening]:
    safety = Safety.load(settings)
    return [safety.screen(case.text) for case in cases]


def _rows(
    cases: Sequence[Case], screenings: Sequence[Screening], names: Sequence[str], weights: NDArray[np.float32]
) -> Rows:
    column = {name: at for at, name in enumerate(names)}
    named = np.zeros((len(cases), len(names)), np.float32)
    for row, screening in enumerate(screenings):
        named[row, [column[name] for name in evidence(screening) if name in column]] = 1
    tiers = np.array([TIERS.index(case.tier.value) for case in cases])
    return Rows(tuple(case.text for case in cases), named, tiers, weights)


class _Network:
    """The bundled encoder with low-rank updates, and the head over its vector and the rules' findings."""

    def __init__(self, names: Sequence[str], read: Callable[[str], str], seed: int) -> None:
        self.encoder, self.read, self.seed = LowRankEncoder(), read, seed
        self.torch = torch = self.encoder.torch
        self.head = torch.nn.Linear(self.encoder.dimensions, len(TIERS))
        self.named = torch.nn.Linear(len(names), len(TIERS), bias=False)
        torch.nn.init.zeros_(self.named.weight)
        # Every run starts from the same point and differs in order and noise alone: so their average makes sense.
        torch.manual_seed(seed)
        self.shown = torch.tensor([not name.startswith("rule:") for name in names])

    def fit(self, rows: Rows, epochs: int, asides: Sequence[str]) -> None:
        """Tune on `rows`, some with noise and one of the questions `asides` beside them.

        Batches of like length in random order, with a one-cycle learning rate.
        """
        torch = self.torch
        steps = epochs * (len(rows.texts) // BATCH + 1)
        heads = [*self.head.parameters(), *self.named.parameters()]
        descent = Descent(self.encoder, heads, (RATE, HEAD_RATE), steps)
        chance = random.Random(self.seed)
        self.encoder.train(True)
        for epoch in range(epochs):
            texts = [noisy(text, chance, asides) if chance.random() < NOISY else text for text in rows.texts]
            for batch in _batches(texts, chance):
                named = torch.from_numpy(rows.named[batch])
                hidden = torch.rand(len(batch), 1) < 0.5
                scores = self._scores([texts[i] for i in batch], torch.where(hidden, named * self.shown, named))
                losses = torch.nn.functional.cross_entropy(
                    scores, torch.from_numpy(rows.tiers[batch]), reduction="none", label_smoothing=0.05
                )
                loss = (losses * torch.from_numpy(rows.weights[batch])).mean()
                descent.step(loss)
            print(f"epoch {epoch + 1}/{epochs}: loss {loss.item():.3f}", flush=True)
        self.encoder.train(False)

    def _scores(self, texts: Sequence[str], named: Any) -> Any:
        vectors = self.encoder.vectors([self.read(text) for text in texts], LONGEST)
        return self.head(vectors) + self.named(named)

    def scores(self, rows: Rows) -> NDArray[np.float32]:
        """Scores before the softmax, of shape (rows, tiers)."""
        torch, found = self.torch, []
        with torch.no_grad():
            for start in range(0, len(rows.texts), 64):
                named = torch.from_numpy(rows.named[start : start + 64])
                found.append(self._scores(rows.texts[start : start + 64], named).numpy())
        return np.concatenate(found)

    def opinion(self, names: tuple[str, ...], temperature: float, costs: dict[str, Any]) -> Opinion:
        """The head as the classifier that serves, without the name of its encoder, which is yet to be written."""
        return Opinion(
            tiers=tuple(Tier(name) for name in TIERS),
            fingerprint="",
            embedding=self.head.weight.detach().numpy() * np.float32(SCALE),
            named=self.named.weight.detach().numpy(),
            names=names,
            bias=self.head.bias.detach().numpy(),
            temperature=temperature,
            costs=costs_of(costs),
        )


def _batches(texts: Sequence[str], chance: random.Random) -> list[list[int]]:
    """The rows in random order, batches of like length."""
    order = sorted(range(len(texts)), key=lambda i: (len(texts[i]) // 80, chance.random()))
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    chance.shuffle(batches)
    return batches


def _temperature(scores: NDArray[np.float32], tiers: NDArray[np.int64]) -> float:
    """The temperature that makes the held-out tiers most likely, by a search over a grid."""
    grid = np.linspace(0.5, 3.0, 51)
    return float(grid[int(np.argmin([_loss(scores / value, tiers) for value in grid]))])


def _loss(scores: NDArray[np.floating[Any]], tiers: NDArray[np.int64]) -> float:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(tiers)), tiers]))


if __name__ == "__main__":
    main()
