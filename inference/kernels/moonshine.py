"""Moonshine as two graphs: which tensors go in and out of them, and a recogniser built on both.

The graphs come in as objects with ONNX Runtime's `run(names, inputs)`; this module itself needs only numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from inference.kernels import asr, tokens, words

Tensor: TypeAlias = npt.NDArray[Any]

LAYERS = 6
HEADS = 8
HEAD_SIZE = 36
LONGEST = 20 * asr.SAMPLE_RATE
_CACHE = [
    f"{layer}.{side}.{part}" for layer in range(LAYERS) for side in ("decoder", "encoder") for part in ("key", "value")
]


class Graph(Protocol):
    """A loaded network."""

    def run(self, output_names: Sequence[str], input_feed: dict[str, Tensor]) -> list[Tensor]:
        """Compute the outputs called `output_names`."""
        ...


class TimedWord(NamedTuple):
    """A recognised word; times are milliseconds from the beginning of the stretch, the confidence is 0..1."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


def check_language(given: npt.NDArray[np.object_]) -> None:
    """Take a LANGUAGE tensor [1, 1] of UTF-8 strings. Raises `ValueError` unless it names English."""
    tag: bytes = given.ravel().tolist()[0] if given.size == 1 else b""
    if tag.split(b"-")[0].lower() != b"en":
        raise ValueError(f"this model recognises English (en), not {tag.decode('utf-8', 'replace')[:20]!r}")


def one_stretch(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Give the stretch [n] in a SAMPLES tensor [1, n]. Raises `ValueError` on several, on NaN and on infinity."""
    if samples.shape[0] != 1:
        raise ValueError(f"a request holds one stretch, not {samples.shape[0]}: send each in a request of its own")
    if not np.isfinite(samples).all():
        raise ValueError("the samples hold NaN or infinity: decode the recording again")
    stretch: npt.NDArray[np.float32] = samples[0]
    return stretch


class Recogniser:
    """Recognises one stretch of English speech after the other."""

    def __init__(self, encoder: Graph, decoder: Graph, vocabulary: Path) -> None:
        self._encoder = encoder
        self._decoder = decoder
        self._vocabulary = tokens.read_vocabulary(vocabulary)

    def recognise(self, samples: npt.NDArray[np.float32]) -> list[TimedWord]:
        """Give the words of `samples` [n], at most 20 s of 16 kHz mono speech. Raises `ValueError` on more."""
        if samples.size > LONGEST:
            raise ValueError(f"a stretch may have {LONGEST} samples, not {samples.size}: split it at pauses")
        if samples.size < asr.SCRAP or float(np.abs(samples).max(initial=0.0)) < asr.SILENT:
            return []
        prepared, _ = asr.prepare(samples)
        decoded = asr.greedy(self._steps(prepared), samples.size)
        found = tokens.to_words([self._vocabulary[token] for token in decoded.tokens], decoded.probabilities)
        if asr.is_invented(found):
            return []
        times = words.align([word.text for word in found], samples)
        return [TimedWord(word.text, a, b, word.confidence) for word, (a, b) in zip(found, times, strict=True)]

    def _steps(self, samples: npt.NDArray[np.float32]) -> asr.Step:
        """Encode `samples` [1, n]; give the function that computes the next token's logits, keeping the cache."""
        given: dict[str, Tensor] = {"input_values": samples, "attention_mask": np.ones(samples.shape, np.int64)}
        (states,) = self._encoder.run(["last_hidden_state"], given)
        mask = asr.mask(states.shape[1])
        empty = np.zeros((1, HEADS, 0, HEAD_SIZE), np.float32)
        cache = {name: empty for name in _CACHE}

        def step(token: int, position: int) -> npt.NDArray[np.float32]:
            # After the first step the encoder's part of the cache is complete; the graph then gives it back empty.
            names = [name for name in _CACHE if position == 0 or ".decoder." in name]
            feed: dict[str, Tensor] = {
                "encoder_attention_mask": mask,
                "encoder_hidden_states": states,
                "input_ids": np.array([[token]], np.int64),
                "use_cache_branch": np.array([position > 0]),
                **{f"past_key_values.{name}": value for name, value in cache.items()},
            }
            logits, *present = self._decoder.run(["logits", *(f"present.{name}" for name in names)], feed)
            cache.update(zip(names, present, strict=True))
            last: npt.NDArray[np.float32] = logits[0, -1]
            return last

        return step
