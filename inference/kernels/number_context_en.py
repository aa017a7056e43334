"""What stands around an English number and says how careful editors write it: units, dates, manners of speaking."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from inference.kernels.figure import listed
from inference.kernels.number_runs_en import Run, Tokens
from inference.kernels.numerals_en import ORDINALS, SCALES, TENS, VALUES, Kind, Numeral

SYMBOLS = {"dollar": "$", "dollars": "$", "euro": "€", "euros": "€"}
SMALL = 10
"""Numbers below this one are words unless something says that they are figures."""

_UNITS = frozenset(
    listed(
        "times x seconds milliseconds minutes hours days weeks months years kilometers kilometres miles meters metres "
        "kilos kilograms tons gigabytes megabytes terabytes degrees stars points percent per"
    )
)
_MONTHS = frozenset(listed("january february march april may june july august september october november december"))
_DATING = _MONTHS | frozenset(
    listed("in since by until till before after during year fiscal early late mid summer spring autumn fall winter")
)
"""A year may follow each of these."""

_PERIODS = _MONTHS | frozenset(
    listed("end beginning start middle year summer spring autumn fall winter quarter half class")
)
"""Of these a year may tell which: "the end of 2023"."""

_DETERMINERS = frozenset(listed("the our my this that his her their its your each every"))
_COUNTED = frozenset(
    listed(
        "people men women children minute hour day week month year second person page meter metre point man dollar "
        "euro percent per percentage vision hindsight k"
    )
)
_SHORTEST_PLURAL = 4
"""Letters; shorter words in s are "his", "was", "bus" rather than things that are counted."""

_NO_PLURALS = frozenset(
    listed("was is has this as does its us yes plus always whereas his hers perhaps besides across towards unless thus")
)
_FIRST_UNKNOWN, _LAST_UNKNOWN = 2001, 2040
"""What was said as "two thousand and ..." may be a year or a count here, where nothing else tells."""

_THIS_CENTURY = range(2001, 2100)
_ROUND_YEARS = (1900, 2000)
_BEFORE_PARTS = frozenset({"half", "quarter", "catch"})
_DECADES = frozenset(f"{word[:-1]}ies" for word in TENS)
_AFTER_PARTS = (
    _DECADES
    | {f"{word}s" for word in (*SCALES, *ORDINALS) if word != "second"}
    | {"odd", "something", "somethings", "ish", "fold", "s"}
)
"""Next to these a number is a part of something else: "half a million", "nineteen eighties", "twenty-something"."""

_ADVERBS = frozenset(listed("from by about around roughly nearly version"))


class Choice(IntEnum):
    """How a number is to be written; `WEAK` ones are words unless a number beside them is a figure."""

    LEFT = 0
    WEAK = 1
    FIGURE = 2


class Reading(NamedTuple):
    """A run of number words, the choice made for it, and its digits (a year's have no comma)."""

    run: Run
    choice: Choice
    digits: str = ""
    year: bool = False


def read(tokens: Tokens, run: Run, earlier: Reading | None) -> Reading:
    """Choose how a number is written by itself; `earlier` is the number before it, however far away."""
    numeral = run.numeral
    if numeral is None or _is_part(tokens, run):
        return Reading(run, Choice.LEFT)
    if _is_year(tokens, run, numeral, earlier):
        counted = _is_counted(tokens.after(run.last))
        if counted and numeral.value not in _ROUND_YEARS:
            return Reading(run, Choice.LEFT)
        if not counted:
            return Reading(run, Choice.FIGURE, numeral.digits.replace(",", ""), year=True)
    return Reading(run, _choice(tokens, run, numeral), numeral.digits)


def percent(tokens: Tokens, last: int) -> int:
    """Say how many tokens after token `last` mean "%"; the recogniser writes one or two words."""
    if tokens.after(last) == "percent":
        return 1
    return 2 if (tokens.after(last), tokens.after(last, 2)) == ("per", "cent") else 0


def symbol(tokens: Tokens, run: Run, numeral: Numeral) -> str:
    """Give the sign of the currency that is named after the number; empty where there is none."""
    if numeral.indefinite and tokens.before(run.first) in {"like", "of"}:
        return ""  # "I felt like a million dollars", "a quarter of a million dollars"
    if tokens.core(run.last + 1) in SYMBOLS and tokens.all[run.last + 1].tail in {"'", "’"}:
        return ""  # "ten thousand dollars' worth"
    return SYMBOLS.get(tokens.after(run.last), "")


def _choice(tokens: Tokens, run: Run, numeral: Numeral) -> Choice:
    match numeral.kind:
        case Kind.ORDINAL:
            sure = _is_rank(tokens, run, numeral)
        case Kind.YEAR:
            sure = False
        case Kind.DIGITS:
            sure = True
        case Kind.DECIMAL:
            return _decimal(tokens, run, numeral)
        case Kind.HALF:
            sure = numeral.value >= SMALL or _has_unit(tokens, run, numeral)
        case Kind.CARDINAL:
            return _cardinal(tokens, run, numeral)
    return Choice.FIGURE if sure else Choice.LEFT


def _cardinal(tokens: Tokens, run: Run, numeral: Numeral) -> Choice:
    if _has_unit(tokens, run, numeral):
        return Choice.FIGURE
    if numeral.indefinite or (numeral.value < SMALL and not numeral.scale):
        return Choice.WEAK
    times_out_of = tuple(tokens.before(run.first, step) for step in (3, 2, 1)) == ("times", "out", "of")
    counted = _is_counted(tokens.after(run.last))
    unknown = _FIRST_UNKNOWN <= numeral.value <= _LAST_UNKNOWN and not counted
    return Choice.LEFT if times_out_of or unknown else Choice.FIGURE


def _decimal(tokens: Tokens, run: Run, numeral: Numeral) -> Choice:
    """Tell "one point five seconds" from "at one point five people left"."""
    if not (numeral.digits.startswith("1.") and not numeral.scale):
        return Choice.FIGURE
    before = tokens.before(run.first)
    if before == "at":
        return Choice.LEFT
    sure = before in _ADVERBS or tokens.after(run.last) in _UNITS or _has_unit(tokens, run, numeral)
    return Choice.FIGURE if sure else Choice.WEAK


def _has_unit(tokens: Tokens, run: Run, numeral: Numeral) -> bool:
    """Say whether what follows makes a figure even of a small number."""
    points = tokens.after(run.last) == "percentage" and tokens.after(run.last, 2) in {"point", "points"}
    return bool(numeral.scale and not numeral.indefinite) or bool(
        points or percent(tokens, run.last) or symbol(tokens, run, numeral)
    )


def _is_part(tokens: Tokens, run: Run) -> bool:
    """Say whether the number is a part of something longer that means something else."""
    before, after = tokens.before(run.first), tokens.after(run.last)
    several_words = tokens.all[run.first].word != tokens.all[run.last].word
    return (
        tokens.within(run.first)
        or (several_words and tokens.within(run.last + 1))
        or before in _BEFORE_PARTS
        or (before == "between" and after != "and" and "and" in tokens.cores(run.first, run.last))
        or before in VALUES
        or before in SCALES
        or after in _AFTER_PARTS
        or after in VALUES
        or after in SCALES
        or before[-1:].isdigit()
        or after[:1].isdigit()
    )


def _is_rank(tokens: Tokens, run: Run, numeral: Numeral) -> bool:
    """Say whether an ordinal is surely one: "our tenth release", not "a tenth of it" or "a twenty second call"."""
    before, after = tokens.before(run.first), tokens.after(run.last)
    dated = before in _MONTHS or (after == "of" and tokens.after(run.last, 2) in _MONTHS) or after == "century"
    if numeral.value < SMALL or after == "hour":
        return False
    if tokens.core(run.last) == "second":
        return dated
    return dated or before in _DETERMINERS or (tokens.within(run.last) and after != "of")


def _is_year(tokens: Tokens, run: Run, numeral: Numeral, earlier: Reading | None) -> bool:
    """Say whether the number is said as years are, and stands where years stand."""
    thousands = numeral.value in _ROUND_YEARS or numeral.value in _THIS_CENTURY
    if numeral.kind is not Kind.YEAR and not (numeral.kind is Kind.CARDINAL and thousands):
        return False
    before, after = tokens.before(run.first), tokens.after(run.last)
    if numeral.value in _ROUND_YEARS:
        return before in {"in", "since", "year"}
    alone = after == "was" or (before in _DETERMINERS and bool(after))
    return (
        _is_dated(tokens, run)
        or (earlier is not None and _goes_on(tokens, run, earlier))
        or (numeral.kind is Kind.YEAR and alone)
    )


def _is_dated(tokens: Tokens, run: Run) -> bool:
    """Say whether the words beside a number tell that it is a year."""
    before, after = tokens.before(run.first), tokens.after(run.last)
    if before == "of":
        return tokens.before(run.first, 2) in _PERIODS
    if before in {"from", "between"}:
        return after in {"to", "and", "until", "till"} and tokens.after(run.last, 2) in {"twenty", "two", "nineteen"}
    return before in _DATING or tokens.core(run.first - 1) in _MONTHS


def _goes_on(tokens: Tokens, run: Run, earlier: Reading) -> bool:
    """Say whether an earlier year or day goes before: "2020 to 2022", "May 21st, 2022"."""
    if earlier.year and tokens.before(run.first) in {"to", "and", "or", "until", "till"}:
        return earlier.run.last == run.first - 2
    ordinal = earlier.run.numeral is not None and earlier.run.numeral.kind is Kind.ORDINAL
    return ordinal and earlier.choice is Choice.FIGURE and earlier.run.last == run.first - 1


def _is_counted(word: str) -> bool:
    """Say whether `word` looks like something that a number before it counts."""
    plural = word.endswith("s") and len(word) >= _SHORTEST_PLURAL and word not in _NO_PLURALS
    return word in _COUNTED or plural
