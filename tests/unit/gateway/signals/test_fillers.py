from __future__ import annotations

import pytest

from gateway.signals.fillers import find_fillers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Um, I think, uh, we did it.", ("um", "uh")),
        ("It was good, you know, and faster.", ("you know",)),
        ("Do you know the customer? You know what it costs.", ()),
        ("I mean, it was, like, done.", ("i mean", "like")),
        ("I like what I mean by that.", ()),
        ("An umbrella is used herein.", ()),
        ("嗯，我认为可以。", ("嗯",)),
        ("嗯我觉得呃可以，额，销售额提高了", ("嗯", "呃", "额")),
        ("那个，我们先做，就是说，先问客户。", ("那个", "就是说")),
        ("那个客户就是我们要的，", ()),
        ("那个，那个，我们先做，你知道吧，这个，挺好。", ("那个", "那个", "你知道吧", "这个")),
        ("然后那个那个客户说就是就是不行", ("那个", "就是")),
        ("这个客户，这个产品", ()),
        ("", ()),
    ],
)
def test_fillers_are_found_and_ordinary_words_are_not(text: str, found: tuple[str, ...]) -> None:
    assert tuple(word for _, word in find_fillers(text)) == found


def test_fillers_are_found_where_they_stand() -> None:
    text = "Um, it was, you know, good，那个，好。"
    assert [text[start : start + len(word)].lower() for start, word in find_fillers(text)] == ["um", "you know", "那个"]
