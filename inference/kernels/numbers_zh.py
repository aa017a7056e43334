"""Numbers in recognised Chinese, every character of which is a word, written as editors write them (GB/T 15835).

Percentages, years, dates, decimals and numbers from 10 on that count something are written in digits; 万 and 亿 stay
characters (3万). Numbers below 10, ordinals (第十二), approximations (十几, 三四十), fractions (三分之一), times of day
and set phrases stay as they were said, and so does what can be read in two ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from inference.kernels.figure import Figure, listed
from inference.kernels.numerals_zh import DIGITS, SCALES, SIGNS, cardinal, decimals, spelt_out

_PARTS = re.compile(r"([^\w]*)(.*?)([^\w]*)", re.DOTALL)
_FIGURES, _LATIN = "0", "A"
"""Stand for words that are no single character: one with digits, one without."""

_SET_PHRASES = re.compile(
    "(?<![零一二三四五六七八九两十百千万亿])(?:一千零一夜|三百六十行|十万八千里|十万火急|十万个为什么|不怕一万"
    "|一百个不?(?:放心|愿意)|五十步笑百步|十年如一日|八百里加急|十年树木|十天半个?月|十二分(?!钟)|十分(?!钟)|十全十美)"
)
_PERCENT = re.compile("百分之([零〇一二三四五六七八九两十百千]+)(?:点([零〇一二三四五六七八九]+))?")
_YEAR = re.compile("[一二][零〇一二三四五六七八九]{3}(?=年)")
_DATE = re.compile("(十[一二]?|[一二三四五六七八九])月(?:([一二三四五六七八九十]{1,3})(?=[日号]))?")
_NUMBER = re.compile(
    "[零〇幺一二三四五六七八九]{4,}|([零〇一二三四五六七八九两十百千万亿]+)(?:点([零〇一二三四五六七八九]+)([万亿]?))?"
)
_BEFORE_PART = frozenset("第几初双点之")
_AFTER_PART = SIGNS | frozenset("幺几来半点")
"""Next to these a number is a part of something else: 第十二, 几十, 十来个, 三点四十."""

_UNITS = listed(
    "个 人 名 位 家 次 天 年 月 日 号 周 元 块 倍 岁 种 条 件 款 份 台 套 项 页 篇 场 轮 遍 米 斤 度 级 层 门 课 批 组 "
    "单 支 部 步 行 多 余 秒 吨 克 升 届 座 栋 户 只 张 本 辆 间 集 分 折 版 趟 回 期 句 道 强 兆 笔 箱 盒 瓶 车 所 毫 "
    "厘 小时 公里 公斤 左右 以上 以下 以内 美元 美金 欧元 平方 平米 城市"
)
_SURE_BEFORE_ONE = frozenset("是为到达至了约过的从用花赚")
"""After other words 一点 means "a little": 快一点五分钟就好."""

_SMALL = 10
_LARGE = 100
"""Numbers from here on count something even where no unit follows: 三百五十用户."""

_SCALES = frozenset("百千万亿")
_SINGLES_DAY = 11
"""十一 by itself is a holiday."""

_LAST_DAY = 31

_Piece = tuple[int, int, str]
"""A stretch of a clause, its end not included, and what is written there."""


class _Clause(NamedTuple):
    """A line without punctuation inside: a sign a word, and which word is its first."""

    line: str
    start: int


def figures(words: Sequence[str]) -> list[Figure]:
    """Give what of `words` is to be written in digits, in order."""
    parts = [match.groups() if (match := _PARTS.fullmatch(word)) else ("", word, "") for word in words]
    found: list[Figure] = []
    for clause in _clauses(parts):
        for first, end, text in sorted(_pieces(clause.line)):
            begin, last = clause.start + first, clause.start + end - 1
            if not (_is_torn(parts, begin - 1) or _is_torn(parts, clause.start + _number_end(clause.line, end) - 1)):
                found.append(Figure(begin, last, f"{parts[begin][0]}{text}{parts[last][2]}"))
    return found


def _clauses(parts: Sequence[tuple[str, ...]]) -> Iterator[_Clause]:
    """Cut the words where there is punctuation."""
    line, start = "", 0
    for index, (lead, core, tail) in enumerate(parts):
        if lead and line:
            yield _Clause(line, start)
            line, start = "", index
        line += core if len(core) == 1 and not core.isascii() else _FIGURES if any(map(str.isdigit, core)) else _LATIN
        if tail:
            yield _Clause(line, start)
            line, start = "", index + 1
    yield _Clause(line, start)


def _number_end(line: str, end: int) -> int:
    """Give where a number ends whose last digits end at `end`: behind the 万 or 亿 that stays."""
    return end + (line[end : end + 1] in SCALES)


def _is_torn(parts: Sequence[tuple[str, ...]], at: int) -> bool:
    """Say whether a comma after word `at` may part one number: 三千，五百."""
    if not 0 <= at < len(parts) - 1:
        return False
    (_, before, tail), (lead, after, _) = parts[at], parts[at + 1]
    return tail in {"，", ","} and not lead and before in _SCALES and after in DIGITS


def _pieces(line: str) -> Iterator[_Piece]:
    """Give what is to be written in digits in a line without punctuation, in any order."""
    if SIGNS.isdisjoint(line):
        return
    taken = [match.span() for match in _SET_PHRASES.finditer(line)]
    for pattern, write in ((_PERCENT, _percent), (_YEAR, _year), (_DATE, _date), (_NUMBER, _number)):
        for match in pattern.finditer(line):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            pieces = list(write(line, match, taken))
            if pieces or pattern is _PERCENT:
                taken.append(match.span())
            yield from pieces


def _around(line: str, match: re.Match[str]) -> tuple[str, str]:
    return line[: match.start()][-1:], line[match.end() :][:1]


def _is_part(line: str, match: re.Match[str]) -> bool:
    """Say whether a number is a part of something longer that means something else."""
    before, after = _around(line, match)
    several = before == "数" and match.group()[0] in "十百千万亿"
    fraction = line.startswith("分之", match.end())
    return before in SIGNS | _BEFORE_PART | {_FIGURES} or after in _AFTER_PART | {_FIGURES} or several or fraction


def _percent(line: str, match: re.Match[str], taken: list[tuple[int, int]]) -> Iterator[_Piece]:
    said, parts = match.groups()
    value = 100 if said == "百" else cardinal(said)
    ranged = re.compile("[到至](?:[零〇一二三四五六七八九两十]+|0)").match(line, match.end())
    if value is None or ranged or _is_part(line, match):
        if ranged:
            taken.append(ranged.span())
        return
    yield (*match.span(), f"{value}.{decimals(parts)}%" if parts else f"{value}%")


def _year(line: str, match: re.Match[str], _: list[tuple[int, int]]) -> Iterator[_Piece]:
    if not _is_part(line, match):
        yield (*match.span(), "".join(str(DIGITS[sign]) for sign in match.group()))


def _date(line: str, match: re.Match[str], taken: list[tuple[int, int]]) -> Iterator[_Piece]:
    """Write month and day; a month alone after a year only."""
    before, _ = _around(line, match)
    month, day = cardinal(match[1]), cardinal(match[2] or "")
    after_year = before == "年" and any(match.start() - 1 == end for _, end in taken)
    if before in SIGNS | _BEFORE_PART | {_FIGURES} or not (after_year or (day or _LAST_DAY + 1) <= _LAST_DAY):
        return
    yield (*match.span(1), str(month))
    if day is not None and day <= _LAST_DAY:
        yield (*match.span(2), str(day))


def _number(line: str, match: re.Match[str], taken: list[tuple[int, int]]) -> Iterator[_Piece]:
    whole, parts, scale = match.groups()
    if _is_part(line, match) or _follows_words(line, match.start(), taken):
        return
    if whole is None:
        digits = spelt_out(match.group())
        if digits:
            yield (*match.span(), digits)
    elif parts:
        value = cardinal(whole)
        if value is not None and _is_decimal(line, match):
            yield match.start(), match.end() - len(scale), f"{value}.{decimals(parts)}"
    elif _is_counting(line, match):
        yield from _cardinal(whole, match.start())


def _follows_words(line: str, start: int, taken: list[tuple[int, int]]) -> bool:
    """Say whether the number ends a range that begins with a number in words: 五到十个, 三到五百, 九月到十二月."""
    before = re.search("([零〇一二三四五六七八九两十百千万亿]).?[到至]$", line[:start])
    return before is not None and not any(before.start() < end < start for _, end in taken)


def _is_decimal(line: str, match: re.Match[str]) -> bool:
    """Tell 两点五倍 from 两点 (o'clock, or two points): a unit follows, the end, or there are several decimals."""
    whole, parts, scale = match.groups()
    before, after = _around(line, match)
    if whole == "一" and before and before not in _SURE_BEFORE_ONE:
        return False
    if (parts == "一" and after == "个") or (after == "分" and not line.startswith("分钟", match.end())):
        return False
    return bool(scale) or len(parts) > 1 or not after or line.startswith(_UNITS, match.end())


def _is_counting(line: str, match: re.Match[str]) -> bool:
    """Say whether a whole number is surely one that counts or measures."""
    said, value = match.group(), cardinal(match.group())
    if value is None or value < _SMALL:
        return False
    end = match.end()
    ranged = re.compile(f"[到至]({'|'.join(SIGNS)})+").match(line, end)
    if ranged and cardinal(ranged.group()[1:]) is not None:
        end = ranged.end()
    large = value >= _LARGE and said[0] != "十" and not (said[0] == "一" and len(said) == len("一百"))
    before, _ = _around(line, match)
    alone = end == len(line) and len(said) > 1 and value != _SINGLES_DAY and before != "月"
    return large or alone or line.startswith(_UNITS, end)


def _cardinal(said: str, start: int) -> Iterator[_Piece]:
    """Write a whole number; where it ends in 万 or 亿, these stay."""
    if said[-1] not in SCALES:
        yield start, start + len(said), str(cardinal(said))
        return
    for part in re.finditer("[^万亿]+", said):
        yield start + part.start(), start + part.end(), str(cardinal(part.group().lstrip("零")))
