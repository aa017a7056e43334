from __future__ import annotations

import pytest

from gateway.signals.fillers import fillers


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
        ("", ()),
    ],
)
def test_fillers_are_found_and_ordinary_words_are_not(text: str, found: tuple[str, ...]) -> None:
    assert fillers(text) == found
