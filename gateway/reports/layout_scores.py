"""Dimensions, strengths and weaknesses as they stand on the page."""

from __future__ import annotations

from gateway.domain.competency import IndicatorKind
from gateway.domain.report import Finding, Report
from gateway.domain.scoring import DimensionScore, IndicatorScore
from gateway.reports.compose import SHOWN
from gateway.reports.layout_intervals import lay_out_interval
from gateway.reports.reader import Reader
from gateway.reports.view import DimensionView, FindingView, Line, Part, Tone
from gateway.reports.wording import KINDS, level_label, number, signed
from gateway.scoring.levels import BOUNDS

HIGHEST = 100.0


def tone_of(points: float) -> str:
    """Give how points count for the candidate."""
    if points == 0.0:
        return Tone.PLAIN
    return Tone.GOOD if points > 0.0 else Tone.BAD


def _line(report: Report, dimension: DimensionScore, score: IndicatorScore, reader: Reader) -> Line:
    absent = f"{reader.say('absent_from')}{reader.questions(dimension.questions)}"
    return Line(
        label=report.indicator_labels[f"{dimension.dimension_id}/{score.indicator_id}"].to(reader.locale),
        kind=KINDS[score.kind].to(reader.locale),
        points=signed(score.points),
        out_of=number(score.max_points, 0),
        tone=tone_of(score.points),
        quotes=tuple(map(reader.quote, score.evidence)),
        note="" if score.evidence else absent,
        shown_by=_shown_by(score, reader) if score.evidence else "",
    )


def _shown_by(score: IndicatorScore, reader: Reader) -> str:
    """Say what shows it: the words of a cue, or how near the sentence is to an exemplar."""
    if score.cue:
        return reader.say("cue") + " · ".join(score.cue)
    return f"{reader.say('similarity')} {number(score.similarity, 2)}"


def _parts(dimension: DimensionScore, reader: Reader) -> tuple[Part, ...]:
    return (
        Part(label=reader.say("start_points"), points=number(dimension.start_points)),
        Part(label=reader.say("indicators"), points=signed(_indicator_points(dimension))),
        Part(label=reader.say("keywords"), points=signed(dimension.keyword_points)),
        Part(label=reader.say("structure"), points=signed(dimension.structure_points)),
    )


def _indicator_points(dimension: DimensionScore) -> float:
    return round(sum(one.points for one in dimension.indicators), 1) + 0.0


def _is_capped(dimension: DimensionScore) -> bool:
    """Whether the parts add up to less than 0 or more than 100."""
    parts = dimension.start_points + dimension.keyword_points + dimension.structure_points
    return not 0.0 <= round(parts + _indicator_points(dimension), 1) <= HIGHEST


def _described(dimension: DimensionScore, reader: Reader) -> str:
    """Say what a bar shows: the score out of 100, and where the levels begin."""
    if dimension.score is None:
        return reader.say("insufficient")
    begin = ", ".join(number(one, 0) for one in BOUNDS)
    return f"{number(dimension.score)} {reader.say('of_100')}. {reader.say('levels_begin')} {begin}"


def lay_out_dimension(report: Report, dimension: DimensionScore, reader: Reader) -> DimensionView:
    """Lay out one dimension with everything that made its score."""
    weight = sum(one.weight for one in report.score.dimensions)
    measured = dimension.score is not None
    reached = report.levels.get(dimension.dimension_id)
    return DimensionView(
        id=dimension.dimension_id,
        name=report.dimension_names[dimension.dimension_id].to(reader.locale),
        weight=f"{dimension.weight / weight:.0%}" if weight else "",
        score=number(dimension.score) if measured else "",
        filled=dimension.score or 0.0,
        described=_described(dimension, reader),
        level=level_label(reached.level, reader.locale) if reached else "",
        anchor=reached.anchor.to(reader.locale) if reached else "",
        lines=tuple(_line(report, dimension, one, reader) for one in dimension.indicators),
        parts=_parts(dimension, reader) if measured else (),
        capped=measured and _is_capped(dimension),
        keywords=tuple(map(reader.quote, dimension.keywords_found)),
        interval=lay_out_interval(dimension.interval, HIGHEST, 0, reader),
        absent_keywords=reader.listed(tuple(one.term for one in dimension.concepts if one.evidence is None)),
    )


def _prefix(score: IndicatorScore, reader: Reader) -> str:
    """Give what stands before the label of a weakness: the label itself names what is wanted."""
    if score.kind is IndicatorKind.NEGATIVE:
        return ""
    return reader.say("partly_shown" if score.strength > 0.0 else "not_shown")


def lay_out_finding(report: Report, finding: Finding, reader: Reader, *, weakness: bool) -> FindingView:
    """Lay out a strength or a weakness."""
    dimension = next(one for one in report.score.dimensions if one.dimension_id == finding.dimension_id)
    score = next(one for one in dimension.indicators if one.indicator_id == finding.indicator_id)
    absent = f"{reader.say('absent_from')}{reader.questions(dimension.questions)}"
    quoted = not weakness or score.kind is IndicatorKind.NEGATIVE or 0.0 < score.strength < SHOWN
    quotes = finding.evidence if quoted else ()
    return FindingView(
        text=(_prefix(score, reader) if weakness else "") + finding.text.to(reader.locale),
        dimension=report.dimension_names[finding.dimension_id].to(reader.locale),
        points=signed(finding.points) if finding.points and weakness == (finding.points < 0.0) else "",
        quotes=tuple(map(reader.quote, quotes)),
        note="" if finding.evidence else absent,
        advice=finding.advice.to(reader.locale) if finding.advice else "",
    )
