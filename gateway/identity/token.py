"""The token file."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

TOKEN_BYTES = 32


def ensure_token(path: Path) -> str:
    """Give the token in the file `path`; make it first, readable by its owner only, where there is none.

    Several processes may do it at the same time: they all get the same token.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(TOKEN_BYTES))
    return path.read_text().strip()


def _write_once(path: Path, token: str) -> None:
    """Give `path` its content in one step, unless somebody else was faster."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{token}\n")
            file.flush()
            os.fsync(descriptor)
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
