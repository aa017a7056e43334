from __future__ import annotations

import pytest

from gateway.domain.text_signals import Relevance, RelevanceMethod
from gateway.signals.relevance import by_meaning, measure_relevance
from gateway.signals.segmentation import written_sentences

ASKED = "How did you find out what customers needed?"


def test_meaning_is_the_cosine_of_the_question_and_the_mean_of_the_sentences() -> None:
    assert by_meaning(((1.0, 0.0), (0.0, 1.0)), (1.0, 0.0)) == pytest.approx(0.707)


def test_sentences_that_repeat_the_question_do_not_make_an_answer_relevant() -> None:
    assert by_meaning(((1.0, 0.0), (0.0, 1.0)), (1.0, 0.0), echoes=(0,)) == 0.0


def test_where_a_model_tells_the_meaning_words_are_not_looked_at() -> None:
    answer = written_sentences("The customers told us.")
    assert measure_relevance(0.42, answer, ASKED) == Relevance(0.42, RelevanceMethod.EMBEDDING)


@pytest.mark.parametrize(
    ("answer", "share"),
    [
        ("A customer told us what he needs, and we found it.", 1.0),
        ("The customers were right.", 0.333),
        ("It rained.", 0.0),
    ],
)
def test_without_a_model_it_is_the_share_of_the_questions_words_in_any_inflection(answer: str, share: float) -> None:
    found = measure_relevance(None, written_sentences(answer), ASKED)
    assert found == Relevance(share, RelevanceMethod.LEXICAL)


def test_chinese_questions_are_compared_by_words() -> None:
    found = measure_relevance(None, written_sentences("我访谈了用户。"), "你是怎么了解用户需求的？")
    assert found == Relevance(0.333, RelevanceMethod.LEXICAL)


@pytest.mark.parametrize("asked", ["", "Why?"])
def test_a_question_without_content_cannot_be_compared(asked: str) -> None:
    assert measure_relevance(None, written_sentences("The customers told us."), asked) is None


def test_nothing_said_has_no_relevance() -> None:
    assert measure_relevance(None, (), ASKED) is None
