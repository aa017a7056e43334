from __future__ import annotations

import json

import msgspec

from gateway.domain.report import Report
from gateway.domain.rule import Decision
from gateway.reports.structured import to_json
from tests.factories.results import a_decision
from tests.factories.scored import some_report


def test_report_and_decision_can_be_read_back() -> None:
    report, decision = some_report(), a_decision()
    data = json.loads(to_json(report, decision))
    assert data["schema"] == "shouguan.report.v1"
    assert msgspec.convert(data["report"], Report) == report
    assert msgspec.convert(data["decision"], Decision) == decision


def test_each_model_comes_with_its_card_in_both_languages() -> None:
    (model,) = json.loads(to_json(some_report(), None))["report"]["versions"]["models"]
    assert model == {
        "name": "asr",
        "version": "7",
        "card": {"licence": "MIT", "does": {"zh": "把语音转写成文字。", "en": "Turns speech into text."}},
    }


def test_a_report_without_a_decision_says_null() -> None:
    assert json.loads(to_json(some_report(), None))["decision"] is None


def test_no_vectors_leave_with_it() -> None:
    answers = json.loads(to_json(some_report(), None))["report"]["answers"]
    assert all(one["measured"]["vectors"] == [] for one in answers)
