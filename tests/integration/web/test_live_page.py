"""The pages in a real browser: what only a browser does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from gateway.domain.interview import AnswerStatus, InterviewStatus
from gateway.domain.live import LiveUpload
from gateway.identity import make_ticket
from inference.types import Utterance, Word
from tests.factories.people import NOW, a_candidate, a_job, an_answer, an_interview
from tests.factories.results import a_decision, a_report
from tests.fakes.world import TOKEN, World
from tests.fixtures.browser import watched_page
from tests.fixtures.site import served

pytestmark = pytest.mark.browser


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Give a box with an interview that is being finished."""
    world = World(tmp_path)
    with world.database() as work:
        work.candidates.add(a_candidate())
        work.jobs.add(a_job())
        work.interviews.add(an_interview(status=InterviewStatus.FINISHING, finished_at=NOW))
        work.answers.add(an_answer(status=AnswerStatus.PERCEIVING, progress=0.4))
        work.commit()
    return world


@pytest.fixture
def url(world: World) -> Iterator[str]:
    with served(world) as address:
        yield address


@pytest.fixture
async def page(browser: Browser, url: str, world: World) -> AsyncIterator[Page]:
    """Give a browser's page that is logged in by a ticket. A script error or a refused file fails the test."""
    async with watched_page(browser, url) as page:
        await page.goto(f"/login?ticket={make_ticket(TOKEN, world.clock.now())}")
        await page.wait_for_url(f"{url}/")
        yield page


def complete(world: World) -> None:
    with world.database() as work:
        work.reports.add(a_report())
        work.decisions.add(a_decision())
        work.interviews.save(an_interview(status=InterviewStatus.COMPLETED, finished_at=NOW, completed_at=NOW))
        work.commit()


async def test_the_report_appears_without_a_reload_by_hand(page: Page, world: World) -> None:
    world.progress.script = [lambda: complete(world)]
    await page.goto("/interviews/interview-1")
    await page.get_by_role("link", name="Read the report").click()
    await page.wait_for_url("**/report")
    assert "Product manager" in await page.content()


async def test_words_appear_while_an_answer_is_given(page: Page, world: World) -> None:
    with world.database() as work:
        work.interviews.save(an_interview())
        work.lives.add(LiveUpload(id="live-1", interview_id="interview-1", question_id="q2", began_at=NOW))
        work.commit()
    draft, final = utterance("We lounge", final=False), utterance("We launched it.", final=True)
    world.live.holders["live-1"] = lambda: (draft, final, utterance("It sold.", at_ms=5000, final=True))
    await page.goto("/interviews/interview-1")
    await page.get_by_text("We launched it. It sold.").wait_for()
    assert await page.get_by_text("Being answered").is_visible()
    assert not await page.get_by_text("lounge").is_visible()


def utterance(text: str, at_ms: int = 0, *, final: bool) -> Utterance:
    words = tuple(Word(text=word, start_ms=at_ms, end_ms=at_ms + 200, confidence=0.9) for word in text.split())
    return Utterance(start_ms=at_ms, end_ms=at_ms + 900, words=words, final=final)


async def test_a_decision_is_confirmed_by_name(page: Page, world: World) -> None:
    complete(world)
    await page.goto("/interviews/interview-1")
    form = page.get_by_role("form", name="Confirm or reject")
    await form.get_by_label("Your name").fill("Wang Fang")
    await form.get_by_label("Reason").fill("Agreed in the panel")
    await form.get_by_role("button", name="Confirm").click()
    await page.get_by_text("Confirmed by a named person").wait_for()
    assert await page.get_by_text("Wang Fang").is_visible()


async def test_the_pages_fit_a_phone(page: Page, world: World) -> None:
    complete(world)
    await page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/", "/interviews/interview-1"):
        await page.goto(path)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
