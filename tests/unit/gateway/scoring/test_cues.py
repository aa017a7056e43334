"""Words that show an indicator when they are said together, close to each other."""

from __future__ import annotations

import pytest

from gateway.domain.competency import FIGURE, Cue
from gateway.scoring.cues import WINDOW, find_cue, searchable, speaking_for
from tests.factories.scored import OTHER, an_answer

ASKED: Cue = (("ask", "sit with"), ("customer", "patient"))
NEVER: Cue = (("never", "nobody"), ("ask",))
FELL: Cue = (("drop", "fall"), (FIGURE,))
TALKED: Cue = (("访谈", "聊"), ("客户", "用户"))


def found(cue: Cue, *sentences: str) -> tuple[str, ...]:
    match = find_cue((cue,), searchable([an_answer("q1", [(one, OTHER) for one in sentences])]))
    return match.words if match else ()


def test_one_word_of_every_group_in_any_inflection_and_order_says_a_cue() -> None:
    assert found(ASKED, "We asked our customers.") == ("asked", "customers")
    assert found(ASKED, "With patients I sat, but then I sat with a patient.") == ("patients", "sat with")
    assert found(ASKED, "We asked our boss.") == ()


def test_the_words_stand_in_one_sentence_or_in_two_that_follow_each_other() -> None:
    assert found(ASKED, "There were patients.", "I asked them.") == ("patients", "asked")
    assert found(ASKED, "There were patients.", "It was late in May.", "I asked them.") == ()


def test_words_that_stand_far_apart_do_not_belong_together() -> None:
    assert found(ASKED, f"We asked {'on and ' * (WINDOW // 2 - 1)}a customer.") == ()


def test_what_is_denied_is_not_said_unless_the_cue_names_the_denial() -> None:
    assert found(ASKED, "We never asked a customer.") == ()
    assert found(NEVER, "We never asked a customer.") == ("never", "asked")


def test_any_number_in_digits_or_words_stands_for_a_number() -> None:
    assert found(FELL, "Calls fell to four hundred.") == ("fell", "four")
    assert found(FELL, "Calls dropped by 30%.") == ("dropped", "30%")
    assert found(FELL, "Calls dropped a lot.") == ()


def test_chinese_words_say_a_cue_too() -> None:
    assert found(TALKED, "我先去聊了十几个用户。") == ("聊", "用户")
    assert found(TALKED, "我没有访谈过客户。") == ()


@pytest.mark.parametrize("text", ["Did you ask a customer?", "Ask, call, customer, patient, visit, buyer."])
def test_questions_and_lists_say_nothing(text: str) -> None:
    assert found(ASKED, text) == ()


def test_one_sentence_is_cited_rather_than_two() -> None:
    answer = an_answer("q1", [("There were patients.", OTHER), ("I asked.", OTHER), ("We asked a customer.", OTHER)])
    match = find_cue((ASKED,), searchable([answer]))
    assert match
    assert match.evidence.quote == "We asked a customer."


def test_a_sentence_that_speaks_against_somebody_does_not_speak_for_them() -> None:
    answer = an_answer("q1", [("We never asked a customer, we ask patients.", OTHER), ("We asked a buyer.", OTHER)])
    kept = speaking_for((NEVER,), searchable([answer]))
    assert [one.whole.quote for answer in kept for one in answer.stretches] == ["We asked a buyer."]
