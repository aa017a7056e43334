"""Each sentence carries how sure the recogniser was of its words."""

from __future__ import annotations

from msgspec.structs import replace

from gateway.signals.measurement import measure
from inference.types import Transcript
from tests.factories.spoken import a_perceived_answer, a_transcript


def heard(transcript: Transcript, *confidences: float) -> Transcript:
    words = zip(transcript.words, confidences, strict=True)
    return replace(transcript, words=tuple(replace(word, confidence=one) for word, one in words))


def test_a_sentence_has_the_mean_confidence_of_its_own_words() -> None:
    transcript = heard(a_transcript("We asked customers. Then we built."), 0.9, 0.8, 0.7, 1.0, 0.5, 0.6)
    measured = measure(a_perceived_answer("We asked customers. Then we built.", transcript=transcript), None)
    assert measured.confidences == (0.8, 0.7)


def test_of_a_chinese_answer_every_character_counts() -> None:
    text = "我们问了客户。然后动手。"
    transcript = a_transcript(text)
    measured = measure(a_perceived_answer(text, transcript=transcript), None)
    assert len(measured.confidences) == len(measured.sentences)


def test_a_written_answer_has_none() -> None:
    assert measure(a_perceived_answer(transcript=None), None).confidences == ()
