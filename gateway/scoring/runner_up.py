"""The passage that would be cited if the best one were not: how much a score hangs on a single sentence."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain.competency import Indicator
from gateway.scoring.matching import Exemplar, Match, Passage, best_match


def runner_up(indicator: Indicator, own: Sequence[Exemplar], found: Sequence[Passage], best: Match | None) -> float:
    """Give the similarity of the best of the passages that share no sentence with `best`, at least 0."""
    if best is None:
        return 0.0
    cited = best.passage.evidence
    apart = [
        one
        for one in found
        if one.evidence.answer_id != cited.answer_id
        or one.evidence.end <= cited.start
        or cited.end <= one.evidence.start
    ]
    match = best_match(indicator, own, apart)
    return max(match.similarity, 0.0) if match else 0.0
