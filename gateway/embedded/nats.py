"""The embedded NATS servers: configuration, keys, the command that starts one, and when it is ready.

The box's server has the users `gateway` and `agent`, the hub's one agent user a box and `receiver`. Each user has an
NKEY: the public half stands in the server's configuration, the seed in a file of its own that only its owner reads.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import nkeys
from msgspec import Struct

from wire import names
from wire.link import TRANSPORT_ERRORS, Address, Link, LinkError

GATEWAY = "gateway"
AGENT = "agent"
RECEIVER = "receiver"

POLL_S = 0.05
HEALTH_TIMEOUT_S = 2.0
WEDGED_FREE_BYTES = 64 * 1024**2
MAX_FILE_STORE = 8 * 1024**3
MAX_MEMORY_STORE = 64 * 1024**2


class NatsSetupError(Exception):
    """The server cannot be run; the message says what to do."""

    code = "nats.setup"


class User(Struct, frozen=True, kw_only=True):
    """A user of a server, and the only subjects it may publish to and read."""

    name: str
    seed: Path
    publish: tuple[str, ...]
    subscribe: tuple[str, ...]


def seed_file(home: Path, user: str) -> Path:
    """Give the file of a seed: `user` is `gateway` or `agent` of the box, `receiver` of the hub."""
    return home / "secrets" / f"nats-{user}.seed"


def hub_seed_file(home: Path, box_id: str) -> Path:
    """Give the file with the seed by which the box `box_id` logs in to the hub."""
    return seed_file(home, f"hub-{names.token(box_id)}")


def write_box_config(home: Path, port: int, health_port: int = 0) -> Path:
    """Write the configuration of the box's server, and the seeds that are not there yet; give its path.

    With `health_port`, the server says there, on loopback, whether its streams can be written.
    """
    users = (
        User(
            name=GATEWAY,
            seed=seed_file(home, GATEWAY),
            publish=("work.>", "out.>", "progress.>", "live.>", "outbox.>", "_INBOX.>", "$JS.API.>", "$JS.ACK.>"),
            subscribe=("_INBOX.>", "progress.>", "live.>", "outbox.>"),
        ),
        User(
            name=AGENT,
            seed=seed_file(home, AGENT),
            publish=("in.>", *_reads(names.OUT, names.OUT_CONSUMER)),
            subscribe=(f"{names.AGENT_INBOX}.>",),
        ),
    )
    return _write(home, "box", (port, health_port), users)


def write_hub_config(home: Path, port: int, boxes: Iterable[str], health_port: int = 0) -> Path:
    """Write the configuration of the server that plays the cloud hub for `boxes`, and its seeds; give its path."""
    agents = tuple(
        User(
            name=f"agent-{box_id}",
            seed=hub_seed_file(home, box_id),
            publish=(names.up_event(box_id), *_reads(names.DOWN, names.down_consumer(box_id))),
            subscribe=(f"{names.box_inbox(box_id)}.>",),
        )
        for box_id in boxes
    )
    receiver = User(
        name=RECEIVER,
        seed=seed_file(home, RECEIVER),
        publish=("down.>", "$JS.API.>", "$JS.ACK.>"),
        subscribe=("_INBOX.>",),
    )
    return _write(home, "hub", (port, health_port), (*agents, receiver))


def _reads(stream: str, consumer: str) -> tuple[str, ...]:
    """Give the subjects to publish to for reading one consumer and nothing else."""
    return (
        f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}",
        f"$JS.API.CONSUMER.INFO.{stream}.{consumer}",
        f"$JS.ACK.{stream}.{consumer}.>",
    )


def _write(home: Path, server: str, ports: tuple[int, int], users: Sequence[User]) -> Path:
    folder = home / "nats"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{server}.conf"
    file.write_text(_configuration(server, ports, folder / server, users))
    return file


def _configuration(server: str, ports: tuple[int, int], store: Path, users: Sequence[User]) -> str:
    """Give the text of a server's configuration: JSON values under the names of nats-server's own format.

    `sync_interval: always`: an acknowledged message is on the disk, also after a power cut.
    """
    permitted = [
        {
            "nkey": public_key(user.seed),
            "permissions": {"publish": {"allow": user.publish}, "subscribe": {"allow": user.subscribe}},
        }
        for user in users
    ]
    port, health_port = ports
    lines = {
        **({"http": f"127.0.0.1:{health_port}"} if health_port else {}),
        "server_name": f"shouguan-{server}",
        "listen": f"127.0.0.1:{port}",
        "max_payload": 1024**2,
        "ping_interval": "15s",
        "ping_max": 2,
        "jetstream": {
            "store_dir": str(store),
            "max_file_store": MAX_FILE_STORE,
            "max_memory_store": MAX_MEMORY_STORE,
            "sync_interval": "always",
        },
        "authorization": {"users": permitted},
    }
    return "".join(f"{name}: {json.dumps(value, indent=2)}\n" for name, value in lines.items())


def public_key(seed: Path) -> str:
    """Give the public half of the key in the file `seed`; make the key when there is none, readable by the owner only.

    Raises `NatsSetupError` on a file that holds no seed.
    """
    if not seed.exists():
        seed.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = nkeys.encode_seed(secrets.token_bytes(32), nkeys.PREFIX_BYTE_USER)
        temporary = seed.with_suffix(".new")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(made)
        temporary.replace(seed)
    try:
        pair = nkeys.from_seed(bytearray(seed.read_bytes().strip()))
    except (nkeys.NkeysError, ValueError) as error:
        raise NatsSetupError(f"{seed} holds no NKEY seed. Remove it, and a new one is made.") from error
    return str(pair.public_key.decode())


def nats_command(config: Path) -> list[str]:
    """Give the command that runs a server. Raises `NatsSetupError` when there is no nats-server."""
    beside = Path(sysconfig.get_path("scripts")) / "nats-server"
    found = str(beside) if beside.is_file() else shutil.which("nats-server")
    if not found:
        raise NatsSetupError(f"nats-server is missing in {sys.prefix}. Run `make setup`.")
    return [found, "--config", str(config)]


async def is_ready(url: str, seed: Path | None, timeout_s: float = 1.0) -> bool:
    """Say whether the server at `url` takes this user and its JetStream answers."""
    if not await _listens(url):
        return False
    async with Link(Address(url=url, name="readiness", seed_file=seed)) as link:
        try:
            await (await link.jetstream(timeout_s)).account_info()
        except (LinkError, *TRANSPORT_ERRORS):
            return False
        return True


async def is_wedged(health_port: int, store: Path) -> bool:
    """Say whether the server refuses what it could store: one that met a full disk does so until it is started anew.

    While there still is no room, a new start would not help, so that does not count.
    """
    try:
        if shutil.disk_usage(store).free < WEDGED_FREE_BYTES:
            return False
        async with asyncio.timeout(HEALTH_TIMEOUT_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", health_port)
            try:
                writer.write(b"GET /healthz HTTP/1.0\r\n\r\n")
                status = await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False  # away or busy: whether it ends is watched elsewhere
    return b" 503 " in status


async def _listens(url: str) -> bool:
    address = urlsplit(url)
    try:
        _, writer = await asyncio.open_connection(address.hostname, address.port)
    except OSError:
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True


async def wait_ready(url: str, seed: Path | None, timeout_s: float = 10.0) -> None:
    """Wait until `is_ready`. Raises `NatsSetupError` after `timeout_s`."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeout_s
    while not await is_ready(url, seed):
        if loop.time() > deadline:
            raise NatsSetupError(f"nats-server at {url} is not ready after {timeout_s:.0f} s; look into its log.")
        await asyncio.sleep(POLL_S)
