from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.world import TOKEN, World
from tests.unit.gateway.api.conftest import Client

PERSONAL = "lin@example.com"
CONSENT = {"recording": True, "face_analysis": True, "notice_version": "1"}


def addresses(description: dict[str, Any]) -> list[tuple[str, str]]:
    return [(method, path) for path, methods in description["paths"].items() for method in methods]


async def test_every_described_address_but_one_needs_the_token(client: Client) -> None:
    described = addresses((await client.get("/v1/openapi.json")).json())
    assert len(described) > 15
    del client.headers["Authorization"]
    for method, path in described:
        reply = await client.request(method, path.replace("{", "").replace("}", ""))
        expected = 200 if path == "/v1/health/live" else 401
        assert (path, method, reply.status_code) == (path, method, expected)


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer 令牌"])
async def test_a_wrong_token_is_refused(client: Client, header: str) -> None:
    reply = await client.get("/v1/interviews", headers=[(b"Authorization", header.encode())])
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"] == "Bearer"
    assert TOKEN not in reply.text


async def test_the_description_of_the_api_needs_the_token(client: Client) -> None:
    del client.headers["Authorization"]
    assert (await client.get("/v1/openapi.json")).status_code == 401
    for path in ("/schema", "/schema/openapi.json", "/v1/swagger", "/openapi.json"):
        assert (await client.get(path)).status_code in {401, 404}


async def test_a_session_reads_but_does_not_change(client: Client, world: World) -> None:
    del client.headers["Authorization"]
    client.cookies["shouguan_session"] = world.services.access.begin_session()
    assert (await client.get("/v1/interviews")).status_code == 200
    assert (await client.post("/v1/candidates", json={"name": "x"})).status_code == 401


async def test_a_session_ends(client: Client, world: World) -> None:
    del client.headers["Authorization"]
    client.cookies["shouguan_session"] = world.services.access.begin_session()
    world.clock.advance(12 * 3600)
    assert (await client.get("/v1/interviews")).status_code == 401


async def test_every_reply_carries_the_security_headers(client: Client) -> None:
    for path in ("/v1/interviews", "/v1/interviews/x", "/nowhere", "/v1/health/live"):
        reply = await client.get(path)
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["content-security-policy"].startswith("default-src 'none'")
        assert reply.headers["cache-control"] == "no-store"


async def test_problems_speak_both_languages(client: Client) -> None:
    english = await client.get("/v1/interviews/x", headers={"Accept-Language": "en-GB,zh;q=0.3"})
    chinese = await client.get("/v1/interviews/x", headers={"Accept-Language": "zh-CN"})
    assert english.headers["content-type"] == "application/problem+json"
    assert english.json()["detail"] == english.json()["detail_en"] == "There is no such interview; check the id."
    assert chinese.json()["detail"] == chinese.json()["detail_zh"] == "找不到该面试，请核对编号。"
    assert english.json()["instance"] == "/v1/interviews/x"
    assert english.json()["type"] == "urn:shouguan:problem:not_found"


async def test_an_unknown_method_is_named(client: Client) -> None:
    reply = await client.request("DELETE", "/v1/interviews")
    assert (reply.status_code, reply.json()["code"]) == (405, "method_not_allowed")


async def test_a_fault_shows_nothing_of_the_inside(
    client: Client, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.fault = RuntimeError(PERSONAL)
    body = {"candidate_id": "c", "job_id": "j", "language": "en", "consent": CONSENT}
    reply = await client.post("/v1/interviews", json=body)
    assert (reply.status_code, reply.json()["code"]) == (500, "internal")
    assert "RuntimeError" not in reply.text
    assert "RuntimeError" in caplog.text
    assert PERSONAL not in caplog.text + reply.text


async def test_a_box_that_works_is_ready(client: Client, world: World) -> None:
    reply = await client.get("/v1/health/ready")
    assert reply.json() == {"ok": True, "parts": {"database": True, "nats": True, "triton": True}}
    world.broken.add("triton")
    reply = await client.get("/v1/health/ready")
    assert reply.status_code == 503
    assert reply.json() == {"ok": False, "parts": {"database": True, "nats": True, "triton": False}}
