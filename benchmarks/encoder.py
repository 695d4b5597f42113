"""Ways to store and multiply the encoder's weights, against sentence-transformers as its authors serve them.

    .venv/bin/python benchmarks/encoder.py

For each candidate, in a process of its own on one thread: how near its vectors come to the original's (cosine: mean
and worst), how many of the original's ten nearest passages it finds, the size of its file, the time to load, the time
for one question (median of 200), the time for one text in batches, and the most memory that the process held. Times
are processor time, which other work on the machine disturbs least.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from twitchbot.config import load_settings
from twitchbot.ingest import read_corpus
from twitchbot.retrieval.encoders.compiled import CompiledEncoder
from twitchbot.retrieval.encoders.compiling import CARD, MODEL, Card, compile_encoder
from twitchbot.retrieval.encoders.recipe import Recipe
from twitchbot.retrieval.encoders.weights import find_weights
from twitchbot.retrieval.files import sha256_of, write_json

ROOT = Path(__file__).parents[1]
REFERENCE = "sentence-transformers"
RECIPES = {
    "float32": Recipe(bits=32),
    "8 bit, blocks of 16": Recipe(block=16),
    "8 bit, blocks of 32": Recipe(block=32),
    "8 bit, blocks of 64": Recipe(block=64),
    "8 bit, blocks of 128": Recipe(block=128),
    "8 bit, blocks of 32, multiplied in float32": Recipe(block=32, accuracy=1),
}
DYNAMIC = {"dynamic int8, one scale for each matrix": False, "dynamic int8, one scale for each row": True}
CANDIDATES = (REFERENCE, *RECIPES, *DYNAMIC)
Vectors = NDArray[np.float32]


def texts() -> tuple[list[str], list[str]]:
    """Questions as people type them, and the corpus: passages, sentences, and long runs of passages."""
    rows = (ROOT / "benchmarks/sets/questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(row)["question"] for row in rows]
    corpus = read_corpus(ROOT / "corpus", load_settings())
    passages = list(dict.fromkeys(passage.indexed_text for passage in corpus.passages))
    lines = [line for passage in corpus.passages for line in re.split(r"(?<=[.!?])\s+", passage.text)]
    runs = [" ".join(passages[start : start + 6]) for start in range(0, len(passages), 6)]
    return [question for question in questions if question.strip()], [*dict.fromkeys([*passages, *lines, *runs])]


def compile_candidate(name: str, home: Path) -> Path:
    """The folder with the compiled candidate."""
    compiled = compile_encoder(find_weights("bundled"), home, RECIPES.get(name, Recipe(bits=32)))
    if name in DYNAMIC:
        quantize(compiled, per_row=DYNAMIC[name])
    return compiled


def open_candidate(compiled: Path | None) -> tuple[Callable[[Sequence[str]], Vectors], float]:
    """What encodes, and the size of its file in MB."""
    if compiled is None:
        from twitchbot.retrieval.encoders.library import LibraryEncoder

        weights = find_weights("bundled")
        return LibraryEncoder(weights, threads=1, batch=16).encode, weights.file.stat().st_size / 1e6
    return CompiledEncoder(compiled, threads=1, batch=16, remembered=0).encode, (compiled / MODEL).stat().st_size / 1e6


def quantize(folder: Path, *, per_row: bool) -> None:
    """onnxruntime's own dynamic quantization of a float32 graph, in place."""
    card = Card(**json.loads((folder / CARD).read_text("utf-8")))
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        folder / MODEL,
        folder / MODEL,
        per_channel=per_row,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )
    changed = {"recipe": f"dynamic, per row {per_row}", "files": {**card.files, MODEL: sha256_of(folder / MODEL)}}
    write_json(folder / CARD, {name: getattr(card, name) for name in Card.__dataclass_fields__} | changed)


def measure(number: int, folder: Path, compiled: Path | None) -> None:
    """Measure one candidate; its vectors and figures go into files of `folder`."""
    questions, passages = texts()
    start = time.process_time()
    encode, size = open_candidate(compiled)
    loading = time.process_time() - start
    encode(questions[:20])
    single = [timed(encode, [question]) for question in (questions * 2)[:200]]
    start = time.process_time()
    np.savez(folder / f"{number}.npz", questions=encode(questions), passages=encode(passages))
    batch = (time.process_time() - start) / (len(questions) + len(passages))
    figures = {
        "file MB": size,
        "load s": loading,
        "question ms": 1000 * statistics.median(single),
        "text ms": 1000 * batch,
        "memory MB": memory(),
    }
    (folder / f"{number}.json").write_text(json.dumps(figures))


def memory() -> float:
    """The most memory that this process held, in MB; nan where the system does not tell."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.is_file() else None
    return int(found[1]) / 1024 if found else float("nan")


def timed(encode: Callable[[Sequence[str]], Vectors], given: Sequence[str]) -> float:
    start = time.process_time()
    encode(given)
    return time.process_time() - start


def fidelity(folder: Path, number: int) -> dict[str, float]:
    """Cosines to the reference's vectors, and the share of its ten nearest passages that are found."""
    with np.load(folder / "0.npz") as true, np.load(folder / f"{number}.npz") as mine:
        pairs = [(true[key], mine[key]) for key in ("questions", "passages")]
    cosines = np.concatenate([(one * other).sum(axis=1) for one, other in pairs])
    tops = [np.argsort(-(vectors[0] @ vectors[1].T), axis=1)[:, :10] for vectors in zip(*pairs, strict=True)]
    same = [len(set(one) & set(other)) / 10 for one, other in zip(*tops, strict=True)]
    return {
        "cosine mean": float(cosines.mean()),
        "cosine worst": float(cosines.min()),
        "same top 10": float(np.mean(same)),
    }


def main() -> None:
    if len(sys.argv) > 1:
        number, folder, *compiled = sys.argv[1:]
        measure(int(number), Path(folder), Path(*compiled) if compiled else None)
        return
    with tempfile.TemporaryDirectory() as name:
        rows = []
        for number, candidate in enumerate(CANDIDATES):
            # Compiled here, measured in a process of its own: compiling must not count as its memory.
            compiled = (
                [] if candidate == REFERENCE else [compile_candidate(candidate, Path(name, f"compiled-{number}"))]
            )
            subprocess.run([sys.executable, __file__, str(number), name, *map(str, compiled)], check=True)
            figures = json.loads(Path(name, f"{number}.json").read_text())
            rows.append((candidate, fidelity(Path(name), number) | figures))
        show(rows)


def show(rows: Sequence[tuple[str, dict[str, float]]]) -> None:
    table = Table("candidate", *rows[0][1], box=None)
    for candidate, figures in rows:
        digits = {"cosine mean": 5, "cosine worst": 4, "same top 10": 3, "load s": 2}
        table.add_row(candidate, *(f"{value:.{digits.get(key, 1)}f}" for key, value in figures.items()))
    questions, passages = texts()
    Console(width=160).print(table, f"{len(questions)} questions, {len(passages)} passages and sentences, one thread")


if __name__ == "__main__":
    main()
