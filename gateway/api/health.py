"""Whether the box lives, and whether its parts work."""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus

from litestar import Response, get
from msgspec import Struct

from gateway.api.replies import World
from gateway.intake.services import Check

logger = logging.getLogger(__name__)

CHECK_TIMEOUT_S = 3.0


class Alive(Struct, frozen=True):
    """The web process answers."""

    status: str = "ok"


class Ready(Struct, frozen=True):
    """`ok` when every part works; `parts` says which ones do."""

    ok: bool
    parts: dict[str, bool]


@get("/v1/health/live", tags=["health"], security=[])
async def live() -> Alive:
    """Say that the web process answers; the one address that needs no token."""
    return Alive()


@get("/health/ready", tags=["health"])
async def ready(services: World) -> Response[Ready]:
    """Ask the box's parts whether they work: 200 when all do, 503 otherwise."""
    results = await asyncio.gather(*(_works(name, check) for name, check in services.checks.items()))
    parts = dict(zip(services.checks, results, strict=True))
    status = HTTPStatus.OK if all(results) else HTTPStatus.SERVICE_UNAVAILABLE
    return Response(Ready(all(results), parts), status_code=status)


async def _works(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_TIMEOUT_S):
            await check()
    except Exception as error:  # noqa: BLE001 - whatever a part's client raises, the part does not work
        logger.warning("%s is not ready: %s", name, type(error).__name__)
        return False
    return True
