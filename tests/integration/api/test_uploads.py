"""Uploads through a real HTTP server: what leaves memory flat, and what breaks off."""

from __future__ import annotations

import hashlib
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from gateway.api.application import create_app
from tests.factories.people import a_candidate, a_job, an_interview
from tests.fakes.world import MEGABYTE, TOKEN, World

MEDIA = "/v1/interviews/interview-1/answers/q1/media"
LARGE = 64 * MEGABYTE
FLAT = 16 * MEGABYTE


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path, upload_bytes=LARGE)
    with world.database() as work:
        work.candidates.add(a_candidate())
        work.jobs.add(a_job())
        work.interviews.add(an_interview())
        work.commit()
    return world


@pytest.fixture
def url(world: World) -> Iterator[str]:
    """Serve the API and give its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(world.services), log_config=None, lifespan="on", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture
def client(url: str) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=60) as client:
        yield client


def blocks(size: int) -> Iterator[bytes]:
    block = bytes(range(256)) * 256
    for _ in range(size // len(block)):
        yield block


def files(world: World) -> list[Path]:
    return [path for path in (world.folder / "media").rglob("*") if path.is_file()]


def test_a_large_recording_is_never_held_in_memory(client: httpx.Client, world: World) -> None:
    client.get("/v1/health/live")
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    reply = client.put(MEDIA, content=blocks(LARGE))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (reply.status_code, reply.json()["size"]) == (201, LARGE)
    expected = hashlib.sha256()
    for block in blocks(LARGE):
        expected.update(block)
    assert reply.json()["sha256"] == expected.hexdigest()
    assert peak - before < FLAT


@pytest.mark.parametrize("announced", [True, False])
def test_too_large_a_recording_is_refused_so_that_its_sender_hears_it(
    client: httpx.Client, world: World, announced: bool
) -> None:
    size = LARGE + 8 * MEGABYTE
    headers = {"Content-Length": str(size)} if announced else {}
    reply = client.put(MEDIA, content=blocks(size), headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (413, "too_large")
    assert files(world) == []


def test_what_a_broken_connection_left_is_not_kept(url: str, client: httpx.Client, world: World) -> None:
    send_half(url, "PUT", "")
    wait_until(lambda: world.appended >= MEGABYTE and files(world) == [])
    assert client.put(MEDIA, content=blocks(MEGABYTE)).status_code == 201


def test_a_broken_part_is_taken_up_where_it_broke(url: str, client: httpx.Client, world: World) -> None:
    whole = b"".join(blocks(2 * MEGABYTE))
    send_half(url, "PATCH", f"Upload-Offset: 0\r\nUpload-Length: {len(whole)}\r\n")
    wait_until(lambda: world.appended >= MEGABYTE)
    offset = int(client.head(MEDIA).headers["upload-offset"])
    assert offset >= MEGABYTE
    headers = {"Upload-Offset": str(offset), "Upload-Length": str(len(whole))}
    reply = client.patch(MEDIA, content=whole[offset:], headers=headers)
    assert (reply.status_code, reply.json()["sha256"]) == (201, hashlib.sha256(whole).hexdigest())


def test_two_who_send_at_the_same_time_do_not_wait_for_each_other(client: httpx.Client) -> None:
    alive = []

    def slowly() -> Iterator[bytes]:
        for block in blocks(2 * MEGABYTE):
            alive.append(client.get("/v1/health/live").status_code)
            yield block

    assert client.put(MEDIA, content=slowly()).status_code == 201
    assert set(alive) == {200}


def send_half(url: str, method: str, headers: str) -> None:
    """Announce two megabytes, send a little more than one, and hang up."""
    host, port = url.removeprefix("http://").split(":")
    head = (
        f"{method} {MEDIA} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {TOKEN}\r\n"
        f"Content-Length: {2 * MEGABYTE}\r\n{headers}\r\n"
    )
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(head.encode() + b"".join(blocks(MEGABYTE + 65536)))


def wait_until(condition: object) -> None:
    """Wait for what another thread does; fail after ten seconds."""
    assert callable(condition)
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
