"""The five parts of an answer's structure, put together."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from gateway.domain.signals import Cue, Sentence, StructureKind, StructurePart, StructureSignals
from gateway.signals.structure.connections import connections, connections_share
from gateway.signals.structure.framing import conclusion, point
from gateway.signals.structure.lines import read
from gateway.signals.structure.parts import parts_share, split
from gateway.signals.structure.story import story, story_share

PART_POINTS = 2.0
"""Each of the five parts gives at most this many of the 10 points."""


def _part(kind: StructureKind, share: float, cues: Sequence[Cue]) -> StructurePart:
    return StructurePart(kind=kind, points=round(PART_POINTS * share, 1), max_points=PART_POINTS, cues=tuple(cues))


def measure_structure(
    sentences: Sequence[Sentence],
    vectors: Sequence[Sequence[float]] = (),
    left_out: Collection[int] = (),
    asked: str = "",
) -> StructureSignals:
    """Measure how the sentences build an answer, out of 10.

    `vectors` has one unit-length embedding a sentence, or none. `left_out` are the indexes of sentences that only
    repeat the question `asked`. Sentences that are strings of markers, repetitions and questions show nothing.
    """
    lines = read(sentences, vectors, frozenset(left_out))
    found = split(lines, asked)
    joined = connections(lines)
    told = story(lines)
    stated, concluded = point(lines), conclusion(lines)
    cited = found.distinct if parts_share(found) > 0.0 else ()
    parts = (
        _part(StructureKind.POINT, *stated),
        _part(StructureKind.PARTS, parts_share(found), [one.cue for one in cited]),
        _part(StructureKind.CONNECTIONS, connections_share(joined, lines), joined),
        _part(StructureKind.STAR, story_share(told), told),
        _part(StructureKind.CONCLUSION, *concluded),
    )
    return StructureSignals(
        score=round(sum(part.points for part in parts), 1),
        parts=parts,
        announced=found.announced,
        repeated=tuple(one.cue.sentence for one in found.repeated),
    )
