"""The published JSON Schema of a competency template."""

from __future__ import annotations

from gateway.competencies.template import Template
from gateway.schemas import taken


def schema() -> bytes:
    """Give the schema as JSON (UTF-8, indented), for editors that check a template while it is written."""
    return taken("Shouguan competency template", Template)
