"""A BERT sentence encoder written out as an ONNX graph, straight from its weights: no torch, no tracing.

The graph reads token ids and a mask, both (batch, length) int64, and gives unit vectors (batch, dimensions):
embeddings, transformer layers (Devlin et al. 2019), the mean over real tokens, and L2 normalisation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from twitchbot.retrieval.encoders.recipe import Recipe, Shape

Tensors = Mapping[str, NDArray[Any]]
_CONTRIB = "com.microsoft"


def build_graph(tensors: Tensors, shape: Shape, recipe: Recipe) -> onnx.ModelProto:
    """The encoder as an ONNX model with onnxruntime's fused operators."""
    return _Graph(tensors, shape, recipe).model()


class _Graph:
    def __init__(self, tensors: Tensors, shape: Shape, recipe: Recipe) -> None:
        self._tensors = {name.removeprefix("bert."): value for name, value in tensors.items()}
        self._shape = shape
        self._recipe = recipe
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        hidden = self._embeddings()
        for layer in range(self._shape.layers):
            hidden = self._layer(f"encoder.layer.{layer}", hidden)
        self._pool(hidden)
        ids = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
            for name in ("input_ids", "attention_mask")
        ]
        out = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", self._shape.hidden])
        graph = helper.make_graph(self._nodes, "encoder", ids, [out], self._constants)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="twitchbot")

    def _embeddings(self) -> str:
        words = self._table("embeddings.word_embeddings.weight")
        # All tokens are of type 0, so its vector is added to every position beforehand.
        placed = self._weight("embeddings.position_embeddings.weight")
        placed = placed + self._weight("embeddings.token_type_embeddings.weight")[0]
        length = self._node("Shape", ["input_ids"], start=1, end=2)
        zero, one = self._constant("zero", np.array([0])), self._constant("first_axis", np.array([0]))
        positions = self._node("Slice", [self._constant("positions", placed), zero, length, one])
        summed = self._node("Add", [words, positions])
        return self._normalise("embeddings.LayerNorm", summed)

    def _table(self, name: str) -> str:
        table = self._weight(name)
        if self._recipe.bits == 32:
            return self._node("Gather", [self._constant(name, table), "input_ids"])
        # One scale for each word: its row is looked up in int8 and scaled after the look-up.
        scale = np.abs(table).max(axis=1, keepdims=True) / 127 + np.finfo(np.float32).tiny
        rows = np.rint(table / scale).astype(np.int8)
        found = self._node("Gather", [self._constant(name, rows), "input_ids"])
        wide = self._node("Cast", [found], to=TensorProto.FLOAT)
        return self._node("Mul", [wide, self._node("Gather", [self._constant(f"{name}.scale", scale), "input_ids"])])

    def _layer(self, name: str, hidden: str) -> str:
        attended = self._attention(f"{name}.attention", hidden)
        hidden = self._skip(f"{name}.attention.output", attended, hidden)
        wide = self._linear(f"{name}.intermediate.dense", hidden)
        bias = self._constant(f"{name}.intermediate.dense.bias", self._weight(f"{name}.intermediate.dense.bias"))
        grown = self._node("BiasGelu", [wide, bias], domain=_CONTRIB)
        return self._skip(f"{name}.output", self._linear(f"{name}.output.dense", grown), hidden)

    def _attention(self, name: str, hidden: str) -> str:
        parts = [f"{name}.self.{part}" for part in ("query", "key", "value")]
        weight = np.concatenate([self._weight(f"{part}.weight") for part in parts])
        bias = np.concatenate([self._weight(f"{part}.bias") for part in parts])
        together = self._multiply(f"{name}.qkv", weight, hidden)
        split = [f"{name}.{part}" for part in ("query", "key", "value")]
        sizes = self._constant(f"{name}.sizes", np.full(3, self._shape.hidden))
        self._nodes.append(helper.make_node("Split", [together, sizes], split, axis=2))
        mask = "mask32"
        if all(mask not in node.output for node in self._nodes):
            self._nodes.append(helper.make_node("Cast", ["attention_mask"], [mask], to=TensorProto.INT32))
        inputs = [*split, self._constant(f"{name}.bias", bias), mask]
        attended = self._node("MultiHeadAttention", inputs, domain=_CONTRIB, num_heads=self._shape.heads)
        return self._linear(f"{name}.output.dense", attended)

    def _skip(self, name: str, new: str, old: str) -> str:
        norm = [
            self._constant(f"{name}.{part}", self._weight(f"{name}.{part}"))
            for part in ("LayerNorm.weight", "LayerNorm.bias", "dense.bias")
        ]
        inputs = [new, old, *norm]
        return self._node("SkipLayerNormalization", inputs, domain=_CONTRIB, epsilon=self._shape.epsilon)

    def _normalise(self, name: str, value: str) -> str:
        parts = [self._constant(f"{name}.{part}", self._weight(f"{name}.{part}")) for part in ("weight", "bias")]
        return self._node("LayerNormalization", [value, *parts], epsilon=self._shape.epsilon)

    def _linear(self, name: str, value: str) -> str:
        return self._multiply(name, self._weight(f"{name}.weight"), value)

    def _multiply(self, name: str, weight: NDArray[np.float32], value: str) -> str:
        outputs, inputs = weight.shape
        if self._recipe.bits == 32:
            return self._node("MatMul", [value, self._constant(name, np.ascontiguousarray(weight.T))])
        packed, scales = _blocks(weight, self._recipe.block)
        return self._node(
            "MatMulNBits",
            [value, self._constant(name, packed), self._constant(f"{name}.scale", scales)],
            domain=_CONTRIB,
            K=inputs,
            N=outputs,
            bits=8,
            block_size=self._recipe.block,
            accuracy_level=self._recipe.accuracy,
        )

    def _pool(self, hidden: str) -> None:
        mask = self._node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        column = self._node("Unsqueeze", [mask, self._constant("last_axis", np.array([2]))])
        length = self._constant("length_axis", np.array([1]))
        summed = self._node("ReduceSum", [self._node("Mul", [hidden, column]), length], keepdims=0)
        # The sum points where the mean points: dividing by the count would change nothing after normalisation.
        self._nodes.append(helper.make_node("LpNormalization", [summed], ["embedding"], axis=1, p=2))

    def _weight(self, name: str) -> NDArray[np.float32]:
        return np.asarray(self._tensors[name], dtype=np.float32)

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        if all(constant.name != name for constant in self._constants):
            self._constants.append(numpy_helper.from_array(value, name))
        return name

    def _node(self, kind: str, inputs: list[str], domain: str = "", **attributes: Any) -> str:
        output = f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output


def _blocks(weight: NDArray[np.float32], block: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """`weight` (outputs, inputs) as bytes around 128, and one scale for each `block` inputs: MatMulNBits' form."""
    outputs, inputs = weight.shape
    grouped = weight.reshape(outputs, inputs // block, block)
    scale = np.abs(grouped).max(axis=2, keepdims=True) / 127 + np.finfo(np.float32).tiny
    packed = (np.rint(grouped / scale) + 128).astype(np.uint8)
    return packed, scale.reshape(outputs, inputs // block).astype(np.float32)
