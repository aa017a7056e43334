"""How sure a score is: an interval about it, from what can make it lie off. Closed forms; nothing here is random.

    half width = Z * sqrt(matching^2 + recognition^2 + amount^2 + unmeasured^2)      (standard deviations, in points)

- Matching: a cosine similarity is taken as normal about what was measured, with `SIMILARITY_SD`; what the formula makes
  of it, its strength, is then a normal variable that is cut off on both sides. Its variance is the mean over
  `QUANTILES` of that normal distribution. Besides, with probability `MISMATCH` the sentence that is cited was matched
  wrongly and the runner-up's strength is the right one (variance of a two-point mixture).
- Recognition: words that were misheard blur the similarity further, by MISHEARD_SD * sqrt(share of them / words of the
  sentence), and may hide keywords. The share follows from the recogniser's confidence, see `misheard`.
- Amount: the standard error of measurement, SPREAD * sqrt(1 - reliability), with the reliability of the answers by the
  Spearman-Brown formula from their length (Lord & Novick, Statistical Theories of Mental Test Scores, 1968, ch. 3-5).
- Unmeasured: a dimension without enough evidence may lie `DIMENSION_SD` from the mean of the others.

The sources are taken as independent, and so are the dimensions. All constants stand here, so that they can be fitted to
answers of known level; until then, those marked as assumed are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from statistics import NormalDist
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from gateway.domain.scoring import (
    DimensionScore,
    Doubt,
    Evidence,
    IndicatorScore,
    Interval,
    IntervalPart,
    InterviewScore,
    shown,
)
from gateway.domain.signals import MeasuredAnswer
from gateway.domain.words import FIFTHS, length, words
from gateway.scoring.formula import CULTURE_MAX, KEYWORD_POINTS, KEYWORD_SHARE, strength

CONFIDENCE = 0.9
"""The share of intervals that should hold the score which endless evidence and perfect hearing would give."""

Z = NormalDist().inv_cdf((1.0 + CONFIDENCE) / 2.0)

SIMILARITY_SD = 0.05
"""Measured: six ways to reword the sample answers without changing their meaning (fillers before sentences, other words
for the same things, "I" for "we", no articles, contractions, numbers as figures) moved the similarities of what was
shown by 0.05 (root mean square; 0.00 to 0.08 for each of them)."""

WORDS_SD = 0.15
"""Assumed, where the words that texts share are compared: other words for the same thing change that much more."""

MISHEARD_SD = 0.8
"""Measured: with 5% of the sample answers' words dropped or replaced, overall scores lay 0.9 to 2.2 points off (root
mean square), and this predicts 1.5 to 2.2. At 15% they fell by 4 to 9 points, and this predicts 3: such an answer has
to be listened to."""

CLEAR = 0.96
MISHEARD_SLOPE = 1.2
"""Seen with Moonshine: a confidence of 0.92 to 0.97 on clear speech, nearly all words right; 0.75 where one word in
four was wrong."""

MISMATCH = 0.05
"""Assumed: of twenty sentences that are cited, one does not show what it is cited for."""

UNIT_WORDS = 60.0
UNIT_RELIABILITY = 0.7
SPREAD = 8.0
"""Assumed: the standard deviation of a dimension's score among candidates, of which answers of `UNIT_WORDS` words tell
`UNIT_RELIABILITY` apart. A Chinese character counts as three fifths of a word."""

DIMENSION_SD = 12.0
"""Assumed: how far one dimension of a candidate lies from the mean of the others."""

QUANTILES = 41

HIGHEST = 100.0

Strength: TypeAlias = Callable[[float], float]
Variances: TypeAlias = Mapping[Doubt, float]


@cache
def _quantiles() -> tuple[float, ...]:
    """Give points of the standard normal distribution that divide it into equal parts."""
    return tuple(NormalDist().inv_cdf((at + 0.5) / QUANTILES) for at in range(QUANTILES))


def strength_variance(similarity: float, deviation: float, shown_by: Strength = strength) -> float:
    """Give the variance of the strength of a similarity that is only known up to a standard deviation."""
    found = [shown_by(similarity + deviation * at) for at in _quantiles()]
    mean = math.fsum(found) / QUANTILES
    return math.fsum((one - mean) ** 2 for one in found) / QUANTILES


def standard_error(said: float) -> float:
    """Give the standard error of measurement, in points, of a dimension judged by `said` words."""
    units = said / UNIT_WORDS
    unreliable = (1.0 - UNIT_RELIABILITY) / (1.0 + (units - 1.0) * UNIT_RELIABILITY)  # 1 - Spearman-Brown
    return SPREAD * math.sqrt(unreliable)


def misheard(confidence: float) -> float:
    """Give the share of words, 0..1, that are not those that were said, where the recogniser has this confidence."""
    return min(max(MISHEARD_SLOPE * (CLEAR - confidence), 0.0), 1.0)


def interval(score: float, variances: Variances, highest: float = HIGHEST) -> Interval:
    """Give the interval about a score. Parts are rounded first, so that who adds them up again finds the same ends."""
    parts = tuple(IntervalPart(doubt, round(Z * math.sqrt(one), 2)) for doubt, one in variances.items() if one > 0.0)
    half = math.sqrt(math.fsum(part.points**2 for part in parts))
    return Interval(
        low=shown(max(score - half, 0.0)), high=shown(min(score + half, highest)), confidence=CONFIDENCE, parts=parts
    )


class _Heard(Struct, frozen=True):
    """What was heard of some sentences: the recogniser's mean confidence, and the mean number of words."""

    confidence: float
    words: float


def _words(text: str) -> float:
    return sum(length(word) for word in words(text)) / FIFTHS


def _heard(evidence: Sequence[Evidence], answers: Sequence[MeasuredAnswer]) -> _Heard:
    """Give what was heard of the sentences that are cited, or of all where none is; written answers are heard well."""
    spoken = [
        (answer.answer_id, sentence, confidence)
        for answer in answers
        for sentence, confidence in zip(answer.sentences, answer.confidences, strict=False)
    ]
    cited = [
        (name, sentence, confidence)
        for name, sentence, confidence in spoken
        if any(one.answer_id == name and one.start < sentence.end and sentence.start < one.end for one in evidence)
    ]
    found = cited or spoken
    if not found:
        return _Heard(1.0, 1.0)
    return _Heard(
        confidence=sum(confidence for _, _, confidence in found) / len(found),
        words=max(sum(_words(sentence.text) for _, sentence, _ in found) / len(found), 1.0),
    )


def _indicator(score: IndicatorScore, answers: Sequence[MeasuredAnswer], deviation: float) -> tuple[float, float]:
    """Give the variances of an indicator's points by matching and by recognition."""
    if score.cue:  # said in so many words: it can only be the wrong place
        other = strength(score.similarity)
        return score.max_points**2 * MISMATCH * (1.0 - MISMATCH) * (score.strength - other) ** 2, 0.0
    matching = strength_variance(score.similarity, deviation)
    if score.evidence:
        other = strength(score.runner_up)
        matching += MISMATCH * (1.0 - MISMATCH) * (score.strength - other) ** 2
    heard = _heard(score.evidence, answers)
    blur = MISHEARD_SD * math.sqrt(misheard(heard.confidence) / heard.words)
    blurred = strength_variance(score.similarity, math.hypot(deviation, blur))
    recognition = max(blurred - strength_variance(score.similarity, deviation), 0.0)
    return score.max_points**2 * matching, score.max_points**2 * recognition


def _keywords(score: DimensionScore, total: int, answers: Sequence[MeasuredAnswer]) -> float:
    """Give the variance of the points for keywords that may have been misheard; none where more would not count."""
    found = len(score.keywords_found)
    enough = KEYWORD_SHARE * total
    if not total or found >= enough:
        return 0.0
    return (KEYWORD_POINTS / enough) ** 2 * found * misheard(_heard(score.keywords_found, answers).confidence)


def variances(
    score: DimensionScore, keywords: int, answers: Sequence[MeasuredAnswer], deviation: float = SIMILARITY_SD
) -> Variances:
    """Give the variances of a dimension's score, judged by `answers`, whose model has so many `keywords`.

    `deviation` is the standard deviation of similarities.
    """
    indicators = [_indicator(one, answers, deviation) for one in score.indicators]
    said = sum(_words(_own(one)) for one in answers)
    return {
        Doubt.MATCHING: math.fsum(one for one, _ in indicators),
        Doubt.RECOGNITION: math.fsum(one for _, one in indicators) + _keywords(score, keywords, answers),
        Doubt.AMOUNT: standard_error(said) ** 2,
    }


def _own(answer: MeasuredAnswer) -> str:
    """Give what was said beside the question read back."""
    return " ".join(one.text for at, one in enumerate(answer.sentences) if at not in answer.echoes)


def _overall(dimensions: Sequence[DimensionScore], known: Mapping[str, Variances]) -> Variances:
    """Give the variances of the mean by weight: those of the measured dimensions, and what the others may change."""
    weight = sum(one.weight for one in dimensions)
    measured = sum(one.weight for one in dimensions if one.dimension_id in known)
    shares = {one.dimension_id: (one.weight / measured) ** 2 for one in dimensions}
    absent = [(one.weight / weight) ** 2 for one in dimensions if one.dimension_id not in known]
    summed = {
        doubt: math.fsum(shares[key] * found[doubt] for key, found in known.items())
        for doubt in (Doubt.MATCHING, Doubt.RECOGNITION, Doubt.AMOUNT)
    }
    return {**summed, Doubt.UNMEASURED: DIMENSION_SD**2 * math.fsum(absent)}


def with_intervals(
    score: InterviewScore, answers: Sequence[MeasuredAnswer], keywords: Mapping[str, int], culture: str | None
) -> InterviewScore:
    """Give the score with its intervals.

    `keywords` is the number of keywords of each dimension, `culture` the dimension that the culture fit comes from.
    """
    deviation = WORDS_SD if score.by_words else SIMILARITY_SD
    known = {
        one.dimension_id: variances(
            one,
            keywords.get(one.dimension_id, 0),
            [given for given in answers if given.question_id in one.questions],
            deviation,
        )
        for one in score.dimensions
        if one.score is not None
    }
    dimensions = tuple(
        replace(one, interval=interval(one.score, known[one.dimension_id])) if one.score is not None else one
        for one in score.dimensions
    )
    changes: dict[str, object] = {"dimensions": dimensions}
    if score.overall is not None:
        changes["interval"] = interval(score.overall, _overall(dimensions, known))
    if score.culture_fit is not None and culture in known:
        scale = (CULTURE_MAX / HIGHEST) ** 2
        scaled = {doubt: scale * one for doubt, one in known[culture].items()}
        changes["culture_interval"] = interval(score.culture_fit, scaled, CULTURE_MAX)
    return replace(score, **changes)
