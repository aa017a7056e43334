"""Replies, also to requests that come again."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Annotated, Any, TypeAlias

from litestar import MediaType, Request, Response
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, SkipValidation

from gateway.intake.errors import HeaderError
from gateway.intake.once import Act, Reply, RequestKey, do_once, stored_reply
from gateway.intake.services import Services

LONGEST_KEY = 200

AnyRequest: TypeAlias = Request[Any, Any, Any]
World: TypeAlias = NamedDependency[SkipValidation[Services]]
Key: TypeAlias = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        description="A name of the request that its sender makes up: sent again under it, it has no second effect.",
        required=False,
    ),
]
JsonReply: TypeAlias = Response[bytes]


async def request_key(request: AnyRequest, key: str | None) -> RequestKey | None:
    """Give the key with the request's digest. Raises `HeaderError` on a key that is empty or too long."""
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST_KEY:
        raise HeaderError("Idempotency-Key", f"1..{LONGEST_KEY} characters")
    content = f"{request.method} {request.url.path}\n".encode() + await request.body()
    return RequestKey(key, hashlib.sha256(content).hexdigest())


def json_reply(reply: Reply) -> JsonReply:
    """Give a stored or new reply as a response."""
    headers = {"Idempotent-Replay": "true"} if reply.again else {}
    return Response(reply.body, status_code=reply.status, media_type=MediaType.JSON, headers=headers)


async def reply_once(services: Services, key: RequestKey | None, status: int, act: Act) -> JsonReply:
    """Do what the request asks once, and reply."""
    return json_reply(await asyncio.to_thread(do_once, services, key, status, act))


async def replay(services: Services, key: RequestKey | None) -> JsonReply | None:
    """Give the reply that is known under `key`, for handlers that have to ask something before they act."""
    stored = await asyncio.to_thread(stored_reply, services.read, key) if key else None
    return json_reply(stored) if stored else None
