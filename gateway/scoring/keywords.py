"""Which keywords of a dimension were said, and where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from gateway.domain.scoring import Evidence
from gateway.domain.signals import MeasuredAnswer
from gateway.scoring.formula import KEYWORDS_A_SENTENCE
from gateway.scoring.matching import quote, usable_sentences
from gateway.scoring.statements import is_denied

SIGNS = {"percent": "%", "per cent": "%", "dollar": r"\$", "euro": "€", "百分之": "%"}
"""Keywords that stand as a sign beside the digits of a transcript: what is said as "ten percent" is read as "10%"."""


def _pattern(keyword: str) -> re.Pattern[str]:
    """Match an English keyword with up to three letters more (`test`: tested, testing), a Chinese one anywhere."""
    sign = f"|{SIGNS[keyword.lower()]}" if keyword.lower() in SIGNS else ""
    if keyword.isascii():
        return re.compile(rf"\b{re.escape(keyword)}[a-z]{{0,3}}\b{sign}", re.IGNORECASE)
    return re.compile(re.escape(keyword) + sign)


def _occurrences(keyword: str, answers: Sequence[MeasuredAnswer]) -> Iterator[tuple[str, int, Evidence]]:
    """Give where a keyword is said: answer, sentence and quotation of the word with the times of its sentence.

    What is denied is not said: "we never measured it" does not earn what measuring earns.
    """
    pattern = _pattern(keyword)
    for answer in answers:
        for index in usable_sentences(answer):
            whole = quote(answer, index, index)
            match = next(
                (one for one in pattern.finditer(whole.quote) if not is_denied(whole.quote, one.start())), None
            )
            if match:
                at = whole.start + match.start()
                word = replace(whole, start=at, end=at + len(match.group()), quote=match.group())
                yield answer.answer_id, index, word


def find_keywords(keywords: Sequence[str], answers: Sequence[MeasuredAnswer]) -> tuple[Evidence, ...]:
    """Find each keyword once, at most `KEYWORDS_A_SENTENCE` of them in one sentence.

    The times of a keyword are those of the sentence it stands in.
    """
    taken: Counter[tuple[str, int]] = Counter()
    found: list[Evidence] = []
    for keyword in dict.fromkeys(keywords):
        for answer_id, sentence, evidence in _occurrences(keyword, answers):
            if taken[answer_id, sentence] < KEYWORDS_A_SENTENCE:
                taken[answer_id, sentence] += 1
                found.append(evidence)
                break
    return tuple(found)
