"""Intervals, and decisions that hang on them, as they stand on the page."""

from __future__ import annotations

from gateway.domain.report import Report
from gateway.domain.rule import CloseCall, RuleValue
from gateway.domain.scoring import Interval
from gateway.reports.reader import Reader
from gateway.reports.view import IntervalView, Part, Value
from gateway.reports.wording import ACTIONS, number
from gateway.reports.wording_intervals import DOUBTS

_RULE_VALUES = {"score": "overall", "culture_fit": "culture_fit", "survey": "survey"}


def lay_out_interval(interval: Interval | None, highest: float, digits: int, reader: Reader) -> IntervalView | None:
    """Lay out an interval of a score out of `highest`; reports of old have none."""
    if interval is None:
        return None
    return IntervalView(
        text=f"{number(interval.low, digits)}–{number(interval.high, digits)}",
        low=round(interval.low / highest * 100.0, 1),
        width=round((interval.high - interval.low) / highest * 100.0, 1),
        parts=tuple(
            Part(label=DOUBTS[one.doubt].to(reader.locale), points=f"±{number(one.points)}") for one in interval.parts
        ),
    )


def lay_out_value(report: Report, value: RuleValue, reader: Reader) -> Value:
    """Lay out a value that a rule looks at, by its name for people."""
    if value.name in _RULE_VALUES:
        label = reader.say(_RULE_VALUES[value.name])
    else:
        name = report.dimension_names.get(value.name.removeprefix("dimensions."))
        label = name.to(reader.locale) if name else value.name
    return Value(label, reader.say("absent_value") if value.value is None else number(value.value))


def lay_out_close_call(report: Report, call: CloseCall, reader: Reader) -> Value:
    """Lay out what would be decided at other values: those, and the actions."""
    values = (lay_out_value(report, one, reader) for one in call.values)
    return Value(
        ("，" if reader.locale == "zh-CN" else ", ").join(f"{one.label} {one.value}" for one in values),
        " + ".join(ACTIONS[one].to(reader.locale) for one in call.actions),
    )
