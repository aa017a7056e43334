"""What a built repository holds: the digest of what it was made from, and the checksum of every file in it."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from inference.disk import digest

NAME = "manifest.json"


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a folder was made from (`stamp`, a digest) and for (`target`), and the sha256 of each file by its path.

    `engines` says of the folders that a GPU runs what runs them.
    """

    stamp: str
    files: dict[str, str]
    target: str = ""
    engines: dict[str, str] = {}


def write(folder: Path, stamp: str, target: str = "", engines: dict[str, str] | None = None) -> None:
    """Write the manifest of everything that `folder` holds now."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / NAME)
    files = {str(path.relative_to(folder)): digest(path) for path in found}
    made = Manifest(stamp=stamp, files=files, target=target, engines=engines or {})
    (folder / NAME).write_bytes(msgspec.json.encode(made))


def read(folder: Path) -> Manifest | None:
    """Read the manifest of `folder`; None when there is none or it cannot be read."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None


def broken(folder: Path, manifest: Manifest) -> list[str]:
    """Name the files of `folder` that lack or differ from its manifest."""
    return [name for name, sha256 in manifest.files.items() if digest(folder / name) != sha256]
