"""Notes and adjusted scores by the form on an interview's page."""

from __future__ import annotations

import re

import pytest

from gateway.domain.remark import RemarkKind, RemarkTarget
from gateway.domain.rule import DecisionStatus
from tests.factories.people import an_interview
from tests.fakes.world import World
from tests.unit.gateway.web.conftest import Client
from tests.unit.gateway.web.test_pages import ENGLISH, PAGE, form_token

PLACE = f"{PAGE}/remarks"
NOTE = {"kind": "note", "about": "answer:q1", "value": "", "name": "王芳", "text": "录像里说得更清楚"}
ADJUSTMENT = {"kind": "adjustment", "about": "dimension:planning", "value": "78.5", "name": "王芳", "text": "看过录像"}
WITHDRAWAL = {"kind": "withdrawal", "about": "dimension:planning", "value": "", "name": "李伟", "text": "复核后撤销"}


async def send(reader: Client, form: dict[str, str]) -> tuple[int, str]:
    """Fill the form in as a browser does; give the status and the page, or where the reply leads."""
    token = form_token((await reader.get(PAGE)).text)
    reply = await reader.post(PLACE, data={"form_token": token, **form}, follow_redirects=False)
    return reply.status_code, reply.headers.get("location", "") or reply.text


def beside(page: str, field: str) -> str:
    """Give what is said to be wrong with a field, by what the field itself points to."""
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true" aria-describedby="remark-{field}-wrong"', page)
    found = re.search(rf'id="remark-{field}-wrong">([^<]+)<', page)
    assert found is not None
    return found[1]


async def test_a_note_is_kept_and_shown_with_who_and_about_what(reader: Client, completed: World) -> None:
    assert await send(reader, NOTE) == (303, f"{PAGE}#remarks")
    page = (await reader.get(PAGE)).text
    assert "王芳 ·" in page
    assert "录像里说得更清楚" in page
    with completed.database() as work:
        (kept,) = work.remarks.of("interview-1")
        decisions = work.decisions.of("interview-1")
    assert (kept.kind, kept.target, kept.target_id) == (RemarkKind.NOTE, RemarkTarget.ANSWER, "q1")
    assert len(decisions) == 1


async def test_an_adjustment_stands_beside_the_machines_score_and_only_proposes(
    reader: Client, completed: World
) -> None:
    completed.clock.advance(60)
    await send(reader, ADJUSTMENT)
    page = (await reader.get(PAGE, headers=ENGLISH)).text
    assert "machine 82.5 · adjusted 78.5" in page
    assert "Planning · machine 82.5 → 78.5 · 王芳 · 看过录像" in page
    with completed.database() as work:
        decision = work.decisions.of("interview-1")[-1]
        report = work.reports.of("interview-1")
    assert decision.status is DecisionStatus.PROPOSED
    assert report is not None
    assert report.score.overall == 82.5
    assert "Adjusted by a person" in (await reader.get("/", headers=ENGLISH)).text


async def test_an_adjustment_can_be_withdrawn_and_both_stay_to_be_read(reader: Client, completed: World) -> None:
    assert 'value="withdrawal"' not in (await reader.get(PAGE)).text
    await send(reader, ADJUSTMENT)
    page = (await reader.get(PAGE)).text
    assert 'value="withdrawal"' in page
    assert "生效中" in page
    completed.clock.advance(60)
    await send(reader, WITHDRAWAL)
    page = (await reader.get(PAGE)).text
    assert "生效中" not in page
    for words in ("已被取代或撤销", "看过录像", "复核后撤销", "李伟 ·"):
        assert words in page


@pytest.mark.parametrize(
    ("form", "field", "words"),
    [
        ({**NOTE, "name": " "}, "name", "请填写姓名"),
        ({**NOTE, "name": "王" * 201}, "name", "200"),
        ({**NOTE, "text": "\n"}, "text", "请填写内容"),
        ({**NOTE, "text": "长" * 2001}, "text", "2000"),
        ({**NOTE, "value": "80"}, "value", "只有调整得分"),
        ({**ADJUSTMENT, "value": ""}, "value", "0 到 100"),
        ({**ADJUSTMENT, "value": "100.1"}, "value", "0 到 100"),
        ({**ADJUSTMENT, "value": "-1"}, "value", "0 到 100"),
        ({**ADJUSTMENT, "value": "nan"}, "value", "0 到 100"),
        ({**ADJUSTMENT, "value": "七十"}, "value", "0 到 100"),
        ({**ADJUSTMENT, "about": "answer:q1"}, "about", "没有单独的得分"),
        ({**ADJUSTMENT, "about": "dimension:charm"}, "about", "没有这个维度"),
        (WITHDRAWAL, "about", "无需撤销"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    reader: Client, completed: World, form: dict[str, str], field: str, words: str
) -> None:
    status, page = await send(reader, form)
    assert status == 422
    assert words in beside(page, field)
    assert "未保存" in page
    assert 'role="alert"' in page
    with completed.database() as work:
        assert work.remarks.of("interview-1") == []
        assert len(work.decisions.of("interview-1")) == 1


async def test_everything_wrong_is_said_at_once_and_what_was_typed_stays(reader: Client, completed: World) -> None:
    _, page = await send(reader, {**ADJUSTMENT, "value": "900", "text": ""})
    assert "0 到 100" in beside(page, "value")
    assert "请填写内容" in beside(page, "text")
    for typed in ('value="900"', 'value="王芳"', 'value="adjustment" checked', 'value="dimension:planning" selected'):
        assert typed in page


async def test_a_line_end_counts_once_as_in_the_browser(reader: Client, completed: World) -> None:
    status, _ = await send(reader, {**NOTE, "text": "一\r\n" * 999 + "二"})
    assert status == 303


@pytest.mark.parametrize("change", [{"kind": "praise"}, {"about": "weather"}, {"about": ""}, {"kind": ""}])
async def test_a_form_that_no_browser_makes_is_refused(
    reader: Client, completed: World, change: dict[str, str]
) -> None:
    status, page = await send(reader, {**NOTE, **change})
    assert status == 422
    assert "未保存" in page


@pytest.mark.parametrize("token", ["", "0" * 64])
async def test_a_form_from_elsewhere_changes_nothing(reader: Client, completed: World, token: str) -> None:
    reply = await reader.post(PLACE, data={**ADJUSTMENT, "form_token": token})
    assert reply.status_code == 422
    assert "表单已失效" in reply.text
    with completed.database() as work:
        assert work.remarks.of("interview-1") == []


async def test_nobody_adds_anything_without_a_login(client: Client, completed: World) -> None:
    reply = await client.post(PLACE, data=ADJUSTMENT, follow_redirects=False)
    assert reply.headers["location"].startswith("/login")
    with completed.database() as work:
        assert work.remarks.of("interview-1") == []


async def test_there_is_no_form_before_there_is_a_report(reader: Client) -> None:
    assert 'id="remarks"' not in (await reader.get(PAGE)).text


async def test_an_unknown_interview_is_a_page_that_says_so(reader: Client, completed: World) -> None:
    token = form_token((await reader.get(PAGE)).text)
    reply = await reader.post("/interviews/unknown/remarks", data={**NOTE, "form_token": token})
    assert reply.status_code == 404
    assert "找不到该面试" in reply.text


async def test_what_people_write_is_shown_as_text(reader: Client, completed: World) -> None:
    await send(reader, {**NOTE, "name": "<b>W</b>", "text": "<script>alert(1)</script>"})
    page = (await reader.get(PAGE)).text
    assert "<script>alert" not in page
    assert "<b>W" not in page
    assert "&lt;script&gt;alert(1)" in page


async def test_while_an_answer_is_given_again_the_page_shows_remarks_and_no_form(
    reader: Client, completed: World
) -> None:
    await send(reader, NOTE)
    with completed.database() as work:
        work.interviews.save(an_interview())
        work.commit()
    page = (await reader.get(PAGE)).text
    assert "录像里说得更清楚" in page
    assert 'name="kind"' not in page
