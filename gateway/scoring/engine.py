"""The scores of an interview: every point earned or lost names the sentence it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from gateway.domain.competency import CompetencyModel, Dimension, Indicator, IndicatorKind, Question
from gateway.domain.scoring import DimensionScore, Evidence, IndicatorScore, InterviewScore, shown
from gateway.domain.signals import MeasuredAnswer
from gateway.scoring.by_words import judged_by_words, with_word_vectors
from gateway.scoring.cues import ONE, TWO, Searched, find_cue, searchable, speaking_for
from gateway.scoring.formula import (
    NOT_SCORED,
    START,
    indicator_points,
    keyword_points,
    strength,
    structure_points,
    substance,
)
from gateway.scoring.interval import with_intervals
from gateway.scoring.keywords import counted, cover
from gateway.scoring.matching import Exemplar, Passage, best_match, exemplars, passages
from gateway.scoring.overall import culture_fit, overall_score
from gateway.scoring.runner_up import runner_up


def question_text(question: Question, language: str) -> str:
    """Give a question as it is put in an interview held in `language` (BCP 47)."""
    return question.text.zh if language.split("-", maxsplit=1)[0] == "zh" else question.text.en


def reference_texts(model: CompetencyModel, questions: Sequence[Question], language: str = "en") -> tuple[str, ...]:
    """Give the texts whose embeddings scoring and measuring need: all exemplars and the questions, each once."""
    spoken = (text for dimension in model.dimensions for one in dimension.indicators for text in one.exemplars)
    asked = (question_text(question, language) for question in questions)
    return tuple(dict.fromkeys([*spoken, *asked]))


def is_sufficient(answer: MeasuredAnswer) -> bool:
    """Say whether an answer can be judged by; if not, it is insufficient evidence and moves no score."""
    return bool(answer.sentences) and NOT_SCORED.isdisjoint(answer.limits)


def _score_indicator(
    indicator: Indicator, own: Sequence[Exemplar], found: Sequence[Passage], searched: Sequence[Searched]
) -> IndicatorScore:
    match = best_match(indicator, own, found)
    similarity = max(match.similarity, 0.0) if match else 0.0
    cue = find_cue(indicator.cues, searched, ONE if indicator.kind is IndicatorKind.NEGATIVE else TWO)
    shown_by = 1.0 if cue else strength(similarity, cued=bool(indicator.cues))
    if cue:
        evidence: tuple[Evidence, ...] = (cue.evidence,)
    else:
        evidence = (match.passage.evidence,) if match and shown_by > 0.0 else ()
    return IndicatorScore(
        indicator_id=indicator.id,
        kind=indicator.kind,
        points=indicator_points(indicator.kind, indicator.points, shown_by),
        max_points=indicator.points,
        strength=round(shown_by, 3),
        similarity=round(similarity, 3),
        evidence=evidence,
        runner_up=round(runner_up(indicator, own, found, match), 3),
        cue=cue.words if cue else (),
    )


class _Prepared(Struct, frozen=True):
    """An answer that suffices, as it is compared with exemplars and searched for cues."""

    answer: MeasuredAnswer
    passages: tuple[Passage, ...]
    searched: Searched


def _prepared(
    model: CompetencyModel, answers: Sequence[MeasuredAnswer], known: Sequence[Exemplar]
) -> tuple[_Prepared, ...]:
    fed = {question for dimension in model.dimensions for question in dimension.questions}
    judged = [one for one in answers if one.question_id in fed and is_sufficient(one)]
    searched = searchable(judged)
    return tuple(
        _Prepared(one, tuple(passages(one, known)), found) for one, found in zip(judged, searched, strict=True)
    )


def _score_dimension(dimension: Dimension, answers: Sequence[_Prepared], known: Sequence[Exemplar]) -> DimensionScore:
    ready = [one for one in answers if one.answer.question_id in dimension.questions]
    judged = [one.answer for one in ready]
    if not judged:
        return DimensionScore(dimension_id=dimension.id, weight=dimension.weight, score=None)
    found = [passage for one in ready for passage in one.passages]
    everywhere = [one.searched for one in ready]
    negative = [cue for one in dimension.indicators if one.kind is IndicatorKind.NEGATIVE for cue in one.cues]
    places = {
        kind: everywhere if kind is IndicatorKind.NEGATIVE else speaking_for(negative, everywhere)
        for kind in IndicatorKind
    }
    indicators = tuple(
        _score_indicator(one, [own for own in known if own.names(dimension.id, one.id)], found, places[one.kind])
        for one in dimension.indicators
    )
    concepts = cover(dimension.keywords, judged)
    keywords = counted(concepts)
    content = substance((one.kind, one.strength) for one in indicators)
    by_keywords = keyword_points(len(keywords), len(dimension.keywords), content)
    by_structure = structure_points([answer.structure.score for answer in judged if answer.structure], content)
    total = START + sum(one.points for one in indicators) + by_keywords + by_structure
    return DimensionScore(
        dimension_id=dimension.id,
        weight=dimension.weight,
        score=shown(min(max(total, 0.0), 100.0)),
        indicators=indicators,
        keywords_found=keywords,
        start_points=START,
        keyword_points=by_keywords,
        structure_points=by_structure,
        questions=tuple(dict.fromkeys(answer.question_id for answer in judged)),
        concepts=concepts,
    )


def score(
    model: CompetencyModel, answers: Sequence[MeasuredAnswer], references: Mapping[str, tuple[float, ...]]
) -> InterviewScore:
    """Score an interview; the formula is in `gateway.scoring.formula`.

    `references` gives the embedding of every text of `reference_texts`, from the model that embedded the answers; where
    it is empty, no model serves the language, and answers are compared with exemplars by the words they share. A
    dimension is `None` when none of its answers suffices. The overall score is the mean of the dimensions by weight,
    with the weights of the measured ones made to add up to 1; it is `None` when less than half of the weight was
    measured. Raises `ValueError` when an embedding is missing.
    """
    by_words = not references
    if by_words:
        model = judged_by_words(model)
        answers, references = with_word_vectors(model, answers)
    known = [exemplar for dimension in model.dimensions for exemplar in exemplars(dimension, references)]
    prepared = _prepared(model, answers, known)
    dimensions = tuple(_score_dimension(dimension, prepared, known) for dimension in model.dimensions)
    overall, share = overall_score(dimensions)
    scored = InterviewScore(
        overall=overall,
        culture_fit=culture_fit(model.culture, dimensions),
        dimensions=dimensions,
        measured_weight=round(share, 3),
        by_words=by_words,
    )
    keywords = {one.id: len(one.keywords) for one in model.dimensions}
    return with_intervals(scored, answers, keywords, model.culture)
