from __future__ import annotations

import re
from datetime import timedelta

import pytest
from msgspec.structs import replace

from gateway.domain.interview import AnswerStatus, InterviewStatus
from gateway.domain.signals import Limit
from tests.factories.people import NOW, an_answer, an_interview
from tests.factories.results import a_decision, a_report
from tests.fakes.world import World
from tests.unit.gateway.web.conftest import Client

PAGE = "/interviews/interview-1"
OFFERS = f"{PAGE}/rerecordings"
ENGLISH = {"Accept-Language": "en"}


def complete(world: World, *limits: Limit) -> None:
    """Complete the interview; the report gives `limits` for its one answer."""
    report = a_report()
    (shown,) = report.answers
    answers = (replace(shown, measured=replace(shown.measured, limits=limits)),)
    with world.database() as work:
        work.answers.add(an_answer(status=AnswerStatus.READY))
        work.reports.add(replace(report, answers=answers))
        work.decisions.add(a_decision(report_id="report-1"))
        work.interviews.save(an_interview(status=InterviewStatus.COMPLETED, finished_at=NOW, completed_at=NOW))
        work.commit()


async def form(reader: Client, **change: str) -> dict[str, str]:
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', (await reader.get(PAGE)).text)
    assert found is not None
    return {"form_token": found[1], "answer_id": "answer-1", "name": "王芳", "reason": "现场太吵", **change}


async def test_an_answer_that_suffices_has_no_button(reader: Client, world: World) -> None:
    complete(world)
    assert OFFERS not in (await reader.get(PAGE)).text


async def test_an_answer_that_does_not_suffice_says_why_and_has_a_button(reader: Client, world: World) -> None:
    complete(world, Limit.OTHER_LANGUAGE)
    page = (await reader.get(PAGE)).text
    for words in ("证据不足", "与面试语言不同", "请候选人重录这道题", f'action="{OFFERS}"'):
        assert words in page
    english = (await reader.get(PAGE, headers=ENGLISH)).text
    assert "Let the candidate record this answer again" in english


async def test_an_answer_without_a_face_was_judged_by_its_words(reader: Client, world: World) -> None:
    complete(world, Limit.NO_FACE)
    page = (await reader.get(PAGE)).text
    assert "只评价了说出的内容" in page
    assert "不加分也不扣分" not in page
    assert f'action="{OFFERS}"' in page


async def test_a_decision_is_not_reviewed_while_an_answer_is_recorded_again(reader: Client, world: World) -> None:
    complete(world, Limit.TOO_SHORT)
    assert "/decisions/decision-1/review" in (await reader.get(PAGE)).text
    await reader.post(OFFERS, data=await form(reader))
    assert "/decisions/decision-1/review" not in (await reader.get(PAGE)).text


async def test_a_named_person_offers_it(reader: Client, world: World) -> None:
    complete(world, Limit.TOO_SHORT)
    reply = await reader.post(OFFERS, data=await form(reader), follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (303, PAGE)
    with world.database() as work:
        (offer,) = work.rerecordings.of("interview-1")
    assert (offer.answer_id, offer.offered_by, offer.reason) == ("answer-1", "王芳", "现场太吵")
    page = (await reader.get(PAGE)).text
    assert "已提供重录" in page
    assert "候选人正在重录" in page
    assert OFFERS not in page
    assert f'href="{PAGE}/report"' in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"form_token": "0" * 64}, "表单已失效"),
        ({"name": " "}, "请填写姓名"),
        ({"answer_id": "answer-9"}, "没有这个回答"),
    ],
)
async def test_a_form_that_does_not_fit_changes_nothing(
    reader: Client, world: World, change: dict[str, str], words: str
) -> None:
    complete(world, Limit.TOO_SHORT)
    reply = await reader.post(OFFERS, data=await form(reader, **change))
    assert reply.status_code == 422
    assert words in reply.text
    with world.database() as work:
        assert work.rerecordings.of("interview-1") == []


async def test_what_was_typed_stays_in_the_form_of_its_answer(reader: Client, world: World) -> None:
    complete(world, Limit.TOO_SHORT)
    reply = await reader.post(OFFERS, data=await form(reader, reason=""))
    assert 'value="王芳"' in reply.text


async def test_nobody_offers_without_a_login(client: Client, world: World) -> None:
    complete(world, Limit.TOO_SHORT)
    reply = await client.post(OFFERS, data={"answer_id": "answer-1"}, follow_redirects=False)
    assert reply.headers["location"].startswith("/login")


async def test_earlier_reports_can_be_read(reader: Client, world: World) -> None:
    complete(world, Limit.TOO_SHORT)
    with world.database() as work:
        work.reports.replace(a_report(id="report-2", supersedes="report-1"), NOW + timedelta(hours=1))
        work.commit()
    assert f'href="{PAGE}/reports/report-1"' in (await reader.get(PAGE)).text
    reply = await reader.get(f"{PAGE}/reports/report-1")
    assert reply.status_code == 200
    assert "script-src 'self'" in reply.headers["content-security-policy"]
    assert (await reader.get(f"{PAGE}/reports/report-9")).status_code == 404
