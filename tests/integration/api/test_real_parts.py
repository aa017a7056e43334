from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fixtures.media import concat_script, film, long_wave, noise, picture_bomb, playlist, session_description
from tests.integration.api.conftest import Client

ANSWER = "/v1/interviews/interview-1/answers/q1"
MEDIA = f"{ANSWER}/media"

BAD: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "a text named mp4": (lambda _: b"This is my answer.\n" * 100, "media.not_media"),
    "an empty file": (lambda _: b"", "media.empty"),
    "a playlist": (lambda _: playlist("http://127.0.0.1:9/x.ts"), "media."),
    "a session description": (lambda _: session_description(9), "media."),
    "a concat script": (lambda folder: concat_script(folder / "other.mp4"), "media."),
    "an image": (lambda folder: picture_bomb(folder / "x.png", side=2000).read_bytes(), "media."),
    "an hour of sound": (lambda folder: long_wave(folder / "x.wav", 1.0).read_bytes(), "media.too_long"),
}


def kept(folder: Path) -> list[Path]:
    return [path for path in (folder / "kept").rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", BAD)
async def test_what_is_no_usable_recording_is_refused_in_both_languages(api: Client, tmp_path: Path, name: str) -> None:
    make, code = BAD[name]
    reply = await api.put(MEDIA, content=make(tmp_path), headers={"Content-Type": "video/mp4"})
    assert reply.status_code == 422
    assert reply.json()["code"].startswith(code)
    assert reply.json()["detail_zh"]
    assert reply.json()["detail_en"]
    assert kept(tmp_path) == []
    assert (await api.get("/v1/interviews/interview-1/progress")).json()["missing"] == ["q1", "q2"]


async def test_a_film_and_a_sound_are_accepted(api: Client, tmp_path: Path) -> None:
    reply = await api.put(MEDIA, content=film(tmp_path / "x.mp4").read_bytes())
    assert (reply.status_code, reply.json()["kind"]) == (201, "video")
    sound = noise(tmp_path / "x.wav", 2.0, loudness=0).read_bytes()
    reply = await api.put(MEDIA.replace("q1", "q2"), content=sound)
    assert (reply.status_code, reply.json()["kind"]) == (201, "audio")


async def test_a_film_of_8k_is_accepted_for_its_sound(api: Client, tmp_path: Path) -> None:
    large = film(tmp_path / "x.mp4", 0.5, size=(7680, 4320), fps=2)
    assert (await api.put(MEDIA, content=large.read_bytes())).status_code == 201


async def test_a_request_sent_several_times_at_once_has_one_effect(api: Client) -> None:
    headers = {"Idempotency-Key": "one"}
    replies = await asyncio.gather(*(api.post("/v1/candidates", json={"name": "x"}, headers=headers) for _ in range(6)))
    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.text for reply in replies}) == 1


async def test_an_answer_sent_several_times_at_once_is_one_answer(api: Client, tmp_path: Path) -> None:
    content = film(tmp_path / "x.mp4").read_bytes()
    replies = await asyncio.gather(*(api.put(MEDIA, content=content) for _ in range(5)))
    assert sorted(reply.status_code for reply in replies) == [200, 200, 200, 200, 201]
    assert len({reply.json()["id"] for reply in replies}) == 1
    assert len(kept(tmp_path)) == 1


async def test_of_different_answers_at_once_one_is_kept(api: Client) -> None:
    replies = await asyncio.gather(*(api.put(f"{ANSWER}/text", json={"text": f"answer {n}"}) for n in range(5)))
    assert sorted(reply.status_code for reply in replies) == [201, 409, 409, 409, 409]


async def test_finishes_at_once_agree(api: Client) -> None:
    body = {"allow_missing": True}
    replies = await asyncio.gather(*(api.post("/v1/interviews/interview-1/finish", json=body) for _ in range(5)))
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.text for reply in replies}) == 1
