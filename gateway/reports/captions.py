"""What was said in a recording as captions for its player (WebVTT, W3C)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from gateway.domain.report import Report
from gateway.domain.signals import MeasuredAnswer, Sentence
from gateway.domain.words import FIFTHS, length

CAPTIONS_TYPE = "text/vtt"
CUE_WORDS = 14
"""A caption of about two lines; a longer sentence is shown in parts, each for its share of the sentence's time."""

_BREAK = re.compile(r"(?<=[,;:，、；：])\s*|\s+|(?<=[\u3400-\u9fff])(?=[\u3400-\u9fff])")


def answer_in(report: Report, answer_id: str) -> MeasuredAnswer | None:
    """Give an answer of the report by its id."""
    return next((one.measured for one in report.answers if one.measured.answer_id == answer_id), None)


def to_webvtt(answer: MeasuredAnswer) -> str:
    """Give the captions of an answer; what was said is set as text, never as markup."""
    return "\n\n".join(["WEBVTT", *_cues(answer.sentences)]) + "\n"


def _cues(sentences: Sequence[Sentence]) -> Iterator[str]:
    for sentence in sentences:
        if sentence.start_ms is not None and sentence.end_ms is not None:
            yield from _timed(_parts(sentence.text), sentence.start_ms, sentence.end_ms)


def _timed(parts: Sequence[str], start_ms: int, end_ms: int) -> Iterator[str]:
    """Share the time of a sentence out among its parts by how much each says."""
    total = sum(map(_said, parts))
    before = 0
    for part in parts:
        after = before + _said(part)
        at, until = (start_ms + round((end_ms - start_ms) * share / total) for share in (before, after))
        yield f"{_time(at)} --> {_time(max(until, at + 1))}\n{escape(part, quote=False)}"
        before = after


def _said(text: str) -> int:
    return max(sum(length(word) for word in text.split()), 1)


def _parts(text: str) -> list[str]:
    """Cut a sentence between words, or Chinese characters, into parts of at most `CUE_WORDS` words."""
    parts: list[str] = [""]
    at = 0
    for end in [*(match.end() for match in _BREAK.finditer(text)), len(text)]:
        piece = text[at:end]
        if parts[-1] and _said(parts[-1] + piece) > CUE_WORDS * FIFTHS:
            parts.append("")
        parts[-1] += piece
        at = end
    return [" ".join(part.split()) for part in parts if part.strip()] or [""]


def _time(ms: int) -> str:
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"
