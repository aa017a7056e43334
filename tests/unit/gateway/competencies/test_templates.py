"""The templates that come with the box: complete, usable at once in both languages, and safe to score by."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from gateway.competencies.instantiate import instantiate
from gateway.competencies.reading import load, names, source
from gateway.competencies.template import Language, TemplateIndicator
from gateway.domain.competency import IndicatorKind
from gateway.intake.check_job import check_job
from gateway.intake.commands import NewJob
from gateway.scoring.statements import is_negated

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def indicators(name: str) -> Iterator[TemplateIndicator]:
    for dimension in load(name).dimensions:
        yield from dimension.indicators


@pytest.mark.parametrize("name", names())
def test_a_template_is_named_as_its_file_and_covers_a_job(name: str) -> None:
    template = load(name)
    assert template.id == name
    assert 4 <= len(template.dimensions) <= 5
    assert 4 <= len(template.questions) <= 6
    for dimension in template.dimensions:
        assert 4 <= len(dimension.indicators) <= 6
        assert {one.kind for one in dimension.indicators} == set(IndicatorKind)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_each_language_has_enough_to_match_by(name: str, language: Language) -> None:
    for dimension in load(name).dimensions:
        assert 6 <= len(getattr(dimension.keywords, language)) <= 12
    for indicator in indicators(name):
        assert 2 <= len(getattr(indicator.exemplars, language)) <= 4


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_the_api_takes_it_as_a_job(name: str, language: Language) -> None:
    job = msgspec.json.encode(instantiate(load(name), language))
    check_job(msgspec.json.decode(job, type=NewJob))


@pytest.mark.parametrize("name", names())
def test_what_speaks_for_a_candidate_is_said_without_a_negation(name: str) -> None:
    """A negated exemplar matches negated sentences only, which would leave the good answers without points."""
    for indicator in indicators(name):
        if indicator.kind is not IndicatorKind.NEGATIVE:
            spoken = [*indicator.exemplars.zh, *indicator.exemplars.en]
            assert [one for one in spoken if is_negated(one)] == []


@pytest.mark.parametrize("name", names())
def test_the_source_says_where_to_read_on(name: str) -> None:
    assert "docs/competencies.zh-CN.md" in source(name)


@pytest.mark.parametrize("name", names())
def test_every_indicator_has_a_question_of_its_own_for_the_next_round(name: str) -> None:
    asked = [one.probe for one in indicators(name)]
    assert None not in asked
    for language in LANGUAGES:
        texts = [getattr(one, language) for one in asked]
        assert len(set(texts)) == len(texts)
        assert all("?" in text or "？" in text or text.endswith((".", "。")) for text in texts)
