"""Results in an answer: what came of what was done, said as something that has happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from gateway.language.functionwords import is_function_word
from gateway.language.segmenting import tokens

_CHANGED = (
    "rose|grew|increased|climbed|doubled|tripled|went up|fell|dropped|decreased|declined|halved|went down|reduced|"
    "improved|raised|lowered|shortened|saved|cut"
)
_REACHED = (
    "achieved|reached|exceeded|delivered|shipped|launched|released|completed|finished|solved|resolved|fixed|won|earned|"
    "signed|closed|recovered|published|rolled out|went live|came down|paid off"
)
_ENGLISH = re.compile(rf"\b(?:{_CHANGED}|{_REACHED})\b", re.IGNORECASE)
_NOT_ENGLISH = re.compile(
    r"\b(?:not|never|hardly|nothing|nobody|without|cannot|would have|could have|should have|to be|if \w+|\w+n['’]t)"
    r"(?:\s+\w+){0,2}\s*$",
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(r"\b(?:an?|the|this|that|to|will|would|can|could|should|must|may|might)\s+$", re.IGNORECASE)
"""Before "cut" and the like these make a noun or something that has not happened: "the cut", "to cut"."""
_SAME_IN_PRESENT = {"cut"}

_REST_ENGLISH = re.compile(r"(?:\s+[$€£]?\w+(?:[.'’-]\w+)*%?){0,6}")
_REST_CHINESE = re.compile(r"[^，。！？；,、\s]{0,12}")
"""What came of it, as far as it stands in the same clause."""

_UP_DOWN = "提高|提升|上升|增长|增加|上涨|降低|下降|减少|缩短|节省|节约|压缩|扩大|改善"
_CHINESE = re.compile(
    rf"(?:{_UP_DOWN})(?:了|到|至)|(?:涨|降|升|减|增|缩短|提前)(?:到|至|了)"
    r"|(?:上线|发布|完成|达成|交付|落地|解决|修复|签下|签成|拿下|拿到|谈成|做成|通过|超额|获得|挽回|追回|避免)了"
    r"|(?:按时|按期|准时|顺利|成功)(?:地)?(?:上线|发布|完成|交付|签约|解决|落地|通过)"
    r"|超额完成|翻倍|翻了?[一两三]番"
)
_NOT_CHINESE = re.compile(
    "(?:没有|没能|没|未能|未|不|别|如果|要是|假如|希望|打算|准备|计划|想要?|应该|可以)[^，。！？；]{0,4}$"
)


def results(text: str, chinese: bool) -> Iterator[tuple[int, int]]:
    """Give start and end of the words that tell a result, in order: the verb and what follows in its clause.

    What did not happen ("never launched", 没有提高) or has not yet ("to be launched", 希望提高到) is no result.
    """
    pattern, denied = (_CHINESE, _NOT_CHINESE) if chinese else (_ENGLISH, _NOT_ENGLISH)
    found = list(pattern.finditer(text))
    for match, following in zip_longest(found, found[1:]):
        before = text[: match.start()]
        present = match.group().lower() in _SAME_IN_PRESENT and _NOUN_BEFORE.search(before)
        if not denied.search(before) and not present:
            rest = (_REST_CHINESE if chinese else _REST_ENGLISH).match(
                text, match.end(), following.start() if following else len(text)
            )
            yield match.start(), _content_end(text, match.end(), rest.end() if rest else match.end())


def _content_end(text: str, least: int, most: int) -> int:
    """Give where the last word with a meaning of its own ends: "launched it" is "launched"."""
    ends = (least + one.end for one in tokens(text[least:most]) if not is_function_word(one.text))
    last = max(ends, default=least)
    return last + (text[last : last + 1] in {"%", "％"})
