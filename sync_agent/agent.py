"""The sync agent: one connection to the box's bus, one to the cloud hub, and what passes between them."""

from __future__ import annotations

import asyncio
import logging

from sync_agent.downlink import DownLink
from sync_agent.ledger import Ledger
from sync_agent.process import notify_ready
from sync_agent.residency import POLICIES
from sync_agent.settings import Server, Settings, SettingsError
from sync_agent.uplink import UpLink
from wire import names
from wire.link import Address, Link

logger = logging.getLogger(__name__)

HEALTH_EVERY_S = 60.0


async def run(settings: Settings) -> None:
    """Run until cancelled. Raises `SettingsError`, and `LedgerError` on a ledger that cannot be trusted."""
    policy = POLICIES.get(settings.residency)
    if policy is None:
        raise SettingsError(f"residency: there is no policy {settings.residency!r}; there are {sorted(POLICIES)}")
    ledger = await asyncio.to_thread(Ledger, settings.ledger_file)
    try:
        async with (
            Link(address(settings.local, "sync-agent", names.AGENT_INBOX)) as local,
            Link(address(settings.hub, f"box {settings.box_id}", names.box_inbox(settings.box_id))) as hub,
            asyncio.TaskGroup() as group,
        ):
            up = UpLink(hub, ledger, policy, settings.box_id, settings.parked_dir)
            down = DownLink(local, settings.box_id)
            group.create_task(up.run(local, settings.in_flight))
            group.create_task(down.run(hub))
            group.create_task(_tell_health(local, hub, up, down))
            notify_ready()
    finally:
        ledger.close()


def address(server: Server, name: str, inbox: str) -> Address:
    """Give the address of a server for the user `name`."""
    return Address(url=server.url, name=name, seed_file=server.seed_file, inbox=inbox, ca_file=server.ca_file)


async def _tell_health(local: Link, hub: Link, up: UpLink, down: DownLink) -> None:
    while True:
        await asyncio.sleep(HEALTH_EVERY_S)
        logger.info(
            "box %s, hub %s; sent %d, refused %d, receipts %d, refused from the cloud %d",
            "up" if local.up else "away",
            "up" if hub.up else "away",
            up.sent,
            up.refused,
            down.taken,
            down.refused,
        )
