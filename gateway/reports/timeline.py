"""The timeline of an answer: what counts for and against the candidate, at the second at which it was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from gateway.domain.report import Report
from gateway.domain.scoring import Evidence
from gateway.domain.signals import MeasuredAnswer
from gateway.reports.layout_scores import tone_of
from gateway.reports.limits import SHOWN
from gateway.reports.reader import Reader
from gateway.reports.view import Tone
from gateway.reports.view_timeline import PlacedMark, TimelineView
from gateway.reports.wording import clock, signed

ROW_PX = 26
"""A row of marks: a target for fingers is at least 24 pixels high (WCAG 2.2, 2.5.8), and one is apart from the next."""

TRACK_PX = 12

CLOSEST = 8.0
"""Marks nearer to each other than this share of the timeline, in percent, stand in rows: 26 of 325 pixels."""


class TimelineMark(Struct, frozen=True, kw_only=True):
    """Something that happened in a recording, `length_ms` long from `ms` on.

    `kind` names what it is (`indicator`, `keyword`, `moment` ...), `tone` how it counts, `label` says it to the reader.
    """

    ms: int
    length_ms: int
    kind: str
    label: str
    tone: str


def evidence_marks(report: Report, answer: MeasuredAnswer, reader: Reader) -> Iterator[TimelineMark]:
    """Give a mark for every sentence that moved a score in this answer, and one a sentence for its keywords."""
    for dimension in report.score.dimensions:
        for one in dimension.indicators:
            label = report.indicator_labels[f"{dimension.dimension_id}/{one.indicator_id}"].to(reader.locale)
            shown = one.points or (1.0 if one.strength >= SHOWN else 0.0)
            points = f"{signed(one.points)} " if one.points else ""
            for evidence in one.evidence:
                yield from _mark(evidence, answer, "indicator", points + label, tone_of(shown))
    yield from _keywords(report, answer, reader)


def _keywords(report: Report, answer: MeasuredAnswer, reader: Reader) -> Iterator[TimelineMark]:
    said: dict[int, list[Evidence]] = {}
    for dimension in report.score.dimensions:
        for one in dimension.keywords_found:
            if one.answer_id == answer.answer_id and one.start_ms is not None:
                said.setdefault(one.start_ms, []).append(one)
    for found in said.values():
        words = ("、" if reader.locale == "zh-CN" else ", ").join(dict.fromkeys(one.quote for one in found))
        yield from _mark(found[0], answer, "keyword", f"{reader.say('keywords')} {words}", Tone.PLAIN)


def _mark(evidence: Evidence, answer: MeasuredAnswer, kind: str, label: str, tone: str) -> Iterator[TimelineMark]:
    if evidence.answer_id == answer.answer_id and evidence.start_ms is not None and evidence.end_ms is not None:
        length = evidence.end_ms - evidence.start_ms
        yield TimelineMark(ms=evidence.start_ms, length_ms=length, kind=kind, label=label, tone=tone)


def lay_out_timeline(answer: MeasuredAnswer, marks: Sequence[TimelineMark], reader: Reader) -> TimelineView | None:
    """Lay the marks out: what speaks for the candidate above the track, everything else below it.

    Nothing where there is no time: a written answer, or one that could not be heard.
    """
    if not answer.duration_ms or all(one.start_ms is None for one in answer.sentences):
        return None
    inside = sorted((one for one in marks if 0 <= one.ms <= answer.duration_ms), key=lambda one: one.ms)
    lanes = {tone: _rows([one for one in inside if one.tone == tone], answer.duration_ms) for tone in _TONES}
    above = _depth(lanes[Tone.GOOD])
    below = {Tone.BAD: 0, Tone.PLAIN: _depth(lanes[Tone.BAD])}
    track = above * ROW_PX + TRACK_PX // 2
    placed = []
    for tone, rows in lanes.items():
        for mark, row in rows:
            up = tone == Tone.GOOD
            middle = track + (-1 if up else 1) * (TRACK_PX // 2 + ROW_PX // 2 + ROW_PX * (row + below.get(tone, 0)))
            placed.append(_place(mark, middle, answer, reader))
    depth = above + below[Tone.PLAIN] + _depth(lanes[Tone.PLAIN])
    return TimelineView(
        marks=tuple(sorted(placed, key=lambda one: one.ms)),
        height=depth * ROW_PX + TRACK_PX,
        track=track,
        duration=clock(answer.duration_ms),
        duration_ms=answer.duration_ms,
    )


_TONES = (Tone.GOOD, Tone.BAD, Tone.PLAIN)


def _rows(marks: Sequence[TimelineMark], duration_ms: int) -> list[tuple[TimelineMark, int]]:
    """Give each mark the first row in which it is far enough from the one before."""
    last: list[float] = []
    placed = []
    for mark in marks:
        at = 100.0 * mark.ms / duration_ms
        row = next((index for index, end in enumerate(last) if at - end >= CLOSEST), len(last))
        last[row:] = [at, *last[row + 1 :]]
        placed.append((mark, row))
    return placed


def _depth(rows: Sequence[tuple[TimelineMark, int]]) -> int:
    return max((row + 1 for _, row in rows), default=0)


def _place(mark: TimelineMark, middle: int, answer: MeasuredAnswer, reader: Reader) -> PlacedMark:
    return PlacedMark(
        x=round(100.0 * mark.ms / answer.duration_ms, 2),
        width=round(100.0 * min(mark.length_ms, answer.duration_ms - mark.ms) / answer.duration_ms, 2),
        y=middle,
        ms=mark.ms,
        kind=mark.kind,
        tone=mark.tone,
        label=mark.label,
        time=clock(mark.ms),
        anchor=reader.anchor_at(answer.question_id, mark.ms),
        play=reader.play(answer.answer_id, mark.ms),
    )
