"""Tells who watches an interview that something about it changed; for notices, not for truth."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress

from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from wire import names
from wire.link import TRANSPORT_ERRORS, Link, LinkError

AT_LEAST_EVERY_S = 3.0


class NatsProgressFeed:
    """`ProgressFeed` on core NATS: nothing is stored, and a notice that got lost is made up for by the clock."""

    def __init__(self, link: Link, at_least_every_s: float = AT_LEAST_EVERY_S) -> None:
        self._link = link
        self._period_s = at_least_every_s

    async def changed(self, interview_id: str) -> None:
        """Tell the watchers, if they can be reached."""
        await self._link.tell(_subject(interview_id))

    async def watch(self, interview_id: str) -> AsyncGenerator[None, None]:
        """Yield once at first, then whenever something changed, and at least every few seconds."""
        subject = _subject(interview_id)
        news = asyncio.Event()
        subscription = await self._subscribe(subject, news)
        try:
            yield
            while True:
                with suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), self._period_s)
                news.clear()
                if subscription is None:
                    subscription = await self._subscribe(subject, news)
                yield
        finally:
            if subscription is not None:
                with suppress(*TRANSPORT_ERRORS):
                    await subscription.unsubscribe()

    async def _subscribe(self, subject: str, news: asyncio.Event) -> Subscription | None:
        if not self._link.up:
            return None

        async def told(_: Msg) -> None:
            news.set()

        try:
            client = await self._link.client(self._period_s)
            subscription = await client.subscribe(subject, cb=told)
            for _ in range(2):  # nats-py sends the first ping ahead of the subscription, the second after it
                await client.flush()
        except (*TRANSPORT_ERRORS, LinkError):
            return None
        return subscription


def _subject(interview_id: str) -> str:
    return f"progress.{names.token(interview_id)}"
