"""Starts the processes of a box in order, restarts what dies, and stops all of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from gateway.embedded.process import Child, ChildError, ChildSpec

logger = logging.getLogger(__name__)

FIRST_RESTART_S = 0.3
LONGEST_RESTART_S = 10.0
HEALTHY_AFTER_S = 30.0
CHECK_EVERY_S = 10.0


class Supervisor:
    """The processes of one box. Stages are started one after the other, the processes of a stage side by side.

    `ready` is called with a process's name each time it is ready, after a restart too.
    """

    def __init__(self, stages: Sequence[Sequence[ChildSpec]], ready: Callable[[str], None]) -> None:
        self._stages = [[Child(spec) for spec in stage] for stage in stages]
        self._ready = ready
        self._watchers: list[asyncio.Task[None]] = []

    def children(self) -> Iterable[Child]:
        """Give the processes in the order in which they are started."""
        return (child for stage in self._stages for child in stage)

    async def start(self) -> None:
        """Start everything and wait until it is ready. Raises `ChildError` after stopping what was started."""
        try:
            for stage in self._stages:
                await self._start_all(stage)
        except BaseException:
            await self.stop()
            raise
        self._watchers = [asyncio.create_task(self._watch(child)) for child in self.children()]

    async def _start_all(self, stage: Sequence[Child]) -> None:
        """Start the processes of a stage side by side; when one fails, begin nothing more."""
        starting = [asyncio.create_task(self._start(child)) for child in stage]
        try:
            await asyncio.gather(*starting)
        finally:
            for task in starting:
                task.cancel()
            await asyncio.gather(*starting, return_exceptions=True)

    async def _start(self, child: Child) -> None:
        await child.start()
        await child.wait_ready()
        self._ready(child.spec.name)

    async def _watch(self, child: Child) -> None:
        """Start the process again whenever it ends, waiting longer each time it ends soon."""
        delay = FIRST_RESTART_S
        loop = asyncio.get_running_loop()
        while True:
            started = loop.time()
            status = await self._end_of(child)
            child.end_session()
            if loop.time() - started > HEALTHY_AFTER_S:
                delay = FIRST_RESTART_S
            logger.warning("%s ended with status %d; starting it again in %.1f s", child.spec.name, status, delay)
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_RESTART_S)
            try:
                await self._start(child)
            except (ChildError, OSError) as error:  # not ready in time, or the machine has no room for a process
                logger.warning("%s", error)
                await child.stop()
            else:
                logger.warning("%s is back", child.spec.name)

    async def _end_of(self, child: Child) -> int:
        """Wait until the process ends, or end it when it is wedged; give its status."""
        ended = asyncio.ensure_future(child.wait())
        try:
            while not ended.done():
                await asyncio.wait({ended}, timeout=CHECK_EVERY_S)
                if not ended.done() and child.spec.wedged is not None and await child.spec.wedged():
                    logger.warning("%s runs, but does its work no more; ending it", child.spec.name)
                    await child.stop()
            return await ended
        finally:
            ended.cancel()

    async def stop(self) -> None:
        """Stop everything, the last started first."""
        for watcher in self._watchers:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher
        self._watchers = []
        for stage in reversed(self._stages):
            await asyncio.gather(*(child.stop() for child in stage))
