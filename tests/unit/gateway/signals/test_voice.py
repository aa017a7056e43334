from __future__ import annotations

import msgspec
import pytest

from gateway.domain.signals import VoiceSignals
from gateway.signals.voice import measure_voice
from tests.factories.spoken import a_transcript, voice_of

TWENTY_WORDS = " ".join(["word"] * 20)


def test_speech_rate_counts_pauses_and_articulation_rate_does_not() -> None:
    voice = measure_voice(a_transcript(TWENTY_WORDS), voice_of((1000, 5000), (7000, 11000)), None)
    assert voice.speech_rate == pytest.approx(120.0)
    assert voice.articulation_rate == pytest.approx(150.0)


def test_the_silence_before_the_first_word_is_the_latency_and_no_pause() -> None:
    voice = measure_voice(a_transcript(TWENTY_WORDS), voice_of((1500, 9000)), None)
    assert voice.response_latency_ms == 1500
    assert voice.pause_count == 0


def test_a_few_words_give_no_rate() -> None:
    voice = measure_voice(a_transcript("just a few words"), voice_of((0, 4000)), None)
    assert voice.speech_rate is None
    assert voice.articulation_rate is None


def test_chinese_is_counted_by_the_character() -> None:
    voice = measure_voice(a_transcript("我们访谈了十位客户，然后做了原型。"), voice_of((0, 6000)), None)
    assert voice.speech_rate == pytest.approx(150.0)


def test_silence_measures_nothing() -> None:
    voice = measure_voice(a_transcript(""), voice_of(), None)
    assert (voice.speech_rate, voice.response_latency_ms, voice.pause_share) == (None, None, 0.0)


def test_fillers_are_given_with_their_places_and_for_every_hundred_words() -> None:
    spoken = "Um, so " + TWENTY_WORDS + " uh " + TWENTY_WORDS
    voice = measure_voice(a_transcript(spoken), voice_of((0, 9000)), None)
    assert voice.fillers == ("um", "uh")
    assert [spoken[start : start + 2] for start in voice.filler_starts] == ["Um", "uh"]
    assert voice.filler_rate == pytest.approx(100 * 2 / 43, abs=0.05)


def test_a_few_words_have_fillers_and_no_rate_of_them() -> None:
    voice = measure_voice(a_transcript("Um, yes."), voice_of((0, 900)), None)
    assert (voice.filler_count, voice.filler_rate) == (1, None)


def test_without_tracks_of_pitch_and_loudness_their_movement_is_unknown() -> None:
    voice = measure_voice(a_transcript(TWENTY_WORDS), voice_of((0, 9000)), None)
    assert (voice.pitch_movement, voice.loudness_range_db, voice.loudness_movement_db) == (None, None, None)


def test_what_earlier_versions_stored_can_still_be_read() -> None:
    old = (
        b'{"speech_rate":120.0,"articulation_rate":150.0,"response_latency_ms":500,"pause_count":1,"pause_share":0.1,'
        b'"longest_pause_ms":400,"filler_count":0,"fillers":[],"pitch_median_hz":null,"pitch_range_semitones":null}'
    )
    voice = msgspec.json.decode(old, type=VoiceSignals)
    assert (voice.pauses, voice.filler_rate, voice.loudness_range_db) == ((), None, None)
