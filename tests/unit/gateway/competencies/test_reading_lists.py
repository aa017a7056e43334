"""What a competency model advises candidates to read."""

from __future__ import annotations

import pytest

from gateway.competencies.errors import TemplateError
from gateway.competencies.instantiate import instantiate
from gateway.competencies.reading import load, names, read
from gateway.domain.competency import Reading
from gateway.domain.text import LocalizedText
from tests.factories.templates import changed

WORK = (
    "      - title: {zh: 《谈判力》, en: Getting to Yes}\n"
    "        author: {zh: 罗杰·费希尔, en: Roger Fisher}\n"
    "        where: {zh: 图书, en: book}\n"
)


def template(works: str) -> bytes:
    return changed(("    weight: 1\n", f"    weight: 1\n    reading:\n{works}"))


def test_a_job_takes_the_reading_of_its_template_over() -> None:
    (dimension,) = instantiate(read(template(WORK), "own.yaml"), "zh").competency_model.dimensions
    assert dimension.reading == (
        Reading(
            title=LocalizedText("《谈判力》", "Getting to Yes"),
            author=LocalizedText("罗杰·费希尔", "Roger Fisher"),
            where=LocalizedText("图书", "book"),
        ),
    )


@pytest.mark.parametrize(
    ("works", "line", "field"),
    [
        (WORK.replace("en: book", "en: 图书"), 15, "dimensions[0].reading[0].where.en"),
        (WORK.replace("        where: {zh: 图书, en: book}\n", ""), 13, "dimensions[0].reading[0].where"),
        (WORK + WORK, 16, "dimensions[0].reading[1].title"),
        (WORK * 6, 13, "dimensions[0].reading"),
    ],
)
def test_a_mistake_in_it_is_named_with_its_line(works: str, line: int, field: str) -> None:
    with pytest.raises(TemplateError) as caught:
        read(template(works), "own.yaml")
    assert (line, field) in [(one.line, one.field) for one in caught.value.problems]


@pytest.mark.parametrize("name", names())
def test_every_dimension_of_the_templates_has_something_to_read(name: str) -> None:
    assert all(dimension.reading for dimension in load(name).dimensions)
    assert all("http" not in work.where.en for one in load(name).dimensions for work in one.reading)
