from __future__ import annotations

import asyncio
import base64
import hashlib
import os

import pytest

from gateway.domain.errors import InvalidError
from gateway.domain.interview import AnswerStatus, InterviewStatus
from gateway.domain.text import LocalizedText
from gateway.ports import MediaInfo
from tests.factories.people import an_interview
from tests.fakes.world import MEGABYTE, World
from tests.unit.gateway.api.conftest import Client

MEDIA = "/v1/interviews/interview-1/answers/q1/media"
TEXT = "/v1/interviews/interview-1/answers/q1/text"
RECORDING = os.urandom(3 * MEGABYTE + 17)
SOUND_ONLY = MediaInfo(
    format="wav", duration_ms=9000, width=None, height=None, frame_rate=None, audio_rate=16_000, audio_channels=1
)


def digest(content: bytes) -> dict[str, str]:
    return {"Content-Digest": f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"}


def files(world: World) -> list[bytes]:
    """Give the contents of everything in the media store."""
    return [path.read_bytes() for path in sorted((world.folder / "media").rglob("*")) if path.is_file()]


def part(offset: int, length: int = len(RECORDING)) -> dict[str, str]:
    return {"Upload-Offset": str(offset), "Upload-Length": str(length), "Content-Type": "video/webm"}


class MediaProblemError(InvalidError):
    code = "media.not_media"


async def test_a_recording_is_kept_as_it_was_sent(client: Client, world: World) -> None:
    headers = {"Content-Type": "video/webm; codecs=vp8", **digest(RECORDING)}
    reply = await client.put(MEDIA, content=RECORDING, headers=headers)
    assert reply.status_code == 201
    answer = reply.json()
    assert (answer["kind"], answer["status"], answer["size"]) == ("video", "received", len(RECORDING))
    assert answer["media_type"] == "video/webm"
    assert answer["sha256"] == hashlib.sha256(RECORDING).hexdigest()
    assert world.media.path(answer["media_key"]).read_bytes() == RECORDING
    assert files(world) == [RECORDING]
    assert world.queue.answers == [answer["id"]]


async def test_a_recording_without_picture_is_sound(client: Client, world: World) -> None:
    world.decoder.found = SOUND_ONLY
    assert (await client.put(MEDIA, content=b"RIFF")).json()["kind"] == "audio"


async def test_the_same_recording_again_is_the_same_answer(client: Client, world: World) -> None:
    first = await client.put(MEDIA, content=RECORDING)
    second = await client.put(MEDIA, content=RECORDING)
    assert (second.status_code, second.json()) == (200, first.json())
    assert files(world) == [RECORDING]


async def test_another_recording_to_the_same_question_is_refused(client: Client, world: World) -> None:
    first = await client.put(MEDIA, content=RECORDING)
    second = await client.put(MEDIA, content=b"another")
    assert (second.status_code, second.json()["code"]) == (409, "answer_exists")
    assert second.json()["answer_id"] == first.json()["id"]
    assert files(world) == [RECORDING]


async def test_the_same_recording_twice_at_once_is_one_answer(client: Client, world: World) -> None:
    replies = await asyncio.gather(*(client.put(MEDIA, content=RECORDING) for _ in range(4)))
    assert sorted(reply.status_code for reply in replies) == [200, 200, 200, 201]
    assert len({reply.json()["id"] for reply in replies}) == 1
    assert files(world) == [RECORDING]


async def test_a_wrong_digest_keeps_nothing(client: Client, world: World) -> None:
    reply = await client.put(MEDIA, content=RECORDING, headers=digest(b"something else"))
    assert (reply.status_code, reply.json()["code"]) == (422, "digest_mismatch")
    assert files(world) == []
    assert world.queue.answers == []


@pytest.mark.parametrize("value", ["sha-256=abc", "sha-256=::", "sha-256=:YWJj:", "sha-256=:%:", "sha-256"])
async def test_a_digest_that_is_none_is_named(client: Client, value: str) -> None:
    reply = await client.put(MEDIA, content=b"x", headers={"Content-Digest": value})
    assert (reply.status_code, reply.json()["header"]) == (422, "Content-Digest")


async def test_other_digests_beside_it_do_not_matter(client: Client) -> None:
    headers = {"Content-Digest": "unixsum=:AA==:, " + digest(RECORDING)["Content-Digest"]}
    assert (await client.put(MEDIA, content=RECORDING, headers=headers)).status_code == 201


async def test_what_cannot_be_used_is_refused_with_the_reason_and_not_kept(client: Client, world: World) -> None:
    world.decoder.refusal = MediaProblemError(LocalizedText("这不是音频或视频文件。", "This is not a recording."))
    reply = await client.put(MEDIA, content=b"plain text", headers={"Accept-Language": "en"})
    assert (reply.status_code, reply.json()["code"]) == (422, "media.not_media")
    assert reply.json()["detail"] == "This is not a recording."
    assert files(world) == []
    world.decoder.refusal = None
    assert (await client.put(MEDIA, content=RECORDING)).status_code == 201


async def test_a_size_that_is_announced_is_refused_before_it_comes(client: Client, world: World) -> None:
    world.media.capacity = 0
    reply = await client.put(MEDIA, content=bytes(4 * MEGABYTE + 1))
    assert (reply.status_code, reply.json()["code"]) == (413, "too_large")
    assert reply.json()["limit_bytes"] == 4 * MEGABYTE


async def test_a_full_disk_is_named_and_leaves_nothing(client: Client, world: World) -> None:
    world.media.capacity = MEGABYTE
    reply = await client.put(MEDIA, content=RECORDING)
    assert (reply.status_code, reply.json()["code"]) == (507, "storage_full")
    assert files(world) == []


async def test_an_unknown_question_is_named_with_the_known_ones(client: Client, world: World) -> None:
    reply = await client.put(MEDIA.replace("q1", "q9"), content=RECORDING)
    assert (reply.status_code, reply.json()["questions"]) == (404, ["q1", "q2"])
    assert files(world) == []


async def test_an_answer_after_the_finish_is_refused(client: Client, world: World) -> None:
    with world.database() as work:
        work.interviews.save(an_interview(status=InterviewStatus.FINISHING))
        work.commit()
    for reply in (await client.put(MEDIA, content=b"x"), await client.put(TEXT, json={"text": "x"})):
        assert (reply.status_code, reply.json()["code"]) == (409, "interview_closed")


async def test_an_answer_is_kept_while_the_database_is_durable_and_the_bus_is_not(client: Client, world: World) -> None:
    world.queue.down = True
    assert (await client.put(MEDIA, content=RECORDING)).status_code == 201
    with world.database() as work:
        assert [answer.status for answer in work.answers.of("interview-1")] == [AnswerStatus.RECEIVED]


async def test_a_written_answer_is_kept(client: Client, world: World) -> None:
    reply = await client.put(TEXT, json={"text": "我们把留存率提高了 12%。"})
    assert (reply.status_code, reply.json()["kind"]) == (201, "text")
    assert reply.json()["text"] == "我们把留存率提高了 12%。"
    assert world.queue.answers == [reply.json()["id"]]
    again = await client.put(TEXT, json={"text": "我们把留存率提高了 12%。"})
    assert (again.status_code, again.json()["id"]) == (200, reply.json()["id"])
    assert (await client.put(TEXT, json={"text": "别的"})).status_code == 409


@pytest.mark.parametrize("text", ["", " \n ", "a\0b", "x" * 501])
async def test_a_written_answer_has_to_be_text(client: Client, text: str) -> None:
    reply = await client.put(TEXT, json={"text": text})
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "text")


async def test_a_recording_may_come_in_parts(client: Client, world: World) -> None:
    first = await client.patch(MEDIA, content=RECORDING[:MEGABYTE], headers=part(0))
    assert (first.status_code, first.headers["upload-offset"]) == (204, str(MEGABYTE))
    assert (await client.head(MEDIA)).headers["upload-offset"] == str(MEGABYTE)
    last = await client.patch(MEDIA, content=RECORDING[MEGABYTE:], headers={**part(MEGABYTE), **digest(RECORDING)})
    assert (last.status_code, last.json()["sha256"]) == (201, hashlib.sha256(RECORDING).hexdigest())
    assert files(world) == [RECORDING]
    assert (await client.head(MEDIA)).headers["upload-complete"] == "?1"


async def test_the_same_part_twice_has_no_second_effect(client: Client, world: World) -> None:
    for _ in range(2):
        reply = await client.patch(MEDIA, content=RECORDING[:1000], headers=part(0))
        assert (reply.status_code, reply.headers["upload-offset"]) == (204, "1000")
    replies = [await client.patch(MEDIA, content=RECORDING[1000:], headers=part(1000)) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [201, 200]
    assert replies[0].json() == replies[1].json()
    assert files(world) == [RECORDING]


async def test_a_gap_is_refused_with_where_to_go_on(client: Client) -> None:
    await client.patch(MEDIA, content=RECORDING[:1000], headers=part(0))
    reply = await client.patch(MEDIA, content=RECORDING[2000:], headers=part(2000))
    assert (reply.status_code, reply.json()["offset"]) == (409, 1000)


async def test_a_part_that_differs_is_refused_with_where_to_go_on(client: Client, world: World) -> None:
    await client.patch(MEDIA, content=RECORDING[:1000], headers=part(0))
    reply = await client.patch(MEDIA, content=b"x" * 500, headers=part(0))
    assert (reply.status_code, reply.json()["offset"]) == (409, 1000)
    assert files(world) == [RECORDING[:1000]]


async def test_a_part_of_a_complete_recording_that_differs_is_refused(client: Client, world: World) -> None:
    await client.patch(MEDIA, content=RECORDING, headers=part(0))
    reply = await client.patch(MEDIA, content=b"x" * 500, headers=part(0))
    assert (reply.status_code, reply.json()["offset"]) == (409, len(RECORDING))
    assert files(world) == [RECORDING]


async def test_parts_do_not_go_beyond_the_end(client: Client) -> None:
    reply = await client.patch(MEDIA, content=b"12345", headers=part(0, length=4))
    assert (reply.status_code, reply.json()["code"]) == (422, "upload_length_exceeded")


async def test_parts_of_too_large_a_recording_are_refused(client: Client) -> None:
    reply = await client.patch(MEDIA, content=b"12345", headers=part(0, length=5 * MEGABYTE))
    assert reply.status_code == 413


@pytest.mark.parametrize("headers", [{}, {"Upload-Offset": "0"}, {"Upload-Offset": "-1", "Upload-Length": "5"}])
async def test_parts_say_where_they_belong(client: Client, headers: dict[str, str]) -> None:
    assert (await client.patch(MEDIA, content=b"12345", headers=headers)).status_code == 422


async def test_a_wrong_digest_of_all_parts_keeps_nothing(client: Client, world: World) -> None:
    await client.patch(MEDIA, content=RECORDING[:1000], headers=part(0))
    reply = await client.patch(MEDIA, content=RECORDING[1000:], headers={**part(1000), **digest(b"other")})
    assert (reply.status_code, reply.json()["code"]) == (422, "digest_mismatch")
    assert files(world) == []
    assert (await client.head(MEDIA)).headers["upload-offset"] == "0"


async def test_an_upload_cut_off_before_its_answer_was_noted_is_completed_by_its_last_part(
    client: Client, world: World
) -> None:
    await client.patch(MEDIA, content=RECORDING[:1000], headers=part(0))
    world.decoder.refusal = None
    world.media.append("interview-1/q1", 1000, RECORDING[1000:])
    world.media.finish("interview-1/q1")  # the process died here, before the answer was in the database
    reply = await client.patch(MEDIA, content=RECORDING[1000:], headers=part(1000))
    assert reply.status_code == 201
    assert files(world) == [RECORDING]


async def test_parts_are_taken_up_after_a_full_disk(client: Client, world: World) -> None:
    world.media.capacity = MEGABYTE
    reply = await client.patch(MEDIA, content=RECORDING, headers=part(0))
    assert reply.status_code == 507
    world.media.capacity = 100 * MEGABYTE
    offset = int((await client.head(MEDIA)).headers["upload-offset"])
    assert offset == MEGABYTE
    reply = await client.patch(MEDIA, content=RECORDING[offset:], headers={**part(offset), **digest(RECORDING)})
    assert reply.status_code == 201


async def test_a_written_answer_may_say_how_it_was_written(client: Client, world: World) -> None:
    told = {"typed_ms": 61_000, "keystrokes": 212, "pasted_characters": 0}
    reply = await client.put(TEXT, json={"text": "I asked them first.", "writing": told})
    assert (reply.status_code, reply.json()["writing"]) == (201, told)
    again = await client.put(TEXT, json={"text": "I asked them first."})
    assert (again.status_code, again.json()["writing"]) == (200, told)


async def test_how_an_answer_was_written_is_counted_from_zero(client: Client) -> None:
    reply = await client.put(TEXT, json={"text": "I asked them first.", "writing": {"typed_ms": -1}})
    assert (reply.status_code, reply.json()["code"]) == (422, "validation")
