"""The candidate's report as a page and in print."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from gateway.domain.candidate_report import CandidateReport, Shows, Terms
from gateway.domain.competency import Reading
from gateway.domain.text import LOCALES, Locale, LocalizedText
from gateway.reports.candidate.compose import compose_for_candidate
from gateway.reports.candidate.html import to_candidate_html
from gateway.reports.candidate.pdf import to_candidate_pdf
from gateway.reports.candidate.wording import TEXT
from tests.factories.people import changed
from tests.factories.scored import MODEL, an_answer, some_report, toward

HOSTILE = '<script>alert("1")</script> #panic() ] $x$'


def hostile() -> CandidateReport:
    """A report in which everything that somebody types is hostile."""
    text = LocalizedText(HOSTILE, HOSTILE)
    reading = Reading(title=text, author=text, where=text)
    needs, culture = MODEL.dimensions
    model = changed(MODEL, dimensions=(changed(needs, reading=(reading,)), culture))
    report = some_report([an_answer("q1", [(HOSTILE, toward("asks"))])])
    named = changed(report, candidate_name=HOSTILE, job_title=text)
    return compose_for_candidate(named, None, model, Terms(company=HOSTILE, contact=HOSTILE))


def simple(shows: Shows = Shows.LEVELS) -> CandidateReport:
    return compose_for_candidate(some_report(), None, MODEL, Terms(shows=shows))


def squeezed(text: str) -> str:
    return "".join(text.split())


def printed(report: CandidateReport, locale: Locale = "en") -> str:
    pages = PdfReader(io.BytesIO(to_candidate_pdf(report, locale))).pages
    return squeezed("".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_has_every_part_in_its_language(locale: Locale) -> None:
    page = to_candidate_html(simple(), locale, "/c/key")
    assert f'<html lang="{locale}">' in page
    for part in ("next", "strengths", "improve", "results", "ai", "rights", "contact"):
        assert f'id="{part}">{TEXT[part].to(locale)}</h2>' in page
    other = "zh-CN" if locale == "en" else "en"
    assert f'href="/c/key?lang={other}"' in page
    assert f'href="/c/key/report.pdf?lang={locale}"' in page


def test_the_page_runs_and_loads_nothing_and_is_found_by_no_search() -> None:
    page = to_candidate_html(simple(), "en", "/c/key")
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert not re.search(r"<script|src=|https?://|@import|url\(", page)


def test_without_an_address_the_page_links_nowhere() -> None:
    assert "/report.pdf" not in to_candidate_html(simple(), "en")


def test_what_people_typed_stands_on_the_page_as_text() -> None:
    page = to_candidate_html(hostile(), "en", "/c/key")
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") >= 8


def test_levels_are_said_in_words_and_scores_as_numbers() -> None:
    assert "Level 2 of 5" in to_candidate_html(simple(), "en")
    assert re.search(r"<b>\d+\.\d</b> Overall score", to_candidate_html(simple(Shows.SCORES), "en"))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_print_has_every_part_in_its_language(locale: Locale) -> None:
    paper = printed(simple(), locale)
    for part in ("next", "strengths", "improve", "results", "ai", "rights", "contact"):
        assert squeezed(TEXT[part].to(locale)) in paper
    assert squeezed("We asked every customer.") in paper


def test_what_people_typed_is_set_as_text() -> None:
    assert printed(hostile()).count(squeezed(HOSTILE)) >= 6


def test_the_same_report_gives_the_same_bytes() -> None:
    assert to_candidate_pdf(simple(Shows.SCORES), "zh-CN") == to_candidate_pdf(simple(Shows.SCORES), "zh-CN")
