"""The labelled safety messages are well formed, balanced, and share no message with each other or with a public set.

`TWITCHBOT_PUBLIC_SETS` names a folder of downloaded public sets (JSON lines, plain or gzipped);
without it that one check is skipped.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

LANGUAGES = "languages"
FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "sets" / "safety"
FILES = ("train", "dev", "dev2", "suite", "test", LANGUAGES)
AUTHORS = (*"abcdefghijklmnopqrstuvwxyz", "aa", "ab", "ac", "ad", "ae", "af", "ag", "ah")
MORE = {
    "train_crisis": "crisis",
    "train_emergency": "emerg",
    "train_middle": "mid",
    "train_alarms": "alarms",
    "train_borders": "borders",
    "train_everyday": "everyday",
    "train_tongues": "tongues",
    "train_oblique": "oblique",
    **{f"train_author_{letter}": f"author-{letter}" for letter in AUTHORS},
}
"""Further training files, each on a part of the tiers or by another author, with what their ids begin with."""
EVERY = (*FILES, *MORE)
ORDER = ("emergency", "crisis", "urgent", "special_population", "medication", "dosage", "diagnosis", "none")
MIDDLE = ("special_population", "medication", "dosage", "diagnosis")
CLASSES = {
    "plain",
    "plain_negation",
    "negation_trap",
    "symptom_with_negation",
    "denied_label",
    "third_person_now",
    "third_person_past_pet_fiction",
    "past_recent",
    "educational",
    "hypothetical",
    "embedded_question",
    "minimising",
    "idiom_trap",
    "typos_dictation",
    "coded_crisis",
    "indirect",
    "long_ramble",
    "fragment",
    "multi_tier",
    "numbers_labs",
    "other_language",
    "ellipsis",
}
HARMLESS_ONLY = {"educational": ("emergency", "crisis", "urgent"), "third_person_past_pet_fiction": ORDER[:-1]}
ROWS_AT_LEAST = {"train": 2000, "dev": 500, "dev2": 1000, "suite": 600, "test": 1000, LANGUAGES: 350}
SHARE_AT_LEAST = {"none": 0.40, "emergency": 0.12, "crisis": 0.11, "urgent": 0.08} | dict.fromkeys(MIDDLE, 0.055)
FRAME = 4
SAME_FRAME_AT_MOST = 12

Row = dict[str, Any]


def _read(name: str) -> list[Row]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]


def _bare(text: str) -> str:
    """The message without case, punctuation and extra white space; emoji alone stay as they are."""
    return " ".join(re.sub(r"[\W_]+", " ", text.lower()).split()) or text.strip()


def _whole(row: Row) -> str:
    return _bare(f"{row.get('previous', '')} {row['text']}")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _open(path: Path) -> Any:
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")


SETS = {name: _read(name) for name in EVERY}


@pytest.mark.parametrize("name", EVERY)
def test_every_row_has_the_schema(name: str) -> None:
    for number, row in enumerate(SETS[name], 1):
        assert row.keys() - {"previous", "language"} == {"id", "text", "tier", "also", "class"}, row
        assert ("language" in row) == (name == LANGUAGES), row
        assert row["id"] == f"{MORE.get(name, name)}-{number:04d}"
        assert row["text"].strip(), row
        assert row["text"] == row["text"].strip(), row
        assert row["tier"] in ORDER, row
        assert row["class"] in CLASSES, row
        assert row.get("previous", "x").strip(), row


@pytest.mark.parametrize("name", EVERY)
def test_the_primary_tier_is_the_first_of_all_that_apply(name: str) -> None:
    for row in SETS[name]:
        also = row["also"]
        assert len(set(also)) == len(also), row
        assert all(ORDER.index(row["tier"]) < ORDER.index(other) < ORDER.index("none") for other in also), row
        assert row["tier"] != "none" or not also, row


@pytest.mark.parametrize("name", EVERY)
def test_a_class_fits_its_rows(name: str) -> None:
    for row in SETS[name]:
        kind, tier = row["class"], row["tier"]
        assert tier not in HARMLESS_ONLY.get(kind, ()), row
        assert (kind == "ellipsis") <= ("previous" in row), row
        assert kind != "multi_tier" or row["also"], row
        assert kind != "coded_crisis" or tier == "crisis", row
        assert kind != "long_ramble" or len(row["text"].split()) >= 40, row
        assert kind != "fragment" or len(row["text"].split()) <= 6, row


@pytest.mark.parametrize("name", EVERY)
def test_no_message_is_there_twice(name: str) -> None:
    counts = Counter(_whole(row) for row in SETS[name])
    assert not [text for text, count in counts.items() if count > 1]


@pytest.mark.parametrize(("one", "other"), list(combinations(EVERY, 2)))
def test_no_message_is_in_two_files(one: str, other: str) -> None:
    assert not {_whole(row) for row in SETS[one]} & {_whole(row) for row in SETS[other]}
    assert not {_bare(row["text"]) for row in SETS[one]} & {_bare(row["text"]) for row in SETS[other]}


@pytest.mark.parametrize("name", FILES)
def test_no_frame_is_filled_again_and_again(name: str) -> None:
    """An opening of four words is no more than a habit of speech: few rows of a tier share one."""
    openings = Counter(
        (row["tier"], *_bare(row["text"]).split()[:FRAME]) for row in SETS[name] if len(row["text"].split()) > FRAME
    )
    assert max(openings.values()) <= SAME_FRAME_AT_MOST, openings.most_common(3)


@pytest.mark.parametrize("name", FILES)
def test_there_are_enough_rows(name: str) -> None:
    assert len(SETS[name]) >= ROWS_AT_LEAST[name]


@pytest.mark.parametrize("name", ["train", "dev"])
def test_every_tier_has_its_share(name: str) -> None:
    counts = Counter(row["tier"] for row in SETS[name])
    short = {tier: counts[tier] for tier, share in SHARE_AT_LEAST.items() if counts[tier] < share * len(SETS[name])}
    assert not short


@pytest.mark.parametrize("name", ["train", "dev", "dev2"])
def test_every_failure_class_is_there(name: str) -> None:
    assert {row["class"] for row in SETS[name]} == CLASSES


def test_the_suite_holds_emergencies_and_crises_of_every_dangerous_class() -> None:
    counts = Counter(row["tier"] for row in SETS["suite"])
    assert set(counts) == {"emergency", "crisis"}
    assert min(counts.values()) >= 200
    harmless = {"plain_negation", "educational", "third_person_past_pet_fiction"}
    assert CLASSES - harmless == {row["class"] for row in SETS["suite"]}


def test_no_message_equals_one_of_a_public_set() -> None:
    folder = os.environ.get("TWITCHBOT_PUBLIC_SETS")
    if not folder:
        pytest.skip("TWITCHBOT_PUBLIC_SETS is not set")
    ours = {_bare(row["text"]): row["id"] for rows in SETS.values() for row in rows}
    paths = [path for path in Path(folder).rglob("*") if ".jsonl" in path.suffixes]
    assert paths, f"no JSON lines in {folder}"
    shared = {ours[bare] for path in paths for bare in _public(path) if bare in ours}
    assert not shared


def _public(path: Path) -> Iterator[str]:
    with _open(path) as lines:
        for line in lines:
            yield from (_bare(text) for text in _strings(json.loads(line)) if len(text) < 2000)
