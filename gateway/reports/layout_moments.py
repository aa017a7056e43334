"""Moments as they stand on the page: marks on the timeline, and a list below the answer."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.domain.report import Moment, ReportAnswer
from gateway.domain.signals import MovementKind
from gateway.reports.reader import Reader
from gateway.reports.timeline import TimelineMark
from gateway.reports.view import MomentView, Tone
from gateway.reports.wording import clock
from gateway.reports.wording_moments import MOVEMENTS

LONGEST_QUOTE = 48
"""A longer quotation is cut: the sentence itself is on the same page."""

UNITS: dict[MovementKind, str] = {
    MovementKind.SMILED: "{:.0%}",
    MovementKind.SERIOUS: "{:.0%}",
    MovementKind.BROWS_RAISED: "{:.0%}",
    MovementKind.LOOKED_AWAY: "{:.0f}°",
    MovementKind.PITCH_ROSE: "{:+.1f} st",
    MovementKind.SPOKE_SLOWER: "{:.1f} w/s",
    MovementKind.SPOKE_FASTER: "{:.1f} w/s",
}
"""How values are written; a nod has none."""


def moment_marks(answer: ReportAnswer, reader: Reader) -> Iterator[TimelineMark]:
    """Give a mark on the timeline for every moment; those of one movement stand together."""
    by_time: dict[tuple[int, int], list[Moment]] = {}
    for one in answer.moments:
        by_time.setdefault((one.evidence.start_ms or 0, one.evidence.end_ms or 0), []).append(one)
    for (start, end), together in by_time.items():
        label = " · ".join(dict.fromkeys(_said(one, reader) for one in together))
        yield TimelineMark(ms=start, length_ms=end - start, kind="moment", label=label, tone=Tone.PLAIN)


def lay_out_moments(answer: ReportAnswer, reader: Reader) -> Iterator[MomentView]:
    """Give the list of moments."""
    for one in answer.moments:
        evidence = one.evidence
        yield MomentView(
            text=_said(one, reader),
            value=_values(one, reader),
            time=clock(evidence.start_ms),
            anchor=reader.anchor(evidence.question_id, evidence.start),
            play=reader.play(evidence.answer_id, evidence.start_ms),
            ms=evidence.start_ms,
        )


def _said(moment: Moment, reader: Reader) -> str:
    quote = moment.evidence.quote
    short = quote if len(quote) <= LONGEST_QUOTE else f"{quote[: LONGEST_QUOTE - 1].rstrip()}…"
    return reader.say("moment_at").replace("{what}", MOVEMENTS[moment.kind].to(reader.locale)).replace("{quote}", short)


def _values(moment: Moment, reader: Reader) -> str:
    unit = UNITS.get(moment.kind)
    if unit is None:
        return ""
    value, usual = unit.format(moment.value), unit.format(moment.usual)
    return reader.say("moment_usual").replace("{value}", value).replace("{usual}", usual)
