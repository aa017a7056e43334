from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.kernels import script

WORDS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), min_size=1, max_size=6), max_size=40
)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("我们先问了客户。", ["我", "们", "先", "问", "了", "客", "户。"]),
        ("he said it's 10% off.", ["he", "said", "it's", "10%", "off."]),
        ("我用Python，写代码", ["我", "用", "Python，", "写", "代", "码"]),
        ("hello，world", ["hello，", "world"]),
        ("他说：“好的！”然后走了", ["他", "说：", "“好", "的！”", "然", "后", "走", "了"]),
        ("好,Python (really)", ["好,", "Python", "(really)"]),
        ("花了$5买《书》", ["花", "了", "$5", "买", "《书》"]),
        ("ありがとう、ね", ["あ", "り", "が", "と", "う、", "ね"]),
        ("안녕하세요 여러분", ["안녕하세요", "여러분"]),
        ("， 。", ["，", "。"]),
        ("", []),
    ],
)
def test_characters_are_words_and_the_rest_goes_by_spaces(line: str, words: list[str]) -> None:
    assert [line[start:end] for start, end in script.split(line)] == words


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["我", "们", "问", "了。"], "我们问了。"),
        (["we", "asked", "them."], "we asked them."),
        (["我", "用", "Python", "three", "写，", "Yes", "or", "no"], "我用Python three写，Yes or no"),
        (["是", "的!", "Yes"], "是的! Yes"),
        (["안녕하세요", "여러분"], "안녕하세요 여러분"),
        ([], ""),
    ],
)
def test_spaces_stand_only_where_both_sides_are_written_with_them(words: list[str], line: str) -> None:
    assert script.join(words) == line


@given(WORDS)
def test_every_word_stands_where_its_place_says(words: list[str]) -> None:
    line = script.join(words)

    assert [line[start:end] for start, end in script.places(words)] == words


@given(st.text())
def test_splitting_loses_nothing_but_white_space(line: str) -> None:
    found = "".join(line[start:end] for start, end in script.split(line))

    assert "".join(found.split()) == "".join(line.split())
