"""The client against a small real server that answers what a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gateway.cli.client import ApiError, BoxClient

UNAVAILABLE, REFUSED, DONE = 503, 409, 200
PROBLEM = {"detail_en": "No more answers.", "detail_zh": "不再接收回答。", "code": "interview_closed"}


class Server(ThreadingHTTPServer):
    """Answers with `statuses` in order, the last one for ever; keeps the headers and the bodies that came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.statuses = [DONE]
        self.headers: list[dict[str, str]] = []
        self.bodies: list[bytes] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server

    def answer(self) -> None:
        self.server.headers.append(dict(self.headers))
        self.server.bodies.append(self.body())
        statuses = self.server.statuses
        status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
        content = json.dumps(PROBLEM if status != DONE else {"id": "x"}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = answer  # noqa: N815 - the standard library's names

    def body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        content = b""
        while size := int(self.rfile.readline(), 16):
            content += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return content

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def client(server: Server) -> Iterator[BoxClient]:
    made = BoxClient(server.url, "the-token", patience_s=30.0)
    yield made
    made.close()


def test_a_request_is_repeated_under_its_key_while_the_box_is_not_ready(server: Server, client: BoxClient) -> None:
    server.statuses = [UNAVAILABLE, DONE]
    assert client.post("/v1/jobs", {"a": 1}) == {"id": "x"}
    first, second = server.headers
    assert first["Idempotency-Key"] == second["Idempotency-Key"]
    assert first["Authorization"] == "Bearer the-token"


def test_a_refusal_says_what_the_box_says_in_both_languages(server: Server, client: BoxClient) -> None:
    server.statuses = [REFUSED]
    with pytest.raises(ApiError, match=r"No more answers\.\n不再接收回答。"):
        client.get("/v1/jobs")


def test_a_recording_is_sent_whole_with_its_digest_also_the_second_time(
    server: Server, client: BoxClient, tmp_path: Path
) -> None:
    server.statuses = [UNAVAILABLE, DONE]
    file = tmp_path / "answer.MP4"
    file.write_bytes(b"recording" * 200_000)
    client.send_answer("i", "q1", file)
    assert server.bodies == [file.read_bytes()] * 2
    assert server.headers[1]["Content-Type"] == "video/mp4"
    assert server.headers[1]["Content-Digest"].startswith("sha-256=:")


def test_a_box_that_stays_away_is_named_with_what_to_do() -> None:
    with Server() as gone:
        url = gone.url
    client = BoxClient(url, "the-token", patience_s=0.0)
    with pytest.raises(ApiError, match="shouguan doctor"):
        client.get("/v1/jobs")
    client.close()
