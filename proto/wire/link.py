"""A connection to a NATS server that stays up: it never gives up, and never makes its caller wait without a limit."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import nats.errors
import nats.js.errors
import nkeys
from msgspec import Struct
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import PubAck

logger = logging.getLogger(__name__)

TRANSPORT_ERRORS = (nats.errors.Error, OSError, TimeoutError)
"""What nats-py raises when the server is away, slow, or says no."""

RETRY_S = 0.5
PING_S = 15
REQUEST_TIMEOUT_S = 5.0


class LinkError(Exception):
    """The message did not get through; sending it again later can help."""

    code = "wire.link"


class RefusedError(LinkError):
    """The server answered that it does not take the message. `number` is JetStream's error code."""

    code = "wire.refused"

    def __init__(self, message: str, number: int) -> None:
        super().__init__(message)
        self.number = number


class Address(Struct, frozen=True, kw_only=True):
    """Where a NATS server is and who is calling. `inbox` is the prefix of the only inboxes the user may read."""

    url: str
    name: str
    seed_file: Path | None = None
    inbox: str = "_INBOX"
    ca_file: Path | None = None


class Link:
    """Keeps one connection. `start` returns at once; the connection comes when the server does.

    nats-py reconnects by itself after a broken line, but closes for good after an authorization error: the keeper
    then makes a new client. So always ask `client` for the present one, and never keep it across an error.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._client: Client | None = None
        self._up = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._complaint = ""

    def start(self) -> Link:
        """Begin to connect, in the background. Needs a running event loop."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep(), name=f"link {self.address.name}")
        return self

    async def __aenter__(self) -> Link:
        return self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def up(self) -> bool:
        """Whether the server can be reached now."""
        return self._up.is_set()

    async def client(self, timeout_s: float | None = None) -> Client:
        """Give the connected client; wait for it at most `timeout_s`. Raises `LinkError` when that passes."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._up.wait()
        except TimeoutError:
            raise LinkError(
                f"{self.address.url} cannot be reached{self._complaint and f': {self._complaint}'}"
            ) from None
        if self._client is None:
            raise LinkError("the link is closed")
        return self._client

    async def jetstream(self, timeout_s: float | None = None) -> JetStreamContext:
        """Give JetStream on the connected client, as `client` does."""
        return (await self.client(timeout_s)).jetstream(timeout=REQUEST_TIMEOUT_S)

    async def publish(
        self, subject: str, data: bytes, headers: Mapping[str, str] | None = None, timeout_s: float = REQUEST_TIMEOUT_S
    ) -> PubAck:
        """Publish to a stream and wait until it is stored. Raises `LinkError` after `timeout_s` at the latest."""
        try:
            async with asyncio.timeout(timeout_s):
                stream = await self.jetstream()
                return await stream.publish(subject, data, timeout=timeout_s, headers=dict(headers or {}) or None)
        except nats.js.errors.APIError as error:
            raise RefusedError(f"{subject}: {error.description}", error.err_code or 0) from error
        except TRANSPORT_ERRORS as error:
            raise LinkError(f"{subject} was not stored: {error!r}") from error

    async def tell(self, subject: str, data: bytes = b"") -> bool:
        """Send a notice that nobody has to get; say whether it left."""
        if not self.up or self._client is None:
            return False
        try:
            await self._client.publish(subject, data)
        except TRANSPORT_ERRORS:
            return False
        return True

    async def close(self) -> None:
        """End the connection."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
            self._keeper = None
        self._up.clear()
        client, self._client = self._client, None
        if client is not None:
            await _close(client)

    async def _keep(self) -> None:
        while True:
            closed = asyncio.Event()
            client = Client()
            try:
                await self._connect(client, closed)
                self._client = client
                self._up.set()
                await closed.wait()
                logger.warning("%s: the connection was closed; making a new one", self.address.name)
            except (*TRANSPORT_ERRORS, nkeys.NkeysError, ValueError) as error:
                await self._complain(error)
            finally:
                self._up.clear()
                if client is not self._client:
                    await _close(client)
            await asyncio.sleep(RETRY_S)

    async def _connect(self, client: Client, closed: asyncio.Event) -> None:
        """Connect `client`. Its callbacks only set flags: one that raises would end nats-py's reconnecting."""

        async def on_closed() -> None:
            closed.set()

        async def on_disconnected() -> None:
            self._up.clear()

        async def on_reconnected() -> None:
            self._complaint = ""
            if client is self._client:
                self._up.set()
                logger.info("%s: connected again to %s", self.address.name, self.address.url)

        async def on_error(error: Exception) -> None:
            await self._complain(error)
            if not client.is_connected and client._transport is not None:
                # nats-py leaves the socket of a refused attempt to the garbage collector
                client._transport.close()  # type: ignore[no-untyped-call] # not annotated there

        address = self.address
        await client.connect(
            servers=[address.url],
            name=address.name,
            closed_cb=on_closed,
            disconnected_cb=on_disconnected,
            reconnected_cb=on_reconnected,
            error_cb=on_error,
            connect_timeout=5,
            reconnect_time_wait=RETRY_S,  # type: ignore[arg-type] # nats-py sleeps for it: a fraction works
            max_reconnect_attempts=-1,
            ping_interval=PING_S,
            max_outstanding_pings=2,
            pending_size=-1,
            inbox_prefix=address.inbox,
            nkeys_seed_str=address.seed_file.read_text().strip() if address.seed_file else None,
            tls=ssl.create_default_context(cafile=address.ca_file) if address.ca_file else None,
        )
        self._complaint = ""
        logger.info("%s: connected to %s", address.name, address.url)

    async def _complain(self, error: Exception) -> None:
        """Log an error once, not at each of the attempts that end in it."""
        text = str(error) or repr(error)
        if text != self._complaint:
            self._complaint = text
            logger.warning("%s: %s: %s", self.address.name, self.address.url, text)


async def _close(client: Client) -> None:
    with suppress(*TRANSPORT_ERRORS):
        await asyncio.wait_for(client.close(), RETRY_S * 4)
