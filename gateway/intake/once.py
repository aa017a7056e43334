"""Does what a request asks once, however often the request comes."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec import Struct

from gateway.domain.errors import ConflictError
from gateway.intake.errors import KeyReusedError
from gateway.intake.services import Services
from gateway.ports import IdempotentReply, UnitOfWork, UnitOfWorkFactory

Act = Callable[[UnitOfWork], object]
"""Changes something in a transaction and gives the value to reply with. Does not commit."""


class RequestKey(Struct, frozen=True):
    """An idempotency key, and the digest of the request that it came with."""

    key: str
    digest: str


class Reply(Struct, frozen=True):
    """A JSON reply; `again` says that it was given before."""

    status: int
    body: bytes
    again: bool = False


def do_once(services: Services, key: RequestKey | None, status: int, act: Act) -> Reply:
    """Run `act` in a transaction and reply with `status`; under a known key give the stored reply instead.

    The reply is stored in the same transaction, so a key is known exactly when its effect is there. Raises
    `KeyReusedError` when the key came with another request before, and whatever `act` raises.
    """
    if key is None:
        return _do(services, key, status, act)
    stored = stored_reply(services.read, key)
    if stored is not None:
        return stored
    try:
        return _do(services, key, status, act)
    except ConflictError:
        stored = stored_reply(services.read, key)  # the same request may have come twice at the same moment
        if stored is None:
            raise
        return stored


def stored_reply(begin: UnitOfWorkFactory, key: RequestKey) -> Reply | None:
    """Give the reply kept under `key`, if there is one. Raises `KeyReusedError`."""
    with begin() as work:
        stored = work.idempotency.get(key.key)
    if stored is None:
        return None
    if stored.request_digest != key.digest:
        raise KeyReusedError
    return Reply(stored.status, stored.body, again=True)


def _do(services: Services, key: RequestKey | None, status: int, act: Act) -> Reply:
    with services.work() as work:
        reply = Reply(status, msgspec.json.encode(act(work)))
        if key is not None:
            work.idempotency.add(
                IdempotentReply(key=key.key, request_digest=key.digest, status=status, body=reply.body)
            )
        work.commit()
    return reply
