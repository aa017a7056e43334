"""The templates together with the scoring: a sentence of theirs, when said, does what the template says of it.

Every text has an axis of its own in place of an embedding, so only the templates and the rules of matching are at work.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from gateway.competencies.instantiate import instantiate
from gateway.competencies.reading import load, names
from gateway.competencies.template import Language
from gateway.domain.competency import CompetencyModel, IndicatorKind
from gateway.domain.scoring import DimensionScore
from gateway.scoring import level, reference_texts, score
from tests.factories.scored import an_answer

IN_FAVOUR = (IndicatorKind.POSITIVE, IndicatorKind.EXPECTED)
AGAINST = (IndicatorKind.NEGATIVE,)

each_template = pytest.mark.parametrize("name", names())
each_language = pytest.mark.parametrize("language", ["zh", "en"])


def scored(name: str, language: Language, kinds: Iterable[IndicatorKind]) -> tuple[DimensionScore, ...]:
    """Give the scores when every question is answered with the first exemplar of each indicator of these kinds."""
    job = instantiate(load(name), language)
    texts = reference_texts(job.competency_model, job.questions, language)
    axes = {text: tuple(float(at == index) for at in range(len(texts))) for index, text in enumerate(texts)}
    said = [(text, axes[text]) for text in _first_exemplars(job.competency_model, set(kinds))]
    answers = [an_answer(question.id, said, language=language) for question in job.questions]
    return score(job.competency_model, answers, axes).dimensions


def _first_exemplars(model: CompetencyModel, kinds: set[IndicatorKind]) -> list[str]:
    indicators = (one for dimension in model.dimensions for one in dimension.indicators)
    return [one.exemplars[0] for one in indicators if one.kind in kinds]


@each_language
@each_template
def test_who_says_all_that_is_wanted_gets_all_points_and_a_high_level(name: str, language: Language) -> None:
    for dimension in scored(name, language, IN_FAVOUR):
        assert sum(one.points for one in dimension.indicators) == 20.0, dimension.dimension_id
        assert level(dimension.score) in {4, 5}


@each_language
@each_template
def test_who_says_what_speaks_against_them_falls_to_a_low_level(name: str, language: Language) -> None:
    for dimension in scored(name, language, AGAINST):
        for indicator in dimension.indicators:
            wanted = 0.0 if indicator.kind is IndicatorKind.POSITIVE else -indicator.max_points
            assert indicator.points == wanted, f"{dimension.dimension_id}/{indicator.indicator_id}"
        assert level(dimension.score) in {1, 2}
