"""What the sync agent is told: one frozen object, read from the TOML file named by SHOUGUAN_CONFIG."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

CONFIG_VARIABLE = "SHOUGUAN_CONFIG"

Configured = TypeVar("Configured")


class Server(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A NATS server and the agent's user there."""

    url: str  # nats://… or tls://…
    seed_file: Path  # file with the NKEY seed
    ca_file: Path | None = None  # certificates to trust; none: no TLS, on loopback only


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything the agent needs to know."""

    box_id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$")]  # the box's name in the cloud
    home: Path  # folder of the agent's own: ledger and parked events
    local: Server  # the box's own bus, as the user `agent`
    hub: Server  # the cloud hub, as this box
    residency: str = "default"  # name of the residency policy
    in_flight: Annotated[int, Meta(ge=1)] = 32  # events on their way to the hub at the same time

    @property
    def ledger_file(self) -> Path:
        """The egress ledger."""
        return self.home / "egress.jsonl"

    @property
    def parked_dir(self) -> Path:
        """Folder of the events that were refused."""
        return self.home / "parked"


class SettingsError(Exception):
    """The configuration cannot be used; the message names the file and the field."""


def load(kind: type[Configured], environment: Mapping[str, str] = os.environ) -> Configured:
    """Read settings of `kind` from the file named by SHOUGUAN_CONFIG. Raises `SettingsError`."""
    name = environment.get(CONFIG_VARIABLE)
    if not name:
        raise SettingsError(f"{CONFIG_VARIABLE} does not name a configuration file")
    try:
        return msgspec.toml.decode(Path(name).read_bytes(), type=kind, dec_hook=_path)
    except (OSError, tomllib.TOMLDecodeError, msgspec.DecodeError) as error:
        raise SettingsError(f"{name}: {error}") from error


def _path(kind: type, value: object) -> Path:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise NotImplementedError(f"no {kind} in a configuration")
