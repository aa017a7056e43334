"""Which cues of an indicator were said: words that show it when they stand close together, and where they stand.

A cue is a list of groups of words. It is said where one word of every group stands within `WINDOW` words of the answer,
in one usable sentence or in two that follow each other. A denied word is not said ("we never asked a customer"), unless
the cue itself names the denial ("never + ask").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct

from gateway.domain.competency import FIGURE, Cue
from gateway.domain.scoring import Evidence
from gateway.domain.signals import MeasuredAnswer
from gateway.language.phrases import Said, analyse, find, keys
from gateway.language.segmenting import is_chinese
from gateway.scoring.matching import quote, usable_sentences
from gateway.scoring.statements import is_denied, is_negated

WINDOW = 16
"""Most words from the first to the last word of a cue; a Chinese word is one of about two characters."""

ONE, TWO = 1, 2
"""Sentences. What speaks against somebody must be said in one; what speaks for them may go over two."""

_FIGURE = re.compile(
    r"\d.*|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|dozen)s?|"
    r"[一二两三四五六七八九十百千万亿半几]+[个次天周倍成人名家年月点位条项份单]?",
    re.IGNORECASE,
)

Place: TypeAlias = tuple[int, int]
"""Start and end of a word in the text of its passage."""


class Stretch(Struct, frozen=True):
    """One usable sentence or two in a row, ready to be searched."""

    whole: Evidence
    said: Said
    sentences: int


class Searched(Struct, frozen=True):
    """An answer ready to be searched: its stretches, and all of its words and text, to tell what cannot be in it."""

    stretches: tuple[Stretch, ...]
    bases: frozenset[str]
    text: str

    def may_say(self, word: str) -> bool:
        """Say whether a word of a cue can be in the answer at all; most are not, and need not be looked for."""
        if word == FIGURE:
            return True
        if is_chinese(word) or not re.search(r"\w", word):
            return word.lower() in self.text
        return all(key in self.bases for key in keys(word))


class CueMatch(Struct, frozen=True):
    """Where a cue was said, and in which words, in their order."""

    evidence: Evidence
    words: tuple[str, ...]


class _Sayable(Struct, frozen=True):
    """A cue without the words that are not in an answer. `denied_too` says that it names a denial itself."""

    groups: Cue
    denied_too: bool


def searchable(answers: Sequence[MeasuredAnswer]) -> tuple[Searched, ...]:
    """Prepare answers: every usable sentence and every two that follow each other are places to look in."""
    return tuple(_searchable(answer) for answer in answers)


def _searchable(answer: MeasuredAnswer) -> Searched:
    usable = usable_sentences(answer)
    spans = [(index, index) for index in usable]
    spans += [(first, second) for first, second in pairwise(usable) if second == first + 1]
    quoted = [(quote(answer, first, last), 1 + last - first) for first, last in spans]
    found = tuple(Stretch(whole, analyse(whole.quote), sentences) for whole, sentences in quoted)
    bases = frozenset(base for one in found for base in one.said.bases)
    return Searched(found, bases, answer.text.lower())


def find_cue(cues: Sequence[Cue], answers: Sequence[Searched], longest: int = TWO) -> CueMatch | None:
    """Find the first place where any of the cues is said, in as few sentences as can be, at most `longest`."""
    sayable = [(answer, _sayable(cues, answer)) for answer in answers]
    for size in range(ONE, longest + 1):
        for answer, left in sayable:
            for stretch in answer.stretches if left else ():
                words = _first_said(left, stretch.said) if stretch.sentences == size else ()
                if words:
                    return CueMatch(stretch.whole, words)
    return None


def speaking_for(negative: Sequence[Cue], answers: Sequence[Searched]) -> tuple[Searched, ...]:
    """Give the answers without the stretches in which a cue of a dimension's negative indicators is said.

    A sentence speaks for or against somebody, never both: "I said yes, although we could not do it" is no honest no.
    """
    return tuple(_without(answer, _sayable(negative, answer)) for answer in answers)


def _without(answer: Searched, negative: Sequence[_Sayable]) -> Searched:
    against = [one.whole for one in answer.stretches if one.sentences == 1 and _first_said(negative, one.said)]
    kept = tuple(one for one in answer.stretches if not any(map(partial(_overlap, one.whole), against)))
    return Searched(kept, answer.bases, answer.text)


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end


def _sayable(cues: Sequence[Cue], answer: Searched) -> tuple[_Sayable, ...]:
    """Give the cues of which every group has a word that may be in the answer."""
    left = ((cue, tuple(tuple(filter(answer.may_say, group)) for group in cue)) for cue in cues)
    return tuple(_Sayable(groups, any(map(_denies, cue))) for cue, groups in left if all(groups))


def _first_said(cues: Sequence[_Sayable], said: Said) -> tuple[str, ...]:
    return next(filter(None, (_said(cue, said) for cue in cues)), ())


def _said(cue: _Sayable, said: Said) -> tuple[str, ...]:
    """Give the words that say a cue within `WINDOW` words of a text; nothing where it is not said."""
    groups: list[tuple[Place, ...]] = []
    for group in cue.groups:
        places = _places(group, said, denied_too=cue.denied_too)
        if not places:
            return ()
        groups.append(places)
    starts = [token.start for token in said.tokens]
    for first in sorted({place for group in groups for place in group}):
        chosen = [_next(group, first[0]) for group in groups]
        if all(chosen):
            places = tuple(sorted(one for one in chosen if one))
            if _distance(starts, places[0][0], places[-1][0]) < WINDOW:
                return tuple(said.text[start:end] for start, end in places)
    return ()


@lru_cache(maxsize=8192)
def _denies(group: tuple[str, ...]) -> bool:
    """Whether a group holds nothing but denials. Groups come from competency models: nothing of a candidate is kept."""
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
