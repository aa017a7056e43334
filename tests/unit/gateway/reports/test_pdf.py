"""The report on paper says what the page says, and what candidates said stays text."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from pypdf import PageObject, PdfReader

from gateway.domain.competency import Question
from gateway.domain.interview import AnswerKind
from gateway.domain.report import Report
from gateway.domain.rule import Decision
from gateway.domain.signals import Limit
from gateway.domain.text import LOCALES, Locale
from gateway.reports import pdf
from gateway.reports.pdf import PrintingError, to_pdf
from gateway.reports.wording import ACTIONS, STATUS, TEXT
from gateway.scoring import score
from tests.factories.results import a_decision
from tests.factories.scored import (
    BEHAVIOUR,
    MODEL,
    REFERENCES,
    VOICE,
    an_answer,
    some_answers,
    some_material,
    some_report,
    text,
    toward,
)

A4 = (595, 842)
LOADS = r'(?:import|include|read|image|plugin|csv|yaml|toml|xml)\s*\(?\s*"([^"]*)"'
HOSTILE = (
    '#read("/etc/passwd")',
    '#include "/etc/passwd"',
    "] #panic() [ { ( $ x^2",
    "*bold* _it_ `raw` <label> @ref // gone /* too */",
    "= No heading",
    r"\u{1f600} \ \# ~ -- --- ...",
    "<script>alert(1)</script>",
    "\"quoted\" 'twice' {{7*7}} #let x = 1",
)


@dataclass(frozen=True)
class Paper:
    """A printed report. Where lines end is the layout's business: `says` looks through line ends and spaces."""

    reader: PdfReader

    @property
    def text(self) -> str:
        return "".join("".join(page.extract_text() for page in self.reader.pages).split())

    def says(self, words: str) -> bool:
        return "".join(words.split()) in self.text


def printed(report: Report | None = None, locale: Locale = "en", decision: Decision | None = None) -> Paper:
    return paper_of(to_pdf(report or some_report(), decision or a_decision(), locale))


def paper_of(made: bytes) -> Paper:
    return Paper(PdfReader(io.BytesIO(made), strict=True))


def resources(page: PageObject) -> Any:  # noqa: ANN401 - a PDF's own tree
    return page["/Resources"]


@pytest.fixture(scope="module", params=LOCALES)
def locale(request: pytest.FixtureRequest) -> Locale:
    found: Locale = request.param
    return found


@pytest.fixture(scope="module")
def paper(locale: Locale) -> Paper:
    measured = [replace(one, voice=VOICE, behaviour=BEHAVIOUR) for one in some_answers()]
    return printed(some_report(measured), locale)


def test_it_is_a4_with_fonts_of_its_own(paper: Paper, locale: Locale) -> None:
    for page in paper.reader.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        fonts = [font.get_object() for font in resources(page)["/Font"].values()]
        assert any("NotoSansSC" in font["/BaseFont"] for font in fonts)
        assert all(font["/Subtype"] == "/Type0" for font in fonts)  # so they are embedded
    assert paper.reader.metadata is not None
    assert TEXT["title"].to(locale) in str(paper.reader.metadata.title)


def test_scores_decision_and_dimensions_stand_on_the_first_page(paper: Paper, locale: Locale) -> None:
    report, decision = some_report(), a_decision()
    first = "".join(paper.reader.pages[0].extract_text().split())
    for words in (
        report.candidate_name,
        report.job_title.to(locale),
        f"{report.score.overall}",
        f"{report.score.culture_fit}",
        ACTIONS[decision.actions[0]].to(locale),
        STATUS[decision.status].to(locale),
        "score >= 80.0",
        *(name.to(locale) for name in report.dimension_names.values()),
    ):
        assert "".join(words.split()) in first


def test_quotations_have_their_question_and_times(paper: Paper, locale: Locale) -> None:
    where = {"en": "Q1 0:00–0:00", "zh-CN": "第 1 题 0:00–0:00"}[locale]
    assert paper.says(f"{where} We asked every customer.")
    assert paper.says("The others broke it.")


def test_every_sentence_of_the_transcript_is_there_with_its_marks(paper: Paper, locale: Locale) -> None:
    assert paper.says("0:01 It was a good year.")
    assert paper.says(f"We asked every customer. +10.0 {text('asks').to(locale)}")


def test_observations_models_and_versions_are_there(paper: Paper, locale: Locale) -> None:
    for words in (TEXT["not_scored"].to(locale), "152", "83%", "2 (um)", "asr 7", "model 3", "MIT"):
        assert paper.says(words)


def test_bars_are_drawn_as_shapes(paper: Paper) -> None:
    content = paper.reader.pages[0].get_contents()
    assert content is not None
    brand = rb"0\.07843\d* 0\.33333\d* 0\.36078\d* scn"  # the bars' colour
    assert re.search(brand, content.get_data())
    assert "/XObject" not in resources(paper.reader.pages[0])


def test_quotations_lead_to_their_sentences(paper: Paper) -> None:
    links = [link.get_object() for page in paper.reader.pages for link in page.get("/Annots", ())]
    assert links
    assert all("/URI" not in str(link) for link in links)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_said_is_text_and_not_markup(locale: Locale) -> None:
    spoken = an_answer("q1", [(said, toward("asks")) for said in HOSTILE])
    named = replace(some_report([spoken]), candidate_name='#read("/etc/passwd") ] }', job_title=text("#panic() ["))
    paper = printed(named, locale)
    for said in HOSTILE:
        assert paper.says(said), said
    assert paper.says('#read("/etc/passwd") ] }')
    assert paper.says("#panic() [")
    assert "root:" not in paper.text


def test_a_sentence_cannot_turn_the_order_of_signs_around() -> None:
    spoken = an_answer("q1", [("\u202eWe asked\u2066 nobody.", toward("asks"))])
    assert printed(some_report([spoken])).says("We asked nobody.")


def test_signs_without_a_shape_and_endless_words_do_no_harm() -> None:
    spoken = an_answer("q1", [("😀 \x00\x07\ufffe 䶮", toward("asks")), ("a" * 2000, toward("asks"))])
    paper = printed(some_report([spoken]))
    assert paper.text.count("a") > 2000


def test_chinese_is_set_with_its_characters() -> None:
    spoken = an_answer("q1", [("我们先拜访了每一位客户，再决定做什么。", toward("asks"))], language="zh")
    assert printed(some_report([spoken]), "zh-CN").says("我们先拜访了每一位客户，再决定做什么。")


def test_nothing_measured_is_said_and_not_shown_as_zero() -> None:
    paper = printed(some_report([]))
    assert paper.says(TEXT["insufficient"].en)
    assert paper.says(TEXT["insufficient_note"].en)
    assert paper.says(TEXT["no_observations"].en)


def test_a_dimension_without_evidence_keeps_its_name_among_the_scores() -> None:
    paper = printed(some_report([some_answers()[1]]))
    assert paper.text.count("Needs") == 3  # with its bar, where the scores come from, and what to ask next
    assert paper.says(f"Needs {TEXT['insufficient'].en} {TEXT['insufficient_note'].en}")


@pytest.mark.parametrize("title", ["decision", "dimensions", "strengths", "weaknesses", "scoring", "transcript"])
def test_every_part_has_its_title_also_when_it_is_empty(title: str) -> None:
    made = Paper(PdfReader(io.BytesIO(to_pdf(some_report([]), None, "en"))))
    assert made.says(TEXT[title].en)
    assert made.says(f"{TEXT['observations'].en} {TEXT['not_scored'].en} {TEXT['observations_note'].en}")


def test_a_written_answer_and_limits_are_said_in_words() -> None:
    answers = [replace(one, limits=(Limit.WRITTEN, Limit.TOO_SHORT)) for one in some_answers()]
    paper = printed(some_report(answers))
    assert paper.says(TEXT["written"].en)
    assert paper.says("The answer is too short to be assessed.")


def test_without_a_decision_it_says_so() -> None:
    made = to_pdf(some_report(), None, "en")
    assert Paper(PdfReader(io.BytesIO(made))).says(TEXT["no_decision"].en)


def test_long_interviews_break_into_numbered_pages_with_tables_that_fit() -> None:
    questions = tuple(Question(id=f"q{n}", text=text(f"Question {n}?")) for n in range(1, 9))
    spoken = [
        replace(an_answer(one.id, [(f"Sentence {at} of {one.id}.", toward("asks")) for at in range(30)]), voice=VOICE)
        for one in questions
    ]
    job = replace(some_material().job, questions=questions)
    report = some_report(spoken, job=job, score=score(MODEL, spoken, REFERENCES))
    paper = printed(report)
    pages = len(paper.reader.pages)
    assert pages > 3
    assert paper.says(f"{pages} / {pages}")
    assert paper.says("Sentence 29 of q8.")
    assert paper.says("Measure Q1 Q2 Q3 Q4 Q5 Q6 Duration")
    assert paper.says("Measure Q7 Q8 Duration")
    assert {one.kind for one in report.answers} == {AnswerKind.VIDEO}


def test_the_same_report_gives_the_same_bytes() -> None:
    assert to_pdf(some_report(), a_decision(), "zh-CN") == to_pdf(some_report(), a_decision(), "zh-CN")


@pytest.mark.parametrize("press", ["import sys; sys.exit('report.typ:3')", "import time; time.sleep(600)"])
def test_a_press_that_fails_or_hangs_is_an_error_with_advice(monkeypatch: pytest.MonkeyPatch, press: str) -> None:
    monkeypatch.setattr(pdf, "PRESS", (sys.executable, "-c", press))
    monkeypatch.setattr(pdf, "TIMEOUT_S", 1.0)
    with pytest.raises(PrintingError, match="as a page"):
        to_pdf(some_report(), a_decision(), "en")


def test_templates_name_no_file_but_each_other() -> None:
    templates = sorted((Path(pdf.__file__).parent / "typst").glob("*.typ"))
    for template in templates:
        named = re.findall(LOADS, template.read_text())
        assert set(named) <= {one.name for one in templates}
        assert "eval(" not in template.read_text()
