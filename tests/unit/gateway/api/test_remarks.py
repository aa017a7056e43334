"""Notes and adjusted scores over the API."""

from __future__ import annotations

import pytest

from gateway.domain.interview import InterviewStatus
from tests.factories.beside import a_line, others
from tests.fakes.world import World
from tests.unit.gateway.api.conftest import Client
from tests.unit.gateway.api.test_results import keep, keep_results

PLACE = "/v1/interviews/interview-1/remarks"
ADJUSTMENT = {
    "kind": "adjustment",
    "target": "dimension",
    "target_id": "planning",
    "value": 78.5,
    "name": "Wang Fang",
    "text": "The recogniser lost a sentence.",
}
NOTE = {"name": "Wang Fang", "text": "Ask for the references."}


@pytest.fixture
def results(world: World) -> World:
    keep(world, status=InterviewStatus.COMPLETED)
    keep_results(world)
    return world


async def test_a_note_is_created_and_listed(client: Client, results: World) -> None:
    reply = await client.post(PLACE, json=NOTE)
    assert reply.status_code == 201
    made = reply.json()
    assert (made["kind"], made["target"], made["by"], made["value"]) == ("note", "interview", "Wang Fang", None)
    assert (await client.get(PLACE)).json() == {"items": [made]}


async def test_an_adjustment_keeps_the_machines_score_and_leads_to_a_proposal(client: Client, results: World) -> None:
    before = (await client.get("/v1/interviews/interview-1/decisions")).json()["items"]
    results.clock.advance(60)
    made = (await client.post(PLACE, json=ADJUSTMENT)).json()
    assert (made["machine"], made["value"]) == (82.5, 78.5)
    after = (await client.get("/v1/interviews/interview-1/decisions")).json()["items"]
    assert len(after) == len(before) + 1
    assert after[-1]["status"] == "proposed"
    (named,) = after[-1]["adjusted"]
    assert (named["target"], named["by"], named["reason"]) == ("dimension.planning", "Wang Fang", ADJUSTMENT["text"])


async def test_a_withdrawal_brings_the_machines_score_back(client: Client, results: World) -> None:
    results.clock.advance(60)
    await client.post(PLACE, json=ADJUSTMENT)
    results.clock.advance(60)
    gone = {**{key: ADJUSTMENT[key] for key in ("target", "target_id", "name", "text")}, "kind": "withdrawal"}
    assert (await client.post(PLACE, json=gone)).status_code == 201
    decisions = (await client.get("/v1/interviews/interview-1/decisions")).json()["items"]
    assert (decisions[-1]["adjusted"], decisions[-1]["status"]) == ([], "proposed")
    again = await client.post(PLACE, json={**gone, "text": "Again"})
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_withdraw")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"value": 100.5}, 422),
        ({"value": None}, 422),
        ({"name": ""}, 422),
        ({"text": " "}, 422),
        ({"kind": "note"}, 422),
        ({"target": "answer", "target_id": "q1"}, 422),
        ({"target_id": "charm"}, 404),
        ({"by": "somebody"}, 422),
    ],
)
async def test_what_does_not_fit_is_refused_and_not_kept(
    client: Client, results: World, change: dict[str, object], status: int
) -> None:
    assert (await client.post(PLACE, json={**ADJUSTMENT, **change})).status_code == status
    assert (await client.get(PLACE)).json() == {"items": []}


async def test_a_request_under_the_same_key_adds_once(client: Client, results: World) -> None:
    first = await client.post(PLACE, json=NOTE, headers={"Idempotency-Key": "key-1"})
    await client.post(PLACE, json={**NOTE, "text": "Another"})
    again = await client.post(PLACE, json=NOTE, headers={"Idempotency-Key": "key-1"})
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replay"] == "true"
    assert len((await client.get(PLACE)).json()["items"]) == 2


async def test_there_is_nothing_to_remark_on_before_the_report(client: Client) -> None:
    reply = await client.post(PLACE, json=NOTE)
    assert (reply.status_code, reply.json()["code"]) == (409, "report_not_ready")


async def test_while_an_answer_is_given_again_nothing_is_added(client: Client, results: World) -> None:
    keep(results, status=InterviewStatus.OPEN)
    reply = await client.post(PLACE, json=ADJUSTMENT)
    assert (reply.status_code, reply.json()["code"]) == (409, "report_not_ready")


async def test_an_unknown_interview_is_not_found(client: Client) -> None:
    assert (await client.get("/v1/interviews/unknown/remarks")).status_code == 404
    assert (await client.post("/v1/interviews/unknown/remarks", json=NOTE)).status_code == 404


async def test_the_report_is_handed_on_with_remarks_adjusted_scores_and_comparison(
    client: Client, results: World
) -> None:
    with results.database() as work:
        for line in (a_line(overall=82.5), *others([60.0, 70.0, 80.0, 90.0, 95.0])):
            work.scores.put(line)
        work.commit()
    await client.post(PLACE, json=ADJUSTMENT)
    shown = (await client.get("/v1/interviews/interview-1/report")).json()
    assert shown["report"]["score"]["dimensions"][0]["score"] == 82.5
    assert [one["by"] for one in shown["remarks"]] == ["Wang Fang"]
    assert shown["adjusted"]["dimensions"][0]["score"] == 78.5
    assert (shown["comparison"]["overall"]["rank"], shown["comparison"]["overall"]["others"]) == (3, 5)
    assert shown["comparison"]["dimensions"]["planning"]["own"] == 82.5  # the machine's, as those of the others
