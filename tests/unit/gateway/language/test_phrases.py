"""Where terms stand."""

from __future__ import annotations

import pytest

from gateway.language.phrases import analyse, find


def found(term: str, text: str) -> list[str]:
    return [text[start:end] for start, end in find(term, analyse(text))]


@pytest.mark.parametrize(
    ("term", "text", "there"),
    [
        ("test", "We tested it, testing every test.", ["tested", "testing", "test"]),
        ("price", "Our pricing follows the prices.", ["pricing", "prices"]),
        ("follow up", "I followed up, then a follow-up.", ["followed up", "follow-up"]),
        ("A/B test", "We ran A/B tests.", ["A/B tests"]),
        ("C++", "I write C++ and C.", ["C++"]),
        ("sell", "We sold it.", ["sold"]),
        ("IT", "The IT team said it works.", ["IT"]),
        ("SQL", "我用sql查数据。", ["sql"]),
        ("%", "It rose by 5 %.", ["%"]),
    ],
)
def test_english_is_found_in_any_inflection(term: str, text: str, there: list[str]) -> None:
    assert found(term, text) == there


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("test", "A protest and a testimonial."),
        ("plan", "The planet is round."),
        ("cost", "A costume."),
        ("follow up", "Whom they follow, up there."),
        ("follow up", "They follow."),
    ],
)
def test_english_is_not_found_in_other_words(term: str, text: str) -> None:
    assert found(term, text) == []


@pytest.mark.parametrize(
    ("term", "text", "there"),
    [
        ("客户", "大客户和客户都满意。", ["客户", "客户"]),
        ("回款率", "回款率提高了。", ["回款率"]),
        ("A/B测试", "我们做了a/b测试。", ["a/b测试"]),
        ("转介绍", "很多老客户转介绍新客户。", ["转介绍"]),
        ("喆淼法", "用喆淼法来算。", ["喆淼法"]),
    ],
)
def test_chinese_is_found_as_a_word_and_in_longer_words(term: str, text: str, there: list[str]) -> None:
    assert found(term, text) == there


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("成本", "我负责完成本月的目标。"),
        ("品质", "产品质量提高了。"),
        ("会", "这是一个机会。"),
    ],
)
def test_chinese_is_not_found_where_it_cuts_words_in_two(term: str, text: str) -> None:
    assert found(term, text) == []
