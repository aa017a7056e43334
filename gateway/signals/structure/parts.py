"""Parts: whether the answer splits its subject into parts that are distinct and cover what was announced.

After B. Minto, The Pyramid Principle (1987): parts are mutually exclusive and collectively exhaustive (MECE).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from gateway.domain.signals import Cue
from gateway.signals.structure.lines import Line, Vector, amount, centre, meaning, nearness, overlap
from gateway.signals.structure.markers import LAST, ORDINALS, WEAK, announced

FEWEST = 2
"""One part splits nothing."""

MIN_AMOUNT = 15
"""A part says at least three English words or five Chinese characters of its own."""

SAME_MEANING = 0.8
SAME_WORDS = 0.5
SOME_WORDS = 0.2
"""Two parts say the same where half of the shorter one's words are in the other, or where their meanings are this near
and some words are shared: encoders differ in how near unrelated sentences come, so they are not trusted alone."""

OPENING = 3
"""A number of parts is announced in one of the first three sentences, or in the question."""


class Part(Struct, frozen=True, kw_only=True):
    """What is said from one opening word to the next."""

    cue: Cue
    said: frozenset[str]
    amount: int
    vector: Vector | None


class Split(Struct, frozen=True, kw_only=True):
    """The distinct parts found, those that repeat another, and the number announced."""

    distinct: tuple[Part, ...]
    repeated: tuple[Part, ...]
    announced: int | None


Opening = tuple[int, re.Match[str]]
"""Position of a line among the lines, and the word that opens a part in it."""


def _ordinals(line: Line) -> list[tuple[int, re.Match[str]]]:
    found = [(rank, match) for rank, pattern in ORDINALS for match in pattern.finditer(line.text)]
    return sorted(found, key=lambda one: one[1].start())


def _openings(lines: Sequence[Line]) -> Iterator[Opening]:
    """Give where parts open: ordinals that rise; "then" only goes on with what an ordinal began."""
    reached = 0
    for at, line in enumerate(lines):
        for rank, match in _ordinals(line):
            if (rank == WEAK and 0 < reached < LAST) or rank > reached:
                reached = max(reached, rank)
                yield at, match


def _part(lines: Sequence[Line], opening: Opening, following: Opening | None) -> Part:
    at, match = opening
    until, stop = following or (len(lines), None)
    if stop is not None and until == at:
        said = meaning(lines[at].text[match.end() : stop.start()])
        vector = None
    else:
        whole = lines[at + 1 : until]
        said = (*meaning(lines[at].text[match.end() :]), *(word for line in whole for word in line.said))
        vector = centre(lines[at:until])
    group = "en" if match.group("en") else "zh"
    return Part(
        cue=lines[at].cue(match, match.group(group).lower(), group),
        said=frozenset(said),
        amount=amount(said),
        vector=vector,
    )


def same(left: Part, right: Part) -> bool:
    """Say whether two parts say the same."""
    shared = overlap(left.said, right.said)
    near = nearness(left.vector, right.vector)
    return shared >= SAME_WORDS or (near is not None and near >= SAME_MEANING and shared >= SOME_WORDS)


def split(lines: Sequence[Line], asked: str) -> Split:
    """Find the parts of an answer to the question `asked`."""
    openings = list(_openings([line for line in lines if not line.strung]))
    sound = [line for line in lines if not line.strung]
    distinct: list[Part] = []
    repeated: list[Part] = []
    for opening, following in zip(openings, [*openings[1:], None], strict=False):
        part = _part(sound, opening, following)
        if part.amount >= MIN_AMOUNT:
            (repeated if any(same(part, one) for one in distinct) else distinct).append(part)
    numbers = [announced(line.text) for line in lines[:OPENING]]
    wanted = next((one for one in [*numbers, announced(asked)] if one is not None), None)
    return Split(distinct=tuple(distinct), repeated=tuple(repeated), announced=wanted)


def parts_share(found: Split) -> float:
    """Give how much of the points parts earn, 0..1: the distinct ones out of those announced, or out of two."""
    if len(found.distinct) < FEWEST:
        return 0.0
    return min(len(found.distinct) / max(found.announced or FEWEST, FEWEST), 1.0)
