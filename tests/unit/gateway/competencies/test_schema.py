from __future__ import annotations

import json
from pathlib import Path

from gateway.competencies.schema import schema

PUBLISHED = Path(__file__).parents[4] / "docs" / "competency-model.schema.json"


def test_the_published_schema_is_up_to_date() -> None:
    assert PUBLISHED.read_bytes() == schema(), (
        "write docs/competency-model.schema.json anew: shouguan competencies schema"
    )


def test_the_schema_refuses_fields_that_templates_do_not_have() -> None:
    parts = json.loads(schema())["$defs"]
    assert all(part["additionalProperties"] is False for part in parts.values() if part.get("type") == "object")
    assert parts["TemplateDimension"]["properties"]["anchors"]["minItems"] == 5
