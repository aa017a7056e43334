from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.world import World
from tests.unit.gateway.api.conftest import Client

RULES: dict[str, Any] = {
    "id": "strict",
    "version": "2",
    "rules": [
        {
            "id": "second-round",
            "name": {"zh": "邀请复试", "en": "Invite to the second round"},
            "condition": "score >= 90.0 && dimensions['data'] >= 80.0",
            "actions": ["second_round"],
        }
    ],
}


def changed(**fields: object) -> dict[str, Any]:
    return {**RULES, "rules": [{**RULES["rules"][0], **fields}]}


async def test_the_rules_that_came_last_decide(client: Client, world: World) -> None:
    created = await client.post("/v1/rule-sets", json=RULES)
    assert created.status_code == 201
    assert created.json()["otherwise"] == ["human_review"]
    assert (await client.get("/v1/rule-sets/active")).json() == created.json()
    with world.database() as work:
        active = work.rule_sets.active()
    assert active is not None
    assert (active.id, active.version) == ("strict", "2")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (changed(condition="score >= "), "rules[0].condition 1:"),
        (changed(condition="height > 3"), "rules[0].condition 1:1"),
        (changed(actions=[]), "rules[0].actions"),
        (changed(name={"zh": "", "en": "x"}), "rules[0].name"),
        (changed(actions=["fire"]), "rules[0].actions[0]"),
        ({**RULES, "rules": RULES["rules"] * 2}, "rules[1].id"),
        ({**RULES, "otherwise": []}, "otherwise"),
    ],
)
async def test_rules_that_cannot_be_used_are_named_by_their_place(
    client: Client, world: World, body: dict[str, Any], field: str
) -> None:
    reply = await client.post("/v1/rule-sets", json=body)
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["field"].startswith(field)
    with world.database() as work:
        assert work.rule_sets.active() is None


async def test_a_version_is_taken_once(client: Client) -> None:
    await client.post("/v1/rule-sets", json=RULES)
    again = await client.post("/v1/rule-sets", json=changed(condition="score >= 95.0"))
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


async def test_a_box_without_rules_says_so(client: Client) -> None:
    assert (await client.get("/v1/rule-sets/active")).status_code == 404
