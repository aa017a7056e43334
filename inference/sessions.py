"""What listening and watching share: tasks that end with their session, and errors that stay."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from inference.errors import InvalidInputError, PerceptionError

Result = TypeVar("Result")


class Session:
    """One recording's session: runs tasks, of which none outlives it; the first that fails ends it for good."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._error: BaseException | None = None
        self._wake = asyncio.Event()
        self._over = False  # there will be no more input
        self._left = False  # the block has been left

    def _run(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Run `work` beside; its failure fails the session."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._fail(task.exception())
        self._wake.set()

    def _fail(self, error: BaseException | None) -> None:
        """Let every later call raise `error`, unless one failed before; end what still runs."""
        self._error = self._error or error
        for task in self._tasks:
            task.cancel()
        self._wake.set()

    async def _until(self, reached: Callable[[], bool]) -> None:
        """Wait until `reached`; raises what the session failed with."""
        while True:
            if self._error is not None:
                raise self._error
            if reached():
                return
            self._check()
            self._wake.clear()
            await self._wake.wait()

    def _check(self) -> None:
        if self._error is not None:
            raise self._error
        if self._left:
            raise PerceptionError("this session has been left: open another one")

    def _check_open(self) -> None:
        self._check()
        if self._over:
            raise InvalidInputError("this recording has been finished: open another session for another one")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left = True
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        self._wake.set()
        await asyncio.gather(*tasks, return_exceptions=True)
