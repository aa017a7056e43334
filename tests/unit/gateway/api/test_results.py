from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest

from gateway.domain.interview import AnswerStatus, InterviewStatus
from gateway.domain.stall import STALLED, Stall
from tests.factories.people import NOW, an_answer, an_interview
from tests.factories.results import a_decision, a_report, an_outbox_row
from tests.fakes.world import World
from tests.unit.gateway.api.conftest import Client

INTERVIEW = "/v1/interviews/interview-1"
REVIEW = {"confirm": True, "name": "王芳", "reason": "同意进入复试"}


def keep(world: World, **fields: Any) -> None:  # noqa: ANN401
    with world.database() as work:
        work.interviews.save(an_interview(**fields))
        work.commit()


def keep_results(world: World) -> None:
    with world.database() as work:
        work.reports.add(a_report())
        work.decisions.add(a_decision())
        work.commit()


async def test_progress_names_what_is_missing(client: Client) -> None:
    progress = (await client.get(f"{INTERVIEW}/progress")).json()
    assert (progress["status"], progress["step"], progress["missing"]) == ("open", "answering", ["q1", "q2"])
    assert progress["seconds_since_finish"] is None
    assert not progress["report_ready"]


async def test_progress_shows_each_answer_and_why_it_failed(client: Client, world: World) -> None:
    with world.database() as work:
        work.answers.add(an_answer(status=AnswerStatus.PERCEIVING, progress=0.4))
        failed = an_answer(id="answer-2", question_id="q2", status=AnswerStatus.FAILED, problem="media.undecodable")
        work.answers.add(failed)
        work.commit()
    keep(world, status=InterviewStatus.FINISHING, finished_at=NOW)
    world.clock.advance(2.5)
    progress = (await client.get(f"{INTERVIEW}/progress")).json()
    assert (progress["step"], progress["seconds_since_finish"]) == ("perceiving", 2.5)
    first, second = progress["answers"]
    assert (first["status"], first["progress"], first["problem"]) == ("perceiving", 0.4, None)
    assert (second["status"], second["progress"], second["problem"]) == ("failed", 1.0, "media.undecodable")
    assert "解码" in second["problem_text"]["zh"]


@pytest.mark.parametrize(("report", "step"), [(False, "reporting"), (True, "deciding")])
async def test_progress_follows_the_tail(client: Client, world: World, report: bool, step: str) -> None:
    with world.database() as work:
        work.answers.add(an_answer(status=AnswerStatus.READY))
        if report:
            work.reports.add(a_report())
        work.commit()
    keep(world, status=InterviewStatus.FINISHING, finished_at=NOW)
    assert (await client.get(f"{INTERVIEW}/progress")).json()["step"] == step


async def test_progress_says_that_a_report_cannot_be_made(client: Client, world: World) -> None:
    keep(world, status=InterviewStatus.FINISHING, finished_at=NOW)
    stall = Stall(problem="ConditionError", attempt=1, at=NOW)
    with world.database() as work:
        work.steps.put("interview-1", "", STALLED, "1", msgspec.msgpack.encode(stall))
        work.commit()
    progress = (await client.get(f"{INTERVIEW}/progress")).json()
    assert (progress["step"], progress["problem"]) == ("stalled", "ConditionError")
    assert "shouguan doctor" in progress["step_text"]["zh"]
    keep(world, status=InterviewStatus.COMPLETED, finished_at=NOW, completed_at=NOW)
    progress = (await client.get(f"{INTERVIEW}/progress")).json()
    assert (progress["step"], progress["problem"]) == ("done", None)


async def test_progress_ends_with_the_time_it_took(client: Client, world: World) -> None:
    keep(world, status=InterviewStatus.COMPLETED, finished_at=NOW, completed_at=NOW + timedelta(seconds=4.2))
    progress = (await client.get(f"{INTERVIEW}/progress")).json()
    assert (progress["step"], progress["seconds_to_report"]) == ("done", 4.2)


async def follow(client: Client) -> list[dict[str, Any]]:
    reply = await client.get(f"{INTERVIEW}/events")
    assert reply.headers["content-type"].startswith("text/event-stream")
    lines = reply.text.splitlines()
    return [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]


async def test_events_tell_each_change_and_end_with_the_last(client: Client, world: World) -> None:
    world.progress.script = [
        lambda: keep(world, status=InterviewStatus.FINISHING, finished_at=NOW),
        lambda: world.clock.advance(1),
        lambda: keep(world, status=InterviewStatus.COMPLETED, finished_at=NOW, completed_at=NOW),
    ]
    assert [event["status"] for event in await follow(client)] == ["open", "finishing", "completed"]


async def test_a_sign_of_life_is_a_comment_and_no_event(client: Client, world: World) -> None:
    world.progress.script = [
        lambda: world.clock.advance(1),
        lambda: keep(world, status=InterviewStatus.COMPLETED, finished_at=NOW, completed_at=NOW),
    ]
    blocks = (await client.get(f"{INTERVIEW}/events")).text.split("\n\n")
    assert [block.split("\n")[0] for block in blocks] == ["event: progress", ": still there", "event: progress", ""]
    assert blocks[1] == ": still there"


async def test_events_of_a_completed_interview_end_at_once(client: Client, world: World) -> None:
    keep(world, status=InterviewStatus.COMPLETED, finished_at=NOW, completed_at=NOW)
    assert [event["status"] for event in await follow(client)] == ["completed"]


async def test_events_of_an_unknown_interview_are_not_found(client: Client) -> None:
    assert (await client.get("/v1/interviews/x/events")).status_code == 404


async def test_a_replay_of_what_is_not_there_yet_or_not_kept_is_refused(client: Client, world: World) -> None:
    early = await client.get(f"{INTERVIEW}/report/replay")
    with world.database() as work:
        work.reports.add(a_report())
        work.commit()
    late = await client.get(f"{INTERVIEW}/report/replay", headers={"Accept-Language": "en"})
    assert (early.status_code, early.json()["code"]) == (409, "report_not_ready")
    assert (late.status_code, late.json()["code"]) == (409, "report_not_replayable")
    assert "reference texts were not kept" in late.json()["detail"]


async def test_a_report_that_is_not_there_yet_points_to_the_progress(client: Client) -> None:
    reply = await client.get(f"{INTERVIEW}/report")
    assert (reply.status_code, reply.json()["code"]) == (409, "report_not_ready")
    assert reply.json()["progress"] == f"{INTERVIEW}/progress"


async def test_a_report_is_json_by_default(client: Client, world: World) -> None:
    keep_results(world)
    for accept in ("*/*", "application/json"):
        reply = await client.get(f"{INTERVIEW}/report", headers={"Accept": accept})
        assert reply.headers["content-type"].startswith("application/json")
        assert reply.json()["report"]["score"]["overall"] == 82.5


@pytest.mark.parametrize(
    ("query", "language", "word"), [("", "en", "Product"), ("?lang=zh", "en", "产品"), ("", "", "产品")]
)
async def test_a_report_is_a_page_when_asked_for(
    client: Client, world: World, query: str, language: str, word: str
) -> None:
    keep_results(world)
    headers = {"Accept": "text/html", "Accept-Language": language}
    reply = await client.get(f"{INTERVIEW}/report{query}", headers=headers)
    assert reply.headers["content-type"].startswith("text/html")
    assert word in reply.text
    assert "script-src" not in reply.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("query", "language", "word"),
    [("", "en", "Product"), ("?language=zh", "en", "产品"), ("?language=en", "zh", "Product"), ("", "", "产品")],
)
async def test_a_report_in_print_comes_in_the_wanted_language(
    client: Client, world: World, query: str, language: str, word: str
) -> None:
    keep_results(world)
    reply = await client.get(f"{INTERVIEW}/report.pdf{query}", headers={"Accept-Language": language})
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["content-disposition"].startswith('inline; filename="report-')
    assert reply.headers["cache-control"] == "no-store"
    assert word in reply.content.decode()
    assert "decision-1" in reply.content.decode()


async def test_a_report_that_is_not_there_yet_cannot_be_printed(client: Client) -> None:
    reply = await client.get(f"{INTERVIEW}/report.pdf")
    assert (reply.status_code, reply.json()["code"]) == (409, "report_not_ready")


async def test_decisions_show_rule_values_and_version(client: Client, world: World) -> None:
    keep_results(world)
    (decision,) = (await client.get(f"{INTERVIEW}/decisions")).json()["items"]
    assert decision["condition"] == "score >= 80.0"
    assert decision["values"] == [{"name": "score", "value": 82.5}, {"name": "survey", "value": None}]
    assert (decision["rule_id"], decision["rule_set_version"]) == ("second-round", "1")
    assert (await client.get("/v1/decisions/decision-1")).json() == decision


async def test_a_named_person_confirms_a_decision(client: Client, world: World) -> None:
    keep_results(world)
    reply = await client.post("/v1/decisions/decision-1/review", json=REVIEW)
    assert (reply.status_code, reply.json()["status"]) == (200, "confirmed")
    assert (reply.json()["reviewed_by"], reply.json()["review_reason"]) == ("王芳", "同意进入复试")
    assert (await client.post("/v1/decisions/decision-1/review", json=REVIEW)).status_code == 409


@pytest.mark.parametrize("field", ["name", "reason"])
async def test_a_review_needs_name_and_reason(client: Client, world: World, field: str) -> None:
    keep_results(world)
    reply = await client.post("/v1/decisions/decision-1/review", json={**REVIEW, field: "  "})
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, field)


async def test_a_review_of_nothing_is_not_found(client: Client) -> None:
    assert (await client.post("/v1/decisions/x/review", json=REVIEW)).status_code == 404


async def test_a_survey_is_kept_and_decided_on(client: Client, world: World) -> None:
    reply = await client.put(f"{INTERVIEW}/survey", json={"score": 4.5})
    assert (reply.status_code, reply.json()["survey"]) == (200, 4.5)
    assert world.surveys == ["interview-1"]


@pytest.mark.parametrize("score", [0.9, 5.1, "many", None])
async def test_a_survey_is_from_one_to_five(client: Client, world: World, score: object) -> None:
    assert (await client.put(f"{INTERVIEW}/survey", json={"score": score})).status_code == 422
    assert world.surveys == []


async def test_the_delivery_of_events_can_be_followed(client: Client, world: World) -> None:
    with world.database() as work:
        work.outbox.add(an_outbox_row(published_at=NOW))
        work.commit()
    items = (await client.get("/v1/outbox", params={"subject": "application/interview-1"})).json()["items"]
    assert [(item["id"], item["published_at"], item["receipt_at"]) for item in items] == [
        ("event-1", "2026-11-22T09:00:00Z", None)
    ]
    assert "data" not in items[0]
    assert (await client.get("/v1/outbox")).status_code == 422


async def post(client: Client, path: str, body: object, key: str) -> httpx.Response:
    return await client.post(path, json=body, headers={"Idempotency-Key": key})


async def test_a_request_under_the_same_key_has_one_effect(client: Client, world: World) -> None:
    before = world.database.commits
    replies = [await post(client, "/v1/candidates", {"name": "x"}, "k1") for _ in range(3)]
    assert [reply.status_code for reply in replies] == [201, 201, 201]
    assert len({reply.text for reply in replies}) == 1
    assert world.database.commits == before + 1
    assert replies[1].headers["idempotent-replay"] == "true"


async def test_the_same_request_twice_at_once_has_one_effect(client: Client) -> None:
    replies = await asyncio.gather(*(post(client, "/v1/candidates", {"name": "x"}, "k1") for _ in range(5)))
    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["id"] for reply in replies}) == 1


async def test_a_key_with_another_request_is_refused(client: Client) -> None:
    await post(client, "/v1/candidates", {"name": "x"}, "k1")
    for path, body in (("/v1/candidates", {"name": "y"}), (f"{INTERVIEW}/finish", {"allow_missing": True})):
        reply = await post(client, path, body, "k1")
        assert (reply.status_code, reply.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_refused_request_may_be_repaired_under_its_key(client: Client) -> None:
    assert (await post(client, "/v1/candidates", {"name": ""}, "k1")).status_code == 422
    assert (await post(client, "/v1/candidates", {"name": "x"}, "k1")).status_code == 201


async def test_a_stored_reply_needs_no_models(client: Client, world: World) -> None:
    consent = {"recording": True, "face_analysis": True, "notice_version": "1"}
    body = {"candidate_id": "candidate-1", "job_id": "job-1", "language": "en", "consent": consent}
    first = await post(client, "/v1/interviews", body, "k1")
    world.languages = None
    assert (await post(client, "/v1/interviews", body, "k1")).json() == first.json()


async def test_a_review_may_be_repeated_under_its_key(client: Client, world: World) -> None:
    keep_results(world)
    replies = [await post(client, "/v1/decisions/decision-1/review", REVIEW, "k1") for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 200]


@pytest.mark.parametrize("key", ["", "x" * 201])
async def test_a_key_has_a_sensible_length(client: Client, key: str) -> None:
    reply = await post(client, "/v1/candidates", {"name": "x"}, key)
    assert (reply.status_code, reply.json()["header"]) == (422, "Idempotency-Key")
