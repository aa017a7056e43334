from __future__ import annotations

import pytest

from gateway.signals.voice import find_pauses, measure_voice, pitch_summary
from tests.factories.spoken import a_transcript, pitch_of, voice_of

TWENTY_WORDS = " ".join(["word"] * 20)


def test_speech_rate_counts_pauses_and_articulation_rate_does_not() -> None:
    voice = measure_voice(a_transcript(TWENTY_WORDS), voice_of((1000, 5000), (7000, 11000)), None)
    assert voice.speech_rate == pytest.approx(120.0)
    assert voice.articulation_rate == pytest.approx(150.0)


def test_the_silence_before_the_first_word_is_the_latency_and_no_pause() -> None:
    voice = measure_voice(a_transcript(TWENTY_WORDS), voice_of((1500, 9000)), None)
    assert voice.response_latency_ms == 1500
    assert voice.pause_count == 0


def test_only_silences_of_300_ms_and_more_are_pauses() -> None:
    pauses = find_pauses(voice_of((0, 1000), (1299, 2000), (2300, 3000)).speech)
    assert pauses.lengths == (300,)


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


def test_an_octave_is_twelve_semitones() -> None:
    median, width = pitch_summary(pitch_of(*[100.0] * 60, *[0.0] * 50, *[200.0] * 60))
    assert median == pytest.approx(150.0)
    assert width == pytest.approx(12.0)


def test_stray_octave_errors_do_not_stretch_the_range() -> None:
    _, width = pitch_summary(pitch_of(*[120.0] * 190, *[480.0] * 10))
    assert width == 0.0


def test_too_little_voice_has_no_pitch() -> None:
    assert pitch_summary(pitch_of(*[120.0] * 99)) == (None, None)
