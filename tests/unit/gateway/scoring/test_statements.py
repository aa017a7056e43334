from __future__ import annotations

import pytest

from gateway.scoring.statements import is_list, is_negated, is_question


@pytest.mark.parametrize(
    "text",
    [
        "We never measured whether it worked.",
        "I did not talk to any users.",
        "Nobody complained.",
        "We didn't test it.",
        "We shipped without any test.",
        "我们没有做测试。",
    ],
)
def test_denials_are_negated(text: str) -> None:
    assert is_negated(text)


@pytest.mark.parametrize(
    "text",
    [
        "We measured whether it worked.",
        "It was not easy, so we interviewed twelve customers and watched them at work.",
        "We talked to the users, because nobody else had done it and the numbers were falling every week.",
        "There was nothing that we did not test.",
        "We not only talked to customers but also tested a prototype.",
        "I did not just copy it.",
        "我们先访谈了客户。",
        "我们不仅访谈了客户，还不断改进原型。",
        "",
    ],
)
def test_statements_are_not(text: str) -> None:
    assert not is_negated(text)


def test_terms_without_grammar_are_a_list() -> None:
    assert is_list("customer, user, prototype, research, value, effort")


@pytest.mark.parametrize("text", ["We talked to our customers.", "Yes, of course.", "我们访谈了十位客户"])
def test_statements_are_no_list(text: str) -> None:
    assert not is_list(text)


def test_questions_ask() -> None:
    assert is_question('"How did you find out?"')
    assert is_question("怎样做的？")
    assert not is_question("We found out.")
