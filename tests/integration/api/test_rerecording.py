"""An answer recorded again, end to end over real databases: API, pipeline, and what both leave behind."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from gateway.actions import offer_rerecording
from gateway.actions.desk import Desk
from gateway.api.application import create_app
from gateway.pipeline import finish_interview, process_answer
from gateway.pipeline.deps import Deps
from gateway.reports.structured import to_json
from gateway.storage.database import Database
from gateway.system import Uuid7Ids
from tests.fakes.workshop import ScriptedDecoder, Workshop
from tests.fakes.world import TOKEN, World
from tests.integration.api.conftest import Client

INTERVIEW = "/v1/interviews/interview-1"
OFFER = {"name": "王芳", "reason": "没有声音，请重录。"}


@dataclasses.dataclass
class Box:
    """The API, and the pipeline that works on what it takes in."""

    api: Client
    deps: Deps
    decoder: ScriptedDecoder

    async def record(self, question_id: str, content: bytes, *, loudness: float = 0.5) -> dict[str, Any]:
        """Send a recording, let it be worked on, and give the answer."""
        reply = await self.api.put(f"{INTERVIEW}/answers/{question_id}/media", content=content)
        assert reply.status_code == 201, reply.text
        self.decoder.loudness = loudness
        answer: dict[str, Any] = reply.json()
        await process_answer(self.deps, answer["id"])
        return answer

    async def finish(self) -> None:
        assert (await self.api.post(f"{INTERVIEW}/finish")).status_code == 200
        await finish_interview(self.deps, "interview-1")

    async def get(self, path: str) -> Any:  # noqa: ANN401 - JSON of any shape; the tests index it
        reply = await self.api.get(f"{INTERVIEW}/{path}")
        assert reply.status_code == 200, reply.text
        return reply.json()


@pytest.fixture
async def box(database: Database, tmp_path: Path) -> AsyncIterator[Box]:
    shop, world = Workshop(tmp_path / "shop"), World(tmp_path / "world")
    desk = Desk(
        begin=database.unit_of_work,
        read=database.reading,
        progress=world.progress,
        clock=world.clock,
        ids=Uuid7Ids(),
        policy=shop.desk.policy,
    )
    services = dataclasses.replace(
        world.services,
        work=database.unit_of_work,
        read=database.reading,
        ids=desk.ids,
        report_json=to_json,
        offer_rerecording=partial(offer_rerecording, desk),
    )
    async with AsyncTestClient(create_app(services)) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield Box(client, dataclasses.replace(shop.deps, desk=desk, media=world.media), shop.decoder)


async def test_a_silent_answer_is_recorded_again_and_the_first_report_is_kept(box: Box, database: Database) -> None:
    silent = await box.record("q1", b"silence", loudness=0.0)
    other = await box.record("q2", b"a good answer")
    await box.finish()
    first = (await box.get("report"))["report"]
    assert "no_speech" in first["answers"][0]["measured"]["limits"]

    offer = {"answer_id": silent["id"], **OFFER}
    assert (await box.api.post(f"{INTERVIEW}/rerecordings", json=offer)).status_code == 201
    assert (await box.api.post(f"{INTERVIEW}/rerecordings", json=offer)).status_code == 200
    progress = await box.get("progress")
    assert (progress["status"], progress["missing"], progress["rerecordings"]) == ("open", ["q1"], ["q1"])

    closed = await box.api.put(f"{INTERVIEW}/answers/q2/media", content=b"another one")
    assert (closed.status_code, closed.json()["code"]) == (409, "answer_exists")
    missing = await box.api.post(f"{INTERVIEW}/finish")
    assert (missing.status_code, missing.json()["missing"]) == (409, ["q1"])

    again = await box.record("q1", b"said aloud")
    await box.finish()
    report = (await box.get("report"))["report"]
    assert report["supersedes"] == first["id"]
    assert [one["measured"]["answer_id"] for one in report["answers"]] == [again["id"], other["id"]]
    assert "no_speech" not in report["answers"][0]["measured"]["limits"]
    assert report["answers"][1] == first["answers"][1]
    (earlier,) = (await box.get("report/earlier"))["items"]
    assert earlier["report"] == first
    (made,) = (await box.get("rerecordings"))["items"]
    assert (made["new_answer_id"], made["offered_by"]) == (again["id"], "王芳")
    with database.reading() as work:
        assert [one.id for one in work.answers.earlier("interview-1")] == [silent["id"]]


async def test_an_offer_that_is_not_taken_up_leaves_the_first_answer(box: Box) -> None:
    silent = await box.record("q1", b"silence", loudness=0.0)
    await box.record("q2", b"a good answer")
    await box.finish()
    await box.api.post(f"{INTERVIEW}/rerecordings", json={"answer_id": silent["id"], **OFFER})
    assert (await box.api.post(f"{INTERVIEW}/finish", json={"allow_missing": True})).status_code == 200
    await finish_interview(box.deps, "interview-1")
    report = (await box.get("report"))["report"]
    assert report["answers"][0]["measured"]["answer_id"] == silent["id"]
    (offer,) = (await box.get("rerecordings"))["items"]
    assert offer["closed_at"]
    assert offer["new_answer_id"] is None
    late = await box.api.put(f"{INTERVIEW}/answers/q1/media", content=b"too late")
    assert late.status_code == 409


async def test_an_answer_in_pieces_can_be_given_again_the_same_way(box: Box) -> None:
    media = f"{INTERVIEW}/answers/q1/media"
    live = {"Upload-Offset": "0", "Upload-Complete": "?1", "Content-Type": "video/webm"}
    first = (await box.api.patch(media, content=b"silence", headers=live)).json()
    box.decoder.loudness = 0.0
    await process_answer(box.deps, first["id"])
    await box.record("q2", b"a good answer")
    await box.finish()
    await box.api.post(f"{INTERVIEW}/rerecordings", json={"answer_id": first["id"], **OFFER})
    again = await box.api.patch(media, content=b"said aloud", headers=live)
    assert again.status_code == 201
    assert again.json()["id"] != first["id"]


async def test_what_cannot_be_offered_says_why(box: Box) -> None:
    good = await box.record("q2", b"a good answer")
    silent = await box.record("q1", b"silence", loudness=0.0)
    codes = []
    for answer_id in (silent["id"], "answer-9"):
        reply = await box.api.post(f"{INTERVIEW}/rerecordings", json={"answer_id": answer_id, **OFFER})
        codes.append((reply.status_code, reply.json()["code"]))
    assert codes == [(409, "answer_not_assessed"), (404, "answer_not_found")]
    await box.finish()
    reply = await box.api.post(f"{INTERVIEW}/rerecordings", json={"answer_id": good["id"], **OFFER})
    assert (reply.status_code, reply.json()["code"]) == (409, "answer_sufficient")
    nameless = {"answer_id": silent["id"], "name": " ", "reason": "x"}
    assert (await box.api.post(f"{INTERVIEW}/rerecordings", json=nameless)).status_code == 422
