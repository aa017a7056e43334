"""Short texts that only who knows the token can have made: login tickets, sessions, form tokens."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

TICKET_SECONDS = 600


def signature(token: str, purpose: str, text: str) -> str:
    """Give the HMAC-SHA256 of `text` under `token`, for one purpose only, as 64 hexadecimal digits."""
    return hmac.new(token.encode(), f"{purpose}\n{text}".encode(), hashlib.sha256).hexdigest()


def issue(token: str, purpose: str, now: datetime, seconds: float) -> str:
    """Make a text of a random name, an expiry and a signature, valid for `seconds` from `now`."""
    return sign(token, purpose, secrets.token_hex(16), now.timestamp() + seconds)


def sign(token: str, purpose: str, name: str, until: float) -> str:
    """Make a text of `name` (without a dot), an expiry in seconds since 1970 and a signature."""
    text = f"{name}.{int(until)}"
    return f"{text}.{signature(token, purpose, text)}"


def verify(token: str, purpose: str, given: str, now: datetime) -> str | None:
    """Give the name in `given` if it was issued for `purpose` and has not expired."""
    text, _, signed = given.rpartition(".")
    if not hmac.compare_digest(signature(token, purpose, text).encode(), signed.encode()):
        return None
    name, _, expiry = text.partition(".")
    return name if now.timestamp() < int(expiry) else None


def make_ticket(token: str, now: datetime) -> str:
    """Make a login ticket for an address `/login?ticket=...`; it is valid for ten minutes."""
    return issue(token, "ticket", now, TICKET_SECONDS)


def check_ticket(token: str, ticket: str, now: datetime) -> bool:
    """Say whether `ticket` was made from `token` and has not expired."""
    return verify(token, "ticket", ticket, now) is not None
