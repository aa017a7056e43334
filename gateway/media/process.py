"""Starts a decoding child, reads its records and makes sure that it ends."""

from __future__ import annotations

import asyncio
import fcntl
import json
import logging
import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import gateway
from gateway.domain.errors import NotFoundError, UnavailableError
from gateway.domain.text import LocalizedText
from gateway.media.errors import MediaError
from gateway.media.feeding import Patience, feed
from gateway.media.records import END, ERROR, LARGEST_PAYLOAD, LENGTH, LENGTH_PAYLOAD, READY, RECORD_HEADER
from gateway.ports import Media

log = logging.getLogger(__name__)

ROOT = Path(gateway.__file__).parent.parent
PIPE_BYTES = 1024 * 1024
MOST_STDERR = 16 * 1024
FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)  # says nothing about the recording
ENVIRONMENT = {"LC_ALL": "C.UTF-8"}
MILLISECONDS = 1000.0


class Child:
    """A child that works on one recording; an async context manager that ends it on leaving.

    `start_s` bounds the time that is spent waiting for it; once the child has told the recording's length, that time
    is `start_s` plus the length over `speed`. The time in which a recording that is still being sent has no more to
    give does not count.
    """

    def __init__(self, task: str, media: Media, order: dict[str, object], *, start_s: float, speed: float) -> None:
        self._command = [sys.executable, "-E", "-s", "-m", "gateway.media.child", task]
        self._media = media
        self._order = {**order, "growing": not isinstance(media, Path)}
        self._start_s = start_s
        self._speed = speed
        self._patience = Patience(start_s)
        self._feeding: asyncio.Task[None] | None = None
        self._ready = False

    async def __aenter__(self) -> Self:
        """Start the child. Raises `MediaError` on an empty file and `NotFoundError` where there is none."""
        with self._source() as source:
            self._output, child_output = _pipe()
            self._errors, child_errors = _pipe()
            # What does not fit the pipe is lost, so a child that complains without end is not held up.
            os.set_blocking(child_errors, False)
            try:
                self._process = await asyncio.create_subprocess_exec(
                    *self._command,
                    json.dumps({**self._order, "parent": os.getpid()}),
                    stdin=source,
                    stdout=child_output,
                    stderr=child_errors,
                    cwd=ROOT,
                    env=ENVIRONMENT,
                    start_new_session=True,  # Ctrl-C is for the parent to handle
                )
            except OSError as error:
                await self._abandon()
                raise _cannot_start() from error
            except BaseException:  # whatever happened, also a cancellation: the pipes are ours to close
                await self._abandon()
                raise
            finally:
                os.close(child_output)
                os.close(child_errors)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child, reap it and close its pipes."""
        if self._process.returncode is None:
            # The process's own kill() may reap the child, and whoever watches it then complains that it is unknown.
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
        try:
            await asyncio.shield(self._process.wait())
        finally:
            await self._abandon()

    async def record(self) -> tuple[bytes, int]:
        """Give kind and payload length of the next record. Raises `MediaError` on what the child found wrong.

        Raises `UnavailableError` when the child could not start.
        """
        while True:
            header = await self.payload(RECORD_HEADER.size)
            kind, length = RECORD_HEADER.unpack(header)
            if length > LARGEST_PAYLOAD:
                raise MediaError("media.undecodable")
            if kind == READY:
                self._ready = True
            elif kind == LENGTH:
                (milliseconds,) = LENGTH_PAYLOAD.unpack(await self.payload(LENGTH_PAYLOAD.size))
                self._patience.renew(self._start_s + milliseconds / MILLISECONDS / self._speed)
            elif kind == ERROR:
                self._check_feeding()
                raise MediaError(json.loads(await self.payload(length))["code"])
            else:
                if kind == END:
                    self._check_feeding()
                return kind, length

    def waits(self) -> bool:
        """Say whether a record, or a part of one, is there to be read now."""
        waiting = select.poll()
        waiting.register(self._output, select.POLLIN)
        return bool(waiting.poll(0))

    async def payload(self, length: int) -> bytearray:
        """Read `length` bytes."""
        data = bytearray(length)
        await self.read_into(memoryview(data))
        return data

    async def read_into(self, view: memoryview) -> None:
        """Fill `view`. Raises `MediaError` when the child ends before or does not get on."""
        try:
            async with self._patience.waiting():
                while view:
                    count = await self._read_some(view)
                    if count == 0:
                        raise await self._failure()
                    view = view[count:]
        except TimeoutError:
            raise MediaError("media.timeout") from None

    async def _read_some(self, view: memoryview) -> int:
        while True:
            with suppress(BlockingIOError):
                return os.readv(self._output, [view])
            await self._readable()

    async def _readable(self) -> None:
        loop = asyncio.get_running_loop()
        ready: asyncio.Future[None] = loop.create_future()
        loop.add_reader(self._output, _resolve, ready)
        try:
            await ready
        finally:
            loop.remove_reader(self._output)

    async def _failure(self) -> Exception:
        """Say why the child ended early."""
        self._check_feeding()
        status = await self._process.wait()
        complaint = self._complaint()
        log.warning("decoding child ended with status %s: %s", status, complaint)
        if not self._ready or -status in FROM_OUTSIDE:
            return _cannot_start()
        return MediaError("media.timeout" if status == -signal.SIGXCPU else "media.undecodable")

    def _complaint(self) -> str:
        os.set_blocking(self._errors, False)
        with suppress(BlockingIOError):
            return os.read(self._errors, MOST_STDERR).decode(errors="replace").strip()
        return ""

    def _check_feeding(self) -> None:
        """Raise what ended the recording that was being sent, if that broke off; its child knows nothing of it."""
        if self._feeding is not None and self._feeding.done() and not self._feeding.cancelled():
            self._feeding.result()

    @contextmanager
    def _source(self) -> Iterator[BinaryIO]:
        """Give what becomes the child's standard input."""
        if isinstance(self._media, Path):
            with _open(self._media) as file:
                yield file
            return
        reading, writing = _pipe()
        os.set_blocking(reading, True)
        os.set_blocking(writing, False)
        self._feeding = asyncio.create_task(feed(self._media, writing, self._patience.hungry))
        with open(reading, "rb", buffering=0) as file:
            yield file

    async def _abandon(self) -> None:
        """Close the pipes."""
        os.close(self._output)
        os.close(self._errors)
        if self._feeding is not None:
            self._feeding.cancel()
            await asyncio.gather(self._feeding, return_exceptions=True)


def _open(path: Path) -> BinaryIO:
    """Open a finished recording. Raises `MediaError` on an empty one, and `NotFoundError`."""
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise NotFoundError(
            LocalizedText("找不到录制文件。请重新上传。", "The recording is not there. Send it again.")
        ) from error
    if os.fstat(file.fileno()).st_size == 0:
        file.close()
        raise MediaError("media.empty")
    return file


def _cannot_start() -> UnavailableError:
    return UnavailableError(
        LocalizedText(
            "解码进程无法运行。请稍后重试；若仍失败，请管理员运行 shouguan doctor。",
            "The decoding process cannot run. Try again later; if that fails, have the administrator run "
            "`shouguan doctor`.",
        )
    )


def _resolve(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _pipe() -> tuple[int, int]:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    # A user over their pipe budget keeps the usual 64 KiB: slower, not wrong.
    with suppress(PermissionError):
        fcntl.fcntl(reading, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    return reading, writing
