"""An interview held in Chinese goes the whole way: the report quotes it as it is written, and every quote resolves."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.domain.competency import Indicator, IndicatorKind
from gateway.domain.interview import InterviewStatus
from gateway.domain.text import LocalizedText
from gateway.pipeline import finish_interview, process_answer
from tests.factories.people import a_competency_model, a_job, changed
from tests.fakes.workshop import Workshop

SAID = "我们先问了客户。因为客户需要，所以做了路线图。"
ASKED = Indicator(
    id="asks",
    kind=IndicatorKind.POSITIVE,
    label=LocalizedText("询问客户", "Asks customers"),
    points=20.0,
    exemplars=("我们先问了客户。",),
    advice=LocalizedText("多问客户", "Ask customers"),
)


@pytest.fixture
def chinese(tmp_path: Path) -> Workshop:
    """An interview in Chinese whose answers say `SAID`."""
    made = Workshop(tmp_path, said=SAID)
    dimension = changed(a_competency_model().dimensions[0], keywords=("路线图",), indicators=(ASKED,))
    with made.database() as uow:
        uow.jobs.add(a_job(id="job-zh", competency_model=a_competency_model(dimensions=(dimension,))))
        uow.commit()
    made.change(language="zh-CN", job_id="job-zh")
    return made


async def test_a_chinese_interview_is_scored_with_evidence_that_resolves(chinese: Workshop) -> None:
    for question_id in ("q1", "q2"):
        await process_answer(chinese.deps, chinese.answered(question_id))
    chinese.finished()
    await finish_interview(chinese.deps, "interview-1")

    assert chinese.interview.status == InterviewStatus.COMPLETED
    measured = chinese.report.answers[0].measured
    assert measured.text.startswith(SAID)
    assert " " not in measured.text
    assert [one.text for one in measured.sentences[:2]] == ["我们先问了客户。", "因为客户需要，所以做了路线图。"]
    assert measured.voice is not None
    assert measured.voice.speech_rate == pytest.approx(200.0, rel=0.05)  # a character every 300 ms
    (dimension,) = chinese.report.score.dimensions
    (asked,) = dimension.indicators
    assert asked.evidence[0].quote == "我们先问了客户。"
    cited = [*asked.evidence, *dimension.keywords_found]
    assert {"路线图" in one.quote for one in dimension.keywords_found} == {True}
    assert all(measured.text[one.start : one.end] == one.quote for one in cited)
    assert all(one.start_ms is not None and one.end_ms is not None for one in cited)
    assert measured.content is not None
    assert [one.quote for one in measured.content.summary] != []
    assert measured.voice.loudness_range_db is not None
