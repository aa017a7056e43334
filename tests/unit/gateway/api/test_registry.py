from __future__ import annotations

import copy
from typing import Any

import pytest

from gateway.domain.interview import InterviewStatus
from tests.factories.people import an_answer, an_interview
from tests.factories.results import a_decision, a_report
from tests.fakes.world import World
from tests.unit.gateway.api.conftest import Client

CONSENT = {"recording": True, "face_analysis": False, "notice_version": "2026-11"}
INTERVIEW = {"candidate_id": "candidate-1", "job_id": "job-1", "language": "en", "consent": CONSENT}


async def test_a_candidate_is_created_and_read(client: Client) -> None:
    created = await client.post("/v1/candidates", json={"name": "林晓", "email": "lin@example.com"})
    assert created.status_code == 201
    read = await client.get(f"/v1/candidates/{created.json()['id']}")
    assert read.json() == created.json()
    assert read.json()["name"] == "林晓"


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "a\n", "a\0b", "a\u202eb", "x" * 201, 5, None])
async def test_a_name_has_to_be_one(client: Client, name: object) -> None:
    reply = await client.post("/v1/candidates", json={"name": name})
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["field"] == "name"


async def test_an_unknown_field_is_refused(client: Client) -> None:
    reply = await client.post("/v1/candidates", json={"name": "x", "age": 44})
    assert reply.status_code == 422
    assert "age" in reply.json()["errors"][0]["detail_en"]


async def test_what_is_not_json_is_malformed(client: Client) -> None:
    reply = await client.post("/v1/candidates", content=b'{"name":', headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.json()["code"]) == (400, "malformed")


async def test_a_huge_body_is_refused(client: Client) -> None:
    reply = await client.post("/v1/candidates", json={"name": "x" * 3_000_000})
    assert (reply.status_code, reply.json()["code"]) == (413, "too_large")


async def test_a_job_is_created_and_read(client: Client, job_body: dict[str, Any]) -> None:
    created = await client.post("/v1/jobs", json=job_body)
    assert created.status_code == 201
    assert (await client.get(f"/v1/jobs/{created.json()['id']}")).json() == created.json()


def broken(body: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Give a copy of `body` with the value at `path`, such as `a.0.b`, replaced."""
    changed = copy.deepcopy(body)
    *way, last = path.split(".")
    place: Any = changed
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    place[int(last) if last.isdigit() else last] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("questions", [], "questions"),
        ("questions.0.id", "q2", "questions[1].id"),
        ("questions.0.id", "../q1", "questions[0].id"),
        ("questions.0.text", {"zh": "", "en": "x"}, "questions[0].text"),
        ("competency_model.dimensions", [], "competency_model.dimensions"),
        ("competency_model.dimensions.0.weight", 0, "competency_model.dimensions[0].weight"),
        ("competency_model.dimensions.0.weight", -1, "competency_model.dimensions[0].weight"),
        ("competency_model.dimensions.0.weight", "much", "competency_model.dimensions[0].weight"),
        ("competency_model.dimensions.0.questions", ["q1", "q9"], "competency_model.dimensions[0].questions[1]"),
        ("competency_model.dimensions.0.questions", [], "competency_model.dimensions[0].questions"),
        ("competency_model.dimensions.0.keywords", [" "], "competency_model.dimensions[0].keywords[0]"),
        (
            "competency_model.dimensions.0.keywords",
            ["roadmap", {"term": "plan", "synonyms": ["schedule", "Roadmap"]}],
            "competency_model.dimensions[0].keywords[1].synonyms[1]",
        ),
        (
            "competency_model.dimensions.0.keywords",
            [{"term": " "}],
            "competency_model.dimensions[0].keywords[0].term",
        ),
        (
            "competency_model.dimensions.0.anchors",
            [{"zh": "好", "en": "Good"}],
            "competency_model.dimensions[0].anchors",
        ),
        (
            "competency_model.dimensions.0.reading",
            [
                {
                    "title": {"zh": "《谈判力》", "en": ""},
                    "author": {"zh": "罗杰", "en": "Roger"},
                    "where": {"zh": "图书", "en": "book"},
                }
            ],
            "competency_model.dimensions[0].reading[0].title",
        ),
        ("competency_model.culture", "none", "competency_model.culture"),
        ("title", {"zh": "产品\0", "en": "Product"}, "title"),
    ],
)
async def test_a_job_that_does_not_fit_together_is_named_by_field(
    client: Client, job_body: dict[str, Any], path: str, value: object, field: str
) -> None:
    reply = await client.post("/v1/jobs", json=broken(job_body, path, value))
    assert reply.status_code == 422
    assert field in [error["field"] for error in reply.json()["errors"]]


async def test_an_interview_is_opened_with_consent(client: Client) -> None:
    created = await client.post("/v1/interviews", json=INTERVIEW)
    assert created.status_code == 201
    read = (await client.get(f"/v1/interviews/{created.json()['id']}")).json()
    assert read["status"] == "open"
    assert read["consent"]["given_at"] == "2026-11-22T09:00:00Z"


async def test_without_consent_to_recording_there_is_no_interview(client: Client) -> None:
    reply = await client.post("/v1/interviews", json={**INTERVIEW, "consent": {**CONSENT, "recording": False}})
    assert (reply.status_code, reply.json()["code"]) == (422, "consent_required")


async def test_a_language_that_is_not_served_is_refused_with_those_that_are(client: Client, world: World) -> None:
    world.languages = frozenset({"en", "zh"})
    reply = await client.post("/v1/interviews", json={**INTERVIEW, "language": "de"})
    assert reply.status_code == 422
    assert reply.json()["code"] == "language_not_served"
    assert reply.json()["languages"] == ["en", "zh"]


async def test_a_chinese_interview_without_a_chinese_model_is_refused_with_what_to_do(client: Client) -> None:
    body = {**INTERVIEW, "language": "zh-CN"}
    english = await client.post("/v1/interviews", json=body, headers={"Accept-Language": "en"})
    chinese = await client.post("/v1/interviews", json=body, headers={"Accept-Language": "zh-CN"})
    for reply in (english, chinese):
        assert (reply.status_code, reply.json()["code"]) == (422, "language_not_served")
        assert reply.json()["languages"] == ["en"]
        assert "shouguan models install" in reply.text
    assert "transcribes “zh-CN”. Served now: en." in english.json()["detail"]
    assert "没有识别“zh-CN”的语音模型。目前支持：en。" in chinese.json()["detail"]


async def test_a_regional_tag_is_served_by_its_language(client: Client) -> None:
    assert (await client.post("/v1/interviews", json={**INTERVIEW, "language": "en-GB"})).status_code == 201


async def test_with_the_models_down_an_interview_can_be_opened_later(client: Client, world: World) -> None:
    world.languages = None
    reply = await client.post("/v1/interviews", json=INTERVIEW)
    assert reply.status_code == 503
    assert reply.headers["retry-after"]


async def test_unknown_candidates_and_jobs_are_named(client: Client) -> None:
    reply = await client.post("/v1/interviews", json={**INTERVIEW, "candidate_id": "x", "job_id": "y"})
    assert reply.status_code == 422
    assert [error["field"] for error in reply.json()["errors"]] == ["candidate_id", "job_id"]


@pytest.mark.parametrize("path", ["candidates/x", "jobs/x", "interviews/x", "interviews/x/progress", "decisions/x"])
async def test_what_does_not_exist_is_not_found(client: Client, path: str) -> None:
    reply = await client.get(f"/v1/{path}")
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


async def test_interviews_are_listed_with_score_and_decision(client: Client, world: World) -> None:
    with world.database() as work:
        work.reports.add(a_report())
        work.decisions.add(a_decision())
        work.commit()
    (item,) = (await client.get("/v1/interviews")).json()["items"]
    assert item["candidate_name"] == "林晓"
    assert item["score"] == 82.5
    assert item["decision"]["actions"] == ["second_round"]


async def test_a_finish_with_answers_missing_lists_them(client: Client, world: World) -> None:
    with world.database() as work:
        work.answers.add(an_answer())
        work.commit()
    reply = await client.post("/v1/interviews/interview-1/finish", json={})
    assert (reply.status_code, reply.json()["missing"]) == (409, ["q2"])
    assert world.queue.interviews == []


async def test_a_finish_may_leave_answers_out(client: Client, world: World) -> None:
    reply = await client.post("/v1/interviews/interview-1/finish", json={"allow_missing": True})
    assert (reply.status_code, reply.json()["status"]) == (200, "finishing")
    assert world.queue.interviews == ["interview-1"]


async def test_a_second_finish_changes_nothing(client: Client, world: World) -> None:
    first = await client.post("/v1/interviews/interview-1/finish", json={"allow_missing": True})
    world.clock.advance(60)
    second = await client.post("/v1/interviews/interview-1/finish")
    assert (second.status_code, second.json()) == (200, first.json())


async def test_a_finish_after_the_report_queues_nothing(client: Client, world: World) -> None:
    with world.database() as work:
        work.interviews.save(an_interview(status=InterviewStatus.COMPLETED))
        work.commit()
    assert (await client.post("/v1/interviews/interview-1/finish")).json()["status"] == "completed"
    assert world.queue.interviews == []


async def test_a_cancelled_interview_cannot_be_finished(client: Client, world: World) -> None:
    with world.database() as work:
        work.interviews.save(an_interview(status=InterviewStatus.CANCELLED))
        work.commit()
    assert (await client.post("/v1/interviews/interview-1/finish")).status_code == 409
