"""Notes, adjusted scores and the comparison, on the page, on paper and as JSON."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from gateway.domain.beside import Beside
from gateway.domain.remark import RemarkKind, RemarkTarget
from gateway.domain.report import Report
from gateway.domain.rule import AdjustedValue
from gateway.domain.text import LOCALES, Locale
from gateway.reports.html import to_html
from gateway.reports.pdf import to_pdf
from gateway.reports.structured import to_json
from gateway.reports.wording_beside import TEXT
from tests.factories.beside import a_note, a_remark, things_beside
from tests.factories.people import NOW
from tests.factories.results import a_decision
from tests.factories.scored import some_report
from tests.unit.gateway.reports.test_html import Page
from tests.unit.gateway.reports.test_pdf import HOSTILE, paper_of

HOUR = timedelta(hours=1)
MANY = (50.0, 55.0, 60.0, 65.0, 70.0, 75.0, 80.0)
FIRST = a_remark(id="1", target_id="needs", value=60.0, text="First look", by="Wang Fang", machine=70.0)
SECOND = a_remark(id="2", target_id="needs", value=90.0, text="Seen again", by="Li Wei", machine=70.0, at=NOW + HOUR)
NOTE = a_note(id="3", text="Ask for the references.", by="Zhao Min", at=NOW + 2 * HOUR)


@pytest.fixture
def report() -> Report:
    return some_report()


def page(report: Report, beside: Beside, locale: Locale = "en") -> Page:
    return Page(to_html(report, a_decision(), locale, beside))


@pytest.mark.parametrize("locale", LOCALES)
def test_without_remarks_and_comparison_the_report_has_no_part_for_them(report: Report, locale: Locale) -> None:
    read = Page(to_html(report, a_decision(), locale))
    assert not {"adjusted", "remarks", "comparison"} & set(read.ids)


def test_a_note_says_who_when_and_about_what(report: Report) -> None:
    read = page(report, things_beside(report, [NOTE])).text
    assert re.search(r"Zhao Min · 22 November 2026, 11:00 UTC · Note · The interview Ask for the references\.", read)


def test_notes_name_dimensions_and_questions_as_people_do(report: Report) -> None:
    about = [
        a_note(id="1", target=RemarkTarget.DIMENSION, target_id="needs"),
        a_note(id="2", target=RemarkTarget.ANSWER, target_id="q2"),
    ]
    read = page(report, things_beside(report, about)).text
    assert "Note · Needs" in read
    assert "Note · Q2" in read


def test_an_adjusted_score_stands_beside_the_machines_with_who_when_and_why(report: Report) -> None:
    read = page(report, things_beside(report, [SECOND])).text
    machine = report.score.dimensions[0].score
    assert machine is not None
    assert "Needs machine 70.0 · adjusted 90.0 Li Wei · 22 November 2026, 10:00 UTC · Seen again" in read
    assert f"Overall score machine {report.score.overall:.1f} · adjusted" in read
    assert "follows from the adjusted competencies" in read
    assert re.search(rf"Needs .*?{machine:.1f}", read)


def test_the_machines_score_keeps_its_place_and_the_adjusted_one_is_under_it(report: Report) -> None:
    beside = things_beside(report, [SECOND])
    assert beside.adjusted is not None
    assert beside.adjusted.overall != report.score.overall
    read = page(report, beside).text
    assert f"{report.score.overall:.1f} Overall score" in read
    assert f"out of 100 with adjustments {beside.adjusted.overall:.1f}" in read


def test_an_adjustment_that_was_replaced_stays_to_be_read_and_says_so(report: Report) -> None:
    read = page(report, things_beside(report, [FIRST, SECOND])).text
    assert "70.0 → 60.0 · replaced or withdrawn First look" in read
    assert "70.0 → 90.0 Seen again" in read
    assert "adjusted 60.0" not in read


def test_with_every_adjustment_withdrawn_only_the_remarks_remain(report: Report) -> None:
    gone = replace(SECOND, id="4", kind=RemarkKind.WITHDRAWAL, value=None, machine=None, text="A mistake")
    read = page(report, things_beside(report, [SECOND, gone]))
    assert "adjusted" not in read.ids
    assert "Adjustment withdrawn · Needs A mistake" in read.text
    assert "with adjustments" not in read.text


def test_a_decision_names_the_adjusted_scores_it_was_proposed_on(report: Report) -> None:
    named = AdjustedValue(target="dimension.needs", machine=None, value=90.0, by="Li Wei", reason="Seen again")
    read = Page(to_html(report, a_decision(adjusted=(named,)), "en")).text
    assert "Needs: machine Insufficient evidence · adjusted 90.0 · Li Wei · Seen again" in read


def test_the_comparison_gives_count_rank_median_and_range_in_words(report: Report) -> None:
    lifted = replace(report, score=replace(report.score, overall=72.0))
    read = page(lifted, things_beside(lifted, scores=MANY)).text
    assert (
        "Overall score others 7 rank 3 / 8 above 71% median 65.0 middle half 57.5–72.5 lowest to highest 50.0–80.0"
        in read
    )
    assert "As of 22 November 2026, 10:00 UTC" in read


def test_the_drawing_has_a_dot_for_each_other_and_is_not_read_aloud(report: Report) -> None:
    html = to_html(report, None, "en", things_beside(report, scores=MANY))
    drawing = html[html.index('id="comparison"') :].split("</ul>")[0]
    assert drawing.count("<circle") == len(MANY) * 3  # overall and two dimensions
    assert drawing.count('<svg height="28" aria-hidden="true"') == 3


@pytest.mark.parametrize(
    ("locale", "says"),
    [("en", "Too few others to compare (4; it takes 5)"), ("zh-CN", "其他候选人太少（4 人），达到 5 人才作比较")],
)
def test_with_too_few_others_there_is_a_sentence_and_no_figure(report: Report, locale: Locale, says: str) -> None:
    read = page(report, things_beside(report, scores=MANY[:4]), locale)
    assert read.text.count(says) == 1
    for word in ("rank", "median", "above"):
        assert TEXT[word].to(locale) not in read.text.split(TEXT["comparison"].to(locale))[1].split(says)[1][:80]
    assert "polygon" not in read.tags


def test_a_dimension_without_a_score_of_ones_own_is_not_compared(report: Report) -> None:
    unmeasured = replace(report.score.dimensions[1], score=None)
    partly = replace(report, score=replace(report.score, dimensions=(report.score.dimensions[0], unmeasured)))
    read = page(partly, things_beside(partly, scores=MANY))
    assert read.tags.count("polygon") == 2
    assert "Culture Insufficient evidence" in read.text


def test_what_people_wrote_is_text_and_not_markup(report: Report) -> None:
    html = to_html(report, None, "en", things_beside(report, [a_note(text="<script>alert(1)</script>", by="<b>W</b>")]))
    assert "<script" not in html
    assert "<b>W" not in html


@pytest.mark.parametrize("locale", LOCALES)
def test_the_paper_says_the_same(report: Report, locale: Locale) -> None:
    beside = things_beside(report, [FIRST, SECOND, NOTE], MANY)
    paper = paper_of(to_pdf(report, a_decision(), locale, beside))
    for key in ("adjusted_title", "with_adjustments", "remarks", "remark_past", "comparison", "comparison_legend"):
        assert paper.says(TEXT[key].to(locale))
    for words in ("Wang Fang", "Seen again", "Ask for the references.", "50.0–80.0"):
        assert paper.says(words)


def test_on_paper_too_few_others_are_a_sentence(report: Report) -> None:
    paper = paper_of(to_pdf(report, None, "en", things_beside(report, scores=MANY[:2])))
    assert paper.says("Too few others to compare (2; it takes 5)")
    assert not paper.says(TEXT["comparison_legend"].en)


def test_on_paper_what_people_wrote_is_text_and_may_be_long(report: Report) -> None:
    written = [a_note(id=str(at), text=said, by=said[:20]) for at, said in enumerate(HOSTILE)]
    paper = paper_of(to_pdf(report, None, "en", things_beside(report, [*written, a_note(id="x", text="长" * 2000)])))
    for said in HOSTILE:
        assert paper.says(said), said
    assert paper.text.count("长") == 2000


def test_the_json_has_them_apart_from_the_report(report: Report) -> None:
    beside = things_beside(report, [SECOND], MANY)
    data = json.loads(to_json(report, None, beside))
    assert msgspec.convert(data["report"], Report) == report
    apart = {name: data[name] for name in ("remarks", "adjusted", "comparison")}
    assert msgspec.convert(apart, Beside) == beside
    assert data["remarks"][0]["by"] == "Li Wei"


def test_no_name_of_another_candidate_leaves_with_it(report: Report) -> None:
    beside = things_beside(report, scores=MANY)
    for made in (to_json(report, None, beside).decode(), to_html(report, None, "en", beside)):
        assert "other-" not in made
