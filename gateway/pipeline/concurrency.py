"""Two things at a time, with plain errors: no exception groups, and nothing left running."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

First = TypeVar("First")
Second = TypeVar("Second")


async def together(first: Coroutine[Any, Any, First], second: Coroutine[Any, Any, Second]) -> tuple[First, Second]:
    """Run both and give both results. When one fails or the caller is cancelled, the other is cancelled and awaited."""
    tasks = (asyncio.ensure_future(first), asyncio.ensure_future(second))
    try:
        return await asyncio.gather(*tasks)
    finally:
        await _end(*tasks)


async def overlapping(
    items: AsyncIterator[First], work: Callable[[First], Coroutine[Any, Any, Second]], at_once: int = 2
) -> AsyncIterator[Second]:
    """Give `work`'s results in the order of `items`, with up to `at_once` in the making."""
    running: deque[asyncio.Task[Second]] = deque()
    try:
        async for item in items:
            if len(running) == at_once:
                yield await running.popleft()
            running.append(asyncio.create_task(work(item)))
        while running:
            yield await running.popleft()
    finally:
        await _end(*running)


async def _end(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def nothing() -> None:
    """Do nothing: stands for a part that a recording does not have."""


@asynccontextmanager
async def ending(task: asyncio.Future[First]) -> AsyncIterator[asyncio.Future[First]]:
    """End `task` on leaving, if it has not ended."""
    try:
        yield task
    finally:
        await _end(task)


@asynccontextmanager
async def closing(stream: AsyncIterator[First]) -> AsyncIterator[AsyncIterator[First]]:
    """Close `stream` on leaving."""
    try:
        yield stream
    finally:
        await close(stream)


async def close(stream: AsyncIterator[Any]) -> None:
    """Close `stream` if it can be closed, as async generators can."""
    closing: Callable[[], Awaitable[None]] | None = getattr(stream, "aclose", None)
    if closing is not None:
        await closing()
