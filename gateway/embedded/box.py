"""The folder of a box: its keys, its ports and the configuration files of its processes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from gateway.embedded import nats
from gateway.embedded.company import with_company
from gateway.embedded.paths import ROOT
from gateway.embedded.ports import free_ports
from gateway.identity import ensure_token
from inference import build as repository
from inference import runtime

BOX_ID = "demo-box"


class Ports(Struct, frozen=True, kw_only=True):
    """TCP ports on loopback, chosen when the box starts."""

    web: int
    triton_metrics: int
    nats: int
    hub: int
    nats_health: int = 0
    hub_health: int = 0


class Box(Struct, frozen=True, kw_only=True):
    """A box that is ready to be started: its folder is made, its configuration written."""

    home: Path
    ports: Ports
    with_cloud: bool

    @property
    def url(self) -> str:
        """Address of the pages and the API."""
        return f"http://127.0.0.1:{self.ports.web}"

    @property
    def bus_url(self) -> str:
        """Address of the box's own NATS server."""
        return f"nats://127.0.0.1:{self.ports.nats}"

    @property
    def hub_url(self) -> str:
        """Address of the NATS server that plays the cloud hub."""
        return f"nats://127.0.0.1:{self.ports.hub}"

    @property
    def triton_socket(self) -> Path:
        """Socket of the model server, which only the box's own user reaches."""
        return self.home / "run" / "triton"

    @property
    def triton_address(self) -> str:
        """Where the model server answers gRPC."""
        return runtime.address_of(self.triton_socket)

    @property
    def token_file(self) -> Path:
        """File with the token that guards the API."""
        return self.home / "secrets" / "api-token"

    @property
    def receiver_file(self) -> Path:
        """SQLite file in which the stand-in cloud keeps what it got."""
        return self.home / "cloud" / "received.sqlite"

    def config(self, name: str) -> Path:
        """Give the configuration file of one kind of process."""
        return self.home / f"{name}.toml"


def prepare(home: Path, *, web_port: int, with_cloud: bool, told: Callable[[str], None]) -> Box:
    """Make the folder of a box, its keys and configuration, and the model repository where it is not current.

    `told` hears what takes long. Raises `SetupError` and `NatsSetupError`, saying what to do.
    """
    home = home.resolve()
    for folder in ("", "data", "secrets", "logs", "run", "agent", "cloud"):
        (home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    repository.build(ROOT, progress=told)
    web, metrics, bus, hub, bus_health, hub_health = free_ports(web_port, 0, 0, 0, 0, 0)
    if web_port not in {0, web}:
        told(f"port {web_port} is taken; using {web} 端口 {web_port} 已被占用，改用 {web}")
    ports = Ports(web=web, triton_metrics=metrics, nats=bus, hub=hub, nats_health=bus_health, hub_health=hub_health)
    box = Box(home=home, ports=ports, with_cloud=with_cloud)
    ensure_token(box.token_file)
    nats.write_box_config(home, ports.nats, ports.nats_health)
    nats.write_hub_config(home, ports.hub, [BOX_ID], ports.hub_health)
    for name, values in configurations(box).items():
        box.config(name).write_text(as_toml(values), encoding="utf-8")
    return box


def configurations(box: Box) -> dict[str, dict[str, Any]]:
    """Give what stands in each configuration file, by the name of its kind of process. Raises `SetupError`."""
    home = box.home
    hub = {"url": box.hub_url}
    own = {
        "home": str(home),
        "box_id": BOX_ID,
        "web": {"port": box.ports.web},
        "nats": {"url": box.bus_url, "seed_file": str(nats.seed_file(home, nats.GATEWAY))},
        "triton": {
            "address": box.triton_address,
            "metrics_url": f"http://127.0.0.1:{box.ports.triton_metrics}/metrics",
        },
    }
    return {
        "box": with_company(own, home),
        "agent": {
            "box_id": BOX_ID,
            "home": str(home / "agent"),
            "local": {"url": box.bus_url, "seed_file": str(nats.seed_file(home, nats.AGENT))},
            "hub": {**hub, "seed_file": str(nats.hub_seed_file(home, BOX_ID))},
        },
        "receiver": {
            "database": str(box.receiver_file),
            "boxes": [BOX_ID],
            "hub": {**hub, "seed_file": str(nats.seed_file(home, nats.RECEIVER))},
        },
    }


def as_toml(values: Mapping[str, Any]) -> str:
    """Give `values` as TOML: strings and numbers first, then a table for each mapping."""
    plain = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in values.items()
        if not isinstance(value, Mapping)
    ]
    tables = [f"\n[{key}]\n{as_toml(value)}" for key, value in values.items() if isinstance(value, Mapping)]
    return "".join(plain + tables)
