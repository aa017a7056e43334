"""Recordings as players ask for them."""

from __future__ import annotations

import logging

import pytest

from gateway.domain.interview import AnswerKind, AnswerStatus
from gateway.domain.signals import Sentence
from tests.factories.people import an_answer, changed
from tests.factories.results import a_report
from tests.fakes.world import World
from tests.unit.gateway.web.conftest import Client

RECORDING = "/interviews/interview-1/answers/answer-1/recording"
CAPTIONS = "/interviews/interview-1/answers/answer-1/captions"
CONTENT = bytes(range(256)) * 40


@pytest.fixture(autouse=True)
def recorded(world: World) -> str:
    """Keep a recording; give its key."""
    world.media.begin("upload")
    world.media.append("upload", 0, CONTENT)
    stored = world.media.finish("upload")
    answer = an_answer(status=AnswerStatus.READY, media_key=stored.key, sha256=stored.sha256, size=stored.size)
    with world.database() as work:
        work.answers.add(answer)
        work.commit()
    return stored.key


async def test_a_recording_is_given_whole_and_as_what_it_is(reader: Client) -> None:
    reply = await reader.get(RECORDING)
    assert (reply.status_code, reply.content) == (200, CONTENT)
    assert reply.headers["content-type"] == "video/mp4"
    assert reply.headers["content-length"] == str(len(CONTENT))
    assert reply.headers["accept-ranges"] == "bytes"


async def test_a_browser_keeps_no_recording_and_runs_nothing_in_it(reader: Client) -> None:
    headers = (await reader.get(RECORDING)).headers
    assert headers["cache-control"] == "private, no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-disposition"] == "inline"
    assert headers["content-security-policy"].startswith("sandbox allow-same-origin; default-src 'none'")
    assert "allow-scripts" not in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("wish", "start", "end"),
    [("bytes=0-0", 0, 1), ("bytes=100-", 100, 10240), ("bytes=-40", 10200, 10240), ("bytes=10000-99999", 10000, 10240)],
)
async def test_a_player_gets_the_part_it_asks_for(reader: Client, wish: str, start: int, end: int) -> None:
    reply = await reader.get(RECORDING, headers={"Range": wish})
    assert (reply.status_code, reply.content) == (206, CONTENT[start:end])
    assert reply.headers["content-range"] == f"bytes {start}-{end - 1}/{len(CONTENT)}"
    assert reply.headers["content-length"] == str(end - start)


@pytest.mark.parametrize("wish", ["bytes=10240-", "bytes=99999-100000", "bytes=-0"])
async def test_a_part_behind_the_end_is_refused(reader: Client, wish: str) -> None:
    reply = await reader.get(RECORDING, headers={"Range": wish})
    assert (reply.status_code, reply.content) == (416, b"")
    assert reply.headers["content-range"] == "bytes */10240"


@pytest.mark.parametrize("wish", ["bytes=5-2", "bytes=0-1,5-6", "seconds=1-2", "bytes=a-b", "bytes=-"])
async def test_what_is_no_single_range_gives_the_whole(reader: Client, wish: str) -> None:
    assert (await reader.get(RECORDING, headers={"Range": wish})).status_code == 200


async def test_a_part_is_only_given_of_the_recording_that_the_player_has(reader: Client) -> None:
    etag = (await reader.get(RECORDING)).headers["etag"]
    same = await reader.get(RECORDING, headers={"Range": "bytes=0-9", "If-Range": etag})
    other = await reader.get(RECORDING, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)


async def test_the_head_tells_length_and_type_without_a_byte(reader: Client) -> None:
    reply = await reader.head(RECORDING, headers={"Range": "bytes=0-9"})
    assert (reply.status_code, reply.content) == (200, b"")
    assert (reply.headers["content-length"], reply.headers["content-type"]) == ("10240", "video/mp4")


async def test_nobody_sees_a_recording_without_a_login(client: Client) -> None:
    for path in (RECORDING, CAPTIONS):
        reply = await client.get(path, follow_redirects=False)
        assert reply.status_code == 401
        assert reply.json()["code"] == "unauthorized"
    assert (await client.head(RECORDING)).status_code == 401


async def test_a_written_answer_has_no_recording(reader: Client, world: World) -> None:
    with world.database() as work:
        work.answers.save(an_answer(kind=AnswerKind.TEXT, media_key=None, text="We asked."))
        work.commit()
    reply = await reader.get(RECORDING)
    assert (reply.status_code, reply.json()["code"]) == (404, "answer_not_recorded")


async def test_a_deleted_recording_is_gone(reader: Client, world: World, recorded: str) -> None:
    world.media.delete(recorded)
    reply = await reader.get(RECORDING)
    assert (reply.status_code, reply.json()["code"]) == (404, "recording_deleted")


@pytest.mark.parametrize(
    "path",
    [
        "/interviews/interview-1/answers/unknown/recording",
        "/interviews/interview-2/answers/answer-1/recording",
        "/interviews/interview-1/answers/..%2f..%2fsecrets/recording",
    ],
)
async def test_only_this_interviews_answers_are_found(reader: Client, path: str) -> None:
    assert (await reader.get(path)).status_code == 404


async def test_a_key_that_is_none_of_the_stores_reads_no_file(reader: Client, world: World) -> None:
    with world.database() as work:
        work.answers.save(an_answer(media_key="../../etc/passwd"))
        work.commit()
    assert (await reader.get(RECORDING)).json()["code"] == "recording_deleted"


async def test_a_type_that_a_sender_made_up_is_not_repeated(reader: Client, world: World, recorded: str) -> None:
    with world.database() as work:
        work.answers.save(an_answer(media_key=recorded, media_type="text/html"))
        work.commit()
    assert (await reader.get(RECORDING)).headers["content-type"] == "application/octet-stream"


async def test_who_played_what_is_logged_by_ids(reader: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="gateway.audit"):
        await reader.get(RECORDING, headers={"Range": "bytes=0-9"})
    assert [record.name for record in caplog.records if "answer answer-1" in record.message] == ["gateway.audit"]
    assert "bytes 0 to 10" in caplog.text


async def test_captions_are_what_was_said_when_it_was_said(reader: Client, world: World) -> None:
    said = "We asked <b>a</b> & b."
    sentence = Sentence(text=said, start=0, end=len(said), start_ms=61_500, end_ms=64_000)
    report = a_report()
    answer = changed(report.answers[0], measured=changed(report.answers[0].measured, sentences=(sentence,)))
    with world.database() as work:
        work.reports.add(changed(report, answers=(answer,)))
        work.commit()
    reply = await reader.get(CAPTIONS)
    assert reply.headers["content-type"] == "text/vtt; charset=utf-8"
    assert reply.text == ("WEBVTT\n\n00:01:01.500 --> 00:01:04.000\nWe asked &lt;b&gt;a&lt;/b&gt; &amp; b.\n")
