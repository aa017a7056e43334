"""Hands a decoding child a recording that is still being sent, and counts the time that the child takes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from gateway.ports import Growing


class Patience:
    """The seconds for which a child may be waited for. They do not pass while it is `hungry`: has nothing to decode."""

    def __init__(self, seconds: float) -> None:
        self._left_s = seconds
        self._hungry = False
        self._since: float | None = None
        self._timeout: asyncio.Timeout | None = None

    def renew(self, seconds: float) -> None:
        """Allow `seconds` from now on. Not to be called while waiting."""
        self._left_s = seconds

    @asynccontextmanager
    async def waiting(self) -> AsyncIterator[None]:
        """Count the time inside. Raises `TimeoutError` when none is left."""
        async with asyncio.timeout(None) as timeout:
            self._timeout = timeout
            self._go_on()
            try:
                yield
            finally:
                self._pause()
                self._timeout = None

    def hungry(self, hungry: bool) -> None:
        """Say whether the child has nothing to decode, and so cannot be blamed."""
        self._pause()
        self._hungry = hungry
        self._go_on()

    def _go_on(self) -> None:
        if self._timeout is None or self._timeout.expired() or self._hungry:
            return
        self._since = asyncio.get_running_loop().time()
        self._timeout.reschedule(self._since + self._left_s)

    def _pause(self) -> None:
        if self._since is None:
            return
        self._left_s -= asyncio.get_running_loop().time() - self._since
        self._since = None
        if self._timeout is not None and not self._timeout.expired():
            self._timeout.reschedule(None)


async def feed(media: Growing, descriptor: int, hungry: Callable[[bool], None]) -> None:
    """Write the recording to `descriptor`, a child's standard input, as it comes; close that in the end.

    A child that has ended takes nothing more, and its reader learns why. Raises what `media` raises.
    """
    try:
        async for block in _served(media, hungry):
            await _write_all(descriptor, block)
    except BrokenPipeError:
        pass
    finally:
        os.close(descriptor)


async def _served(media: Growing, hungry: Callable[[bool], None]) -> AsyncIterator[bytes]:
    """Give the blocks; say that the child is hungry while none is there."""
    blocks = media.blocks()
    while True:
        hungry(True)
        block = await anext(blocks, None)
        hungry(False)
        if block is None:
            return
        yield block


async def _write_all(descriptor: int, block: bytes) -> None:
    left = memoryview(block)
    while left:
        with suppress(BlockingIOError):
            left = left[os.write(descriptor, left) :]
            continue
        await _writable(descriptor)


async def _writable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_writer(descriptor, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_writer(descriptor)
