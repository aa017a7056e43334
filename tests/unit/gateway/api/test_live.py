"""Recordings that are sent while they are made: pieces without a length, and the words that come of them."""

from __future__ import annotations

import hashlib

import msgspec

from gateway.domain.interview import InterviewStatus
from gateway.domain.live import LiveUpload
from inference.types import Utterance, Word
from tests.factories.people import NOW, an_interview, changed
from tests.fakes.world import MEGABYTE, World
from tests.unit.gateway.api.conftest import Client
from tests.unit.gateway.api.test_answers import MEDIA, RECORDING, digest, files

LIVE = MEDIA.replace("/media", "/live")


def piece(offset: int, *, last: bool = False) -> dict[str, str]:
    return {"Upload-Offset": str(offset), "Upload-Complete": "?1" if last else "?0"}


def begun(world: World) -> LiveUpload:
    with world.database() as work:
        (live,) = work.lives.of("interview-1")
    return live


async def test_an_answer_is_taken_piece_by_piece_while_it_is_given(client: Client, world: World) -> None:
    for at in range(0, MEGABYTE, MEGABYTE // 4):
        reply = await client.patch(MEDIA, content=RECORDING[at : at + MEGABYTE // 4], headers=piece(at))
        assert (reply.status_code, reply.headers["upload-offset"]) == (204, str(at + MEGABYTE // 4))
    live = begun(world)
    assert set(world.queue.lives) == {live.id}
    assert world.live.notices.count(live.id) == 4
    rest = {**piece(MEGABYTE, last=True), **digest(RECORDING)}
    reply = await client.patch(MEDIA, content=RECORDING[MEGABYTE:], headers=rest)
    assert (reply.status_code, reply.json()["sha256"]) == (201, hashlib.sha256(RECORDING).hexdigest())
    assert reply.json()["id"] == live.id
    assert begun(world).length == len(RECORDING)
    assert world.queue.answers == [live.id]
    assert files(world) == [RECORDING]


async def test_the_last_piece_may_be_empty_and_may_come_twice(client: Client) -> None:
    await client.patch(MEDIA, content=RECORDING, headers=piece(0))
    replies = [await client.patch(MEDIA, content=b"", headers=piece(len(RECORDING), last=True)) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [201, 200]


async def test_a_lost_connection_is_resumed_from_what_is_kept(client: Client, world: World) -> None:
    await client.patch(MEDIA, content=RECORDING[:1000], headers=piece(0))
    place = await client.head(MEDIA)
    assert (place.headers["upload-offset"], place.headers["upload-complete"]) == ("1000", "?0")
    again = await client.patch(MEDIA, content=RECORDING[500:2000], headers=piece(500))
    assert (again.status_code, again.headers["upload-offset"]) == (204, "2000")
    assert files(world) == [RECORDING[:2000]]


async def test_a_piece_in_the_wrong_order_is_refused_with_where_to_go_on(client: Client) -> None:
    await client.patch(MEDIA, content=RECORDING[:1000], headers=piece(0))
    gap = await client.patch(MEDIA, content=b"x", headers=piece(2000))
    other = await client.patch(MEDIA, content=b"x", headers=piece(0))
    for reply in (gap, other):
        assert (reply.status_code, reply.json()["offset"]) == (409, 1000)
        assert reply.json()["detail_zh"]
        assert reply.json()["detail_en"]


async def test_a_piece_after_the_last_is_refused(client: Client) -> None:
    await client.patch(MEDIA, content=RECORDING, headers=piece(0, last=True))
    reply = await client.patch(MEDIA, content=b"more", headers=piece(len(RECORDING)))
    assert (reply.status_code, reply.json()["code"]) == (409, "upload_complete")
    assert reply.json()["offset"] == len(RECORDING)


async def test_a_recording_that_never_ends_is_refused_at_the_limit(client: Client) -> None:
    await client.patch(MEDIA, content=bytes(4 * MEGABYTE), headers=piece(0))
    reply = await client.patch(MEDIA, content=b"x", headers=piece(4 * MEGABYTE))
    assert (reply.status_code, reply.json()["code"]) == (413, "too_large")


async def test_a_recording_found_too_long_is_refused(client: Client, world: World) -> None:
    await client.patch(MEDIA, content=RECORDING, headers=piece(0))
    with world.database() as work:
        work.lives.save(changed(begun(world), problem="media.too_long"))
        work.commit()
    reply = await client.patch(MEDIA, content=b"x", headers=piece(len(RECORDING)))
    assert (reply.status_code, reply.json()["code"]) == (422, "media.too_long")


async def test_one_that_cannot_be_followed_is_taken_all_the_same(client: Client, world: World) -> None:
    await client.patch(MEDIA, content=RECORDING[:1000], headers=piece(0))
    with world.database() as work:
        work.lives.save(changed(begun(world), problem="media.not_streamable"))
        work.commit()
    world.queue.lives.clear()
    assert (await client.patch(MEDIA, content=b"x", headers=piece(1000))).status_code == 204
    assert world.queue.lives == []
    assert (await client.get(LIVE)).headers["content-type"].startswith("text/event-stream")


async def test_without_length_and_completeness_it_is_said_what_is_missing(client: Client) -> None:
    reply = await client.patch(MEDIA, content=b"x", headers={"Upload-Offset": "0"})
    assert (reply.status_code, reply.json()["code"]) == (422, "header_invalid")
    assert "Upload-Complete" in reply.json()["detail_en"]


async def test_what_is_given_up_can_be_given_anew(client: Client, world: World) -> None:
    await client.patch(MEDIA, content=b"a wrong start", headers=piece(0))
    first = begun(world)
    assert (await client.delete(MEDIA)).status_code == 204
    assert files(world) == []
    assert world.live.notices[-1] == first.id
    reply = await client.patch(MEDIA, content=RECORDING, headers=piece(0, last=True))
    assert (reply.status_code, reply.json()["id"] == first.id) == (201, False)
    late = await client.delete(MEDIA)
    assert (late.status_code, late.json()["code"]) == (409, "upload_complete")


async def test_a_whole_recording_takes_the_place_of_the_pieces(client: Client, world: World) -> None:
    await client.patch(MEDIA, content=b"a piece", headers=piece(0))
    assert (await client.put(MEDIA, content=RECORDING)).status_code == 201
    with world.database() as work:
        assert work.lives.of("interview-1") == []
    assert files(world) == [RECORDING]


async def test_the_progress_names_what_is_being_answered(client: Client) -> None:
    assert (await client.get("/v1/interviews/interview-1/progress")).json()["live"] == []
    await client.patch(MEDIA, content=RECORDING, headers=piece(0))
    assert (await client.get("/v1/interviews/interview-1/progress")).json()["live"] == ["q1"]
    await client.patch(MEDIA, content=b"", headers=piece(len(RECORDING), last=True))
    assert (await client.get("/v1/interviews/interview-1/progress")).json()["live"] == []


async def test_no_piece_is_taken_after_the_finish(client: Client, world: World) -> None:
    await client.patch(MEDIA, content=RECORDING[:9], headers=piece(0))
    with world.database() as work:
        work.interviews.save(an_interview(status=InterviewStatus.FINISHING, finished_at=NOW))
        work.commit()
    reply = await client.patch(MEDIA, content=RECORDING[9:], headers=piece(9))
    assert (reply.status_code, reply.json()["code"]) == (409, "interview_closed")


async def test_words_are_followed_while_they_are_said(client: Client, world: World) -> None:
    await client.patch(MEDIA, content=RECORDING, headers=piece(0))
    live = begun(world)
    word = Word(text="Well", start_ms=100, end_ms=400, confidence=0.9)
    said = [
        Utterance(start_ms=100, end_ms=400, words=(word,), final=False),
        Utterance(start_ms=100, end_ms=900, words=(word, changed(word, text="then")), final=True),
    ]
    world.live.holders[live.id] = lambda: said

    def give_up() -> None:
        with world.database() as work:
            work.lives.remove(live.id)
            work.commit()

    world.live.at_end = give_up
    reply = await client.get(LIVE)
    events = [line.removeprefix("data: ") for line in reply.text.splitlines() if line.startswith("data: ")]
    assert [msgspec.json.decode(one, type=Utterance) for one in events[:-1]] == said
    assert reply.text.endswith("event: end\ndata: {}\n\n")


async def test_nothing_is_followed_where_nobody_answers(client: Client) -> None:
    reply = await client.get(LIVE)
    assert (reply.status_code, reply.json()["code"]) == (404, "live_not_found")
    await client.patch(MEDIA, content=RECORDING, headers=piece(0, last=True))
    assert (await client.get(LIVE)).status_code == 404
