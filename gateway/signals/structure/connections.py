"""Connections: whether sentences are joined by what one has to do with the other.

Explicit discourse connectives and their two arguments, after the Penn Discourse Treebank (R. Prasad et al. 2008), whose
classes contingency, comparison and expansion are counted; temporal ones order, and count as parts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from gateway.domain.signals import Cue
from gateway.domain.words import FIFTHS
from gateway.signals.structure.lines import Line, amount, meaning
from gateway.signals.structure.markers import CONNECTIVES

FEWEST = 2
LINES_A_CONNECTION = 5
"""All points need two connected sentences, and one in every five in a long answer."""

UNEXPLAINED = 0.5
"""Without any cause or purpose, connections earn at most this share."""


def _joins(lines: Sequence[Line], at: int, match: re.Match[str]) -> bool:
    """Whether a connective has both arguments: something said after it, and before it or in the sentence before."""
    text = lines[at].text
    before = amount(meaning(text[: match.start()])) >= FIFTHS or (at > 0 and not lines[at - 1].strung)
    after = amount(meaning(text[match.end() :])) >= FIFTHS
    other_side = match.start() == 0 and re.search(r"[,，]", text[match.end() :]) is not None
    return after and (before or other_side)


def connections(lines: Sequence[Line]) -> tuple[Cue, ...]:
    """Give the connectives that join something, one of each relation a sentence."""
    return tuple(_found(lines))


def _found(lines: Sequence[Line]) -> Iterator[Cue]:
    for at, line in enumerate(lines):
        if line.strung:
            continue
        for relation, pattern in CONNECTIVES.items():
            match = next((one for one in pattern.finditer(line.text) if _joins(lines, at, one)), None)
            if match:
                yield line.cue(match, relation)


def connections_share(found: Sequence[Cue], lines: Sequence[Line]) -> float:
    """Give how much of the points connections earn, 0..1."""
    needed = max(FEWEST, math.ceil(len(lines) / LINES_A_CONNECTION))
    share = min(len({cue.sentence for cue in found}) / needed, 1.0)
    return share if any(cue.role == "cause" for cue in found) else min(share, UNEXPLAINED)
