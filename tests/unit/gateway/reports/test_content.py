"""What the words of an answer show stands in the report as page, on paper and for machines, and resolves."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from html.parser import HTMLParser

import msgspec
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from gateway.domain.delivery import Pause, PausePlace
from gateway.domain.report import Report
from gateway.domain.scoring import Evidence
from gateway.domain.signals import MeasuredAnswer
from gateway.domain.text import Locale
from gateway.domain.text_signals import (
    Detail,
    DetailKind,
    Relevance,
    RelevanceMethod,
    Specificity,
    TextSignals,
)
from gateway.reports.html import to_html
from gateway.reports.pdf import to_pdf
from gateway.reports.structured import to_json
from gateway.reports.verify import UnresolvedEvidenceError, verify
from tests.factories.results import a_decision
from tests.factories.scored import OTHER, VOICE, an_answer, some_report

SAID = (("We went to Siemens.", OTHER), ("Sales rose by 10%.", OTHER), ("That was it.", OTHER))
SUMMARY = Evidence(
    answer_id="answer-q1", question_id="q1", start=20, end=38, quote="Sales rose by 10%.", start_ms=1000, end_ms=1900
)
CONTENT = TextSignals(
    specificity=Specificity(
        rate=7.5,
        details=(
            Detail(DetailKind.NAME, 0, 11, 18, "Siemens"),
            Detail(DetailKind.RESULT, 1, 26, 37, "rose by 10%"),
            Detail(DetailKind.FIGURE, 1, 34, 37, "10%"),
        ),
    ),
    relevance=Relevance(0.613, RelevanceMethod.EMBEDDING),
    summary=(SUMMARY,),
)


def report_of(content: TextSignals | None = CONTENT, **fields: object) -> Report:
    return some_report([msgspec.structs.replace(an_answer("q1", SAID), content=content, **fields)])


def the_page(report: Report, locale: Locale) -> str:
    words: list[str] = []

    class Read(HTMLParser):
        def handle_data(self, data: str) -> None:
            words.append(data)

    Read().feed(to_html(report, a_decision(), locale))
    return " ".join(" ".join(words).split())


def the_paper(report: Report, locale: Locale) -> str:
    reader = PdfReader(io.BytesIO(to_pdf(report, a_decision(), locale)))
    return "".join("".join(page.extract_text() for page in reader.pages).split())


SAYS = {
    "en": [
        "In the candidate's own words 0:01–0:01 Sales rose by 10%.",
        "Specific details 7.5 per 100 words figures 1 10% names 1 Siemens results 1 rose by 10%",
        "Closeness to the question 0.61 similarity of meaning, 0 to 1",
        "They earn no points.",
    ],
    "zh-CN": [
        "原话摘要 0:01–0:01 Sales rose by 10%.",
        "具体程度 7.5 处/百词 数字 1 10% 名称 1 Siemens 结果 1 rose by 10%",
        "与题目的关联 0.61 语义相似度，0 到 1",
        "不计分。",
    ],
}


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_the_page_shows_summary_details_and_relevance(locale: Locale) -> None:
    read = the_page(report_of(), locale)
    assert [words for words in SAYS[locale] if words not in read] == []


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_the_paper_shows_the_same(locale: Locale) -> None:
    read = the_paper(report_of(), locale)
    assert [words for words in SAYS[locale] if "".join(words.split()) not in read] == []


def test_details_and_summary_lead_to_the_sentence_they_stand_in() -> None:
    html = to_html(report_of(), a_decision(), "en")
    assert '<a class="mark mark-plain" href="#a0s0">Siemens</a>' in html
    assert '<a href="#a0s1"><time>0:01–0:01</time> Sales rose by 10%.</a>' in html


def test_a_summary_that_would_be_the_whole_answer_is_left_out() -> None:
    short = msgspec.structs.replace(an_answer("q1", SAID[1:2]), content=replace(CONTENT, summary=(SUMMARY,)))
    read = the_page(some_report([replace(short, content=TextSignals(specificity=Specificity(rate=None)))]), "en")
    assert "In the candidate's own words" not in read
    assert "Specific details no figures, names or results; too short for a rate" in read
    assert "Closeness to the question" not in read


def test_where_no_model_tells_meaning_the_page_says_what_was_measured_instead() -> None:
    words = replace(CONTENT, relevance=Relevance(0.4, RelevanceMethod.LEXICAL))
    assert "Closeness to the question 40% share of the question's words" in the_page(report_of(words), "en")
    assert "与题目的关联 40% 题目用词在回答中出现的比例" in the_page(report_of(words), "zh-CN")


def test_where_capitals_are_missing_the_page_says_that_names_cannot_be_told() -> None:
    unnamed = replace(CONTENT, specificity=Specificity(rate=1.0, names_known=False))
    assert "names cannot be told in a text without capitals" in the_page(report_of(unnamed), "en")


def test_reports_from_before_are_shown_without_it() -> None:
    old = the_page(report_of(None), "en")
    assert "Specific details" not in old
    assert "They earn no points." not in old


def test_machines_get_every_value_with_its_place() -> None:
    (answer, *_) = json.loads(to_json(report_of(), None))["report"]["answers"]
    assert msgspec.convert(answer["measured"]["content"], TextSignals) == CONTENT


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda: replace(CONTENT, summary=(replace(SUMMARY, quote="Sales fell by 10%."),)), "summary"),
        (lambda: replace(CONTENT, summary=(replace(SUMMARY, end_ms=60_000),)), "summary"),
        (lambda: replace(CONTENT, summary=(replace(SUMMARY, answer_id="another"),)), "summary"),
        (lambda: detailed(Detail(DetailKind.NAME, 0, 11, 18, "Siemans")), "detail name"),
        (lambda: detailed(Detail(DetailKind.FIGURE, 1, 34, 500, "10%")), "detail figure"),
        (lambda: detailed(Detail(DetailKind.FIGURE, 9, 34, 37, "10%")), "detail figure"),
    ],
)
def test_what_was_not_said_so_is_refused(change: Callable[[], TextSignals], place: str) -> None:
    verify(report_of())
    with pytest.raises(UnresolvedEvidenceError, match=place):
        verify(report_of(change()))


def detailed(*details: Detail) -> TextSignals:
    return replace(CONTENT, specificity=Specificity(rate=None, details=details))


def test_the_table_shows_where_pauses_lie_and_how_pitch_and_loudness_move() -> None:
    voice = replace(
        VOICE,
        pauses=(Pause(100, 500, PausePlace.WITHIN), Pause(900, 1300, PausePlace.BETWEEN)),
        filler_rate=2.5,
        pitch_movement=8.4,
        loudness_range_db=11.0,
        loudness_movement_db=3.2,
    )
    read = the_page(report_of(voice=voice), "en")
    for words in (
        "of these, inside a sentence 1",
        "Fillers per 100 words (or Chinese characters) 2.5",
        "Pitch movement (semitones a second) 8.4",
        "Loudness range (dB) 11.0",
        "Loudness movement (dB from one half second to the next) 3.2",
    ):
        assert words in read


def test_what_was_not_measured_in_the_voice_has_no_row() -> None:
    old = the_page(report_of(voice=VOICE), "en")
    assert "Speech rate" in old
    assert "Loudness" not in old
    assert "inside a sentence" not in old


def test_an_answer_measured_by_an_earlier_version_can_be_read() -> None:
    new = json.loads(msgspec.json.encode(an_answer("q1", SAID)))
    del new["content"]
    assert msgspec.convert(new, MeasuredAnswer) == an_answer("q1", SAID)
