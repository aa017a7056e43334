"""Names in an answer: of people, companies, places and products, found by capitals or by the dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gateway.domain.signals import Sentence
from gateway.language.dictionary import dictionary
from gateway.language.functionwords import is_function_word
from gateway.language.segmenting import Token, is_chinese, tokens

_GENERAL = """
AI API APP B2B B2C BD CEO CFO COO CRM CTO CV DIY ERP FAQ GDP HR ID IT KPI MVP OK OKR PC PDF PM PPT PR QA QR ROI SLA SOP
TV UI URL UX VIP VP WIFI
"""
GENERAL = frozenset(_GENERAL.split())
"""Abbreviations that name nobody and nothing in particular."""

_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof"})
_JOINED = re.compile(r"(?:\.?\s|[-&]|\s&\s)")
"""What may stand inside a name of several words: "Hong Kong", "Mr. Li", "Coca-Cola"."""

_OPENS = re.compile(r"[:\"“‘(]\s*$")
"""A word after these may have its capital from its place."""

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_FORMS = "总监|经理|老师|主任|院长|校长|主管|师傅|博士|教授|女士|先生|总|姐|哥|工(?!作|资|程|人|业)"
_PERSON = re.compile(rf"[老小]?[{_SURNAMES}](?:{_FORMS})")
_TITLE = re.compile("《([^》]{1,30})》")


def shows_names(sentences: Sequence[Sentence]) -> bool:
    """Say whether capitals tell names: the sentences begin with one, and not everything is in capitals."""
    texts = [one.text for one in sentences]
    if not texts or any(map(is_chinese, texts)):
        return True
    mixed = any(letter.islower() for text in texts for letter in text)
    return mixed and 2 * sum(text.lstrip('"“‘(')[:1].isupper() for text in texts) >= len(texts)


def names(sentence: Sentence, known: frozenset[str] = frozenset()) -> Iterator[tuple[int, int]]:
    """Give start and end of every name in a sentence, counted from the sentence's start.

    English: words with a capital that they do not owe to their place; the first word counts where it is `known` (lower
    case) from elsewhere in the answer or has a capital inside (iPhone). Words that follow each other are one name.
    Chinese: names of the dictionary, a surname with a title (王经理), a title in 《》, and Latin words with a capital.
    """
    yield from _chinese(sentence.text) if is_chinese(sentence.text) else _english(sentence.text, known)


def named_elsewhere(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Give, in lower case, the words whose capital in the middle of a sentence shows them to be names."""
    return frozenset(one.text[start:end].lower() for one in sentences for start, end in _english(one.text, frozenset()))


def _english(text: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    run: list[Token] = []
    for at, token in enumerate(tokens(text)):
        placed = at == 0 or _OPENS.search(text[: token.start]) is not None
        if _is_name(token.text, placed, known):
            if run and not _JOINED.fullmatch(text[run[-1].end : token.start]):
                yield from _whole(run)
                run = []
            run.append(token)
        else:
            yield from _whole(run)
            run = []
    yield from _whole(run)


def _is_name(word: str, placed: bool, known: frozenset[str]) -> bool:
    plain = re.sub("['’]s$", "", word)
    if plain.upper() in GENERAL or is_function_word(plain) or not any(map(str.isupper, plain)):
        return False
    if any(map(str.isupper, plain[1:])) or not placed:
        return True
    return plain.lower() in known or plain.lower() in _TITLES


def _whole(run: Sequence[Token]) -> Iterator[tuple[int, int]]:
    if any(one.text.lower() not in _TITLES for one in run):
        yield run[0].start, run[-1].end


def _chinese(text: str) -> Iterator[tuple[int, int]]:
    found = [match.span(1) for match in _TITLE.finditer(text)]
    found += [match.span() for match in _PERSON.finditer(text)]
    found += [(one.start, one.end) for one in tokens(text) if _is_chinese_name(one.text)]
    last = 0
    for start, end in sorted(found):
        if start >= last:
            yield start, end
            last = end


def _is_chinese_name(word: str) -> bool:
    if is_chinese(word):
        return word in dictionary().names
    return len(word) > 1 and any(map(str.isupper, word)) and word.upper() not in GENERAL
