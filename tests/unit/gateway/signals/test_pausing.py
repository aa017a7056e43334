from __future__ import annotations

from gateway.domain.delivery import Pause, PausePlace
from gateway.signals.pausing import find_pauses
from gateway.signals.segmentation import sentences
from tests.factories.spoken import a_transcript, voice_of


def test_only_silences_of_300_ms_and_more_are_pauses() -> None:
    assert find_pauses(voice_of((0, 1000), (1299, 2000), (2300, 3000)).speech) == (Pause(2000, 2300),)


def test_a_pause_lies_between_sentences_or_inside_one() -> None:
    said = sentences(a_transcript("We asked them all. Then we built it.", pauses={"all.": 500, "we": 800}))
    voice = voice_of((0, 1200), (1700, 2300), (3100, 3700))

    assert find_pauses(voice.speech, said) == (
        Pause(1200, 1700, PausePlace.BETWEEN),
        Pause(2300, 3100, PausePlace.WITHIN),
    )


def test_words_that_are_timed_a_little_off_do_not_move_a_pause_into_the_sentence() -> None:
    said = sentences(a_transcript("We asked them all. Then we built it.", pauses={"all.": 500}))
    assert find_pauses(voice_of((0, 1060), (1560, 2900)).speech, said)[0].place is PausePlace.BETWEEN
    assert find_pauses(voice_of((0, 600), (950, 2900)).speech, said)[0].place is PausePlace.WITHIN


def test_where_the_recogniser_ends_no_sentence_pauses_have_no_place() -> None:
    said = sentences(a_transcript("we asked them all then we built it", pauses={"all": 1500}))
    assert len(said) == 2
    assert find_pauses(voice_of((0, 1200), (2700, 3900)).speech, said) == (Pause(1200, 2700, None),)


def test_a_sentence_that_was_cut_at_a_silence_goes_on_over_the_pause() -> None:
    said = sentences(a_transcript("We asked them all then we built it.", pauses={"all": 1500}))
    assert find_pauses(voice_of((0, 1200), (2700, 3900)).speech, said)[0].place is PausePlace.WITHIN


def test_one_stretch_of_speech_has_no_pause() -> None:
    assert find_pauses(voice_of((500, 3000)).speech) == ()
    assert find_pauses(()) == ()
