"""The one place where a process of the gateway reads its configuration."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

ENVIRONMENT_PREFIX = "SHOUGUAN_"


class Web(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The HTTP server."""

    host: str = "127.0.0.1"  # address to listen on
    port: int = 8700
    secure_cookies: bool = False  # true behind TLS; plain http on loopback needs false
    session_hours: float = 12.0  # a login lasts this long


class Database(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the truth is kept."""

    url: str = ""  # SQLAlchemy URL; empty: SQLite in the box's home


class Nats(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The box's own bus."""

    url: str = "nats://127.0.0.1:4222"
    seed_file: str = ""  # file with the NKEY seed of the user `gateway`; empty: no authentication


class Triton(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The model server."""

    address: str = "127.0.0.1:8001"  # gRPC
    timeout_s: float = 60.0  # for one request


class Limits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is accepted from outside, and how long work may take."""

    upload_bytes: int = 2 * 1024**3  # size of one recording
    text_characters: int = 20_000  # length of a written answer
    duration_s: float = 1800.0  # length of one recording
    frame_pixels: int = 4096 * 2304  # pixels of a video frame
    decode_memory_bytes: int = 2 * 1024**3  # address space of the decoding process
    decode_speed: float = 1.0  # decoding must be at least this many times as fast as real time
    free_bytes: int = 200 * 1024**2  # space on the disk that uploads leave free


class Analysis(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How recordings are analysed."""

    frames_per_second: float = 10.0
    frame_batch: int = 16  # frames sent to the model server in one call


class Policy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may happen without a person. `automatic` lists action kinds, such as `second_round`."""

    profile: str = "default"
    automatic: tuple[str, ...] = ("second_round", "talent_pool", "human_review")
    face_scores: bool = False  # whether a competency model may let the face move a score


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything a gateway process needs to know. Passed in, never imported."""

    home: Path  # data, secrets and logs of the box live below it
    box_id: str = "box"  # the box's name in the cloud
    web: Web = Web()
    database: Database = Database()
    nats: Nats = Nats()
    triton: Triton = Triton()
    limits: Limits = Limits()
    analysis: Analysis = Analysis()
    policy: Policy = Policy()

    @property
    def database_url(self) -> str:
        """SQLAlchemy URL of the database."""
        return self.database.url or f"sqlite:///{self.home / 'data' / 'shouguan.sqlite'}"

    @property
    def media_dir(self) -> Path:
        """Folder of the recordings."""
        return self.home / "data" / "media"

    @property
    def token_file(self) -> Path:
        """File with the token that guards the API."""
        return self.home / "secrets" / "api-token"


class SettingsError(Exception):
    """The configuration cannot be used; the message names the file or variable and the field."""


def _from_environment(environment: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Give `SHOUGUAN_SECTION__FIELD=value` variables as sections."""
    sections: dict[str, dict[str, str]] = {}
    for name, value in environment.items():
        if name.startswith(ENVIRONMENT_PREFIX) and "__" in name:
            section, field = name.removeprefix(ENVIRONMENT_PREFIX).lower().split("__", 1)
            sections.setdefault(section, {})[field] = value
    return sections


def load(path: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from the TOML file `path`, then from `SHOUGUAN_SECTION__FIELD` variables.

    Raises `SettingsError` on a file that cannot be read, an unknown key or a value of the wrong type.
    """
    try:
        data = tomllib.loads(path.read_text())
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
    for section, fields in _from_environment(environment).items():
        data.setdefault(section, {}).update(fields)
    try:
        return msgspec.convert(data, Settings, strict=False, dec_hook=lambda kind, value: kind(value))
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {error}") from error
