"""How an answer was said: rates, pauses, latency, fillers and pitch. Observations; they carry no points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct

from gateway.domain.signals import VoiceSignals
from gateway.domain.words import words
from gateway.signals.fillers import fillers
from inference.types import PitchTrack, Span, Transcript, VoiceActivity

PAUSE_MS = 300
"""A silence between two stretches of speech counts as a pause from this length on.

Goldman-Eisler (Psycholinguistics, 1968) took 250 ms to keep the closure of stop consonants apart from pauses;
de Jong and Bosker (DiSS 2013) confirm 250 to 300 ms. The upper value allows for the steps of voice activity detection.
"""

MIN_RATE_WORDS = 10
MIN_RATE_MS = 3000
"""A rate is given from this many words and this much time on; below it one word moves the rate by more than 10%."""

MIN_VOICED_MS = 1000
"""Pitch is described only from this much voiced sound on."""

PITCH_PERCENTILES = (10, 90)
"""The pitch range lies between these percentiles, so that octave errors at the edges do not stretch it."""

MS_PER_MINUTE = 60_000


class Pauses(Struct, frozen=True, kw_only=True):
    """The pauses inside an answer and the time from the first to the last sound of speech, in milliseconds."""

    lengths: tuple[int, ...]
    speaking_ms: int

    @property
    def total_ms(self) -> int:
        """All pauses together."""
        return sum(self.lengths)


def find_pauses(speech: Sequence[Span]) -> Pauses:
    """Find the silences of at least `PAUSE_MS` between stretches of speech; those at both ends do not count."""
    gaps = [later.start_ms - earlier.end_ms for earlier, later in pairwise(speech)]
    speaking = speech[-1].end_ms - speech[0].start_ms if speech else 0
    return Pauses(lengths=tuple(gap for gap in gaps if gap >= PAUSE_MS), speaking_ms=speaking)


def _rate(words: int, ms: int) -> float | None:
    """Words a minute, `None` where there is too little to give a rate."""
    if words < MIN_RATE_WORDS or ms < MIN_RATE_MS:
        return None
    return round(words * MS_PER_MINUTE / ms, 1)


def pitch_summary(pitch: PitchTrack) -> tuple[float | None, float | None]:
    """Give the median in hertz and the range in semitones, 12 log2(p90 / p10), over the voiced frames."""
    voiced = np.array([hertz for hertz in pitch.hertz if hertz > 0.0])
    if len(voiced) * pitch.step_ms < MIN_VOICED_MS:
        return None, None
    low, high = np.percentile(voiced, PITCH_PERCENTILES)
    return round(float(np.median(voiced)), 1), round(float(12 * np.log2(high / low)), 1)


def measure_voice(transcript: Transcript, activity: VoiceActivity, pitch: PitchTrack | None) -> VoiceSignals:
    """Measure how an answer was said.

    Speech rate counts the time from the first to the last sound of speech, pauses included; articulation rate leaves
    the pauses out (Goldman-Eisler 1968). A Chinese character counts as a word. Response latency is the silence
    before the first sound: the recording begins when the question has been put. `pause_share` is out of the time
    from first to last sound.
    """
    pauses = find_pauses(activity.speech)
    spoken = len(words(transcript.text))
    median, width = pitch_summary(pitch) if pitch else (None, None)
    found = fillers(transcript.text)
    return VoiceSignals(
        speech_rate=_rate(spoken, pauses.speaking_ms),
        articulation_rate=_rate(spoken, pauses.speaking_ms - pauses.total_ms),
        response_latency_ms=activity.speech[0].start_ms if activity.speech else None,
        pause_count=len(pauses.lengths),
        pause_share=round(pauses.total_ms / pauses.speaking_ms, 3) if pauses.speaking_ms else 0.0,
        longest_pause_ms=max(pauses.lengths, default=0),
        filler_count=len(found),
        fillers=found,
        pitch_median_hz=median,
        pitch_range_semitones=width,
    )
