"""Numbers in recognised English, written as careful editors write them.

Numbers below 10 stay words unless a unit, a decimal point or a second number makes them figures ("3%", "$5", "5 to 10
days"); so do "a hundred" and the like, and ordinals below "10th". Years have no comma. What can be read in two ways
stays as it was said: a wrong figure is worse than a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from inference.kernels.figure import Figure
from inference.kernels.number_context_en import SMALL, Choice, Reading, percent, read, symbol
from inference.kernels.number_runs_en import Tokens, runs
from inference.kernels.numerals_en import Kind

_LINKS = (["to"], ["or"], ["and"], ["out", "of"])
_HUNDRED = 100
_QUANTITIES = (Kind.CARDINAL, Kind.DECIMAL, Kind.HALF)


class _Style(NamedTuple):
    """How one number is written, beside its own choice, because of the number before it or after it."""

    reading: Reading
    scale: str
    worded_unit: bool = False  # "10 to 15 dollars": a sign before one number only would look odd

    def chosen(self, choice: Choice) -> _Style:
        return self._replace(reading=self.reading._replace(choice=choice))


def figures(words: Sequence[str]) -> list[Figure]:
    """Give what of `words` is to be written in digits, in order."""
    tokens = Tokens(words)
    styles: list[_Style] = []
    for run in runs(tokens):
        reading = read(tokens, run, styles[-1].reading if styles else None)
        style = _Style(reading, run.numeral.scale if run.numeral else "")
        if styles:
            styles[-1], style = _together(tokens, styles[-1], style)
        styles.append(style)
    return [figure for style in styles if style.reading.choice is Choice.FIGURE for figure in _written(tokens, style)]


def _together(tokens: Tokens, first: _Style, second: _Style) -> tuple[_Style, _Style]:
    """Fit two numbers that follow each other to each other."""
    if _is_torn(tokens, first, second):
        return first.chosen(Choice.LEFT), second.chosen(Choice.LEFT)
    link = _link(tokens, first, second)
    if not link or any(one.reading.year or _kind(one) not in _QUANTITIES for one in (first, second)):
        return first, second
    between = tokens.before(first.reading.run.first) == "between"
    ranged = link != ["and"] or between
    if link != ["out", "of"] and _is_shared(first, second):
        return _sharing(first, second, ranged)
    second = second._replace(worded_unit=True)
    return _alike(tokens, first, second, link) if ranged else (first, second)


def _is_torn(tokens: Tokens, first: _Style, second: _Style) -> bool:
    """Say whether both may be parts of one number, torn by a comma: "two thousand, three hundred"."""
    end, start = first.reading.run.last, second.reading.run.first
    if tokens.all[end].tail != "," or any(one.reading.year or _kind(one) is Kind.ORDINAL for one in (first, second)):
        return False
    return tokens.cores(end + 1, start - 1) in ([], ["and"])


def _kind(style: _Style) -> Kind | None:
    numeral = style.reading.run.numeral
    return numeral.kind if numeral else None


def _link(tokens: Tokens, first: _Style, second: _Style) -> list[str]:
    """Give the words that link two numbers to a range or a choice; empty where something else is between them."""
    end, start = first.reading.run.last, second.reading.run.first
    between = tokens.cores(end + 1, start - 1)
    joined = all(tokens.joined(at) for at in range(end + 1, start + 1))
    return between if joined and between in _LINKS else []


def _is_shared(first: _Style, second: _Style) -> bool:
    """Say whether the scale of the second number may be meant for the first, too: "two or three hundred"."""
    one, two = first.reading.run.numeral, second.reading.run.numeral
    if one is None or two is None or one.scale or two.indefinite or not (two.scale or two.shared > 1):
        return False
    scale = two.shared if two.shared > 1 else 1000
    share = two.value / two.shared
    alone = one.value in (0, share) or (share == 1 and two.shared > 1)
    return one.value < (SMALL if scale == _HUNDRED else scale) and not alone


def _sharing(first: _Style, second: _Style, ranged: bool) -> tuple[_Style, _Style]:
    """Write both with the scale as a word, as it was said ("10 to 15 thousand"), or leave both."""
    numeral = second.reading.run.numeral
    readable = Choice.LEFT not in (first.reading.choice, second.reading.choice)
    if numeral is None or not ranged or not readable or numeral.shared == _HUNDRED:
        return first.chosen(Choice.LEFT), second.chosen(Choice.LEFT)
    if not second.scale:
        digits = str(numeral.value / numeral.shared)
        second = _Style(second.reading._replace(digits=digits), "thousand")
    return first.chosen(Choice.FIGURE), second.chosen(Choice.FIGURE)._replace(worded_unit=True)


def _alike(tokens: Tokens, first: _Style, second: _Style, link: list[str]) -> tuple[_Style, _Style]:
    """Write both numbers of a range as figures where one is, or leave both."""
    choices = (first.reading.choice, second.reading.choice)
    if Choice.LEFT in choices:
        return first.chosen(Choice.LEFT), second.chosen(Choice.LEFT)
    run = first.reading.run
    given = tokens.core(run.first) == "one" and tokens.before(run.first) not in {"from", "of", "between"}
    if Choice.FIGURE not in choices or (given and link != ["out", "of"]):
        return first, second  # "I gave one to twenty people"
    return first.chosen(Choice.FIGURE), second.chosen(Choice.FIGURE)


def _written(tokens: Tokens, style: _Style) -> Iterator[Figure]:
    """Give the words that say the number and its unit: one, or two where a scale stays a word."""
    run, numeral, digits = style.reading.run, style.reading.run.numeral, style.reading.digits
    if numeral is None:
        return
    sign = "" if style.worded_unit else symbol(tokens, run, numeral)
    end = run.last + bool(sign)
    if not style.scale:
        signs = 0 if sign else percent(tokens, run.last)
        cents = "0" if sign and len(digits.partition(".")[2]) == 1 else ""
        yield _figure(tokens, run.first, end + signs, f"{sign}{digits}{cents}{'%' if signs else ''}")
    elif tokens.within(run.last):
        yield _figure(tokens, run.first, end, f"{sign}{digits}-{style.scale}")
    else:
        yield _figure(tokens, run.first, run.last - 1, f"{sign}{digits}")
        if sign:
            yield _figure(tokens, run.last, end, style.scale)


def _figure(tokens: Tokens, first: int, last: int, text: str) -> Figure:
    """Put `text` in place of the tokens `first` to `last`; the punctuation stays, and what a hyphen joins to them."""
    end = last
    while tokens.within(end + 1):
        end += 1
        text += f"-{tokens.all[end].said}"
    begin, final = tokens.all[first], tokens.all[end]
    return Figure(begin.word, final.word, f"{begin.lead}{text}{final.tail}")
