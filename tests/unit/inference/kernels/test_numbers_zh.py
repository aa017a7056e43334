from __future__ import annotations

import pytest

from inference.kernels import numbers_zh, script
from inference.kernels.figure import Figure
from inference.kernels.numerals_zh import cardinal


def written(line: str) -> str:
    """Give the line with its numbers as `figures` has them."""
    words = cut(line)
    for first, last, text in reversed(numbers_zh.figures(words)):
        words[first : last + 1] = [text]
    return script.join(words)


def cut(line: str) -> list[str]:
    return [line[start:end] for start, end in script.split(line)]


FIGURES = {
    "share": [
        ("百分之三十", "30%"),
        ("成本降低了百分之十二点五。", "成本降低了12.5%。"),
        ("百分之零点五", "0.5%"),
        ("百分之百确定", "100%确定"),
        ("百分之二十多", "20%多"),
        ("从百分之三提升到百分之八", "从3%提升到8%"),
        ("提高了三点五个百分点", "提高了3.5个百分点"),
    ],
    "date": [
        ("二零二四年", "2024年"),
        ("二〇〇〇年", "2000年"),
        ("一九九八年我出生", "1998年我出生"),
        ("二零二四年三月五日上线", "2024年3月5日上线"),
        ("五月二十一号", "5月21号"),
        ("十二月", "12月"),
    ],
    "count": [
        ("三百五十个用户", "350个用户"),
        ("三百五十用户", "350用户"),
        ("一千零五十元", "1050元"),
        ("一万三千五百二十元", "13520元"),
        ("十个客户", "10个客户"),
        ("十一个人", "11个人"),
        ("做了四十五场访谈，用了三十天。", "做了45场访谈，用了30天。"),
        ("二十多个，三千多人", "20多个，3000多人"),
        ("二十到三十个", "20到30个"),
        ("一百到两百人", "100到200人"),
        ("每月两百块", "每月200块"),
        ("四十五分钟", "45分钟"),
        ("考了九十分，满意度九十二分", "考了90分，满意度92分"),
        ("世界五百强", "世界500强"),
        ("电话是幺三八零零一三八零零零", "电话是13800138000"),
    ],
    "scale": [
        ("三万", "3万"),
        ("三万用户", "3万用户"),
        ("一百二十万", "120万"),
        ("两亿三千万", "2亿3000万"),
        ("一点二亿元", "1.2亿元"),
        ("三万五千人", "35000人"),
    ],
    "decimal": [
        ("两点五倍", "2.5倍"),
        ("评分是四点八五。", "评分是4.85。"),
        ("零点五秒", "0.5秒"),
        ("是一点五倍", "是1.5倍"),
    ],
}

WORDS = {
    "small": ["一个人", "三个月", "两点钟", "三倍", "五元"],
    "fixed": [
        "一些一样一起一般",
        "万一失败",
        "千万不要",
        "三心二意，十分重要",
        "十全十美",
        "一五一十",
        "不管三七二十一",
        "一千零一夜",
        "三十而立",
        "二十四节气",
        "百分百",
        "一一说明，三三两两",
        "九九六",
        "双十一",
        "正月十五，初十",
        "去年十一去玩",
    ],
    "ordinal": ["第一，我们", "第十二章", "第二十名"],
    "about": ["十几个人", "几十万", "数十万", "上百人", "三四十个", "两三百人", "二十五六岁", "十来个", "三到五百人"],
    "fraction": ["三分之一", "十分之一", "千分之三"],
    "two readings": [
        "一百二",
        "三万五",
        "两千，三百五十个",
        "从百分之八十到九十",
        "有两点一是成本",
        "有三点一个是成本",
        "快一点五分钟就好",
        "三点五分",
        "三点四十五分",
        "两点五十开会",
        "五到十个",
        "九月到十二月",
        "二三年",
        "二十出头",
    ],
    "digits already": ["30%的用户", "2024年", "3百", "增长了30%，350个"],
}


@pytest.mark.parametrize(("said", "read"), [case for cases in FIGURES.values() for case in cases])
def test_a_figure_is_written_in_digits(said: str, read: str) -> None:
    assert written(said) == read


@pytest.mark.parametrize("said", [said for cases in WORDS.values() for said in cases])
def test_what_is_no_figure_or_may_mean_another_stays(said: str) -> None:
    assert written(said) == said


@pytest.mark.parametrize("read", [read for cases in FIGURES.values() for _, read in cases])
def test_what_is_written_in_digits_stays_so(read: str) -> None:
    assert written(read) == read


def test_a_figure_says_which_characters_it_stands_for() -> None:
    assert numbers_zh.figures(cut("用了两亿三千万，增长百分之三十。")) == [
        Figure(2, 2, "2"),
        Figure(4, 5, "3000"),
        Figure(9, 13, "30%。"),
    ]


def spelt(value: int) -> str:
    """Say a number below 10,000 in Chinese, the regular way."""
    said, owed = "", False
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            said += ("零" if owed and said else "") + "零一二三四五六七八九"[digit] + sign
        owed = not digit
    return said or "零"


def test_every_number_below_ten_thousand_is_understood() -> None:
    assert [cardinal(spelt(value)) for value in range(10_000)] == list(range(10_000))
