"""How an answer was said: rates, pauses, latency, fillers and pitch. Observations; they carry no points."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain.signals import Sentence, VoiceSignals
from gateway.domain.words import words
from gateway.signals.fillers import find_fillers
from gateway.signals.intonation import pitch_movement, pitch_summary
from gateway.signals.loudness import loudness_summary
from gateway.signals.pausing import find_pauses
from inference.types import LoudnessTrack, PitchTrack, Transcript, VoiceActivity

MIN_RATE_WORDS = 10
MIN_RATE_MS = 3000
"""A rate is given from this many words and this much time on; below it one word moves the rate by more than 10%."""

MIN_FILLER_WORDS = 30
"""Fillers per hundred words are given from this many words on; below it one filler moves the rate by over 3."""

MS_PER_MINUTE = 60_000


def _rate(words: int, ms: int) -> float | None:
    """Words a minute, `None` where there is too little to give a rate."""
    if words < MIN_RATE_WORDS or ms < MIN_RATE_MS:
        return None
    return round(words * MS_PER_MINUTE / ms, 1)


def measure_voice(
    transcript: Transcript,
    activity: VoiceActivity,
    pitch: PitchTrack | None,
    loudness: LoudnessTrack | None = None,
    sentences: Sequence[Sentence] = (),
) -> VoiceSignals:
    """Measure how an answer was said.

    Speech rate counts the time from the first to the last sound of speech, pauses included; articulation rate leaves
    the pauses out (Goldman-Eisler 1968). A Chinese character counts as a word. Response latency is the silence
    before the first sound: the recording begins when the question has been put. `pause_share` is out of the time
    from first to last sound.
    """
    speech = activity.speech
    pauses = find_pauses(speech, sentences)
    speaking_ms = speech[-1].end_ms - speech[0].start_ms if speech else 0
    silent = [pause.end_ms - pause.start_ms for pause in pauses]
    spoken = len(words(transcript.text))
    found = find_fillers(transcript.text)
    median, width = pitch_summary(pitch) if pitch else (None, None)
    spread, change = loudness_summary(loudness, speech) if loudness else (None, None)
    return VoiceSignals(
        speech_rate=_rate(spoken, speaking_ms),
        articulation_rate=_rate(spoken, speaking_ms - sum(silent)),
        response_latency_ms=speech[0].start_ms if speech else None,
        pause_count=len(pauses),
        pause_share=round(sum(silent) / speaking_ms, 3) if speaking_ms else 0.0,
        longest_pause_ms=max(silent, default=0),
        filler_count=len(found),
        fillers=tuple(word for _, word in found),
        pitch_median_hz=median,
        pitch_range_semitones=width,
        pauses=pauses,
        filler_starts=tuple(start for start, _ in found),
        filler_rate=round(100.0 * len(found) / spoken, 1) if spoken >= MIN_FILLER_WORDS else None,
        pitch_movement=pitch_movement(pitch) if pitch else None,
        loudness_range_db=spread,
        loudness_movement_db=change,
    )
