from __future__ import annotations

import pytest

from gateway.domain.integrity import HintKind, Stretch
from gateway.domain.signals import Limit
from gateway.domain.text_signals import Relevance, RelevanceMethod
from gateway.signals.limits import MIN_WORDS
from gateway.signals.measurement import measure
from gateway.signals.segmentation import written_sentences
from tests.factories.spoken import a_perceived_answer, a_transcript, faces_of, voice_of

LONG = "We asked ten customers what they need most. Then we built it for them and measured what happened."


def test_a_good_answer_has_no_limits() -> None:
    answer = measure(a_perceived_answer(LONG), (0.0, 1.0))
    assert answer.limits == ()
    assert answer.voice is not None
    assert answer.structure is not None


def test_a_few_words_are_too_short() -> None:
    assert Limit.TOO_SHORT in measure(a_perceived_answer(" ".join(["word"] * (MIN_WORDS - 1))), None).limits


def test_no_words_are_no_speech_and_not_too_short_as_well() -> None:
    answer = measure(a_perceived_answer("", voice=voice_of()), None)
    assert answer.limits == (Limit.NO_SPEECH,)
    assert answer.voice is None


def test_a_click_recognised_as_words_is_no_speech() -> None:
    assert Limit.NO_SPEECH in measure(a_perceived_answer(LONG, voice=voice_of((0, 200))), None).limits


def test_doubtful_words_are_too_noisy() -> None:
    noisy = a_transcript(LONG, confidence=0.4)
    assert Limit.TOO_NOISY in measure(a_perceived_answer(LONG, transcript=noisy), None).limits


def test_an_answer_in_another_language_than_the_interview_is_told() -> None:
    assert Limit.OTHER_LANGUAGE in measure(a_perceived_answer(LONG, language="zh-CN"), None).limits
    chinese = a_transcript(" ".join("我们先问了十位客户最需要什么然后做出来给他们试用最后衡量了结果"))
    answer = measure(a_perceived_answer(LONG, transcript=chinese, text=chinese.text, language="en"), None)
    assert Limit.OTHER_LANGUAGE in answer.limits


def test_a_second_face_in_the_picture_is_told_as_a_hint() -> None:
    track = faces_of([{}] * 20 + [{"faces": 2}] * 30 + [{}] * 60)
    (hint,) = measure(a_perceived_answer(LONG, face=track), None).hints
    assert (hint.kind, hint.answer_id, hint.stretches) == (HintKind.SEVERAL_FACES, "answer-1", (Stretch(2000, 5000),))


def test_without_consent_to_face_analysis_there_is_no_hint() -> None:
    assert measure(a_perceived_answer(LONG, limits=(Limit.NO_FACE_CONSENT,)), None).hints == ()


def test_without_a_face_behaviour_is_left_out() -> None:
    track = faces_of([{"faces": 0, "presence": 0.0}] * 8 + [{}] * 2)
    answer = measure(a_perceived_answer(LONG, face=track), None)
    assert Limit.NO_FACE in answer.limits
    assert answer.behaviour is None


def test_a_second_face_is_reported_and_behaviour_kept() -> None:
    answer = measure(a_perceived_answer(LONG, face=faces_of([{"faces": 2}] * 2 + [{}] * 18)), None)
    assert answer.limits == (Limit.SEVERAL_FACES,)
    assert answer.behaviour is not None


def test_known_limits_are_carried() -> None:
    answer = measure(a_perceived_answer(LONG, limits=(Limit.TRUNCATED,)), None)
    assert answer.limits == (Limit.TRUNCATED,)


def test_a_recording_without_sound_is_not_called_too_short() -> None:
    silent = a_perceived_answer("", transcript=None, voice=None, limits=(Limit.NO_AUDIO,))
    assert measure(silent, None).limits == (Limit.NO_AUDIO,)


def test_a_sentence_that_repeats_the_question_is_marked() -> None:
    answer = measure(a_perceived_answer(LONG, vectors=((1.0, 0.0), (0.6, 0.8))), (1.0, 0.0))
    assert answer.echoes == (0,)
    assert answer.relevance == pytest.approx(0.6)


def test_who_only_reads_the_question_back_has_not_answered() -> None:
    both = ((1.0, 0.0), (1.0, 0.0))
    assert Limit.TOO_SHORT in measure(a_perceived_answer(LONG, vectors=both), (1.0, 0.0)).limits


def test_without_the_questions_vector_there_is_no_relevance() -> None:
    assert measure(a_perceived_answer(LONG), None).relevance is None


def test_a_written_chinese_answer_is_measured_without_voice() -> None:
    text = "我们先访谈了十位客户。然后因为时间有限，只做了最重要的功能。"
    sentences = written_sentences(text)
    answer = measure(
        a_perceived_answer(
            "",
            text=text,
            language="zh-CN",
            sentences=sentences,
            vectors=((1.0, 0.0), (0.0, 1.0)),
            transcript=None,
            voice=None,
            limits=(Limit.WRITTEN,),
        ),
        None,
    )
    assert answer.limits == (Limit.WRITTEN,)
    assert answer.voice is None
    assert answer.structure is not None
    assert [cue.sentence for cue in answer.structure.parts[2].cues] == [1]


def test_vectors_that_do_not_fit_the_sentences_are_refused() -> None:
    with pytest.raises(ValueError, match="2 sentences, but 1 vectors"):
        measure(a_perceived_answer(LONG, vectors=((1.0, 0.0),)), None)


def test_the_words_are_measured_with_the_question_as_it_was_put() -> None:
    answer = measure(a_perceived_answer(LONG, vectors=()), None, "What do customers need?")
    assert answer.content is not None
    assert answer.content.relevance == Relevance(1.0, RelevanceMethod.LEXICAL)
    assert [one.quote for one in answer.content.specificity.details] == ["ten"]
    assert len(answer.content.summary) == 1


def test_where_meaning_is_known_relevance_is_told_by_it() -> None:
    answer = measure(a_perceived_answer(LONG, vectors=((0.6, 0.8), (0.6, 0.8))), (1.0, 0.0), "What?")
    assert answer.content is not None
    assert answer.content.relevance == Relevance(0.6, RelevanceMethod.EMBEDDING)
    assert answer.relevance == 0.6


def test_without_words_there_is_nothing_to_measure_in_them() -> None:
    assert measure(a_perceived_answer("", voice=voice_of()), None).content is None
