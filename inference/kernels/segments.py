"""From probabilities to spans of speech, and from spans to stretches that a recogniser can take, as they are heard.

Everything is decided window by window (32 ms) from what has been heard, so neither the cutting of the input nor its
speed makes a difference. Times are milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

WINDOW_MS = 32
"""Time that one probability stands for."""

Span = tuple[int, int]
"""Start (included) and end (not included)."""


class Stretch(NamedTuple):
    """A stretch of the recording for the recogniser. Outside the spans `speech` it is to be silenced."""

    start: int
    stop: int
    speech: tuple[Span, ...]


class SpeechRule(NamedTuple):
    """When a run of windows counts as speech, and how spans of speech become stretches. Probabilities are 0..1."""

    enter: float = 0.5  # speech begins at this probability
    leave: float = 0.35  # and goes on while it stays above this one
    min_speech: int = 160  # shorter speech is taken for noise
    min_silence: int = 250  # shorter silence belongs to the speech around it
    pad: int = 48  # added on both sides, so that soft first and last sounds are kept
    air: int = 200  # more of it for the recogniser: it reads a word better with air around it
    gap: int = 1_000  # spans closer than this are recognised together: a sentence reads better than its pieces
    longest: int = 15_000  # speech of a stretch is not longer
    cut_from: float = 0.4  # speech without a pause is cut at its quietest place, between these shares of `longest`
    cut_to: float = 0.9


DEFAULT = SpeechRule()


class SpeechFinder:
    """Finds spans of speech. Two thresholds (hysteresis) keep one hesitating window from cutting a word in two."""

    def __init__(self, rule: SpeechRule = DEFAULT) -> None:
        self._rule = rule
        self.windows = 0
        self.begin: int | None = None  # the first window of the speech that is going on
        self.end: int | None = None  # the first silent window after it, until the silence is long enough

    @property
    def now(self) -> int:
        """The time up to which has been heard."""
        return self.windows * WINDOW_MS

    @property
    def span(self) -> Span | None:
        """The speech that goes on or may go on after a short silence; `None` while it may still be noise."""
        if self.begin is None:
            return None
        end = self.windows if self.end is None else self.end
        if (end - self.begin) * WINDOW_MS < self._rule.min_speech:
            return None
        return max(self.begin * WINDOW_MS - self._rule.pad, 0), end * WINDOW_MS + self._rule.pad

    def add(self, probability: float) -> Span | None:
        """Take the next window; give the span that has ended with it."""
        index, self.windows = self.windows, self.windows + 1
        if self.begin is None:
            self.begin = index if probability >= self._rule.enter else None
        elif self.end is None:
            self.end = index if probability < self._rule.leave else None
        elif probability >= self._rule.enter:
            self.end = None
        if self.end is not None and (self.windows - self.end) * WINDOW_MS >= self._rule.min_silence:
            return self.finish()
        return None

    def finish(self) -> Span | None:
        """End the speech that goes on; give it."""
        span = self.span
        self.begin = self.end = None
        return span


class Segmenter:
    """Gathers spans of speech into stretches for the recogniser, and cuts speech that has no pause.

    A stretch closes when the silence after it is too long for more speech to belong to it, or when it would get longer
    than the recogniser takes. `spans` are the spans of speech found so far.
    """

    def __init__(self, rule: SpeechRule = DEFAULT) -> None:
        self._rule = rule
        self._finder = SpeechFinder(rule)
        self._closed: list[Span] = []  # of the open stretch
        self._start: int | None = None  # of the open stretch
        self._from = 0  # before this moment everything is in a closed stretch
        self._last = 0  # the end of the last closed speech
        self._power: list[float] = []
        self._first_power = 0  # the window that `_power` begins with
        self.spans: list[Span] = []

    @property
    def now(self) -> int:
        """The time up to which has been heard."""
        return self._finder.now

    @property
    def start(self) -> int | None:
        """Where the open stretch begins; `None` between stretches."""
        return self._start

    @property
    def needed(self) -> int:
        """The moment from which on the sound is still needed."""
        if self._start is not None:
            return self._start
        begun = self._finder.begin
        first = self._finder.now if begun is None else begun * WINDOW_MS
        return max(first - self._rule.pad - self._rule.air - WINDOW_MS, self._from, 0)

    def add(self, probability: Sequence[float], power: Sequence[float]) -> list[Stretch]:
        """Take the next windows' probabilities of speech and mean squares; give the stretches that have closed."""
        closed = []
        for chance, loudness in zip(probability, power, strict=True):
            self._power.append(loudness)
            closed += self._window(chance)
        self._forget()
        return closed

    def finish(self, duration: int) -> list[Stretch]:
        """End the recording, `duration` long; give the stretches that were open."""
        self._ended(self._finder.finish())
        self.spans = [(start, min(end, duration)) for start, end in self.spans if start < duration]
        closed = [self._close(self._last + self._rule.air)] if self._closed else []
        return [self._clipped(stretch, duration) for stretch in closed if stretch.start < duration]

    def pausing(self, since: int, pause: int, long: int) -> Stretch | None:
        """Give the speech of the open stretch after `since`, once it can be recognised before the stretch closes.

        That is after a silence of `pause`, or up to its quietest place when it has lasted for `long`; else `None`.
        """
        if self._start is None:
            return None
        going = self._finder.span
        end = (self._last if going is None else going[1]) - self._rule.pad
        begin = max(since, self._start)
        now = self._finder.now
        if now - end >= pause and end > begin:
            return self._part(begin, min(now, end + self._rule.air))
        if going is not None and now - max(begin, going[0]) >= long:
            return self._part(begin, self.quietest(now - long // 2, now - WINDOW_MS))
        return None

    def quietest(self, start: int, stop: int) -> int:
        """Give the middle of the quietest window between two moments; of equally quiet ones the last."""
        low = start // WINDOW_MS - self._first_power
        level = np.array(self._power, np.float64)
        smooth = np.convolve(level, np.full(3, 1.0 / 3.0), mode="same")[low : stop // WINDOW_MS - self._first_power]
        place = low + smooth.size - 1 - int(np.argmin(smooth[::-1]))
        return (self._first_power + place) * WINDOW_MS + WINDOW_MS // 2

    def _window(self, probability: float) -> list[Stretch]:
        closed = []
        self._ended(self._finder.add(probability))
        going = self._finder.span
        if self._start is None and going is not None:
            self._open(going[0])
        if self._start is not None and going is not None and self._finder.now - self._start > self._rule.longest:
            closed.append(self._divide(going))
        silent = self._finder.now - self._rule.pad - self._last
        if self._closed and self._finder.begin is None and silent >= self._rule.gap:
            closed.append(self._close(self._last + self._rule.air))
        return closed

    def _open(self, at: int) -> None:
        self._start = max(at - self._rule.air, (self._last + at) // 2 if self._last else 0, self._from)

    def _ended(self, span: Span | None) -> None:
        if span is None:
            return
        self.spans.append(span)
        if self._start is None:
            self._open(span[0])
        self._closed.append((max(span[0], self._from), span[1]))
        self._last = span[1]

    def _divide(self, going: Span) -> Stretch:
        """Close a stretch that got too long: before the speech `going` on if it holds other, else within it."""
        start = self._start or 0
        if self._closed:
            stretch = self._close(min(self._last + self._rule.air, (self._last + going[0]) // 2))
            self._open(going[0])
            return stretch
        longest = self._rule.longest
        cut = self.quietest(start + int(self._rule.cut_from * longest), start + int(self._rule.cut_to * longest))
        self._closed = [(max(going[0], self._from), cut)]
        stretch = self._close(cut)
        self._start = cut
        return stretch

    def _close(self, stop: int) -> Stretch:
        stretch = self._part(self._start or 0, stop, going=False)
        self._closed = []
        self._start, self._from = None, stop
        return stretch

    def _part(self, start: int, stop: int, going: bool = True) -> Stretch:
        """Give a part of the open stretch, its speech widened by air."""
        spans = list(self._closed)
        open_span = self._finder.span if going else None
        if open_span is not None:
            spans.append((max(open_span[0], self._from), open_span[1]))
        wide = widen([(max(a, start), min(b, stop)) for a, b in spans if b > start and a < stop], self._rule.air)
        return Stretch(start, stop, tuple((max(a, start), min(b, stop)) for a, b in wide))

    def _clipped(self, stretch: Stretch, last: int) -> Stretch:
        spans = tuple((a, min(b, last)) for a, b in stretch.speech if a < last)
        return Stretch(stretch.start, min(stretch.stop, last), spans)

    def _forget(self) -> None:
        """Drop the loudness of what no cut can fall into any more."""
        extra = max(self.needed // WINDOW_MS - 1 - self._first_power, 0)
        del self._power[:extra]
        self._first_power += extra


def widen(spans: Sequence[Span], by: int) -> list[Span]:
    """Let ordered spans begin and end `by` earlier and later, meeting halfway where they are close."""
    wide = []
    for index, (start, end) in enumerate(spans):
        before = (spans[index - 1][1] + start) // 2 if index else start - by
        after = (end + spans[index + 1][0]) // 2 if index + 1 < len(spans) else end + by
        wide.append((max(start - by, before), min(end + by, after)))
    return wide


def only(samples: npt.NDArray[np.float32], spans: Sequence[Span]) -> npt.NDArray[np.float32]:
    """Give `samples` [n] with digital silence outside `spans` (in samples): what is not speech is not to be heard."""
    kept = np.zeros_like(samples)
    for start, end in spans:
        kept[start:end] = samples[start:end]
    return kept
