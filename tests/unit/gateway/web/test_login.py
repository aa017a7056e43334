from __future__ import annotations

import re

import pytest

from gateway.identity import SESSION_COOKIE, make_ticket
from tests.fakes.world import TOKEN, World
from tests.unit.gateway.web.conftest import Client

PAGES = ["/", "/interviews/interview-1", "/interviews/interview-1/report"]


@pytest.mark.parametrize("path", PAGES)
async def test_who_is_not_logged_in_is_sent_to_the_login(client: Client, path: str) -> None:
    reply = await client.get(path, follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (303, f"/login?next={path}")


async def test_the_token_logs_in(client: Client) -> None:
    reply = await client.post("/login", data={"token": TOKEN, "next": "/interviews/interview-1"})
    assert reply.status_code == 200
    cookie = reply.headers["set-cookie"]
    assert re.search(r"HttpOnly", cookie)
    assert re.search(r"SameSite=strict", cookie, re.IGNORECASE)
    assert "Max-Age=43200" in cookie
    assert 'url=/interviews/interview-1"' in reply.text
    assert (await client.get("/", follow_redirects=False)).status_code == 200


async def test_a_wrong_token_does_not(client: Client) -> None:
    reply = await client.post("/login", data={"token": "wrong"})
    assert reply.status_code == 401
    assert "令牌不正确" in reply.text
    assert SESSION_COOKIE not in client.cookies


async def test_a_ticket_logs_in_until_it_is_old(client: Client, world: World) -> None:
    ticket = make_ticket(TOKEN, world.clock.now())
    reply = await client.get(f"/login?ticket={ticket}")
    assert reply.status_code == 200
    assert SESSION_COOKIE in client.cookies
    client.cookies.clear()
    world.clock.advance(600)
    reply = await client.get(f"/login?ticket={ticket}", headers={"Accept-Language": "en"})
    assert reply.status_code == 401
    assert "no longer valid" in reply.text
    assert SESSION_COOKIE not in client.cookies


async def test_every_login_has_a_session_of_its_own(client: Client) -> None:
    cookies = set()
    for _ in range(2):
        await client.post("/login", data={"token": TOKEN})
        cookies.add(client.cookies[SESSION_COOKIE])
    assert len(cookies) == 2


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "/\\evil.example", "/interviews/../x", '"']
)
async def test_the_login_leads_to_no_other_site(client: Client, place: str) -> None:
    reply = await client.post("/login", data={"token": TOKEN, "next": place})
    assert 'content="0; url=/"' in reply.text


async def test_logging_out_ends_the_session_in_the_browser(reader: Client) -> None:
    page = await reader.get("/")
    token = re.search(r'name="form_token" value="([0-9a-f]+)"', page.text)
    assert token is not None
    await reader.post("/logout", data={"form_token": "of another site"}, follow_redirects=False)
    assert (await reader.get("/", follow_redirects=False)).status_code == 200
    reply = await reader.post("/logout", data={"form_token": token[1]}, follow_redirects=False)
    assert reply.headers["location"] == "/login"
    assert "Max-Age=0" in reply.headers["set-cookie"]


async def test_the_login_is_in_the_readers_language(client: Client) -> None:
    for header, word in (("", "登录收官"), ("en", "Log in to Shouguan"), ("zh-HK", "登录收官")):
        assert word in (await client.get("/login", headers={"Accept-Language": header})).text


async def test_a_language_that_was_chosen_stays(client: Client) -> None:
    assert "Log in" in (await client.get("/login?lang=en")).text
    assert "Log in" in (await client.get("/login")).text
    assert "登录" in (await client.get("/login?lang=zh-CN")).text
