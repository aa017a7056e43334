"""The one place where a process of the gateway reads its configuration."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import Meta, Struct

from gateway.domain.candidate_report import Region, Shows
from gateway.domain.rule import ActionKind

ENVIRONMENT_PREFIX = "SHOUGUAN_"
CONFIG_VARIABLE = "SHOUGUAN_CONFIG"

BoxId: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Port: TypeAlias = Annotated[int, Meta(ge=0, le=65535)]
Positive: TypeAlias = Annotated[float, Meta(gt=0)]
Count: TypeAlias = Annotated[int, Meta(ge=1)]


class Web(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The HTTP server."""

    host: str = "127.0.0.1"  # address to listen on
    port: Port = 8700
    secure_cookies: bool = False  # true behind TLS; plain http on loopback needs false
    session_hours: Positive = 12.0  # a login lasts this long
    public_url: str = ""  # where candidates reach the box, such as https://jobs.example.com; empty: as HR reaches it


class Database(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the truth is kept."""

    url: str = ""  # SQLAlchemy URL; empty: SQLite in the box's home


class Nats(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The box's own bus."""

    url: str = "nats://127.0.0.1:4222"
    seed_file: str = ""  # file with the NKEY seed of the user `gateway`; empty: no authentication


class Triton(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The model server."""

    address: str = "127.0.0.1:8001"  # gRPC: HOST:PORT, or unix:PATH for a server on this machine
    metrics_url: str = ""  # where it tells figures about itself; empty: nowhere
    timeout_s: Positive = 60.0  # for one request


class Limits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is accepted from outside, and how long work may take."""

    upload_bytes: Count = 2 * 1024**3  # size of one recording
    text_characters: Count = 20_000  # length of a written answer
    duration_s: Positive = 1800.0  # length of one recording
    frame_pixels: Count = 4096 * 2304  # pixels of a video frame
    decode_memory_bytes: Count = 2 * 1024**3  # address space of the decoding process
    decode_speed: Positive = 1.0  # decoding must be at least this many times as fast as real time
    free_bytes: Annotated[int, Meta(ge=0)] = 200 * 1024**2  # space on the disk that uploads leave free


class Analysis(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How recordings are analysed."""

    frames_per_second: Positive = 10.0
    frame_batch: Count = 16  # frames sent to the model server in one call
    live_sessions: Count = (
        8  # answers that one worker follows while they are given; others wait until they are complete
    )


class Policy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may happen without a person. `automatic` lists kinds of actions."""

    profile: str = "default"
    automatic: tuple[ActionKind, ...] = (ActionKind.SECOND_ROUND, ActionKind.TALENT_POOL, ActionKind.HUMAN_REVIEW)
    face_scores: bool = False  # whether a competency model may let the face move a score
    face_expressions: bool = (
        True  # whether smiles and brows may be described; false where that counts as inferring emotions
    )


class CandidateReports(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What candidates are told of their interview, and by whom."""

    shows: Shows = Shows.LEVELS  # their report shows levels or scores; none: there is no report for them
    region: Region = Region.CN  # whose law their rights are told by: cn, eu, other
    company: str = ""  # the company's name, at the head of the report
    contact: str = ""  # whom they can turn to: name, telephone, e-mail; empty: the recruiter who invited them
    link_days: Positive = 30.0  # a personal link lasts this long


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything a gateway process needs to know. Passed in, never imported."""

    home: Path  # data, secrets and logs of the box live below it
    box_id: BoxId = "box"  # the box's name in the cloud
    web: Web = Web()
    database: Database = Database()
    nats: Nats = Nats()
    triton: Triton = Triton()
    limits: Limits = Limits()
    analysis: Analysis = Analysis()
    policy: Policy = Policy()
    candidate: CandidateReports = CandidateReports()

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


def configured(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from the file that the variable SHOUGUAN_CONFIG names. Raises `SettingsError`."""
    name = environment.get(CONFIG_VARIABLE)
    if not name:
        raise SettingsError(f"{CONFIG_VARIABLE} does not name a configuration file")
    return load(Path(name), environment)


def load(path: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from the TOML file `path`, then from `SHOUGUAN_SECTION__FIELD` variables.

    Raises `SettingsError` on a file that cannot be read, an unknown key or a value that does not fit.
    """
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # ValueError: neither TOML nor, perhaps, text
        raise SettingsError(f"{path} cannot be read: {error}") from error
    overrides = _from_environment(environment)
    for section, fields in overrides.items():
        inside = data.setdefault(section, {})
        if not isinstance(inside, dict):
            raise SettingsError(f"{ENVIRONMENT_PREFIX}{section.upper()}__…: {section!r} is no section of {path}")
        inside.update(fields)
    try:
        return msgspec.convert(data, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        variables = (f"{ENVIRONMENT_PREFIX}{s}__{f}".upper() for s, fields in overrides.items() for f in fields)
        raise SettingsError(f"{', '.join((str(path), *variables))}: {error}") from error


def _path(kind: type, value: object) -> Path:
    """Make the one type of field that TOML does not have. Raises `ValueError`, which names the field."""
    if kind is Path and isinstance(value, str) and value:
        return Path(value)
    raise ValueError("Expected a path")
