"""How an answer is built: point, order, reasons, figures, conclusion. Found by the words that mark them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gateway.domain.signals import StructureSignals

PART_POINTS = 2.0
"""Each of the five parts gives at most this many of the 10 points."""

OPENING = 2
"""The point is stated when a marker stands in one of the first two sentences."""

CLOSING = 2
"""A conclusion stands in one of the last two sentences of an answer of at least three."""

MIN_SENTENCES_TO_CONCLUDE = 3

_NUMBER = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|percent|per cent|half|"
    r"twice|thirds?"
)


def _marker(english: str, chinese: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{english})\b|{chinese}", re.IGNORECASE)


POINT = _marker(
    r"in short|in brief|my view|my answer|my approach|the short answer|i believe|i think that|the main|"
    r"the most important|the key|i want to talk about|one example is|a good example|i once",
    "简单来说|简单地说|我认为|我的看法|我的观点|总的来说|核心是|关键是|最重要的",
)
ORDER = re.compile(
    r"(?:^|[,;:] |\b(?:and|so|but) )(?:first|firstly|first of all|second|secondly|third|thirdly|then|next|after that|"
    r"after the|before the|finally|to begin with|lastly)\b"
    r"|首先|其次|第[一二三四五]|然后|接着|接下来|最后|一方面|另一方面",
    re.IGNORECASE,
)
"""At the beginning of a clause: "we asked first" orders nothing."""

REASON = _marker(
    r"because|so that|so (?:we|i|it|they|that)|therefore|the reason|due to|which is why|that is why|this is why",
    "因为|所以|因此|由于|原因是|以便|从而",
)
FIGURE = re.compile(
    rf"\d|%|\b(?:{_NUMBER})\b|[一二两三四五六七八九十百千万]+(?:个|次|天|周|倍|成|人|名|家|万|年|月)|百分之", re.I
)
CONCLUSION = _marker(
    r"in the end|as a result|in conclusion|in summary|to sum up|overall|what i learned|i learned|the result|"
    r"since then|today i|now i|that is why|looking back",
    "总之|最终|最后|结果|总结|从那以后|现在我|我学到|回头看",
)


def _found(pattern: re.Pattern[str], texts: Sequence[str], indexes: range) -> tuple[int, ...]:
    return tuple(index for index in indexes if pattern.search(texts[index]))


def _once(found: tuple[int, ...]) -> float:
    """One sentence is enough for all points."""
    return PART_POINTS if found else 0.0


def _twice(found: tuple[int, ...]) -> float:
    """Two sentences give all points, one gives half."""
    return PART_POINTS * min(len(found), 2) / 2


def measure_structure(texts: Sequence[str]) -> StructureSignals:
    """Measure how the sentences build an answer, out of 10.

    Stating the point at the beginning and concluding at the end give 2 points each when one sentence does it; ordering
    words, reasons and figures give 1 point a sentence, at most 2 each. A marker is a sign of structure, no proof: the
    sentences are named, so that a reader can see what was taken for what.
    """
    everywhere = range(len(texts))
    closing = (
        range(max(len(texts) - CLOSING, OPENING), len(texts)) if len(texts) >= MIN_SENTENCES_TO_CONCLUDE else range(0)
    )
    point = _found(POINT, texts, everywhere[:OPENING])
    order = _found(ORDER, texts, everywhere)
    reasons = _found(REASON, texts, everywhere)
    figures = _found(FIGURE, texts, everywhere)
    conclusion = _found(CONCLUSION, texts, closing)
    return StructureSignals(
        score=_once(point) + _twice(order) + _twice(reasons) + _twice(figures) + _once(conclusion),
        states_point=point,
        orders_parts=order,
        gives_reasons=reasons,
        gives_figures=figures,
        concludes=conclusion,
    )
