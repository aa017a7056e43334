"""The formula of a dimension's score and its constants. Nothing else moves a score.

    score = START + indicators + keywords + structure, kept within 0..100 and rounded to one decimal

- A positive indicator earns `points * strength`, a negative one costs `points * strength`, an expected one costs
  `points * (1 - strength)`. `strength` rises from 0 to 1 between `WEAK` and `STRONG` similarity.
- Keywords earn up to `KEYWORD_POINTS`, in full when half of the dimension's keywords were said.
- Structure earns up to `STRUCTURE_POINTS`: the mean of the answers' structure (0..10).

Voice and behaviour have weight 0: they are observations.
"""

from __future__ import annotations

from gateway.domain.competency import IndicatorKind
from gateway.domain.signals import Limit

START = 60.0
"""Where a dimension begins: nothing shown, for or against."""

POSITIVE_POINTS = 20.0
"""What the positive indicators of a dimension should be worth together: with keywords and structure they make 100."""

WEAK = 0.45
STRONG = 0.65
"""Cosine similarities between which an indicator's strength rises from 0 to 1.

With all-MiniLM-L6-v2, sentences on the same job but another matter lie below 0.40, paraphrases of an exemplar mostly
above 0.60 (measured on the sample answers and on the texts in the integration test).
"""

KEYWORD_POINTS = 10.0
KEYWORD_SHARE = 0.5
"""All keyword points are earned when this share of the keywords was said."""

KEYWORDS_A_SENTENCE = 2
"""At most so many keywords of one sentence count, so that a list of them earns little."""

STRUCTURE_POINTS = 10.0

MIN_MEASURED_WEIGHT = 0.5
"""The overall score needs dimensions of at least this share of the weight; else the evidence does not suffice."""

CULTURE_MAX = 5.0

NOT_SCORED = frozenset(
    {
        Limit.MISSING,
        Limit.NO_AUDIO,
        Limit.NO_SPEECH,
        Limit.TOO_SHORT,
        Limit.TOO_NOISY,
        Limit.UNREADABLE,
        Limit.LANGUAGE_NOT_SERVED,
        Limit.OTHER_LANGUAGE,
    }
)
"""An answer with one of these limits is insufficient evidence: it neither earns nor costs points."""


def strength(similarity: float) -> float:
    """Give how strongly an indicator was shown, 0..1."""
    return min(max((similarity - WEAK) / (STRONG - WEAK), 0.0), 1.0)


def indicator_points(kind: IndicatorKind, points: float, shown: float) -> float:
    """Give the points that an indicator shown with strength `shown` earns (> 0) or costs (< 0)."""
    if kind is IndicatorKind.POSITIVE:
        return round(points * shown, 1)
    if kind is IndicatorKind.NEGATIVE:
        return round(-points * shown, 1) + 0.0
    return round(-points * (1.0 - shown), 1) + 0.0


def keyword_points(found: int, total: int) -> float:
    """Give the points of `found` different keywords out of `total`."""
    return round(KEYWORD_POINTS * min(found / (KEYWORD_SHARE * total), 1.0), 1) if total else 0.0


def structure_points(scores: list[float]) -> float:
    """Give the points of answers whose structure scores (out of 10) are `scores`."""
    return round(STRUCTURE_POINTS * sum(scores) / len(scores) / 10.0, 1) if scores else 0.0
