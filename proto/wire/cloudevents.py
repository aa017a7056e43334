"""CloudEvents 1.0 in NATS headers, binary content mode of the CloudEvents NATS protocol binding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, unquote_to_bytes

from msgspec import Struct

PROTOBUF = "application/protobuf"
SPEC_VERSION = "1.0"
MESSAGE_ID = "Nats-Msg-Id"
_PREFIX = "ce-"
_ATTRIBUTE = re.compile(r"[a-z0-9]{1,20}")
_REQUIRED = ("id", "source", "type", "time")
_STAY = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%')


class EnvelopeError(Exception):
    """The headers are not those of an event; the message says which attribute is wrong."""

    code = "wire.envelope"


class Event(Struct, frozen=True, kw_only=True):
    """An event: CloudEvents attributes and the protobuf message as bytes. `extensions` are further attributes."""

    id: str
    source: str
    type: str
    time: datetime
    data: bytes
    subject: str = ""
    content_type: str = PROTOBUF
    extensions: dict[str, str] = {}

    @property
    def message_id(self) -> str:
        """What JetStream de-duplicates by: the source and the id, which together are unique."""
        return self.source + self.id


def encode(value: str) -> str:
    """Percent-encode what must not stand in a header: all but printable ASCII, and space, quote and percent."""
    return quote(value, safe=_STAY)


def decode(value: str) -> str:
    """Undo `encode`. Raises `EnvelopeError` when the bytes are not UTF-8."""
    try:
        return unquote_to_bytes(value).decode()
    except UnicodeDecodeError as error:
        raise EnvelopeError(f"a header is not percent-encoded UTF-8: {value[:80]!r}") from error


def headers(event: Event) -> dict[str, str]:
    """Give the event's attributes as NATS headers, with the message id."""
    attributes = {
        "specversion": SPEC_VERSION,
        "id": event.id,
        "source": event.source,
        "type": event.type,
        "time": event.time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "subject": event.subject,
        "datacontenttype": event.content_type,
        **event.extensions,
    }
    for name in event.extensions:
        if not _ATTRIBUTE.fullmatch(name):
            raise EnvelopeError(f"{name!r} cannot name an attribute: small letters and digits, at most 20")
    made = {_PREFIX + name: encode(value) for name, value in attributes.items() if value}
    return {MESSAGE_ID: encode(event.message_id), **made}


def parse(found: Mapping[str, str] | None, data: bytes) -> Event:
    """Read an event from NATS headers and payload. Raises `EnvelopeError` on what is missing or malformed."""
    attributes = {
        name.lower().removeprefix(_PREFIX): decode(value)
        for name, value in (found or {}).items()
        if name.lower().startswith(_PREFIX)
    }
    if attributes.pop("specversion", None) != SPEC_VERSION:
        raise EnvelopeError("ce-specversion is not 1.0")
    missing = [name for name in _REQUIRED if not attributes.get(name)]
    if missing:
        raise EnvelopeError(f"missing: {', '.join(_PREFIX + name for name in missing)}")
    return Event(
        id=attributes.pop("id"),
        source=attributes.pop("source"),
        type=attributes.pop("type"),
        time=_time(attributes.pop("time")),
        subject=attributes.pop("subject", ""),
        content_type=attributes.pop("datacontenttype", ""),
        extensions=attributes,
        data=data,
    )


def _time(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise EnvelopeError(f"ce-time is not a time: {text[:40]!r}") from error
    if moment.tzinfo is None:
        raise EnvelopeError("ce-time has no time zone")
    return moment
