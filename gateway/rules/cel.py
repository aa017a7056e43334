"""Conditions in CEL, the Common Expression Language: typed, without loops, evaluated within a budget."""

from __future__ import annotations

import re
from functools import cache

from cel_expr_python import cel

from gateway.domain.text import LocalizedText
from gateway.rules.conditions import Condition, ConditionError, Facts, Problem

MAX_LENGTH = 2_000
"""Characters of a condition; longer ones are not written by people."""

_TOKEN = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<name>[A-Za-z_]\w*)|(?P<float>\d+\.\d+|\d+[eE][+-]?\d+)|(?P<int>\d+)"""
)
_ERROR = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")

_HELP_UNKNOWN = LocalizedText(
    '没有这个名称。可用：score、culture_fit、survey、dimensions["维度编号"]。',
    'There is no such name. Available: score, culture_fit, survey, dimensions["dimension id"].',
)
_HELP_TYPE = LocalizedText(
    "两边的类型不一致。分数只能与数字比较，例如 score >= 80。",
    "The two sides do not fit together. Compare values with numbers, for example score >= 80.",
)
_HELP_SYNTAX = LocalizedText(
    "写法有误。例如：score >= 80 && culture_fit >= 4。",
    "This cannot be read. An example: score >= 80 && culture_fit >= 4.",
)
_HELP_BOOLEAN = LocalizedText(
    "条件必须是一个判断，例如 score >= 80。", "A condition must be a comparison, for example score >= 80."
)
_HELP_LENGTH = LocalizedText(
    f"条件不能超过 {MAX_LENGTH} 个字符。", f"A condition may have at most {MAX_LENGTH} characters."
)


@cache
def _environment() -> cel.Env:
    """Give the CEL environment: the four names, all numbers of type double."""
    number = cel.Type.DOUBLE
    return cel.NewEnv(
        variables={
            "score": number,
            "culture_fit": number,
            "survey": number,
            "dimensions": cel.Type.Map(cel.Type.STRING, number),
        }
    )


def _with_doubles(source: str) -> str:
    """Write whole numbers as doubles (`80` as `80.0`): CEL does not compare a double with an integer."""
    return _TOKEN.sub(lambda match: f"{match.group()}.0" if match.group("int") else match.group(), source)


def _original_column(line: str, column: int) -> int:
    """Give the column in the line as it was written for a column in the line with doubles, both from 1."""
    shift = 0
    for match in _TOKEN.finditer(line):
        if match.group("int"):
            if match.end() + shift + 1 >= column:
                break
            shift += len(".0")
    return min(max(column - shift, 1), len(line) + 1)


def _help(message: str) -> LocalizedText:
    if "undeclared reference" in message:
        return _HELP_UNKNOWN
    return _HELP_TYPE if "no matching overload" in message else _HELP_SYNTAX


def _problems(source: str, error: str) -> tuple[Problem, ...]:
    lines = source.split("\n")
    found = tuple(
        Problem(
            line=int(line),
            column=_original_column(lines[min(int(line), len(lines)) - 1], int(column)),
            message=message.removesuffix(" [INVALID_ARGUMENT]"),
            help=_help(message),
        )
        for line, column, message in _ERROR.findall(error)
    )
    return found or (Problem(line=1, column=1, message=error, help=_HELP_SYNTAX),)


class CelCondition:
    """A compiled condition. `names` are the fields of `Facts` that it mentions."""

    def __init__(self, expression: cel.Expression, names: frozenset[str]) -> None:
        self._expression = expression
        self.names = names

    def holds(self, facts: Facts) -> bool:
        """Say whether it holds.

        A value that is not there makes CEL's result an error or unknown, unless the other side of `&&` or `||` settles
        it: then the condition did not need the value.
        """
        known = {name: getattr(facts, name) for name in ("score", "culture_fit", "survey")}
        data = {name: float(value) for name, value in known.items() if value is not None}
        try:
            result = self._expression.eval(data={**data, "dimensions": dict(facts.dimensions)})
        except RuntimeError:  # the library's one exception: evaluation failed, so the condition does not hold
            return False
        return result.value() is True


class CelConditions:
    """Conditions in CEL over `score`, `culture_fit`, `survey` (numbers) and `dimensions` (map of numbers)."""

    def compile(self, source: str) -> Condition:
        """Check types and names. Raises `ConditionError` with positions in `source`."""
        if len(source) > MAX_LENGTH:
            raise ConditionError((Problem(line=1, column=MAX_LENGTH + 1, message="too long", help=_HELP_LENGTH),))
        try:
            expression = _environment().compile(_with_doubles(source))
        except RuntimeError as error:
            raise ConditionError(_problems(source, str(error))) from error
        if expression.return_type() != cel.Type.BOOL:
            raise ConditionError((Problem(line=1, column=1, message="not a condition", help=_HELP_BOOLEAN),))
        said = {match.group("name") for match in _TOKEN.finditer(source)}
        return CelCondition(expression, frozenset(said) & frozenset(Facts.__struct_fields__))
