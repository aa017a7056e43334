"""Log mel filter-bank features as Kaldi computes them, for recognisers that were trained on them.

Source: Kaldi, `src/feat/feature-window.cc`, `mel-computations.cc` and `feature-fbank.cc`, with the options of FunASR's
`WavFrontend`: samples as 16-bit numbers, 25 ms windows every 10 ms that lie wholly inside the sound (`snip_edges`),
no dither, mean removed, pre-emphasis 0.97, Hamming window, power spectrum of 512 points, 80 mel bins from 20 Hz to the
Nyquist frequency, natural logarithm. Held to `kaldi-native-fbank` in the tests.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 16_000
FRAME = 400
SHIFT = 160
BINS = 80
SCALE = 32_768.0
"""Kaldi reads samples as 16-bit numbers."""

_FFT = 512
_PREEMPHASIS = 0.97
_LOWEST_HERTZ = 20.0
_FLOOR = float(np.finfo(np.float32).eps)

Floats = npt.NDArray[np.float64]


def frame_count(samples: int) -> int:
    """Give how many frames lie wholly within so many samples."""
    return max(0, 1 + (samples - FRAME) // SHIFT)


def fbank(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Give the log mel energies of `samples` [n] (16 kHz, -1..1); shape [frame_count(n), 80].

    Computed in double precision, so that the same sound gives the same features with any version of NumPy.
    """
    count = frame_count(samples.size)
    if count == 0:
        return np.zeros((0, BINS), np.float32)
    wide = samples.astype(np.float64) * SCALE
    frames = np.lib.stride_tricks.sliding_window_view(wide, FRAME)[::SHIFT]
    centred = frames - frames.mean(axis=1, keepdims=True)
    shaped = np.empty_like(centred)
    shaped[:, 1:] = centred[:, 1:] - _PREEMPHASIS * centred[:, :-1]
    shaped[:, 0] = centred[:, 0] * (1.0 - _PREEMPHASIS)
    shaped *= _window()
    spectrum = np.fft.rfft(shaped, _FFT)[:, : _FFT // 2]
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    return np.log(np.maximum(power @ _filters(), _FLOOR)).astype(np.float32)


@cache
def _window() -> Floats:
    """Give the Hamming window [400]."""
    return 0.54 - 0.46 * np.cos(2.0 * np.pi * np.arange(FRAME) / (FRAME - 1))


@cache
def _filters() -> Floats:
    """Give the weights of the triangular mel filters, [256, 80]; they are triangles on the mel scale."""
    edges = np.linspace(_mel(_LOWEST_HERTZ), _mel(SAMPLE_RATE / 2), BINS + 2)
    left, centre, right = edges[:-2], edges[1:-1], edges[2:]
    mels = _mel(np.arange(_FFT // 2) * (SAMPLE_RATE / _FFT))[:, None]
    rising = (mels - left) / (centre - left)
    falling = (right - mels) / (right - centre)
    return np.maximum(np.minimum(rising, falling), 0.0)


def _mel(hertz: npt.ArrayLike) -> Floats:
    return np.asarray(1127.0 * np.log1p(np.asarray(hertz, np.float64) / 700.0))
