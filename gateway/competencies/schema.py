"""The published JSON Schema of a competency template."""

from __future__ import annotations

import msgspec

from gateway.competencies.template import Template

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> bytes:
    """Give the schema as JSON (UTF-8, indented), for editors that check a template while it is written."""
    described = {"$schema": DIALECT, "title": "Shouguan competency template", **msgspec.json.schema(Template)}
    return msgspec.json.format(msgspec.json.encode(described), indent=2) + b"\n"
