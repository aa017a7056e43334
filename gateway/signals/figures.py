"""Figures in an answer: amounts, shares and dates that could be checked, in figures or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

_UNITS = "two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_LARGE = "hundred thousand million billion dozen"
_NUMBER = "|".join(f"{_UNITS} {_TEENS} {_TENS} {_LARGE}".split())
_SHARE = "half|third|quarter|percent|per cent|percentage points?"
_DIGITS = r"[$€£¥￥]?\d+(?:[.,:]\d+)*(?:\s?(?:%|％|k\b|m\b))?"

_ENGLISH = re.compile(
    rf"{_DIGITS}(?:\s(?:{_NUMBER}|{_SHARE})\b)*"
    rf"|\b(?:an?\s)?(?:{_NUMBER})\b(?:[\s-](?:and\s)?(?:one|{_NUMBER}|{_SHARE})s?\b)*"
    rf"|\b(?:one|an?|two)[\s-](?:half|third|quarter|hundred|thousand|million|billion|dozen)s?\b"
    r"|\b(?:half|twice)\b",
    re.IGNORECASE,
)

_HAN = "一二两三四五六七八九十百千万亿零〇"
_MEASURE = (
    "个百分点|百分点|个月|个人|个小时|小时|分钟|公里|块钱|个|次|天|周|倍|成|人|名|家|万元|亿元|元|万|亿|年|月|日|号|秒|位|"
    "款|套|台|件|单|份|条|场|轮|步|点|米|吨|公斤|岁|层|类|版|页|行|支|辆|门|组|块"
)
_CHINESE = re.compile(
    rf"百分之(?:\d+(?:\.\d+)?|[{_HAN}点]+)"
    rf"|(?<!第)\d+(?:[.,:]\d+)*[%％{_HAN}]*(?:多|余)?(?:{_MEASURE})?"
    rf"|(?<![第{_HAN}])(?:[{_HAN}]{{2,}}|[二两三四五六七八九十])(?:多|余)?(?:{_MEASURE})"
    r"|一(?:倍|半|成|万|亿|千|百)[多余]?"
)
_IDIOM = re.compile("一一|一点一|万一|千万|百般|十分|七上八下|三番五次|五花八门|乱七八糟|四面八方|一五一十")


def figures(text: str, chinese: bool) -> Iterator[tuple[int, int]]:
    """Give start and end of every figure in order.

    Ordinals (first, 第一) count nothing, nor does "one" or 一个 alone, which mostly mean "a". Idioms made of numbers
    (十分, 千万别) are left out.
    """
    pattern = _CHINESE if chinese else _ENGLISH
    for match in pattern.finditer(text):
        if not (chinese and _IDIOM.fullmatch(text, match.start(), min(match.start() + 2, match.end()))):
            yield match.start(), match.start() + len(match.group().rstrip())
