"""Looking into protobuf messages: which fields are set, and which are there that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.protobuf.unknown_fields import UnknownFieldSet


def leaves(message: Message, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Give the path, such as `attributes.score.value`, and the value of each field that is set; times are leaves."""
    for name, value in _parts(message):
        if isinstance(value, Message) and not isinstance(value, Timestamp):
            yield from leaves(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def unknown_fields(message: Message, prefix: str = "") -> Iterator[str]:
    """Give path and number of each field, at any depth, that the message's type does not have."""
    unknown = UnknownFieldSet(message)
    for index in range(len(unknown)):
        yield f"{prefix}#{unknown[index].field_number}"
    for name, value in _parts(message):
        if isinstance(value, Message):
            yield from unknown_fields(value, f"{prefix}{name}.")


def _parts(message: Message) -> Iterator[tuple[str, object]]:
    """Give the fields that are set, a repeated one once an element."""
    for field, value in message.ListFields():
        elements = value if field.is_repeated else (value,)
        for element in elements:
            yield field.name, element
