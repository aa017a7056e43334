"""The candidate's pages, by personal link and without a login."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient

from gateway.api.application import create_app
from gateway.domain.candidate_report import Shows
from gateway.domain.rule import ActionKind, DecisionStatus
from gateway.settings import CandidateReports
from gateway.web.pages import make_pages
from tests.factories.people import a_candidate, a_job, an_answer, an_interview, changed
from tests.factories.results import a_decision
from tests.factories.scored import MODEL, QUESTIONS, some_report
from tests.fakes.world import TOKEN, World
from tests.unit.gateway.web.conftest import Client

BEARER = {"Authorization": f"Bearer {TOKEN}"}
ENGLISH = {"Accept-Language": "en"}
LINK = "/v1/interviews/interview-1/candidate-link"
DAY_S = 24 * 3600


def fill(world: World) -> World:
    with world.database() as work:
        work.candidates.add(a_candidate())
        work.jobs.add(a_job(questions=QUESTIONS, competency_model=MODEL))
        work.interviews.add(an_interview())
        work.answers.add(an_answer())
        work.reports.add(some_report())
        work.decisions.add(a_decision(actions=(ActionKind.THANK_YOU_LETTER,)))
        work.commit()
    return world


@pytest.fixture
def world(tmp_path: Path) -> World:
    return fill(World(tmp_path))


async def link(client: Client) -> str:
    reply = await client.post(LINK, headers=BEARER)
    assert reply.status_code == 201
    return str(reply.json()["path"])


async def test_the_link_opens_the_report_without_a_login(client: Client) -> None:
    page = await client.get(await link(client), headers=ENGLISH)
    assert page.status_code == 200
    assert "Hello 林晓" in page.text
    assert "We asked every customer." in page.text
    assert "A person of the hiring team will look at your interview" in page.text


async def test_the_page_is_kept_by_nobody_found_by_nobody_and_runs_nothing(client: Client) -> None:
    headers = (await client.get(await link(client))).headers
    assert headers["cache-control"] == "private, no-store"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "script-src" not in headers["content-security-policy"]
    assert "set-cookie" not in headers


async def test_the_reader_changes_the_language(client: Client) -> None:
    path = await link(client)
    assert "林晓，您好" in (await client.get(path, headers={"Accept-Language": "zh"})).text
    page = await client.get(f"{path}?lang=en", headers={"Accept-Language": "zh"})
    assert "Hello 林晓" in page.text
    assert page.headers["content-language"] == "en"


async def test_report_and_data_can_be_saved(client: Client) -> None:
    path = await link(client)
    pdf = await client.get(f"{path}/report.pdf?lang=en")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["content-disposition"].startswith("attachment")
    assert pdf.text == "%PDF for the candidate Product manager"
    data = (await client.get(f"{path}/report.json")).json()
    assert data["schema"] == "shouguan.candidate-report.v1"
    assert data["report"]["next_steps"][0]["step"] == "under_review"


async def test_a_link_expires_and_says_no_more_than_one_that_never_was(client: Client, world: World) -> None:
    path = await link(client)
    world.clock.advance(30 * DAY_S - 1)
    assert (await client.get(path)).status_code == 200
    world.clock.advance(1)
    expired, wrong = await client.get(path), await client.get("/c/wrong")
    assert (expired.status_code, wrong.status_code) == (404, 404)
    assert expired.text == wrong.text
    for words in ("这个链接无效或已过期", "This link is not valid, or has expired"):
        assert words in expired.text


async def test_a_link_to_an_interview_that_is_gone_reads_the_same(client: Client, world: World) -> None:
    path = await link(client)
    world.database.tables.interviews.by_id.clear()
    assert (await client.get(path)).text == (await client.get("/c/wrong")).text


async def test_nothing_but_the_whole_link_opens_it(client: Client, world: World) -> None:
    path = await link(client)
    name, until, signed = path.removeprefix("/c/").split(".")
    ticket = world.services.access.begin_session()
    for key in (
        f"{name}.{int(until) + 1}.{signed}",
        f"interview-2.{until}.{signed}",
        f"{name}.{until}.{signed[:-1]}",
        f"{name}.{until}.",
        f"{name}.{until}",
        ticket,
        TOKEN,
        "%2e%2e",
        "é" * 100,
    ):
        assert (await client.get(f"/c/{key}")).status_code == 404, key


async def test_the_candidates_link_opens_nothing_of_the_companys(client: Client) -> None:
    key = (await link(client)).removeprefix("/c/")
    assert (await client.get("/v1/interviews", headers={"Authorization": f"Bearer {key}"})).status_code == 401
    client.cookies["shouguan_session"] = key
    assert (await client.get("/v1/interviews")).status_code == 401
    reply = await client.get(f"/login?ticket={key}")
    assert reply.status_code == 401


async def test_a_session_alone_makes_no_link(reader: Client) -> None:
    assert (await reader.post(LINK)).status_code == 401


async def test_a_link_to_no_interview_is_not_made(client: Client) -> None:
    reply = await client.post("/v1/interviews/unknown/candidate-link", headers=BEARER)
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


async def test_the_link_is_whole_and_says_how_long_it_lasts(client: Client, world: World) -> None:
    made = (await client.post(LINK, headers=BEARER)).json()
    assert made["url"] == f"http://testserver.local{made['path']}"
    assert made["shows"] == "levels"
    assert made["expires_at"] == "2026-12-22T09:00:00Z"


async def test_a_report_that_is_not_made_yet_is_asked_for_later(client: Client, world: World) -> None:
    world.database.tables.reports.by_interview.clear()
    reply = await client.get(await link(client))
    assert reply.status_code == 409
    assert "not ready yet" in reply.text


async def test_a_company_that_shares_nothing_says_whom_to_ask(tmp_path: Path) -> None:
    settings = CandidateReports(shows=Shows.NONE, contact="hr@example.com")
    world = fill(World(tmp_path, candidate=settings))
    async with AsyncTestClient(create_app(world.services, make_pages(world.services))) as client:
        path = await link(client)
        for ending in ("", "/report.pdf", "/report.json"):
            reply = await client.get(f"{path}{ending}")
            assert reply.status_code == 403
            assert "does not share feedback" in reply.text
            assert "hr@example.com" in reply.text
            assert "customer" not in reply.text


async def test_who_asks_too_often_waits_a_minute(client: Client, world: World) -> None:
    path = await link(client)
    replies = [(await client.get(f"{path}/report.pdf")).status_code for _ in range(7)]
    assert replies == [200] * 6 + [429]
    reply = await client.get(f"{path}/report.pdf")
    assert reply.headers["retry-after"] == "60"
    assert "一分钟后再试" in reply.text
    world.clock.advance(61)
    assert (await client.get(f"{path}/report.pdf")).status_code == 200


async def test_who_tries_wrong_links_is_let_in_a_minute_later(client: Client, world: World) -> None:
    path = await link(client)
    replies = [(await client.get(f"/c/wrong-{number}")).status_code for number in range(21)]
    assert replies == [404] * 20 + [429]
    assert (await client.get(path)).status_code == 429
    world.clock.advance(61)
    assert (await client.get(path)).status_code == 200


async def test_readers_of_right_links_are_not_counted_as_strangers(client: Client) -> None:
    path = await link(client)
    assert [(await client.get(path)).status_code for _ in range(30)] == [200] * 30


async def test_the_log_says_who_read_what_but_never_the_link(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        path = await link(client)
        await client.get(path)
    assert "candidate's report of interview interview-1 opened by its link: page" in caplog.text
    assert path.rsplit(".", 1)[1] not in "".join(
        record.getMessage() for record in caplog.records if record.name.startswith("gateway")
    )


async def test_an_error_inside_shows_nothing_of_it(
    client: Client, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    path = await link(client)
    world.database.tables.reports.by_interview.clear()
    with world.database() as work:
        work.reports.add(changed(some_report(), dimension_names={}))
        work.commit()
    reply = await client.get(path)
    assert reply.status_code == 500
    assert "planning" not in reply.text
    assert path.removeprefix("/c/") not in "".join(one.getMessage() for one in caplog.records if "gateway" in one.name)


async def test_hr_finds_the_link_on_the_interviews_page(reader: Client) -> None:
    page = (await reader.get("/interviews/interview-1", headers={"Accept-Language": "zh"})).text
    assert 'value="http://testserver.local/c/interview-1.' in page
    assert "请只发给候选人本人。有效期至 2026年12月22日" in page
    assert "复制链接" in page


async def test_what_a_person_confirmed_is_told(client: Client, world: World) -> None:
    with world.database() as work:
        work.decisions.save(a_decision(actions=(ActionKind.THANK_YOU_LETTER,), status=DecisionStatus.CONFIRMED))
        work.commit()
    page = await client.get(await link(client), headers=ENGLISH)
    assert "We will not go on with your application this time" in page.text
