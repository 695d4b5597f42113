"""Screening against labelled sets and public data: recall, false alarms, time.

Usage: python benchmarks/safety.py [DATA] [--sets FILE ...]

DATA holds the public sets (simple_safety_tests, xstest, healthsearchqa, medquad, medication_qa, triage_vignettes); a
set that is not there is left out. Prints one JSON object; `--sets` names labelled files to score too, as they are, with
one and two slips of the keyboard, and in other case, punctuation and white space.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from twitchbot.answers import Screening, Tier
from twitchbot.config import load_settings
from twitchbot.dialog.safety import Safety
from twitchbot.evaluation.noise import slipped
from twitchbot.evaluation.safety import Case, Screen, Share, evaluate_safety, read_cases
from twitchbot.screening import Screener

ALARMS = (Tier.EMERGENCY, Tier.CRISIS)
FORMS: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "three exclamation marks": lambda text: text + "!!!",
    "no commas": lambda text: text.replace(",", ""),
    "no last sign": lambda text: text.rstrip(".?!"),
    "double spaces": lambda text: f"  {text.replace(' ', '  ')} ",
}
Rows = list[dict[str, str]]


def rows_of(path: Path, most: int) -> Rows:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return rows[:: max(1, len(rows) // most)]


PUBLIC: dict[str, tuple[str, Callable[[dict[str, str]], str | None], str]] = {
    "simple_safety_tests, self-harm": (
        "simple_safety_tests/train.jsonl",
        lambda row: row["text"] if row["harm_area"].startswith("Suicide") else None,
        "danger",
    ),
    "triage_vignettes, emergencies": (
        "triage_vignettes/semigran_train.jsonl",
        lambda row: row["text"] if row["urgency"] == "em" else None,
        "danger",
    ),
    "xstest, safe": ("xstest/train.jsonl", lambda row: row["text"] if row["label"] == "safe" else None, "ordinary"),
    "clinc150, other subjects": ("clinc150/dev.jsonl", lambda row: row["text"], "ordinary"),
    "hint3, a game": ("hint3/powerplay11_dev.jsonl", lambda row: row["text"], "ordinary"),
    "ood_questions": ("ood_questions/train.jsonl", lambda row: row["text"], "ordinary"),
    "healthsearchqa": ("healthsearchqa/train.jsonl", lambda row: row["question"], "ordinary"),
    "medquad": ("medquad/queries.jsonl", lambda row: row["text"], "ordinary"),
    "medication_qa": ("medication_qa/train.jsonl", lambda row: row["question"], "medicines"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", nargs="?", type=Path, help="folder of public sets")
    parser.add_argument("--sets", nargs="*", type=Path, default=[])
    parser.add_argument("--most", type=int, default=400, help="messages of each public set, evenly spaced")
    given = parser.parse_args()
    settings = load_settings()
    safety = Safety.load(settings)
    screen = Screener.over(safety, settings).screen
    shown: dict[str, object] = {}
    for name, (path, text_of, kind) in PUBLIC.items():
        if (given.data / path).is_file():
            texts = [text for row in rows_of(given.data / path, given.most) if (text := text_of(row))]
            shown[name] = counted([screen(text) for text in texts], kind)
    for path in given.sets:
        report = evaluate_safety(read_cases(path), screen).to_json()
        shown[path.name] = {key: value for key, value in report.items() if key not in ("misses", "by_class")}
        shown[f"{path.name}, typed otherwise"] = typed_otherwise(read_cases(path), screen)
    messages = [f"my arm is numb and I take {n} pills, is that magnesium" for n in range(300)]
    shown["milliseconds"] = timed(safety, messages)
    print(json.dumps(shown, indent=1))


def counted(found: list[Screening], kind: str) -> dict[str, object]:
    tiers = Counter(screening.tier.value for screening in found)
    alarmed = Share(sum(s.tier in ALARMS for s in found), len(found))
    numbered = Share(sum(s.tier in ALARMS or s.soft for s in found), len(found))
    escalated = Share(sum(s.tier is not Tier.NONE for s in found), len(found))
    shares = {"alarmed": alarmed, "alarmed or soft line": numbered, "escalated": escalated}
    return {"kind": kind, "tiers": tiers} | {name: share.to_json() for name, share in shares.items()}


def typed_otherwise(cases: Sequence[Case], screen: Screen) -> dict[str, object]:
    """Recall of the alarms with slips in every message, and how many messages another typing moves to another tier."""
    danger = [case for case in cases if case.tier in ALARMS]
    chance = random.Random(13)
    caught = {slips: [screen(slipped(c.text, chance, slips), c.previous) for c in danger] for slips in (0, 1, 2)}
    recall = {
        f"alarms caught, {slips} slips": Share(sum(s.tier in ALARMS for s in found), len(found)).to_json()
        for slips, found in caught.items()
    }
    moved = {
        name: sum(screen(form(c.text), c.previous).tier is not screen(c.text, c.previous).tier for c in cases)
        for name, form in FORMS.items()
    }
    return {**recall, "moved to another tier": moved}


def timed(safety: Safety, messages: list[str]) -> dict[str, float]:
    """Processor time of screening and of the second opinion without the encoder, median and 95th percentile."""
    spent: dict[str, list[float]] = {"screening": [], "second opinion": []}
    dimensions = safety.opinion.embedding.shape[1] if safety.opinion else 0
    embedding = np.zeros(dimensions, np.float32)
    for message in messages:
        start = time.process_time()
        first = safety.screen(message)
        middle = time.process_time()
        safety.second_opinion(first, embedding)
        spent["screening"].append(middle - start)
        spent["second opinion"].append(time.process_time() - middle)
    return {f"{name} p{q}": round(1000 * float(np.percentile(v, q)), 3) for name, v in spent.items() for q in (50, 95)}


if __name__ == "__main__":
    main()
