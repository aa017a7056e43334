"""Moments and the structure of answers in the report: shown, resolved, and refused where they do not resolve."""

from __future__ import annotations

import io
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from gateway.domain.report import Report
from gateway.domain.signals import Cue, MeasuredAnswer, Movement, MovementKind, StructureKind
from gateway.domain.text import LOCALES, Locale
from gateway.reports.html import to_html
from gateway.reports.pdf import to_pdf
from gateway.reports.structured import to_json
from gateway.reports.verify import UnresolvedEvidenceError, verify
from gateway.reports.wording_moments import MOVEMENTS
from gateway.reports.wording_moments import TEXT as MOMENT_TEXT
from gateway.reports.wording_structure import KINDS
from gateway.signals.structure import measure_structure
from tests.factories.results import a_decision
from tests.factories.scored import OTHER, an_answer, some_answers, some_report, toward

LINES = (
    "In short, we asked every customer first.",
    "First, we rang ten shops, because they knew the problem.",
    "Second, we tried a prototype in two towns.",
    "In the end every customer paid on time.",
)


def smiling() -> MeasuredAnswer:
    answer = an_answer("q1", [(LINES[0], toward("asks")), *((line, OTHER) for line in LINES[1:])])
    at = answer.text.index("customer")
    smile = Movement(kind=MovementKind.SMILED, start_ms=300, end_ms=800, start=at, end=at + 8, value=0.71, usual=0.1)
    return replace(answer, structure=measure_structure(answer.sentences), movements=(smile,))


@pytest.fixture
def report() -> Report:
    return some_report([smiling(), some_answers()[1]])


def text_of(html: str) -> str:
    return " ".join(html.split())


@pytest.mark.parametrize(("locale", "says"), [("en", "smiled at “customer”"), ("zh-CN", "提到“customer”时微笑")])
def test_a_moment_is_on_the_timeline_and_in_the_list(report: Report, locale: Locale, says: str) -> None:
    html = text_of(to_html(report, a_decision(), locale))
    assert f"<title>0:00 {says}</title>" in html
    assert f"<time>0:00</time> {says}</a>" in html
    assert "71%" in html
    assert MOMENT_TEXT["moments_note"].to(locale).replace("'", "&#39;") in html


@pytest.mark.parametrize("locale", LOCALES)
def test_structure_and_moments_are_in_print(report: Report, locale: Locale) -> None:
    pages = PdfReader(io.BytesIO(to_pdf(report, a_decision(), locale))).pages
    printed = "".join("".join(page.extract_text() for page in pages).split())
    for words in (MOVEMENTS[MovementKind.SMILED].to(locale), "71%", KINDS[StructureKind.PARTS].to(locale), "“Second”"):
        assert "".join(words.split()) in printed


@pytest.mark.parametrize("locale", LOCALES)
def test_every_part_of_the_structure_is_shown_with_points_and_words(report: Report, locale: Locale) -> None:
    html = text_of(to_html(report, a_decision(), locale))
    for kind in StructureKind:
        assert f"<dt>{KINDS[kind].to(locale)} <b>" in html
    assert "<q>First</q>" in html
    assert "<q>Second</q>" in html


def test_moments_are_in_the_report_for_machines(report: Report) -> None:
    read = msgspec.json.decode(to_json(report, None))
    (moment,) = read["report"]["answers"][0]["moments"]
    assert (moment["kind"], moment["evidence"]["quote"]) == ("smiled", "customer")


def test_without_moments_nothing_is_said_of_them() -> None:
    html = to_html(some_report(), a_decision(), "en")
    assert MOMENT_TEXT["moments_note"].en not in html
    assert 'class="moments"' not in html


def test_structure_of_earlier_versions_is_shown_with_its_score_alone() -> None:
    old = msgspec.to_builtins(smiling())
    old["structure"] = {"score": 6.0, "states_point": [0], "orders_parts": [], "gives_reasons": []}
    report = some_report([msgspec.convert(old, MeasuredAnswer)])
    verify(report)
    html = text_of(to_html(report, a_decision(), "en"))
    assert "<b>6.0</b>" in html
    assert "<dt>Point first" not in html


def test_a_composed_report_with_structure_and_moments_resolves(report: Report) -> None:
    verify(report)
    assert len(report.answers[0].moments) == 1


def test_a_moment_that_quotes_something_else_is_refused(report: Report) -> None:
    first, *others = report.answers
    (moment,) = first.moments
    wrong = replace(moment, evidence=replace(moment.evidence, quote="nobody"))
    with pytest.raises(UnresolvedEvidenceError, match="moment of q1"):
        verify(replace(report, answers=(replace(first, moments=(wrong,)), *others)))


def with_cue(report: Report, **changes: object) -> Report:
    first, *others = report.answers
    structure = first.measured.structure
    assert structure is not None
    point, *rest = structure.parts
    cue: Cue = replace(point.cues[0], **changes)
    changed = replace(structure, parts=(replace(point, cues=(cue,)), *rest))
    return replace(report, answers=(replace(first, measured=replace(first.measured, structure=changed)), *others))


@pytest.mark.parametrize(
    "changes", [{"sentence": 9}, {"sentence": 1}, {"start": -1}, {"end": 10_000}, {"start_ms": 5}, {"end_ms": None}]
)
def test_words_that_are_not_where_the_structure_says_are_refused(report: Report, changes: dict[str, Any]) -> None:
    with pytest.raises(UnresolvedEvidenceError, match="point cites"):
        verify(with_cue(report, **changes))


def test_points_for_structure_that_do_not_add_up_are_refused(report: Report) -> None:
    first, *others = report.answers
    assert first.measured.structure is not None
    wrong = replace(first.measured, structure=replace(first.measured.structure, score=9.9))
    with pytest.raises(UnresolvedEvidenceError, match="the parts of the structure"):
        verify(replace(report, answers=(replace(first, measured=wrong), *others)))


def test_every_movement_and_part_has_a_name_in_both_languages() -> None:
    assert set(MOVEMENTS) == set(MovementKind)
    assert set(KINDS) == set(StructureKind)
    assert all(one.zh and one.en for one in (*MOVEMENTS.values(), *KINDS.values()))
