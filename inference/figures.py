"""Numbers that were recognised as words, written in digits as a reader expects them: "10%" for "ten percent"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from inference.kernels import numbers_en, numbers_zh
from inference.kernels.figure import Figure
from inference.types import Word

_BY_LANGUAGE: Mapping[str, Callable[[Sequence[str]], list[Figure]]] = {
    "en": numbers_en.figures,
    "zh": numbers_zh.figures,
}


def written(words: Sequence[Word], language: str) -> list[Word]:
    """Give `words` with numbers in digits; in other languages than English and Chinese nothing changes.

    A number takes the time from the first to the last word that said it, and the least of their confidences.
    """
    find = _BY_LANGUAGE.get(language)
    result: list[Word] = []
    at = 0
    for first, last, text in find([word.text for word in words]) if find else ():
        said = words[first : last + 1]
        result.extend(words[at:first])
        result.append(
            Word(
                text=text,
                start_ms=said[0].start_ms,
                end_ms=said[-1].end_ms,
                confidence=min(word.confidence for word in said),
            )
        )
        at = last + 1
    return [*result, *words[at:]]
