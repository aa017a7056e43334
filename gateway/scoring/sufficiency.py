"""Whether an answer is enough to judge by, and whether HR may offer to record it again."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.domain.signals import Limit
from gateway.scoring.formula import NOT_SCORED

ONLY_IN_PART = frozenset({Limit.NO_FACE, Limit.TRUNCATED})
"""The words were judged, and something that was asked for is missing: the face, or the end of the recording."""


def lacking(limits: Iterable[Limit]) -> tuple[Limit, ...]:
    """Give what keeps an answer from being judged, in the order of `Limit`; nothing where it is enough."""
    found = set(limits)
    return tuple(limit for limit in Limit if limit in found & NOT_SCORED)


def insufficient(limits: Iterable[Limit]) -> bool:
    """Say whether an answer does not suffice, as a whole or in part: then it may be given again."""
    return not (NOT_SCORED | ONLY_IN_PART).isdisjoint(limits)
