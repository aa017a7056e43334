"""The level of the behavioural anchors that a dimension's score reaches."""

from __future__ import annotations

from bisect import bisect_right

BOUNDS = (40.0, 55.0, 70.0, 85.0)
"""The scores at which levels 2 to 5 begin.

They follow from `gateway.scoring.formula`: an answer that brings what is expected and nothing more keeps the starting
60 and stands in the middle of level 3. One that lacks an expected consideration (10 to 15 points) falls to level 2;
what speaks against the candidate (mostly 16 to 18 more) takes it to level 1. Level 4 takes 10 points of the 40 that can
be earned. Level 5 takes 25, more than all positive indicators give (20): the answer has to be well structured, or to
use the terms of the trade, too.
"""


def level(score: float | None) -> int | None:
    """Give the level, 1..5, of a score out of 100; `None` where the evidence did not suffice for a score."""
    return None if score is None else 1 + bisect_right(BOUNDS, score)
