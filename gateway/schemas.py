"""JSON Schemas of what the box takes and gives, as they are published in `docs`."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

import msgspec

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def taken(title: str, described: type) -> bytes:
    """Give the schema of what the box takes: fields with a default may be left out."""
    return _published(title, msgspec.json.schema(described))


def given(title: str, described: type) -> bytes:
    """Give the schema of what the box gives: all fields are there, those with a default too."""
    schema = msgspec.json.schema(described)
    for part in schema["$defs"].values():
        if "properties" in part:
            part["required"] = list(part["properties"])
    return _published(title, schema)


def _published(title: str, schema: Schema) -> bytes:
    """Give a schema as JSON (UTF-8, indented); its readers see the descriptions of the types."""
    for part in schema["$defs"].values():
        if "description" in part:
            part["description"] = cleandoc(part["description"])
    return msgspec.json.format(msgspec.json.encode({"$schema": DIALECT, "title": title, **schema}), indent=2) + b"\n"
