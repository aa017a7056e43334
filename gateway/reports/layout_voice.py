"""The measurements of the voice as rows of the table of observations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from gateway.domain.delivery import PausePlace
from gateway.domain.signals import MeasuredAnswer, VoiceSignals
from gateway.reports.wording import clock, number

Show: TypeAlias = Callable[[MeasuredAnswer], str]

ABSENT = "—"


def share(value: float | None) -> str:
    """Give a share as a percentage."""
    return ABSENT if value is None else f"{value:.0%}"


def seconds(ms: int | None) -> str:
    """Give milliseconds as seconds."""
    return ABSENT if ms is None else f"{ms / 1000:.1f} s"


def _fillers(voice: VoiceSignals) -> str:
    kinds = ", ".join(dict.fromkeys(voice.fillers))
    return f"{voice.filler_count} ({kinds})" if kinds else "0"


def _within(voice: VoiceSignals) -> str:
    known = [one.place for one in voice.pauses if one.place is not None]
    return str(known.count(PausePlace.WITHIN)) if known else ABSENT


def _pitch(voice: VoiceSignals) -> str:
    return ABSENT if voice.pitch_median_hz is None else f"{number(voice.pitch_median_hz, 0)} Hz"


def _of(show: Callable[[VoiceSignals], str]) -> Show:
    """Show a value of the voice, a dash where there is no voice."""
    return lambda answer: ABSENT if answer.voice is None else show(answer.voice)


VOICE_ROWS: tuple[tuple[str, Show], ...] = (
    ("duration", lambda one: clock(one.duration_ms) if one.duration_ms else ABSENT),
    ("speech_rate", _of(lambda voice: number(voice.speech_rate, 0))),
    ("articulation_rate", _of(lambda voice: number(voice.articulation_rate, 0))),
    ("latency", _of(lambda voice: seconds(voice.response_latency_ms))),
    ("pauses", _of(lambda voice: str(voice.pause_count))),
    ("pauses_within", _of(_within)),
    ("longest_pause", _of(lambda voice: seconds(voice.longest_pause_ms))),
    ("pause_share", _of(lambda voice: share(voice.pause_share))),
    ("fillers", _of(_fillers)),
    ("filler_rate", _of(lambda voice: number(voice.filler_rate))),
    ("pitch_median", _of(_pitch)),
    ("pitch_range", _of(lambda voice: number(voice.pitch_range_semitones))),
    ("pitch_movement", _of(lambda voice: number(voice.pitch_movement))),
    ("loudness_range", _of(lambda voice: number(voice.loudness_range_db))),
    ("loudness_movement", _of(lambda voice: number(voice.loudness_movement_db))),
)
"""What is measured in the sound, with the value of an answer as text."""
