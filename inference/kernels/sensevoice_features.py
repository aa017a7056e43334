"""SenseVoice's front end: stacked and normalised filter-bank features, padded to a few lengths, and its codes.

Source: FunASR, `funasr/frontends/wav_frontend.py` (`apply_lfr`, `apply_cmvn`) with the model's `frontend_conf` (seven
frames stacked every six), and the metadata of the ONNX file published by k2-fsa/sherpa-onnx.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from inference.kernels.fbank import BINS, FRAME, SAMPLE_RATE, fbank

STACKED = 7
STEP = 6
FEATURES = BINS * STACKED
LONGEST_SECONDS = 30
BUCKETS = (50, 100, 150, 200, 300, 400, 500)
"""Lengths in stacked frames (3 to 30 s) that requests are padded to, so that those of about one length form a batch."""

SILENT = 1e-4
"""Sound that never gets louder than this is silence: the recogniser would invent a word for it."""

Floats = npt.NDArray[np.float32]


class FrontEnd(NamedTuple):
    """What the published model says of its input: normalisation [560] each, the code of each language, of ITN."""

    shift: Floats
    scale: Floats
    languages: dict[str, int]
    text_norm: int


class Prepared(NamedTuple):
    """One stretch of speech for the encoder: features [bucket, 560], how many frames of them hold sound, codes."""

    features: Floats
    length: int
    language: int
    text_norm: int
    duration_ms: int


def read(path: Path) -> FrontEnd:
    """Read what `inference.sensevoice_export` wrote. Raises `ValueError` when it does not fit this front end."""
    found = json.loads(path.read_text())
    if (found["window"], found["shift"], len(found["neg_mean"])) != (STACKED, STEP, FEATURES):
        raise ValueError(f"{path.name} asks for another front end than {STACKED} frames every {STEP}")
    shift, scale = (np.array(found[name], np.float32) for name in ("neg_mean", "inv_stddev"))
    return FrontEnd(shift, scale, found["languages"], found["text_norm"])


def stack(frames: Floats) -> Floats:
    """Stack seven of `frames` [n, bins] every six; shape [ceil(n / 6), 7 bins].

    Stacked frame i stands around frame 6 i: the first frame is repeated before the beginning, the last after the end.
    """
    count = -(-len(frames) // STEP)
    centres = np.arange(count)[:, None] * STEP + np.arange(-(STACKED // 2), STACKED // 2 + 1)
    around = np.clip(centres, 0, max(len(frames) - 1, 0))
    return np.asarray(frames[around], np.float32).reshape(count, STACKED * frames.shape[1])


def only(stretches: Floats) -> Floats:
    """Give the one stretch of `stretches` [1, n]. Raises `ValueError` when there are more."""
    if len(stretches) != 1:
        raise ValueError(f"{len(stretches)} stretches in one request; send each in its own")
    return np.asarray(stretches[0], np.float32)


def prepare(samples: Floats, language: str, front_end: FrontEnd) -> Prepared:
    """Make the encoder's inputs from `samples` [n] (16 kHz, -1..1) in `language` (a BCP 47 tag).

    Silence has the length 0. Raises `ValueError` on sound that is too long or not finite, and on an unknown language.
    """
    code = front_end.languages.get(language.split("-", 1)[0].lower())
    if code is None:
        known = ", ".join(sorted(front_end.languages))
        raise ValueError(f"the language {language!r} is not known to this recogniser; it knows: {known}")
    if samples.size > LONGEST_SECONDS * SAMPLE_RATE:
        seconds = samples.size / SAMPLE_RATE
        raise ValueError(f"{seconds:.1f} s of sound; at most {LONGEST_SECONDS} s: split it at pauses")
    if not np.isfinite(samples).all():
        raise ValueError("the samples hold values that are not finite")
    silent = float(np.abs(samples).max(initial=0.0)) < SILENT
    stacked = stack(fbank(np.pad(samples, (0, max(FRAME - samples.size, 0)))))
    normal = (stacked + front_end.shift) * front_end.scale
    bucket = next(size for size in BUCKETS if size >= len(normal))
    padded = np.pad(normal, ((0, bucket - len(normal)), (0, 0))).astype(np.float32)
    length = 0 if silent else len(normal)
    return Prepared(padded, length, code, front_end.text_norm, samples.size * 1000 // SAMPLE_RATE)
