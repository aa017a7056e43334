"""What is said in an answer while it is being given, and who works on it: on core NATS, so nothing is stored.

The subjects `live.<id>.*` are for the gateway's processes alone; the sync agent's user may not read them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import msgspec
import nats.errors
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from gateway.bus.watching import settle, watch
from inference.types import Utterance
from wire import names
from wire.link import TRANSPORT_ERRORS, Link, LinkError

AT_LEAST_EVERY_S = 1.0
HELD_TIMEOUT_S = 2.0
ENDED = b""


class NatsLiveFeed:
    """`LiveFeed` on core NATS. That somebody holds an answer shows in that somebody replies, so it ends with him."""

    def __init__(self, link: Link, at_least_every_s: float = AT_LEAST_EVERY_S) -> None:
        self._link = link
        self._period_s = at_least_every_s

    async def came(self, live_id: str) -> None:
        """Say that there is more of the recording, that it is complete, or that it is given up."""
        await self._link.tell(_subject(live_id, "came"))

    def news(self, live_id: str) -> AsyncIterator[None]:
        """Yield once at first, then whenever `came` was called, and at least every second."""
        return watch(self._link, _subject(live_id, "came"), self._period_s)

    async def held(self, live_id: str) -> bool:
        """Say whether some worker works on it now; the server knows at once when nobody does."""
        try:
            client = await self._link.client(HELD_TIMEOUT_S)
            await client.request(_subject(live_id, "held"), timeout=HELD_TIMEOUT_S)
        except (*TRANSPORT_ERRORS, LinkError):  # nobody there, or nobody who can be reached
            return False
        return True

    @asynccontextmanager
    async def hold(self, live_id: str, said: Callable[[], Sequence[Utterance]]) -> AsyncGenerator[None, None]:
        """Work on it; whoever comes to follow is told all that was `said` so far. Raises `LinkError`."""

        async def reply(message: Msg) -> None:
            with suppress(*TRANSPORT_ERRORS):
                await message.respond(b"")

        async def say_again(_: Msg) -> None:
            for utterance in said():
                await self.say(live_id, utterance)

        client = await self._link.client(HELD_TIMEOUT_S)
        held = await client.subscribe(_subject(live_id, "held"), cb=reply)
        asked = await client.subscribe(_subject(live_id, "asked"), cb=say_again)
        await settle(client)
        try:
            yield
        finally:
            for subscription in (held, asked):
                await _end(subscription)
            await self._link.tell(_subject(live_id, "words"), ENDED)
            await self.came(live_id)

    async def say(self, live_id: str, utterance: Utterance) -> None:
        """Tell who follows what was said."""
        await self._link.tell(_subject(live_id, "words"), msgspec.msgpack.encode(utterance))

    async def follow(self, live_id: str) -> AsyncGenerator[Utterance | None, None]:
        """Give what was said so far and what is said from now on; `None` now and then, when it may have ended."""
        subscription: Subscription | None = None
        try:
            while True:
                if subscription is None:
                    subscription = await self._subscribe(live_id)
                    yield None
                yield await self._next(subscription)
        finally:
            if subscription is not None:
                await _end(subscription)

    async def _subscribe(self, live_id: str) -> Subscription | None:
        try:
            client = await self._link.client(self._period_s)
            subscription = await client.subscribe(_subject(live_id, "words"))
            await settle(client)
            await self._link.tell(_subject(live_id, "asked"))
        except (*TRANSPORT_ERRORS, LinkError):
            return None
        return subscription

    async def _next(self, subscription: Subscription | None) -> Utterance | None:
        if subscription is None:
            await asyncio.sleep(self._period_s)
            return None
        try:
            message = await subscription.next_msg(self._period_s)
        except nats.errors.TimeoutError:
            return None
        return None if message.data == ENDED else msgspec.msgpack.decode(message.data, type=Utterance)


async def _end(subscription: Subscription) -> None:
    with suppress(*TRANSPORT_ERRORS):
        await subscription.unsubscribe()


def _subject(live_id: str, what: str) -> str:
    return f"live.{names.token(live_id)}.{what}"
