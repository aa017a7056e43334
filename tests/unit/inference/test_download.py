"""Downloads from a real HTTP server that breaks off, cannot resume, or sends something else."""

from __future__ import annotations

import hashlib
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from inference import download
from inference.catalogue import WeightFile
from inference.errors import SetupError

CONTENT = bytes(range(256)) * 8192  # 2 MiB


class Publisher:
    """A server of one file. It breaks each answer off after `breaks_after` bytes, `times` times."""

    def __init__(self) -> None:
        self.content = CONTENT
        self.breaks_after = 0
        self.times = 0
        self.resumes = True
        self.status = 200
        self.asked: list[str] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        wanted = handler.headers.get("Range", "")
        self.asked.append(wanted)
        found = re.fullmatch(r"bytes=(\d+)-", wanted) if self.resumes else None
        start = int(found.group(1)) if found else 0
        rest = self.content[start:]
        handler.send_response((206 if found else 200) if self.status == 200 else self.status)
        handler.send_header("Content-Length", str(len(rest)))
        handler.end_headers()
        if self.times > 0:
            self.times -= 1
            rest = rest[: self.breaks_after]
        handler.wfile.write(rest)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/net.onnx"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    made = Publisher()
    yield made
    made.close()


class Fetching:
    """One file's way from the publisher to its place."""

    def __init__(self, publisher: Publisher, folder: Path) -> None:
        sha256 = hashlib.sha256(CONTENT).hexdigest()
        self.file = WeightFile(name="net.onnx", size=len(CONTENT), sha256=sha256, url=publisher.url)
        self.part = folder / "downloads" / "net.part"
        self.target = folder / "weights" / "net.onnx"
        self.told: list[tuple[str, int, int]] = []

    def __call__(self) -> bytes:
        download.fetch(self.file, self.part, self.target, lambda *one: self.told.append(one), wait_s=0.0)
        return self.target.read_bytes()


@pytest.fixture
def fetching(publisher: Publisher, tmp_path: Path) -> Fetching:
    return Fetching(publisher, tmp_path)


def test_a_file_is_fetched_and_its_bytes_are_told(fetching: Fetching) -> None:
    assert fetching() == CONTENT
    assert fetching.told[-1] == ("net.onnx", len(CONTENT), len(CONTENT))
    assert not fetching.part.exists()


def test_a_broken_connection_goes_on_from_where_it_was(publisher: Publisher, fetching: Fetching) -> None:
    publisher.breaks_after, publisher.times = 300_000, 2

    assert fetching() == CONTENT
    assert publisher.asked == ["", "bytes=300000-", "bytes=600000-"]


def test_an_interrupted_download_goes_on_the_next_time(publisher: Publisher, fetching: Fetching) -> None:
    fetching.part.parent.mkdir()
    fetching.part.write_bytes(CONTENT[:1_000_000])

    assert fetching() == CONTENT
    assert publisher.asked == ["bytes=1000000-"]


def test_a_server_that_cannot_go_on_is_asked_for_the_whole(publisher: Publisher, fetching: Fetching) -> None:
    publisher.resumes = False
    fetching.part.parent.mkdir()
    fetching.part.write_bytes(CONTENT[:1000])

    assert fetching() == CONTENT


def test_the_beginning_of_another_file_is_thrown_away(publisher: Publisher, fetching: Fetching) -> None:
    fetching.part.parent.mkdir()
    fetching.part.write_bytes(b"other" * 1000)

    assert fetching() == CONTENT
    assert publisher.asked == ["bytes=5000-", ""]


@pytest.mark.parametrize("content", [CONTENT[:-1] + b"~", CONTENT + b"more"], ids=["other", "longer"])
def test_another_file_is_refused_and_named(publisher: Publisher, fetching: Fetching, content: bytes) -> None:
    publisher.content = content

    with pytest.raises(SetupError, match=r"net\.onnx.*refused"):
        fetching()
    assert not fetching.target.exists()
    assert not fetching.part.exists()


def test_a_file_that_is_cut_short_again_and_again_is_given_up(publisher: Publisher, fetching: Fetching) -> None:
    publisher.breaks_after, publisher.times = 0, 100

    with pytest.raises(SetupError, match="it goes on from here"):
        fetching()
    assert len(publisher.asked) == download.ATTEMPTS


def test_a_page_that_is_not_there_is_not_asked_for_again(publisher: Publisher, fetching: Fetching) -> None:
    publisher.status = 404

    with pytest.raises(SetupError, match="404"):
        fetching()
    assert len(publisher.asked) == 1


def test_a_server_that_cannot_be_reached_is_said_in_both_languages(publisher: Publisher, tmp_path: Path) -> None:
    fetching = Fetching(publisher, tmp_path)
    publisher.close()

    with pytest.raises(SetupError, match=r"models install BUNDLE 无法下载"):
        fetching()
