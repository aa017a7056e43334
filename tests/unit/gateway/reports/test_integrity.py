from __future__ import annotations

import io
import json

import msgspec
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from gateway.domain.beside import NOTHING
from gateway.domain.integrity import Hint, HintKind, Stretch
from gateway.domain.interview import Writing
from gateway.domain.report import Report
from gateway.domain.rule import PolicyProfile
from gateway.domain.signals import Limit, MeasuredAnswer
from gateway.domain.text import LOCALES, Locale
from gateway.outbox.structured import structured_report
from gateway.reports.html import to_html, to_page
from gateway.reports.pdf import to_pdf
from gateway.reports.structured import to_json
from gateway.reports.verify import UnresolvedEvidenceError, verify
from gateway.reports.wording import TEXT
from gateway.reports.wording_integrity import CAUTION, NOTICED
from gateway.rules import DEFAULT_RULES, decide
from tests.factories.people import NOW
from tests.factories.scored import OTHER, an_answer, some_answers, some_material, some_report, toward

POLICY = PolicyProfile(id="company", automatic=(), face_scores=False)
LONG = "We asked every customer what they needed before we built anything, and then we tried it with three of them."


def noticed(kind: HintKind, question: str = "q1", value: float | None = None) -> Hint:
    places = (Stretch(1000, 4000), Stretch(61_000, 65_000))
    return Hint(kind=kind, answer_id=f"answer-{question}", question_id=question, stretches=places, value=value)


def hinted() -> tuple[MeasuredAnswer, ...]:
    first, second = some_answers()
    voice = noticed(HintKind.OTHER_VOICE, value=8.4)
    return replace(first, hints=(noticed(HintKind.SEVERAL_FACES), voice)), second


def written() -> tuple[MeasuredAnswer, ...]:
    return tuple(an_answer(question, [(LONG, toward("asks"))], limits=(Limit.WRITTEN,)) for question in ("q1", "q2"))


def report_with(*answers: MeasuredAnswer) -> Report:
    report = some_report(answers)
    verify(report)
    return report


def test_hints_stand_apart_from_the_answers_in_the_order_of_the_questions() -> None:
    report = report_with(*hinted())
    assert [one.kind for one in report.integrity] == [HintKind.SEVERAL_FACES, HintKind.OTHER_VOICE]
    assert all(one.measured.hints == () for one in report.answers)


def test_hints_move_no_score_no_finding_and_no_question() -> None:
    with_hints, without = report_with(*hinted()), report_with(*some_answers())
    assert with_hints.integrity
    assert replace(with_hints, integrity=()) == without


def test_hints_of_texts_move_no_score_either() -> None:
    answers = written()
    material = some_material(answers)
    typed = [replace(one, writing=Writing(typed_ms=10, pasted_characters=999)) for one in material.answers]
    plain, hasty = some_report(answers), some_report(answers, answers=tuple(typed))
    assert replace(plain, integrity=()) == replace(hasty, integrity=())


def test_rules_do_not_see_hints() -> None:
    decisions = [
        decide(DEFAULT_RULES, POLICY, report_with(*answers).score, None, id="d", interview_id="interview-1", now=NOW)
        for answers in (hinted(), some_answers())
    ]
    assert decisions[0] == decisions[1]


def test_a_passage_in_two_written_answers_is_quoted() -> None:
    (hint,) = report_with(*written()).integrity
    assert (hint.kind, hint.question_id, hint.other) == (HintKind.REPEATED_TEXT, "q2", "q1")
    assert hint.text is not None
    assert "Q1" in hint.text.en
    assert "第 1 题" in hint.text.zh


def test_how_an_answer_was_written_is_told() -> None:
    answers = (an_answer("q1", [(f"{LONG} {LONG.replace('customer', 'colleague')}", OTHER)], limits=(Limit.WRITTEN,)),)
    given = [replace(one, writing=Writing(typed_ms=2000)) for one in some_material(answers).answers]
    kinds = [one.kind for one in some_report(answers, answers=tuple(given)).integrity]
    assert kinds == [HintKind.FAST_TEXT]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_shows_each_hint_with_its_places_and_how_sure_it_is(locale: Locale) -> None:
    page = to_html(report_with(*hinted()), None, locale)
    assert NOTICED[HintKind.SEVERAL_FACES].to(locale) in page
    assert NOTICED[HintKind.OTHER_VOICE].to(locale).format(value="8.4") in page
    assert CAUTION[HintKind.OTHER_VOICE].to(locale) in page
    assert TEXT["integrity_note"].to(locale) in page
    assert "1:01–1:05" in page


@pytest.mark.parametrize("locale", LOCALES)
def test_the_print_says_the_same(locale: Locale) -> None:
    pages = PdfReader(io.BytesIO(to_pdf(report_with(*hinted()), None, locale))).pages
    print_ = "".join("".join(page.extract_text() for page in pages).split())
    for words in (NOTICED[HintKind.SEVERAL_FACES], CAUTION[HintKind.OTHER_VOICE], TEXT["integrity_note"]):
        assert "".join(words.to(locale).split()) in print_


def test_on_the_site_a_place_plays_the_recording() -> None:
    page = to_page(report_with(*hinted()), None, "en", NOTHING, "/interviews/interview-1", {"answer-q1": "/r"})
    assert 'href="/r#t=61.0"' in page


def test_a_report_without_hints_says_so() -> None:
    assert TEXT["no_integrity"].en in to_html(report_with(*some_answers()), None, "en")


def test_the_json_for_hr_has_hints_in_both_languages() -> None:
    hints = json.loads(to_json(report_with(*hinted()), None))["report"]["integrity"]
    assert [one["kind"] for one in hints] == ["several_faces", "other_voice"]
    assert all(one["text"]["zh"] and one["text"]["en"] and one["caution"]["zh"] for one in hints)


def test_hints_do_not_leave_the_box() -> None:
    told = structured_report(report_with(*hinted()))
    assert told == structured_report(report_with(*some_answers()))


def test_every_kind_has_its_sentences() -> None:
    assert set(NOTICED) == set(CAUTION) == set(HintKind)


def test_a_hint_that_leads_nowhere_is_refused() -> None:
    report = some_report(hinted())
    elsewhere = replace(report.integrity[0], answer_id="answer-9")
    backwards = replace(report.integrity[0], stretches=(Stretch(4000, 1000),))
    for wrong in (elsewhere, backwards):
        with pytest.raises(UnresolvedEvidenceError, match="does not resolve"):
            verify(replace(report, integrity=(wrong,)))


def test_a_quotation_that_is_not_there_is_refused() -> None:
    report = some_report(written())
    (hint,) = report.integrity
    wrong = replace(hint, passages=(replace(hint.passages[0], quote="Something else."),))
    with pytest.raises(UnresolvedEvidenceError, match="repeated_text of q2"):
        verify(replace(report, integrity=(wrong,)))


def test_reports_of_old_can_be_read() -> None:
    old = msgspec.json.decode(msgspec.json.encode(some_report()))
    del old["integrity"]
    assert msgspec.convert(old, Report).integrity == ()


@pytest.mark.parametrize("locale", LOCALES)
def test_an_answer_that_does_not_suffice_says_so_and_the_others_stand(locale: Locale) -> None:
    first, second = some_answers()
    page = to_html(report_with(first, replace(second, limits=(Limit.OTHER_LANGUAGE,))), None, locale)
    assert page.count(TEXT["answer_insufficient"].to(locale)) == 1
    assert TEXT["answer_insufficient"].to(locale) not in to_html(report_with(first, second), None, locale)
