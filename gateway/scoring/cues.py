"""Which cues of an indicator were said: words that show it when they stand close together, and where they stand.

A cue is a list of groups of words. It is said where one word of every group stands within `WINDOW` words of the answer,
in one usable sentence or in two that follow each other. A denied word is not said ("we never asked a customer"), unless
the cue itself names the denial ("never + ask").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct

from gateway.domain.competency import FIGURE, Cue
from gateway.domain.scoring import Evidence
from gateway.domain.signals import MeasuredAnswer
from gateway.language.phrases import Said, analyse, find
from gateway.scoring.matching import quote, usable_sentences
from gateway.scoring.statements import is_denied, is_negated

WINDOW = 16
"""Most words from the first to the last word of a cue; a Chinese word is one of about two characters."""

_FIGURE = re.compile(
    r"\d.*|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|dozen)s?|"
    r"[一二两三四五六七八九十百千万亿半几]+[个次天周倍成人名家年月点位条项份单]?",
    re.IGNORECASE,
)

Place: TypeAlias = tuple[int, int]
"""Start and end of a word in the text of its passage."""


class Stretch(Struct, frozen=True):
    """One usable sentence or two in a row, ready to be searched. `place` is the answer's id and the first sentence."""

    whole: Evidence
    said: Said
    sentences: int


class CueMatch(Struct, frozen=True):
    """Where a cue was said, and in which words, in their order."""

    evidence: Evidence
    words: tuple[str, ...]


def stretches(answers: Sequence[MeasuredAnswer]) -> tuple[Stretch, ...]:
    """Give the places where cues are looked for: every usable sentence, then every two that follow each other."""
    return tuple(one for answer in answers for one in _stretches(answer))


def _stretches(answer: MeasuredAnswer) -> Iterator[Stretch]:
    usable = usable_sentences(answer)
    for index in usable:
        whole = quote(answer, index, index)
        yield Stretch(whole, analyse(whole.quote), 1)
    for first, second in pairwise(usable):
        if second == first + 1:
            whole = quote(answer, first, second)
            yield Stretch(whole, analyse(whole.quote), 2)


def find_cue(cues: Sequence[Cue], found: Sequence[Stretch]) -> CueMatch | None:
    """Find the first place where any of the cues is said, in one sentence if there is one, else in two."""
    for size in (1, 2):
        for stretch in found:
            if stretch.sentences != size:
                continue
            for cue in cues:
                words = _said(cue, stretch.said)
                if words:
                    return CueMatch(stretch.whole, words)
    return None


def speaking_for(negative: Sequence[Cue], found: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Give the stretches in which none of the cues of a dimension's negative indicators is said.

    A sentence speaks for or against somebody, never both: "I said yes, although we could not do it" is no honest no.
    """
    against = [one.whole for one in found if one.sentences == 1 and find_cue(negative, [one])]
    return tuple(one for one in found if not any(map(partial(_overlap, one.whole), against)))


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.answer_id == other.answer_id and one.start < other.end and other.start < one.end


def _said(cue: Cue, said: Said) -> tuple[str, ...]:
    """Give the words that say a cue within `WINDOW` words of a text; nothing where it is not said."""
    denial = any(map(_denies, cue))
    groups = [_places(group, said, denied_too=denial) for group in cue]
    if not all(groups):
        return ()
    starts = [token.start for token in said.tokens]
    for first in sorted({place for group in groups for place in group}):
        chosen = [_next(group, first[0]) for group in groups]
        if all(chosen):
            places = sorted(one for one in chosen if one)
            if _distance(starts, places[0][0], places[-1][0]) < WINDOW:
                return tuple(said.text[start:end] for start, end in places)
    return ()


def _denies(group: Sequence[str]) -> bool:
    return all(is_negated(f"{word} ask") or word[0] in "不没未无别" for word in group)


def _places(group: Sequence[str], said: Said, *, denied_too: bool) -> tuple[Place, ...]:
    places = (place for word in group for place in (_figures(said) if word == FIGURE else find(word, said)))
    return tuple(sorted({place for place in places if denied_too or not is_denied(said.text, place[0])}))


def _figures(said: Said) -> Iterator[Place]:
    return ((one.start, one.end) for one in said.tokens if _FIGURE.fullmatch(one.text))


def _next(places: Sequence[Place], at: int) -> Place | None:
    return next((place for place in places if place[0] >= at), None)


def _distance(starts: Sequence[int], first: int, last: int) -> int:
    """Give how many words lie from the character `first` to the character `last`."""
    return sum(first < start <= last for start in starts)
