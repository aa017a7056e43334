from __future__ import annotations

import pytest

from tests.factories.people import an_answer
from tests.fakes.world import World
from tests.unit.gateway.api.conftest import Client

RECORDING = "/v1/interviews/interview-1/answers/q1/recording"


@pytest.fixture(autouse=True)
def recorded(world: World) -> None:
    world.media.begin("upload")
    world.media.append("upload", 0, b"0123456789")
    with world.database() as work:
        work.answers.add(an_answer(media_key=world.media.finish("upload").key))
        work.commit()


async def test_the_token_reads_a_recording_in_parts(client: Client) -> None:
    reply = await client.get(RECORDING, headers={"Range": "bytes=2-4"})
    assert (reply.status_code, reply.content, reply.headers["content-range"]) == (206, b"234", "bytes 2-4/10")
    assert (await client.head(RECORDING)).headers["content-length"] == "10"


async def test_nobody_else_does(client: Client) -> None:
    del client.headers["Authorization"]
    assert (await client.get(RECORDING)).status_code == 401


async def test_a_question_without_an_answer_has_no_recording(client: Client) -> None:
    reply = await client.get(RECORDING.replace("q1", "q2"))
    assert (reply.status_code, reply.json()["code"]) == (404, "answer_not_found")


async def test_an_unknown_interview_has_no_recording(client: Client) -> None:
    reply = await client.get(RECORDING.replace("interview-1", "other"))
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")
