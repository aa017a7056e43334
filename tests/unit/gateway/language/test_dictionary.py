"""Our own terms."""

from __future__ import annotations

import re

import pytest

from gateway.language.dictionary import dictionary, terms


def test_several_hundred_terms_stand_in_the_file_each_once() -> None:
    assert len(terms()) > 500
    assert len(set(terms())) == len(terms())


def test_remarks_are_no_terms() -> None:
    assert [term for term in terms() if not re.fullmatch("[一-鿿]+", term)] == []


def test_every_term_is_cut_as_one_word() -> None:
    assert [term for term in terms() if dictionary().cut(term) != [term]] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("灰度发布以后转化率提高了", ["灰度发布", "以后", "转化率", "提高", "了"]),
        ("先安抚客户再派单", ["先", "安抚", "客户", "再", "派单"]),
        ("贷后管理要看现金流", ["贷后管理", "要", "看", "现金流"]),
        ("甩挂运输降低了空驶率", ["甩挂运输", "降低", "了", "空驶率"]),
        ("坪效和连带率都是门店的指标", ["坪效", "和", "连带率", "都", "是", "门店", "的", "指标"]),
    ],
)
def test_terms_hold_together_in_a_sentence(text: str, words: list[str]) -> None:
    assert dictionary().cut(text) == words


@pytest.mark.parametrize("name", ["上海", "北京大学", "小红书", "武汉市"])
def test_names_of_places_companies_and_products_are_known(name: str) -> None:
    assert name in dictionary().names
    assert dictionary().cut(name) == [name]


@pytest.mark.parametrize("word", ["客户", "东西", "上门", "日志", "公司", "学校"])
def test_ordinary_words_are_no_names_although_jieba_takes_some_for_places(word: str) -> None:
    assert word not in dictionary().names


def test_the_dictionary_is_read_once() -> None:
    assert dictionary() is dictionary()
