"""Average trained safety classifiers: `python -m twitchbot.evaluation.average_safety FOLDER FOLDER:2 ...`.

Runs that started from the same weights, with other seeds and other weights of the ordinary messages, end in one valley;
their average errs less on messages that nobody foresaw than each of them (Wortsman 2022, "model soups"). The products
of the runs' low-rank factors are averaged, and of the average the nearest product of rank `RANK` is kept (Eckart and
Young 1936). Each folder is one that `python -m twitchbot.evaluation.train_safety --out FOLDER` wrote; a number behind
it makes it count that many times.
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
from twitchbot.dialog.safety.opinion import WEIGHTS, Floats, Opinion, load_opinion, save_opinion
from twitchbot.errors import EvaluationError
from twitchbot.retrieval.encoders.adapting import SAFETY

RANK = 64
"""Rank of the average of each layer's updates: two runs' worth, whatever their number; sets the size of the file."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the folders, write adapter and head of the package, print the adapter's fingerprint."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", nargs="+", help="what single runs wrote, each FOLDER or FOLDER:WEIGHT")
    parsed = [name.partition(":") for name in parser.parse_args(arguments).folders]
    folders, weights = [Path(name) for name, _, _ in parsed], np.array([float(w or 1) for _, _, w in parsed])
    shares = [float(share) for share in weights / weights.sum()]
    updates = [read_arrays(folder / SAFETY.path.name) for folder in folders]
    opinions = [_opinion(folder) for folder in folders]
    np.savez_compressed(SAFETY.path, **averaged_updates(updates, shares))  # type: ignore[arg-type]
    costs = load_settings().safety.costs.model_dump()
    save_opinion(WEIGHTS, replace(averaged(opinions, shares), fingerprint=SAFETY.fingerprint()), costs)
    print(SAFETY.fingerprint())


def averaged_updates(every: Sequence[dict[str, NDArray[Any]]], shares: Sequence[float]) -> dict[str, NDArray[Any]]:
    """Low-rank factors whose products are the averages, weighed by `shares`, of those in `every`, up to `RANK`.

    Raises:
        EvaluationError: the updates are of other weights, or of other layers.
    """
    first = every[0]
    if any(str(one["base"]) != str(first["base"]) or one.keys() != first.keys() for one in every):
        raise EvaluationError("The runs tuned other weights", where=SAFETY.path.name, remedy="Train them alike.")
    found: dict[str, NDArray[Any]] = {"base": first["base"]}
    for name in (key.removesuffix("|a") for key in first if key.endswith("|a")):
        right = np.concatenate([one[f"{name}|a"].astype(np.float32) for one in every], axis=0)
        weighed = [one[f"{name}|b"].astype(np.float32) * share for one, share in zip(every, shares, strict=True)]
        left, right = nearest(np.concatenate(weighed, axis=1), right, RANK)
        found[f"{name}|a"], found[f"{name}|b"] = right.astype(np.float16), left.astype(np.float16)
    return found


def nearest(left: Floats, right: Floats, rank: int) -> tuple[Floats, Floats]:
    """The factors of the product of `rank` nearest to `left @ right`; those given where they have no more."""
    if left.shape[1] <= rank:
        return left, right
    (base, rise), (span, slope) = np.linalg.qr(left), np.linalg.qr(right.T)
    rows, sizes, columns = np.linalg.svd(rise @ slope.T)
    root = np.sqrt(sizes[:rank])
    return base @ (rows[:, :rank] * root), (root[:, None] * columns[:rank]) @ span.T


def averaged(opinions: Sequence[Opinion], shares: Sequence[float]) -> Opinion:
    """The head of the averages, weighed by `shares`; a name that one run does not know weighs nothing in it."""
    names = tuple(sorted({name for opinion in opinions for name in opinion.names}))
    named = np.zeros((len(opinions[0].tiers), len(names)), np.float32)
    for opinion, share in zip(opinions, shares, strict=True):
        named[:, [names.index(name) for name in opinion.names]] += np.float32(share) * opinion.named
    return replace(
        opinions[0],
        names=names,
        named=named,
        embedding=np.average([opinion.embedding for opinion in opinions], axis=0, weights=shares).astype(np.float32),
        bias=np.average([opinion.bias for opinion in opinions], axis=0, weights=shares).astype(np.float32),
        temperature=float(np.average([opinion.temperature for opinion in opinions], weights=shares)),
    )


def _opinion(folder: Path) -> Opinion:
    opinion = load_opinion(folder / WEIGHTS.name)
    if opinion is None:
        raise EvaluationError("There is no classifier", where=str(folder), remedy="Train one into it, with --out.")
    return opinion


if __name__ == "__main__":
    main()
