"""The folder of a box, its configuration files, and the processes that make it up."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from gateway.embedded import nats
from gateway.embedded.notify import NotifySocket
from gateway.embedded.paths import MODEL_REPOSITORY, ROOT
from gateway.embedded.ports import free_port
from gateway.embedded.process import ChildSpec
from gateway.identity import ensure_token
from inference import build as repository
from inference import runtime

BOX_ID = "demo-box"


class Ports(Struct, frozen=True, kw_only=True):
    """TCP ports on loopback, chosen when the box starts."""

    web: int
    triton: int
    nats: int
    hub: int


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
    def token_file(self) -> Path:
        """File with the token that guards the API."""
        return self.home / "secrets" / "api-token"

    @property
    def receiver_file(self) -> Path:
        """SQLite file in which the stand-in cloud keeps what it got."""
        return self.home / "cloud" / "received.sqlite"


def prepare(home: Path, *, web_port: int, with_cloud: bool) -> Box:
    """Make the folder of a box, its keys and configuration, and the model repository where it is not current."""
    home = home.resolve()
    for folder in ("data", "secrets", "logs", "nats", "run", "cloud"):
        (home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    repository.build(ROOT, progress=lambda text: print(f"models: {text}", file=sys.stderr))  # noqa: T201 - for who waits
    ports = Ports(web=free_port(web_port), triton=free_port(), nats=free_port(), hub=free_port())
    box = Box(home=home, ports=ports, with_cloud=with_cloud)
    ensure_token(box.token_file)
    for name, text in configuration(box).items():
        (home / name).write_text(text)
    return box


def configuration(box: Box) -> dict[str, str]:
    """Give the text of each configuration file, by its name."""
    secrets = box.home / "secrets"
    local = f"nats://127.0.0.1:{box.ports.nats}"
    hub = f"nats://127.0.0.1:{box.ports.hub}"
    gateway = f"""\
home = "{box.home}"
box_id = "{BOX_ID}"
web = {{ port = {box.ports.web} }}
nats = {{ url = "{local}", seed_file = "{secrets / "gateway.nk"}" }}
triton = {{ address = "127.0.0.1:{box.ports.triton}" }}
"""
    return {"box.toml": gateway}
