"""What a company settles for its box: `company.toml` in the box's folder, kept from one start to the next."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from gateway.settings import Settings
from inference.errors import SetupError

COMPANY_FILE = "company.toml"


def with_company(own: Mapping[str, Any], home: Path) -> dict[str, Any]:
    """Give a gateway's settings: what the company's file says, and over it what the box itself needs.

    Raises `SetupError` on a file that cannot be read, an unknown key or a value that does not fit.
    """
    file = home / COMPANY_FILE
    if not file.is_file():
        return dict(own)
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        merged = _over(said, own)
        msgspec.convert(merged, Settings, dec_hook=lambda kind, value: kind(value))
    except (OSError, ValueError) as error:  # ValueError: neither TOML nor text, or a value that does not fit
        raise SetupError(f"{file}: {error}") from error
    return merged


def _over(said: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Give both, section by section; `own` has the last word."""
    merged = {**said, **own}
    for name, section in own.items():
        below = said.get(name)
        if isinstance(section, Mapping) and isinstance(below, Mapping):
            merged[name] = {**below, **section}
    return merged
