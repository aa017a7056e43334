from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from gateway.domain.competency import Question
from gateway.domain.report import ModelUsed, Report
from gateway.domain.rule import ActionKind, DecisionStatus
from gateway.domain.signals import Limit
from gateway.domain.text import LOCALES, Locale
from gateway.reports.html import to_html
from gateway.reports.wording import ACTIONS, STATUS, TEXT
from tests.factories.results import a_decision
from tests.factories.scored import (
    BEHAVIOUR,
    CARD,
    VOICE,
    an_answer,
    some_answers,
    some_material,
    some_report,
    text,
    toward,
)

VOID = {"meta", "link", "br", "circle", "img", "input", "hr"}


class Page(HTMLParser):
    """Reads a page: its text, its ids and links, and whether every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in {"style"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def page(report: Report | None = None, locale: Locale = "en", **decision: Any) -> Page:  # noqa: ANN401
    return Page(to_html(report or some_report(), a_decision(**decision), locale))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_needs_nothing_from_elsewhere(locale: Locale) -> None:
    html = to_html(some_report(), a_decision(), locale)
    assert "script" not in Page(html).tags
    assert not re.search(r"(?:src=|url\(|@import|https?://)", html)
    assert f'<html lang="{locale}">' in html


@pytest.mark.parametrize("locale", LOCALES)
def test_links_lead_to_places_on_the_page(locale: Locale) -> None:
    read = page(locale=locale)
    assert len(read.ids) == len(set(read.ids))
    assert {link.removeprefix("#") for link in read.links} <= set(read.ids)


def test_what_was_said_is_shown_as_text_and_not_as_markup() -> None:
    spoken = an_answer("q1", [("<script>alert(1)</script> & we asked.", toward("asks"))])
    report = replace(some_report([spoken]), candidate_name='<img src=x onerror="x">')
    html = to_html(report, a_decision(), "en")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; we asked." in html


def test_scores_are_shown_with_one_decimal() -> None:
    report = replace(some_report(), score=replace(some_report().score, overall=80.0, culture_fit=4.0))
    assert "80.0 Overall score" in page(report).text
    assert "4.0 Culture fit" in page(report).text


@pytest.mark.parametrize("locale", LOCALES)
def test_the_decision_shows_rule_condition_values_and_version(locale: Locale) -> None:
    read = page(locale=locale, rule_set_version="17").text
    assert ACTIONS[ActionKind.SECOND_ROUND].to(locale) in read
    assert STATUS[DecisionStatus.PROPOSED].to(locale) in read
    assert "score >= 80.0" in read
    assert f"{TEXT['overall'].to(locale)} 82.5" in read
    assert f"{TEXT['survey'].to(locale)} {TEXT['absent_value'].to(locale)}" in read
    assert f"{TEXT['version'].to(locale)} 17" in read


def test_a_persons_confirmation_is_shown_with_name_and_reason() -> None:
    read = page(status=DecisionStatus.CONFIRMED, reviewed_by="Wang Li", review_reason="Agreed").text
    assert "Confirmed by a named person" in read
    assert "Wang Li" in read
    assert "Agreed" in read


def test_without_a_decision_the_page_says_so() -> None:
    assert TEXT["no_decision"].en in Page(to_html(some_report(), None, "en")).text


def test_where_no_rule_held_the_page_says_so() -> None:
    assert TEXT["no_rule"].en in page(rule_id=None, condition=None, rule_name=None).text


def test_points_stand_beside_the_sentence_that_earned_them() -> None:
    assert "We asked every customer . +10.0 asks" in page().text


@pytest.mark.parametrize(("similarity", "mark"), [(0.6, "✓ tests"), (0.5, "Only partly shown: tests")])
def test_what_is_expected_is_ticked_off_only_where_it_was_shown(similarity: float, mark: str) -> None:
    tried = an_answer("q1", [("We tried it with them.", toward("tests", similarity))])
    assert f"We tried it with them. {mark} " in page(some_report([tried])).text


def test_what_is_absent_names_the_questions_looked_at() -> None:
    assert "Absent from: Q1" in page().text
    assert "以下回答中未提及：第 1 题" in page(locale="zh-CN").text


@pytest.mark.parametrize(("locale", "says"), [("en", "Not mentioned: prototype"), ("zh-CN", "没有说到：prototype")])
def test_keywords_that_did_not_come_up_are_named(locale: Locale, says: str) -> None:
    assert says in page(locale=locale).text


def test_a_report_from_before_concepts_were_kept_names_no_keyword_as_absent() -> None:
    new = some_report()
    dimensions = tuple(replace(one, concepts=()) for one in new.score.dimensions)
    old = replace(new, score=replace(new.score, dimensions=dimensions))

    assert "Not mentioned:" not in page(old).text


def test_the_sum_of_a_dimension_is_shown() -> None:
    report = some_report()
    needs = report.score.dimensions[0]
    assert f"Starting points 60.0 Indicators 0.0 Keywords +10.0 Logic 0.0 = {needs.score}" in page(report).text


def test_insufficient_evidence_is_said_and_not_shown_as_zero() -> None:
    report = some_report([some_answers()[1]])
    read = page(report).text
    assert report.score.overall is None
    assert "Insufficient evidence Overall score" in read
    assert TEXT["insufficient_note"].en in read


def test_without_evidence_nobody_is_said_to_be_without_weakness() -> None:
    read = page(some_report([])).text
    assert TEXT["no_weaknesses"].en not in read
    assert TEXT["no_strengths"].en not in read


def test_limits_are_said_in_words() -> None:
    answers = [replace(one, limits=(Limit.SEVERAL_FACES,)) for one in some_answers()]
    assert "More than one face was in the picture." in page(some_report(answers)).text


def test_a_written_answer_is_called_one() -> None:
    answers = [replace(one, limits=(Limit.WRITTEN,)) for one in some_answers()]
    read = page(some_report(answers)).text
    assert TEXT["written"].en in read
    assert TEXT["no_observations"].en in read


@pytest.mark.parametrize("locale", LOCALES)
def test_voice_and_behaviour_are_marked_as_not_scored(locale: Locale) -> None:
    answers = [replace(one, voice=VOICE, behaviour=BEHAVIOUR) for one in some_answers()]
    read = page(some_report(answers), locale).text
    assert f"{TEXT['observations'].to(locale)} {TEXT['not_scored'].to(locale)}" in read
    assert "2 (um)" in read
    assert "83%" in read


def test_many_answers_are_shown_in_tables_that_fit_a_page() -> None:
    questions = tuple(Question(id=f"q{n}", text=text(f"Question {n}?")) for n in range(1, 9))
    spoken = [replace(an_answer(one.id, [("We asked.", toward("asks"))]), voice=VOICE) for one in questions]
    read = page(some_report(spoken, job=replace(some_material().job, questions=questions)))
    assert read.tags.count("table") == 2
    assert "Measure Q1 Q2 Q3 Q4 Q5 Q6 Duration" in read.text
    assert "Measure Q7 Q8 Duration 0:01 0:01 Speech rate" in read.text


def test_a_pitch_that_was_not_measured_has_no_row() -> None:
    answers = [replace(one, voice=VOICE) for one in some_answers()]
    assert "Median pitch" not in page(some_report(answers)).text


@pytest.mark.parametrize("locale", LOCALES)
def test_models_and_versions_are_named(locale: Locale) -> None:
    read = page(locale=locale).text
    assert "asr 7" in read
    assert "model 3" in read


@pytest.mark.parametrize(
    ("locale", "says"), [("en", "Licence: MIT Turns speech"), ("zh-CN", "许可： MIT 把语音转写成文字。")]
)
def test_each_model_is_shown_with_its_licence_and_what_it_does(locale: Locale, says: str) -> None:
    assert f"asr 7 · {says}" in page(locale=locale).text


def test_a_report_from_before_there_were_cards_names_its_models() -> None:
    old = msgspec.json.encode(some_report()).replace(msgspec.json.encode(CARD), b"null")
    report = msgspec.json.decode(old, type=Report)

    assert report.versions.models == (ModelUsed("asr", "7"),)
    assert "asr 7" in page(report).text


def test_every_text_exists_in_both_languages() -> None:
    texts = [*TEXT.values(), *ACTIONS.values(), *STATUS.values()]
    assert all(one.zh and one.en for one in texts)
    assert set(ACTIONS) == set(ActionKind)
    assert set(STATUS) == set(DecisionStatus)
