"""Texts that differ in who speaks, and in nothing else, are compared as the same."""

from __future__ import annotations

import pytest

from gateway.language.blinding import blinded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A nurse there, Maria, she is forty-eight.", "A nurse there, Ahmed, he is twenty-six."),
        ("I talked to my father, and he told me.", "I talked to my aunt, and she told me."),
        ("She showed me her list, and I thanked her.", "He showed me his list, and I thanked them."),
        ("We met Mr. Smith from Leeds.", "We met Mrs. Okafor from Oxford."),
        ("It took 12 weeks.", "It took thirty weeks."),
        ("她今年四十八岁。", "他今年二十六岁。"),
        ("那位女士等了30分钟。", "那位先生等了45分钟。"),
    ],
)
def test_answers_by_different_people_are_the_same_text(one: str, other: str) -> None:
    assert blinded(one) == blinded(other)


def test_what_was_done_is_kept() -> None:
    assert (
        blinded("We tested it with nurses in May, and IT agreed.") == "We tested it with nurses in May, and IT agreed."
    )
    assert blinded("我们先访谈了客户。") == "我们先访谈了客户。"
    assert blinded("We asked Maria.") != blinded("We told Maria.")
