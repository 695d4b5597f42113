"""Average trained safety classifiers: `python -m twitchbot.evaluation.average_safety FOLDER FOLDER ...`.

Runs that started from the same weights, with other seeds and other weights of the ordinary messages, end in one valley;
their average errs less on messages that nobody foresaw than each of them (Wortsman 2022, "model soups"). The product of
each run's low-rank factors is averaged exactly, by standing the factors side by side. Each folder is one that
`python -m twitchbot.evaluation.train_safety --out FOLDER` wrote.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twitchbot.arrays import read_arrays
from twitchbot.config import load_settings
from twitchbot.dialog.safety.opinion import WEIGHTS, Opinion, load_opinion, save_opinion
from twitchbot.errors import EvaluationError
from twitchbot.retrieval.encoders.adapting import SAFETY


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the folders, write adapter and head of the package, print the adapter's fingerprint."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", nargs="+", type=Path, help="what single runs wrote")
    folders: list[Path] = parser.parse_args(arguments).folders
    updates = [read_arrays(folder / SAFETY.path.name) for folder in folders]
    opinions = [_opinion(folder) for folder in folders]
    np.savez_compressed(SAFETY.path, **averaged_updates(updates))  # type: ignore[arg-type]
    costs = load_settings().safety.costs.model_dump()
    save_opinion(WEIGHTS, replace(averaged(opinions), fingerprint=SAFETY.fingerprint()), costs)
    print(SAFETY.fingerprint())


def averaged_updates(every: Sequence[dict[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """Low-rank factors whose products are the averages of the products in `every`; ranks add up.

    Raises:
        EvaluationError: the updates are of other weights, or of other layers.
    """
    first = every[0]
    if any(str(one["base"]) != str(first["base"]) or one.keys() != first.keys() for one in every):
        raise EvaluationError("The runs tuned other weights", where=SAFETY.path.name, remedy="Train them alike.")
    found: dict[str, NDArray[Any]] = {"base": first["base"]}
    for name in (key.removesuffix("|a") for key in first if key.endswith("|a")):
        found[f"{name}|a"] = np.concatenate([one[f"{name}|a"] for one in every], axis=0)
        shares = [one[f"{name}|b"].astype(np.float32) / len(every) for one in every]
        found[f"{name}|b"] = np.concatenate(shares, axis=1).astype(np.float16)
    return found


def averaged(opinions: Sequence[Opinion]) -> Opinion:
    """The head of the averages of all weights in `opinions`; a name that one does not know weighs nothing there."""
    names = tuple(sorted({name for opinion in opinions for name in opinion.names}))
    named = np.zeros((len(opinions[0].tiers), len(names)), np.float32)
    for opinion in opinions:
        named[:, [names.index(name) for name in opinion.names]] += opinion.named / np.float32(len(opinions))
    return replace(
        opinions[0],
        names=names,
        named=named,
        embedding=np.mean([opinion.embedding for opinion in opinions], axis=0),
        bias=np.mean([opinion.bias for opinion in opinions], axis=0),
        temperature=float(np.mean([opinion.temperature for opinion in opinions])),
    )


def _opinion(folder: Path) -> Opinion:
    opinion = load_opinion(folder / WEIGHTS.name)
    if opinion is None:
        raise EvaluationError("There is no classifier", where=str(folder), remedy="Train one into it, with --out.")
    return opinion


if __name__ == "__main__":
    main()
