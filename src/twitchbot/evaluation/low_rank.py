"""The bundled encoder with low-rank updates of its layers, to be tuned for another task (LoRA, Hu 2021).

Only the updates are trained and kept: a few megabytes, from which the tuned encoder is compiled beside the search
encoder.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twitchbot.retrieval.encoders.weights import find_weights

RANK = 32
"""Rank of each update."""
SCALE = 16.0
"""Length of the vector that a head reads: a unit vector leaves a softmax too flat to learn from."""


class LowRankEncoder:
    """Unit vectors of texts, as tensors that can be trained through. Needs torch."""

    def __init__(self, seed: int = 13) -> None:
        # Imported here: only training needs torch.
        import torch
        from torch.nn.utils import parametrize
        from transformers import AutoModel, AutoTokenizer

        class LowRank(torch.nn.Module):  # type: ignore[misc]
            def __init__(self, rows: int, columns: int) -> None:
                super().__init__()
                self.a = torch.nn.Parameter(torch.randn(RANK, columns) / columns**0.5)
                self.b = torch.nn.Parameter(torch.zeros(rows, RANK))

            def forward(self, weight: Any) -> Any:
                return weight + self.b @ self.a

        # On matrices this small, several threads mostly wait for each other.
        torch.set_num_threads(1)
        torch.manual_seed(seed)
        self.torch = torch
        self._weights = find_weights("bundled")
        self._tokenizer = AutoTokenizer.from_pretrained(self._weights.folder)
        self._model = AutoModel.from_pretrained(self._weights.folder)
        self._model.requires_grad_(False)
        self._layers = {
            name: module
            for name, module in self._model.named_modules()
            if name.startswith("encoder.layer") and isinstance(module, torch.nn.Linear)
        }
        for module in self._layers.values():
            parametrize.register_parametrization(module, "weight", LowRank(*module.weight.shape))

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._model.config.hidden_size)

    def train(self, is_training: bool) -> None:
        """Whether the next vectors are for training: with dropout and in half the bits."""
        self._model.train(is_training)

    def parameters(self) -> list[Any]:
        """The updates, as torch parameters."""
        return [each for each in self._model.parameters() if each.requires_grad]

    def vectors(self, texts: Sequence[str], longest: int) -> Any:
        """Vectors of length `SCALE`, a tensor (texts, dimensions); of each text the first `longest` tokens."""
        batch = self._tokenizer(list(texts), padding=True, truncation=True, max_length=longest, return_tensors="pt")
        # Half the bits are enough to learn from and three times as fast; what is measured is computed in full.
        with self.torch.autocast("cpu", dtype=self.torch.bfloat16, enabled=self._model.training):
            states = self._model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1).float()
        pooled = (states.float() * mask).sum(1) / mask.sum(1)
        return SCALE * self.torch.nn.functional.normalize(pooled, dim=-1)

    def updates(self) -> dict[str, NDArray[Any]]:
        """The low-rank factors by the weight that they belong to, in half precision, and the base's hash."""
        factors: dict[str, NDArray[Any]] = {"base": np.array(self._weights.sha256)}
        for name, module in self._layers.items():
            update = module.parametrizations.weight[0]
            factors[f"{name}.weight|a"] = update.a.detach().numpy().astype(np.float16)
            factors[f"{name}.weight|b"] = update.b.detach().numpy().astype(np.float16)
        return factors


class Descent:
    """AdamW over the updates of an encoder and its heads, with a one-cycle learning rate (Smith 2018) for each."""

    def __init__(self, encoder: LowRankEncoder, heads: Sequence[Any], rates: tuple[float, float], steps: int) -> None:
        torch = encoder.torch
        self._clip = torch.nn.utils.clip_grad_norm_
        self._parameters = [*encoder.parameters(), *heads]
        groups = [{"params": encoder.parameters(), "lr": rates[0]}, {"params": list(heads)}]
        self._optimizer = torch.optim.AdamW(groups, lr=rates[1], weight_decay=0.01)
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimizer, list(rates), total_steps=steps, pct_start=0.1
        )

    def step(self, loss: Any) -> None:
        """One step down `loss`, a tensor with one value."""
        self._optimizer.zero_grad()
        loss.backward()
        self._clip(self._parameters, 1.0)
        self._optimizer.step()
        self._schedule.step()
