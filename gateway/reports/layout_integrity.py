"""Hints that something is worth asking about, as they stand on the page."""

from __future__ import annotations

from gateway.domain.integrity import Hint, Stretch
from gateway.domain.report import Report
from gateway.reports.reader import Reader
from gateway.reports.view import HintView, Quote
from gateway.reports.wording import clock


def _place(hint: Hint, stretch: Stretch, reader: Reader) -> Quote:
    return Quote(
        text="",
        question=reader.question(hint.question_id),
        times=f"{clock(stretch.start_ms)}–{clock(stretch.end_ms)}",
        anchor=reader.anchor_at(hint.question_id, stretch.start_ms),
        play=reader.play(hint.answer_id, stretch.start_ms),
        ms=stretch.start_ms,
    )


def lay_out_hints(report: Report, reader: Reader) -> tuple[HintView, ...]:
    """Lay out the hints in the order of the questions, each with the places that can be looked up."""
    return tuple(
        HintView(
            text=one.text.to(reader.locale) if one.text else one.kind.value,
            caution=one.caution.to(reader.locale) if one.caution else "",
            question=reader.question(one.question_id),
            times=tuple(_place(one, stretch, reader) for stretch in one.stretches),
            quotes=tuple(map(reader.quote, one.passages)),
        )
        for one in report.integrity
    )
