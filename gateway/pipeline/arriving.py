"""The bytes of a recording that is still being sent, as they come."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from typing import BinaryIO

from gateway.actions.desk import reading
from gateway.domain.live import LiveUpload
from gateway.pipeline.concurrency import closing
from gateway.pipeline.deps import Deps
from gateway.ports import UnitOfWork

BLOCK_BYTES = 256 * 1024
IDLE_S = 60.0  # nothing came for so long: the candidate is away, and who is here needs the room


class StoppedError(Exception):
    """No more of the recording comes for now; what came stays, and can be gone on with."""


class Arriving:
    """Implements `gateway.ports.Growing` for a live upload, read from `file`. `sha256` is that of what was read."""

    def __init__(self, deps: Deps, live: LiveUpload, file: BinaryIO) -> None:
        self._deps = deps
        self._live = live
        self._file = file
        self._hash = hashlib.sha256()
        self._hashed = 0
        self._ended: float | None = None
        self.patience_s = IDLE_S

    @property
    def sha256(self) -> str:
        """The digest of what was read so far, in hexadecimal digits."""
        return self._hash.hexdigest()

    @property
    def ended_s_ago(self) -> float:
        """How many seconds ago it was known that all of it has come."""
        return 0.0 if self._ended is None else asyncio.get_running_loop().time() - self._ended

    async def blocks(self) -> AsyncIterator[bytes]:
        """Give the recording from its first byte on, up to its end. Raises `StoppedError`."""
        at = 0
        loop = asyncio.get_running_loop()
        last = loop.time()
        async with closing(self._deps.live.news(self._live.id)) as news:
            async for _ in news:
                while block := await asyncio.to_thread(os.pread, self._file.fileno(), BLOCK_BYTES, at):
                    self._see(block, at)
                    at += len(block)
                    yield block
                    last = loop.time()
                if at == await self._length():
                    self._ended = self._ended or loop.time()
                    return
                if loop.time() - last > self.patience_s:
                    raise StoppedError

    def _see(self, block: bytes, at: int) -> None:
        """Hash what no reader has got before; each of them gets all of it, in blocks of its own."""
        new = block[max(0, self._hashed - at) :]
        self._hash.update(new)
        self._hashed += len(new)

    async def _length(self) -> int | None:
        """Give the length of the whole once it is known. Raises `StoppedError` where the recording is given up."""

        def look(uow: UnitOfWork) -> int | None:
            answer, live = uow.answers.get(self._live.id), uow.lives.get(self._live.id)
            if answer is None and live is None:
                raise StoppedError
            return answer.size if answer is not None else live.length if live is not None else None

        return await reading(self._deps.desk.read, look)
