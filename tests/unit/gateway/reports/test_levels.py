"""The level of a dimension, and what people do at it, in the report."""

from __future__ import annotations

import io
import json

import msgspec
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from gateway.domain.competency import LEVELS
from gateway.domain.report import Level, Report
from gateway.domain.signals import MeasuredAnswer
from gateway.domain.text import LOCALES, Locale
from gateway.reports.html import to_html
from gateway.reports.pdf import to_pdf
from gateway.reports.structured import to_json
from gateway.reports.verify import UnresolvedEvidenceError, verify
from gateway.reports.wording import level_label
from tests.factories.scored import MODEL, an_answer, some_material, some_report, text, toward

ANCHORS = tuple(text(f"does it as at level {number}") for number in range(1, LEVELS + 1))


def anchored(*answers: MeasuredAnswer) -> Report:
    """A report by a model whose first dimension has anchors."""
    needs, *others = MODEL.dimensions
    model = replace(MODEL, dimensions=(replace(needs, anchors=ANCHORS), *others))
    job = replace(some_material().job, competency_model=model)
    return some_report(answers or None, job=job)


def printed(report: Report, locale: Locale) -> str:
    """What the PDF says, without spaces and line ends."""
    pages = PdfReader(io.BytesIO(to_pdf(report, None, locale))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_only_a_dimension_with_anchors_has_a_level() -> None:
    report = anchored()
    (needs, _) = report.score.dimensions
    assert needs.score == 60.0 + 10.0 - 10.0 + 10.0  # asks, no test, one of two keywords
    assert report.levels == {"needs": Level(level=4, anchor=ANCHORS[3])}
    verify(report)


def test_insufficient_evidence_has_no_level() -> None:
    assert anchored(an_answer("q2", [("The others broke it.", toward("blames"))])).levels == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_shows_the_level_with_its_anchor(locale: Locale) -> None:
    html = to_html(anchored(), None, locale)
    assert html.count(level_label(4, locale)) == 2  # among the bars, and where the score is explained
    assert ANCHORS[3].to(locale) in html


@pytest.mark.parametrize("locale", LOCALES)
def test_the_print_shows_the_level_with_its_anchor_as_the_page_does(locale: Locale) -> None:
    said = printed(anchored(), locale)
    assert said.count(level_label(4, locale).replace(" ", "")) == 2
    assert ANCHORS[3].to(locale).replace(" ", "") in said


@pytest.mark.parametrize("locale", LOCALES)
def test_a_model_without_anchors_shows_no_level(locale: Locale) -> None:
    html, said = to_html(some_report(), None, locale), printed(some_report(), locale)
    assert all(level_label(number, locale) not in html for number in range(1, LEVELS + 1))
    assert all(level_label(number, locale).replace(" ", "") not in said for number in range(1, LEVELS + 1))


def test_the_structured_report_has_level_and_anchor_in_both_languages() -> None:
    levels = json.loads(to_json(anchored(), None))["report"]["levels"]
    assert levels == {"needs": {"level": 4, "anchor": {"zh": ANCHORS[3].zh, "en": ANCHORS[3].en}}}


def test_a_level_that_the_score_does_not_reach_is_refused() -> None:
    report = anchored()
    with pytest.raises(UnresolvedEvidenceError, match="'needs' reaches level 4, not 5"):
        verify(replace(report, levels={"needs": Level(level=5, anchor=ANCHORS[4])}))


def test_a_report_stored_before_there_were_levels_can_be_read() -> None:
    stored = msgspec.to_builtins(some_report())
    del stored["levels"]
    assert msgspec.convert(stored, Report).levels == {}
