"""Notes, adjustments and the comparison as they stand on the page."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from gateway.domain.beside import Beside
from gateway.domain.remark import Remark, RemarkKind, RemarkTarget
from gateway.domain.report import Report
from gateway.domain.rule import AdjustedValue
from gateway.domain.standing import Comparison, Standing
from gateway.reports.reader import Reader
from gateway.reports.view import AdjustedView, ComparisonView, RemarkView, StandingView, Value
from gateway.reports.wording import date, number
from gateway.reports.wording_beside import KINDS
from gateway.scoring.adjusting import OVERALL, adjustments
from gateway.scoring.standing import MIN_OTHERS


def about(report: Report, target: RemarkTarget, target_id: str, reader: Reader) -> str:
    """Give what a remark is about, by its name for people."""
    if target is RemarkTarget.INTERVIEW:
        return reader.say("about_interview")
    if target is RemarkTarget.ANSWER:
        return reader.question(target_id)
    name = report.dimension_names.get(target_id)
    return name.to(reader.locale) if name else target_id


def lay_out_remarks(report: Report, beside: Beside, reader: Reader) -> tuple[RemarkView, ...]:
    """Lay out every remark, oldest first; an adjustment that counts no more says so."""
    counting = {one.id for one in adjustments(beside.remarks, report.id).values()}
    return tuple(_remark(report, one, one.id in counting, reader) for one in beside.remarks)


def _remark(report: Report, remark: Remark, counts: bool, reader: Reader) -> RemarkView:
    past = remark.kind is RemarkKind.ADJUSTMENT and not counts
    value = "" if remark.value is None else f"{_machine(remark.machine, reader)} → {number(remark.value)}"
    return RemarkView(
        kind=KINDS[remark.kind].to(reader.locale),
        about=about(report, remark.target, remark.target_id, reader),
        value=value,
        text=remark.text,
        by=remark.by,
        at=date(remark.at, reader.locale),
        past=reader.say("remark_past") if past else "",
    )


def _machine(value: float | None, reader: Reader) -> str:
    return reader.say("insufficient") if value is None else number(value)


def _label(report: Report, target: str, reader: Reader) -> str:
    if target == OVERALL:
        return reader.say("overall")
    return about(report, RemarkTarget.DIMENSION, target.removeprefix("dimension."), reader)


def _scores(machine: float | None, value: float | None, reader: Reader) -> str:
    """Give the machine's score and a person's: "machine 72.4 · adjusted 78.0"."""
    return (
        f"{reader.say('machine_score')} {_machine(machine, reader)} · "
        f"{reader.say('adjusted_score')} {_machine(value, reader)}"
    )


def lay_out_adjustment(report: Report, adjusted: AdjustedValue, reader: Reader) -> Value:
    """Lay out a score that a person changed, beside the machine's, as a decision names it."""
    scores = _scores(adjusted.machine, adjusted.value, reader)
    return Value(_label(report, adjusted.target, reader), f"{scores} · {adjusted.by} · {adjusted.reason}")


def _following(report: Report, beside: Beside, direct: Collection[str], reader: Reader) -> Iterator[AdjustedView]:
    """Give the scores that changed because others did."""
    adjusted, score = beside.adjusted, report.score
    if adjusted is None:
        return
    pairs = [("overall", score.overall, adjusted.overall), ("culture_fit", score.culture_fit, adjusted.culture_fit)]
    for key, machine, value in pairs:
        if value != machine and not (key == OVERALL and OVERALL in direct):
            yield AdjustedView(
                label=reader.say(key), scores=_scores(machine, value, reader), why=reader.say("adjusted_follows")
            )


def lay_out_adjusted(report: Report, beside: Beside, reader: Reader) -> tuple[AdjustedView, ...]:
    """Lay out every score that is another with the adjustments: those that persons changed, and what follows."""
    direct = adjustments(beside.remarks, report.id)
    changed = (
        AdjustedView(
            label=_label(report, target, reader),
            scores=_scores(one.machine, one.value, reader),
            why=f"{one.by} · {date(one.at, reader.locale)} · {one.text}",
        )
        for target, one in direct.items()
    )
    return (*changed, *_following(report, beside, direct, reader))


def lay_out_totals(report: Report, beside: Beside, reader: Reader) -> tuple[str, str]:
    """Give the adjusted overall score and culture fit in words, empty where they are the machine's."""
    adjusted, score = beside.adjusted, report.score
    if adjusted is None:
        return "", ""
    pairs = ((score.overall, adjusted.overall), (score.culture_fit, adjusted.culture_fit))
    overall, culture = (
        "" if value == machine else f"{reader.say('with_adjustments')} {_machine(value, reader)}"
        for machine, value in pairs
    )
    return overall, culture


def _few(others: int, reader: Reader) -> str:
    return reader.say("too_few").format(others=others, least=MIN_OTHERS)


def _standing(label: str, standing: Standing, reader: Reader) -> StandingView:
    if standing.median is None or standing.own is None or standing.above is None:
        few = reader.say("insufficient") if standing.own is None else _few(standing.others, reader)
        return StandingView(label=label, few=few)
    facts = (
        Value(reader.say("others"), f"{standing.others}"),
        Value(reader.say("rank"), f"{standing.rank} / {standing.others + 1}"),
        Value(reader.say("above"), f"{standing.above:.0%}"),
        Value(reader.say("median"), number(standing.median)),
        Value(reader.say("middle_half"), f"{number(standing.quartile1)}–{number(standing.quartile3)}"),
        Value(reader.say("range"), f"{number(standing.lowest)}–{number(standing.highest)}"),
    )
    return StandingView(
        label=label,
        few="",
        facts=facts,
        own=standing.own,
        box=(
            standing.lowest or 0.0,
            standing.quartile1 or 0.0,
            standing.median,
            standing.quartile3 or 0.0,
            standing.highest or 0.0,
        ),
        dots=standing.scores,
    )


def lay_out_comparison(report: Report, comparison: Comparison | None, reader: Reader) -> ComparisonView | None:
    """Lay out where the candidate stands; nothing for reports whose scores cannot be compared."""
    if comparison is None:
        return None
    as_of = (
        f"{reader.say('comparison_note')}{date(comparison.as_of, reader.locale)}"
        f"{reader.say('full_stop')}{reader.say('comparison_live')}"
    )
    if all(one.others < MIN_OTHERS for one in (comparison.overall, *comparison.dimensions.values())):
        return ComparisonView(as_of=as_of, few=_few(comparison.overall.others, reader), rows=())
    rows = [_standing(reader.say("overall"), comparison.overall, reader)]
    rows += [
        _standing(about(report, RemarkTarget.DIMENSION, name, reader), one, reader)
        for name, one in comparison.dimensions.items()
    ]
    return ComparisonView(as_of=as_of, few="", rows=tuple(rows))
