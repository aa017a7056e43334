"""What texts share in words."""

from __future__ import annotations

import numpy as np
import pytest

from gateway.language.functionwords import is_function_word
from gateway.language.lexical import content, coverage, vectors


def test_content_words_are_left_without_inflection() -> None:
    assert content("We were testing the prices.") == content("He tested a price!")


def test_chinese_content_words_leave_particles_out() -> None:
    assert content("我们把转化率提高了。") == ("转化率", "提高")


@pytest.mark.parametrize("word", ["The", "don’t", "的", "我们"])
def test_function_words_are_known_in_any_case(word: str) -> None:
    assert is_function_word(word)


def test_rows_have_unit_length_and_a_text_of_function_words_has_none() -> None:
    found = vectors(["The customer paid.", "It is what it is.", "客户付款了。"])
    assert np.linalg.norm(found, axis=1).tolist() == pytest.approx([1.0, 0.0, 1.0])


def test_texts_are_nearer_the_more_rare_words_they_share() -> None:
    one, near, far = vectors(["The customers cancelled an order.", "An order was cancelled.", "The customers laughed."])
    assert float(one @ near) > float(one @ far) > 0.0


def test_the_same_words_in_another_order_are_the_same_text() -> None:
    one, other = vectors(["客户投诉物流。", "物流，客户投诉"])
    assert float(one @ other) == pytest.approx(1.0)


def test_no_texts_give_no_rows() -> None:
    assert vectors([]).shape[0] == 0


def test_coverage_is_the_share_of_different_words() -> None:
    assert coverage("Tell us of a conflict with a customer.", ["A customer complained."]) == pytest.approx(1 / 3)
    assert coverage("客户投诉怎么处理？", ["我先处理客户的投诉。"]) == 1.0


def test_a_question_without_content_words_cannot_be_covered() -> None:
    assert coverage("What is it?", ["A customer complained."]) is None
