from __future__ import annotations

import pytest

from gateway.domain.text import Locale
from gateway.intake.locale import choose_locale


@pytest.mark.parametrize(
    ("header", "wish", "expected"),
    [
        ("", "", "zh-CN"),
        ("*", "", "zh-CN"),
        ("fr", "", "zh-CN"),
        ("en", "", "en"),
        ("en-US,en;q=0.9", "", "en"),
        ("zh-TW", "", "zh-CN"),
        ("en;q=0.5, zh;q=0.8", "", "zh-CN"),
        ("fr, en;q=0.4, zh;q=0.3", "", "en"),
        ("en;q=nonsense, zh;q=0.1", "", "zh-CN"),
        ("en", "zh-CN", "zh-CN"),
        ("zh", "en", "en"),
        ("zh", "de", "zh-CN"),
        (";;;,,,=", "", "zh-CN"),
    ],
)
def test_the_first_language_that_we_have_is_chosen(header: str, wish: str, expected: Locale) -> None:
    assert choose_locale(header, wish) == expected
