"""Waits for notices on a subject; for notices, not for truth."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from wire.link import TRANSPORT_ERRORS, Link, LinkError


async def watch(link: Link, subject: str, period_s: float) -> AsyncGenerator[None, None]:
    """Yield once at first, then at each notice on `subject`, and at least every `period_s`."""
    news = asyncio.Event()
    subscription = await _subscribe(link, subject, news, period_s)
    try:
        yield
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), period_s)
            news.clear()
            if subscription is None:
                subscription = await _subscribe(link, subject, news, period_s)
            yield
    finally:
        if subscription is not None:
            with suppress(*TRANSPORT_ERRORS):
                await subscription.unsubscribe()


async def settle(client: Client) -> None:
    """Wait until the server knows of the subscriptions made before."""
    for _ in range(2):  # nats-py sends the first ping ahead of the subscription, the second after it
        await client.flush()


async def _subscribe(link: Link, subject: str, news: asyncio.Event, timeout_s: float) -> Subscription | None:
    if not link.up:
        return None

    async def told(_: Msg) -> None:
        news.set()

    try:
        client = await link.client(timeout_s)
        subscription = await client.subscribe(subject, cb=told)
        await settle(client)
    except (*TRANSPORT_ERRORS, LinkError):
        return None
    return subscription
