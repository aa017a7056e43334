"""Words and their places."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from gateway.language.dictionary import dictionary
from gateway.language.segmenting import is_chinese, parts, preload, tokens


def words_of(text: str) -> list[str]:
    return [token.text for token in tokens(text)]


def test_chinese_is_cut_into_words() -> None:
    assert words_of("我负责完成本月的目标。") == ["我", "负责", "完成", "本月", "的", "目标"]


def test_terms_of_the_trade_hold_together() -> None:
    assert "复盘" in words_of("每次项目结束我都会复盘。")
    assert "胜任力" in words_of("我们按胜任力模型来面试候选人。")


def test_words_jieba_does_not_know_stay_single_characters() -> None:
    assert words_of("喆淼") == ["喆", "淼"]


def test_english_words_end_at_spaces_and_hyphens() -> None:
    assert words_of("I don't follow-up, we use C++ and C#.") == [
        "I",
        "don't",
        "follow",
        "up",
        "we",
        "use",
        "C++",
        "and",
        "C#",
    ]


def test_numbers_keep_their_decimals_and_their_sign() -> None:
    assert words_of("It rose by 12.5% to 3,400.") == ["It", "rose", "by", "12.5%", "to", "3,400"]


def test_latin_words_in_chinese_are_words() -> None:
    assert words_of("我用SQL查了3个月的数据") == ["我", "用", "SQL", "查", "了", "3", "个", "月", "的", "数据"]


@pytest.mark.parametrize("text", ["我们用A/B测试，转化率提高了12%。", "We asked; they answered: yes!", "", "……"])
def test_places_give_back_the_words(text: str) -> None:
    assert all(text[token.start : token.end] == token.text for token in tokens(text))


def test_compounds_have_parts() -> None:
    assert parts("客户投诉") == ("客户", "投诉")
    assert parts("回款率") == ("回款率",)
    assert parts("follow") == ("follow",)


def test_a_text_tells_whether_it_is_chinese() -> None:
    assert is_chinese("用 SQL")
    assert not is_chinese("with SQL, €5 and ü")


def test_nothing_is_written_and_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Jieba by itself writes a cache to a known place and logs to the standard error stream."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dictionary.cache_clear()
    preload()
    assert words_of("数据") == ["数据"]
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr().err == ""
