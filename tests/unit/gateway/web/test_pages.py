from __future__ import annotations

import re

import pytest

from gateway.domain.interview import AnswerStatus
from gateway.domain.rule import DecisionStatus
from tests.factories.people import a_candidate, an_answer
from tests.factories.results import a_report
from tests.fakes.world import World
from tests.unit.gateway.web.conftest import Client

PAGE = "/interviews/interview-1"
ENGLISH = {"Accept-Language": "en"}


def form_token(page: str) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


async def test_the_list_shows_candidate_job_status_score_and_decision(reader: Client, completed: World) -> None:
    page = (await reader.get("/")).text
    for word in ("林晓", "产品经理", "已完成", "82.5", "邀请复试", "待确认"):
        assert word in page
    english = (await reader.get("/", headers=ENGLISH)).text
    for word in ("Product manager", "Completed", "Invite to the second round", "To confirm"):
        assert word in english


async def test_an_empty_box_says_how_interviews_come(reader: Client, world: World) -> None:
    world.database.tables.interviews.by_id.clear()
    assert "还没有面试" in (await reader.get("/")).text


async def test_a_score_without_evidence_is_not_a_number(reader: Client, world: World) -> None:
    report = a_report()
    with world.database() as work:
        score = type(report.score)(overall=None, culture_fit=None, dimensions=())
        work.reports.add(a_report(score=score))
        work.commit()
    assert "证据不足" in (await reader.get("/")).text


async def test_an_open_interview_is_followed_live(reader: Client) -> None:
    page = (await reader.get(PAGE)).text
    assert "/static/progress.js" in page
    assert 'data-events="/v1/interviews/interview-1/events"' in page
    assert "查看评估报告" not in page
    assert (await reader.get("/static/progress.js")).headers["content-type"].startswith("text/javascript")


async def test_a_completed_interview_links_to_its_report(reader: Client, completed: World) -> None:
    page = (await reader.get(PAGE)).text
    assert f'href="{PAGE}/report"' in page
    assert f'href="{PAGE}/report.pdf"' in page
    assert "/static/progress.js" not in page


async def test_the_page_shows_why_an_answer_could_not_be_used(reader: Client, world: World) -> None:
    with world.database() as work:
        work.answers.add(an_answer(status=AnswerStatus.FAILED, problem="media.undecodable"))
        work.commit()
    assert "无法解码" in (await reader.get(PAGE)).text


async def test_the_report_is_shown_in_the_readers_language(reader: Client, completed: World) -> None:
    reply = await reader.get(f"{PAGE}/report", headers=ENGLISH)
    assert "Product manager" in reply.text
    assert "default-src 'none'" in reply.headers["content-security-policy"]


async def test_the_report_in_print_is_in_the_readers_language(reader: Client, completed: World) -> None:
    reply = await reader.get(f"{PAGE}/report.pdf", headers=ENGLISH)
    assert reply.headers["content-type"] == "application/pdf"
    assert "Product manager" in reply.content.decode()


async def test_the_report_in_print_needs_a_login(client: Client, completed: World) -> None:
    reply = await client.get(f"{PAGE}/report.pdf", follow_redirects=False)
    assert reply.is_redirect
    assert b"%PDF" not in reply.content


async def test_a_report_that_is_not_there_is_a_page_that_says_so(reader: Client) -> None:
    reply = await reader.get(f"{PAGE}/report")
    assert reply.status_code == 409
    assert "报告尚未生成" in reply.text
    assert reply.headers["content-type"].startswith("text/html")


async def test_an_unknown_interview_is_a_page_that_says_so(reader: Client) -> None:
    reply = await reader.get("/interviews/unknown", headers=ENGLISH)
    assert reply.status_code == 404
    assert "There is no such interview" in reply.text


@pytest.mark.parametrize(("verdict", "status"), [("confirm", "confirmed"), ("reject", "rejected")])
async def test_a_named_person_settles_a_decision(reader: Client, completed: World, verdict: str, status: str) -> None:
    page = (await reader.get(PAGE)).text
    form = {"form_token": form_token(page), "verdict": verdict, "name": "王芳", "reason": "面谈后决定"}
    reply = await reader.post("/decisions/decision-1/review", data=form, follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (303, PAGE)
    with completed.database() as work:
        decision = work.decisions.get("decision-1")
    assert decision is not None
    assert (decision.status.value, decision.reviewed_by, decision.review_reason) == (status, "王芳", "面谈后决定")
    assert "王芳" in (await reader.get(PAGE)).text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"form_token": "0" * 64}, "表单已失效"),
        ({"form_token": ""}, "表单已失效"),
        ({"name": " "}, "请填写姓名"),
        ({"reason": ""}, "请填写姓名"),
    ],
)
async def test_a_form_that_does_not_fit_changes_nothing_and_keeps_what_was_typed(
    reader: Client, completed: World, change: dict[str, str], words: str
) -> None:
    page = (await reader.get(PAGE)).text
    form = {"form_token": form_token(page), "verdict": "confirm", "name": "王芳", "reason": "同意", **change}
    reply = await reader.post("/decisions/decision-1/review", data=form)
    assert reply.status_code == 422
    assert words in reply.text
    assert 'value="王芳"' in reply.text or ">同意<" in reply.text
    with completed.database() as work:
        decision = work.decisions.get("decision-1")
    assert decision is not None
    assert decision.status is DecisionStatus.PROPOSED


async def test_a_settled_decision_cannot_be_settled_again(reader: Client, completed: World) -> None:
    page = (await reader.get(PAGE)).text
    form = {"form_token": form_token(page), "verdict": "confirm", "name": "王芳", "reason": "同意"}
    await reader.post("/decisions/decision-1/review", data=form, follow_redirects=False)
    reply = await reader.post("/decisions/decision-1/review", data=form)
    assert reply.status_code == 422
    assert "该决定已处理" in reply.text


async def test_nobody_settles_a_decision_without_a_login(client: Client, completed: World) -> None:
    reply = await client.post("/decisions/decision-1/review", data={"verdict": "confirm"}, follow_redirects=False)
    assert reply.headers["location"].startswith("/login")


async def test_what_people_type_is_shown_as_text(reader: Client, world: World) -> None:
    with world.database() as work:
        work.candidates.save(a_candidate(name="<script>alert(1)</script>"))  # type: ignore[attr-defined] # the fake's
        work.commit()
    for path in ("/", PAGE):
        page = (await reader.get(path)).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


async def test_only_our_own_files_are_static(client: Client) -> None:
    assert (await client.get("/static/app.css")).status_code == 200
    for name in ("..%2fpages.py", "pages.py", "app.css%00"):
        assert (await client.get(f"/static/{name}")).status_code in {400, 404}


async def test_pages_run_no_script_but_ours(reader: Client) -> None:
    policy = (await reader.get("/")).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


async def test_pages_are_not_in_the_description_of_the_api(reader: Client) -> None:
    paths = (await reader.get("/v1/openapi.json")).json()["paths"]
    assert all(path.startswith("/v1/") for path in paths)
