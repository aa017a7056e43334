"""From probabilities to spans of speech, and from spans to stretches that a recogniser can take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Stretch = tuple[int, int]
"""Start (included) and end (not included)."""


USUAL_LEVEL = 0.25
MOST_GAIN = 31.6
LOUD_PERCENT = 99.5
LEVEL_STEP = 5
"""How `louder` measures: every fifth sample is enough."""


class SpeechRule(NamedTuple):
    """When a run of windows counts as speech. Probabilities are 0..1, times are milliseconds."""

    enter: float = 0.5  # speech begins at this probability
    leave: float = 0.35  # and goes on while it stays above this one
    min_speech_ms: int = 160  # shorter speech is taken for noise
    min_silence_ms: int = 250  # shorter silence belongs to the speech around it
    pad_ms: int = 48  # added on both sides, so that soft first and last sounds are kept


DEFAULT = SpeechRule()


def speech(
    probability: npt.NDArray[np.float32], window_ms: float, duration_ms: int, rule: SpeechRule = DEFAULT
) -> list[Stretch]:
    """Turn window probabilities [windows] into spans of speech in milliseconds, in order, not overlapping.

    Two thresholds (hysteresis) keep one hesitating window from cutting a word in two.
    """
    runs = [(round(a * window_ms), round(b * window_ms)) for a, b in _runs(probability, rule.enter, rule.leave)]
    joined = join(runs, rule.min_silence_ms)
    kept = [(a, b) for a, b in joined if b - a >= rule.min_speech_ms]
    padded = [(max(a - rule.pad_ms, 0), min(b + rule.pad_ms, duration_ms)) for a, b in kept]
    return [(a, b) for a, b in join(padded, 1) if b > a]


def join(spans: Sequence[Stretch], gap: int) -> list[Stretch]:
    """Join ordered spans that are less than `gap` apart."""
    joined: list[Stretch] = []
    for start, end in spans:
        if joined and start - joined[-1][1] < gap:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def gather(spans: Sequence[Stretch], longest: int, gap: int) -> list[Stretch]:
    """Join neighbouring spans less than `gap` apart as long as the whole stays within `longest`.

    A recogniser reads a sentence better than its pieces, and a few long stretches cost less than many short ones.
    """
    gathered: list[Stretch] = []
    for start, end in spans:
        if gathered and start - gathered[-1][1] < gap and end - gathered[-1][0] <= longest:
            gathered[-1] = (gathered[-1][0], end)
        else:
            gathered.append((start, end))
    return gathered


def split(span: Stretch, energy: npt.NDArray[np.float32], longest: int) -> list[Stretch]:
    """Cut `span` into stretches of at most `longest`, at the quietest places.

    `energy` [n] covers the span evenly (at least one value). A cut is looked for between 40% and 100% of `longest`
    after the last one; among equally quiet places the later one is taken.
    """
    start, end = span
    scale = (end - start) / energy.size
    cuts = [start]
    while end - cuts[-1] > longest:
        low = int((cuts[-1] + 0.4 * longest - start) / scale)
        high = max(int((min(cuts[-1] + longest, end - 0.2 * longest) - start) / scale), low + 1)
        quiet = energy[low:high]
        place = low + quiet.size - 1 - int(np.argmin(quiet[::-1]))
        cuts.append(min(max(round(start + (place + 0.5) * scale), cuts[-1] + 1), cuts[-1] + longest))
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def widen(spans: Sequence[Stretch], by: int, last: int) -> list[Stretch]:
    """Let ordered spans begin and end `by` earlier and later, inside 0..`last`, meeting halfway where they are close.

    Detectors of speech are late for soft first sounds, and a recogniser reads a word better with air around it.
    """
    ends = [0, *(end for _, end in spans[:-1])]
    starts = [*(start for start, _ in spans[1:]), last]
    wide = []
    for index, (start, end) in enumerate(spans):
        before = ends[index] if index == 0 else (ends[index] + start) // 2
        after = starts[index] if index + 1 == len(spans) else (end + starts[index]) // 2
        wide.append((max(start - by, before), min(end + by, after)))
    return wide


def only(samples: npt.NDArray[np.float32], spans: Sequence[Stretch]) -> npt.NDArray[np.float32]:
    """Give `samples` [n] with digital silence outside `spans` (in samples): what is not speech is not to be heard."""
    kept = np.zeros_like(samples)
    for start, end in spans:
        kept[start:end] = samples[start:end]
    return kept


def louder(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Bring a quiet recording [n] up to the loudness of others; leave others as they are.

    A detector of speech misses words below about -40 dB. The level is that of the loudest 0.5% (a knock does not
    count), and the gain at most 30 dB, so that a silent room stays one.
    """
    level = float(np.percentile(np.abs(samples[::LEVEL_STEP]), LOUD_PERCENT)) if samples.size else USUAL_LEVEL
    gain = min(USUAL_LEVEL / max(level, 1e-9), MOST_GAIN)
    return samples if gain <= 1.0 else np.clip(samples * np.float32(gain), -1.0, 1.0)


def envelope(samples: npt.NDArray[np.float32], step: int, spread: int = 5) -> npt.NDArray[np.float32]:
    """Give the loudness of `samples` [n] in decibels, one value every `step` samples, smoothed over `spread` values.

    The root mean square of each step; digital silence is -100 dB.
    """
    count = max(samples.size // step, 1)
    padded = np.zeros(count * step, np.float32)
    used = samples[: count * step]
    padded[: used.size] = used
    power = np.square(padded.reshape(count, step)).mean(axis=1)
    width = min(spread, count)
    smooth = np.convolve(power, np.full(width, 1.0 / width), mode="same")
    return np.asarray(10.0 * np.log10(smooth + 1e-10), dtype=np.float32)


def _runs(probability: npt.NDArray[np.float32], enter: float, leave: float) -> list[Stretch]:
    """Find runs of windows that begin at `enter` and last while above `leave`."""
    runs: list[Stretch] = []
    begun: int | None = None
    for index, value in enumerate(probability.tolist()):
        if begun is None and value >= enter:
            begun = index
        elif begun is not None and value < leave:
            runs.append((begun, index))
            begun = None
    if begun is not None:
        runs.append((begun, len(probability)))
    return runs
