"""Sentences that only repeat the question."""

from __future__ import annotations

import pytest

from gateway.signals.echoes import echoes_by_meaning, echoes_by_words
from gateway.signals.segmentation import written_sentences

ASKED = "请讲一次研发或其他部门不同意你方案的经历。你当时是怎么做的，结果怎样？"


@pytest.mark.parametrize(
    ("text", "echoes"),
    [
        ("研发或者其他部门不同意我的方案的经历。我先找研发负责人聊了一个下午。", (0,)),
        ("那次是支付改版，安全组坚决反对上线。", ()),
        ("好的。嗯。", ()),
    ],
)
def test_a_sentence_with_hardly_a_word_of_its_own_repeats_the_question(text: str, echoes: tuple[int, ...]) -> None:
    assert echoes_by_words(written_sentences(text), ASKED) == echoes


def test_without_a_question_nothing_is_repeated() -> None:
    assert echoes_by_words(written_sentences("我先找研发负责人聊了一个下午。"), "") == ()


def test_a_sentence_that_means_what_the_question_means_repeats_it() -> None:
    assert echoes_by_meaning([(1.0, 0.0), (0.0, 1.0)], (0.8, 0.6)) == (0,)
