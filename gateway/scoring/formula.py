"""The formula of a dimension's score and its constants. Nothing else moves a score.

    score = START + indicators + substance * (keywords + structure), kept within 0..100 and rounded to one decimal

- A positive indicator earns `points * strength`, a negative one costs `points * strength`, an expected one costs
  `points * (1 - strength)`. `strength` rises from 0 to 1 between `WEAK` and `STRONG` similarity, and is 1
  where one of the indicator's cues was said.
- Keywords earn up to `KEYWORD_POINTS`, in full when half of the dimension's keywords were said.
- Structure earns up to `STRUCTURE_POINTS`: the mean of the answers' structure (0..10).
- `substance` rises from 0 to 1 with the positive and expected indicators that were shown: terms and good order alone
  are worth nothing.

Voice and behaviour have weight 0: they are observations.
"""

from __future__ import annotations

from collections.abc import Iterable

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
Where no embedding model serves the language they are cosines of the words that two texts share, weighted by tf-idf:
half of the weight of a sentence must be the exemplar's words.
"""

CUED = 0.05
"""An indicator with cues, none of which was said, must be nearer to an exemplar by this much."""

KEYWORD_POINTS = 10.0
KEYWORD_SHARE = 0.5
"""All keyword points are earned when this share of the keywords was said."""

KEYWORDS_A_SENTENCE = 2
"""At most so many keywords of one sentence count, so that a list of them earns little."""

STRUCTURE_POINTS = 10.0

SUBSTANCE_SHARE = 0.5
"""Keywords and structure count in full where this share of the positive and expected indicators was shown."""

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


def strength(similarity: float, *, cued: bool = False) -> float:
    """Give how strongly an indicator was shown, 0..1; one that is `cued` has cues, and needs `CUED` more."""
    return min(max((similarity - CUED * cued - WEAK) / (STRONG - WEAK), 0.0), 1.0)


def indicator_points(kind: IndicatorKind, points: float, shown: float) -> float:
    """Give the points that an indicator shown with strength `shown` earns (> 0) or costs (< 0)."""
    if kind is IndicatorKind.POSITIVE:
        return round(points * shown, 1)
    if kind is IndicatorKind.NEGATIVE:
        return round(-points * shown, 1) + 0.0
    return round(-points * (1.0 - shown), 1) + 0.0


def substance(strengths: Iterable[tuple[IndicatorKind, float]]) -> float:
    """Give how far keywords and structure count, 0..1, by the strengths of a dimension's indicators."""
    wanted = [shown for kind, shown in strengths if kind is not IndicatorKind.NEGATIVE]
    return min(sum(wanted) / (SUBSTANCE_SHARE * len(wanted)), 1.0) if wanted else 1.0


def keyword_points(found: int, total: int, substance: float = 1.0) -> float:
    """Give the points of `found` different keywords out of `total`."""
    return round(substance * KEYWORD_POINTS * min(found / (KEYWORD_SHARE * total), 1.0), 1) if total else 0.0


def structure_points(scores: list[float], substance: float = 1.0) -> float:
    """Give the points of answers whose structure scores (out of 10) are `scores`."""
    return round(substance * STRUCTURE_POINTS * sum(scores) / len(scores) / 10.0, 1) if scores else 0.0
