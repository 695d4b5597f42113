"""Serving a compiled encoder: onnxruntime and tokenizers, nothing heavier."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from twitchbot.errors import EncoderUnavailable
from twitchbot.retrieval.encoders import Vectors
from twitchbot.retrieval.encoders.compiling import MODEL, TOKENIZER, Card, damaged_files, read_card

_REMEDY = "Run `twitchbot index`, which compiles it again."


class CompiledEncoder:
    """The model in one compiled folder. Safe to share between threads."""

    def __init__(self, folder: Path, *, threads: int, batch: int, remembered: int) -> None:
        """Load the folder that `compile_encoder` wrote.

        Args:
            folder: holds the card, the model and the tokenizer.
            threads: processor threads for one call.
            batch: texts computed together.
            remembered: how many single texts (questions) keep their vectors in memory.

        Raises:
            EncoderUnavailable: a file is missing or is not the one that was compiled.
        """
        card = _card(folder)
        self.name = card.model
        self.fingerprint = card.fingerprint
        self.dimensions = card.dimensions
        self._pad = card.pad_token
        self._batch = batch
        self._session = _session(folder / MODEL, threads)
        self._tokenizer = _tokenizer((folder / TOKENIZER).read_text("utf-8"), card.max_tokens)
        self._single = lru_cache(maxsize=remembered)(self._encode_one)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, in order; see `Encoder`."""
        if len(texts) == 1:
            return self._single(texts[0]).copy()
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch([_encodable(text) for text in texts])]
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        # Texts of like length share a batch: little padding.
        order = sorted(range(len(texts)), key=lambda i: len(tokens[i]))
        for start in range(0, len(order), self._batch):
            rows = order[start : start + self._batch]
            vectors[rows] = self._run([tokens[row] for row in rows])
        return vectors

    def _encode_one(self, text: str) -> Vectors:
        return self._run([self._tokenizer.encode(_encodable(text)).ids])

    def _run(self, tokens: list[list[int]]) -> Vectors:
        longest = max(map(len, tokens))
        ids = np.full((len(tokens), longest), self._pad, dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, known in enumerate(tokens):
            ids[row, : len(known)] = known
            mask[row, : len(known)] = 1
        (vectors,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors, dtype=np.float32)


@lru_cache(maxsize=4)
def _tokenizer(definition: str, max_tokens: int) -> Tokenizer:
    """The tokenizer that a JSON text describes: the encoders of search and of safety share theirs."""
    tokenizer = Tokenizer.from_str(definition)
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    return tokenizer


def _encodable(text: str) -> str:
    # Lone surrogates cannot be passed to the tokenizer.
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _card(folder: Path) -> Card:
    try:
        card = read_card(folder)
        damaged = damaged_files(folder, card)
    except (OSError, ValueError, TypeError) as error:
        raise EncoderUnavailable(
            f"The compiled encoder cannot be read: {error}", where=str(folder), remedy=_REMEDY
        ) from None
    if damaged:
        raise EncoderUnavailable(
            f"The compiled encoder is damaged: {', '.join(damaged)}", where=str(folder), remedy=_REMEDY
        )
    return card


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # Grows with the largest batch and never shrinks; costs no speed here.
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
