"""How specific an answer is: what could be checked in it, counted for every hundred words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from gateway.domain.signals import Sentence
from gateway.domain.text_signals import Detail, DetailKind, Specificity
from gateway.domain.words import FIFTHS, length, words
from gateway.language.segmenting import is_chinese
from gateway.signals.figures import figures
from gateway.signals.names import named_elsewhere, names, shows_names
from gateway.signals.results import results

MIN_WORDS = 30
"""A rate is given from this many words (50 Chinese characters) on; below it one detail moves the rate by over 3."""


def measure_specificity(sentences: Sequence[Sentence], echoes: Collection[int] = ()) -> Specificity:
    """Find figures, names and results; those in the `echoes`, sentences that repeat the question, do not count.

    A name counts once an answer, however often it is said. The rate is of our own making: it says how much there is to
    check, not whether it is true.
    """
    own = {at: one for at, one in enumerate(sentences) if at not in echoes}
    spoken = tuple(own.values())
    named = shows_names(spoken)
    known = named_elsewhere(spoken) if named else frozenset[str]()
    found = tuple(_once(detail for at, one in own.items() for detail in _details(at, one, named, known)))
    said = [word for one in spoken for word in words(one.text)]
    enough = sum(map(length, said)) >= MIN_WORDS * FIFTHS
    return Specificity(
        rate=round(100.0 * len(found) / len(said), 1) if enough else None, details=found, names_known=named
    )


def _details(at: int, sentence: Sentence, named: bool, known: frozenset[str]) -> Iterator[Detail]:
    text = sentence.text
    chinese = is_chinese(text)
    spans = [
        *((DetailKind.FIGURE, start, end) for start, end in figures(text, chinese)),
        *((DetailKind.NAME, start, end) for start, end in (names(sentence, known) if named else ())),
        *((DetailKind.RESULT, start, end) for start, end in results(text, chinese)),
    ]
    for kind, start, end in sorted(spans, key=lambda one: one[1:]):
        yield Detail(kind, at, sentence.start + start, sentence.start + end, text[start:end])


def _once(details: Iterator[Detail]) -> Iterator[Detail]:
    """Leave out names that have come before."""
    seen: set[str] = set()
    for one in details:
        name = one.quote.lower()
        if one.kind is not DetailKind.NAME or name not in seen:
            yield one
        if one.kind is DetailKind.NAME:
            seen.add(name)
