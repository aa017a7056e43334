"""Moments as they stand on the page: marks on the timeline, and a list below the answer."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.domain.report import KeyMoment, Report, ReportAnswer
from gateway.domain.signals import MovementKind
from gateway.reports.reader import Reader
from gateway.reports.timeline import TimelineMark
from gateway.reports.view import MomentView, Tone
from gateway.reports.wording import clock, shortened
from gateway.reports.wording_moments import MOVEMENTS, UNITS

FORMATS: dict[MovementKind, str] = {
    MovementKind.SMILED: "{:.0%}",
    MovementKind.SERIOUS: "{:.0%}",
    MovementKind.BROWS_RAISED: "{:.0%}",
    MovementKind.LOOKED_AWAY: "{:.0f}°",
    MovementKind.PITCH_ROSE: "{:+.1f}",
    MovementKind.SPOKE_LOUDER: "{:+.1f}",
    MovementKind.SPOKE_SLOWER: "{:.1f}",
    MovementKind.SPOKE_FASTER: "{:.1f}",
}
"""How values are written; a nod has none."""


def moment_marks(answer: ReportAnswer, reader: Reader) -> Iterator[TimelineMark]:
    """Give a mark on the timeline for every moment; those of one movement stand together."""
    by_time: dict[tuple[int, int], list[KeyMoment]] = {}
    for one in answer.moments:
        by_time.setdefault((one.evidence.start_ms or 0, one.evidence.end_ms or 0), []).append(one)
    for (start, end), together in by_time.items():
        label = " · ".join(dict.fromkeys(_said(one, reader) for one in together))
        yield TimelineMark(ms=start, length_ms=end - start, kind="moment", label=label, tone=Tone.PLAIN)


def lay_out_moments(report: Report, answer: ReportAnswer, reader: Reader) -> Iterator[MomentView]:
    """Give the list of moments."""
    for one in answer.moments:
        evidence = one.evidence
        yield MomentView(
            text=_said(one, reader),
            about=report.indicator_labels[one.indicator].to(reader.locale) if one.indicator else "",
            value=_values(one, reader),
            time=clock(evidence.start_ms),
            anchor=reader.anchor(evidence.question_id, evidence.start),
            play=reader.play(evidence.answer_id, evidence.start_ms),
            ms=evidence.start_ms,
        )


def _said(moment: KeyMoment, reader: Reader) -> str:
    what = MOVEMENTS[moment.kind].to(reader.locale)
    return reader.say("moment_at").replace("{what}", what).replace("{quote}", shortened(moment.evidence.quote))


def _values(moment: KeyMoment, reader: Reader) -> str:
    form = FORMATS.get(moment.kind)
    if form is None:
        return ""
    value, usual = (form.format(one).replace("-", "−") for one in (moment.value, moment.usual))
    unit = UNITS[moment.kind].to(reader.locale) if moment.kind in UNITS else ""
    return reader.say("moment_usual").replace("{value}", value + unit).replace("{usual}", usual + unit)
