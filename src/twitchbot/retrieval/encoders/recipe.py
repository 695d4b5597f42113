"""What is compiled, and how: the shape of the network and the form of its weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the weights are stored and multiplied.

    `bits` is 32 (as they are) or 8 (each block of `block` weights shares one scale). With 8 bits, `accuracy` 4 lets
    onnxruntime multiply in 8 bits with a scale for each block of activations too; 1 multiplies in float32.
    """

    bits: int = 8
    block: int = 32
    accuracy: int = 4

    def __str__(self) -> str:
        return "float32" if self.bits == 32 else f"int8-block{self.block}-accuracy{self.accuracy}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What config.json says of the network."""

    layers: int
    heads: int
    hidden: int
    epsilon: float

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Shape:
        """The shape that a BERT config.json describes."""
        return cls(
            config["num_hidden_layers"], config["num_attention_heads"], config["hidden_size"], config["layer_norm_eps"]
        )
