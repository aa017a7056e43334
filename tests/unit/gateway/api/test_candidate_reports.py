"""The candidate's report through the API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient

from gateway.api.application import create_app
from gateway.domain.candidate_report import Shows
from gateway.domain.rule import ActionKind, DecisionStatus
from gateway.settings import CandidateReports
from tests.factories.people import a_candidate, a_job, an_interview
from tests.factories.results import a_decision
from tests.factories.scored import MODEL, QUESTIONS, some_report
from tests.fakes.world import TOKEN, World
from tests.unit.gateway.api.conftest import Client

REPORT = "/v1/interviews/interview-1/candidate-report"


def fill(world: World) -> World:
    with world.database() as work:
        work.candidates.add(a_candidate())
        work.jobs.add(a_job(questions=QUESTIONS, competency_model=MODEL))
        work.interviews.add(an_interview())
        work.reports.add(some_report())
        work.decisions.add(a_decision(actions=(ActionKind.TALENT_POOL,), status=DecisionStatus.CONFIRMED))
        work.commit()
    return world


@pytest.fixture
def world(tmp_path: Path) -> World:
    return fill(World(tmp_path))


@pytest.fixture
async def silent(tmp_path: Path) -> AsyncIterator[Client]:
    """Give a box whose company shares nothing."""
    world = fill(World(tmp_path, candidate=CandidateReports(shows=Shows.NONE)))
    async with AsyncTestClient(create_app(world.services)) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client


async def test_the_company_reads_what_the_candidate_is_told(client: Client) -> None:
    reply = await client.get(REPORT)
    assert reply.status_code == 200
    data = reply.json()
    assert data["schema"] == "shouguan.candidate-report.v1"
    assert [one["step"] for one in data["report"]["next_steps"]] == ["talent_pool"]


async def test_it_comes_in_print_too(client: Client) -> None:
    reply = await client.get(f"{REPORT}.pdf?language=zh")
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["content-disposition"] == 'inline; filename="report-report-1-candidate-zh-CN.pdf"'
    assert reply.text.startswith("%PDF for the candidate Product manager（中文）")


@pytest.mark.parametrize("ending", ["", ".pdf"])
async def test_a_company_that_shares_nothing_has_none(silent: Client, ending: str) -> None:
    reply = await silent.get(REPORT + ending)
    assert (reply.status_code, reply.json()["code"]) == (403, "candidate_report_not_shared")


async def test_a_report_that_is_not_made_yet_is_a_conflict(client: Client, world: World) -> None:
    world.database.tables.reports.by_interview.clear()
    reply = await client.get(REPORT)
    assert (reply.status_code, reply.json()["code"]) == (409, "candidate_report_not_ready")


async def test_of_an_unknown_interview_there_is_none(client: Client) -> None:
    reply = await client.get("/v1/interviews/unknown/candidate-report")
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


async def test_strangers_get_nothing(client: Client) -> None:
    for ending in ("", ".pdf"):
        assert (await client.get(REPORT + ending, headers={"Authorization": "Bearer x"})).status_code == 401
