"""The candidate's page in a browser: no barriers, on a telephone and in print, and how HR hands the link over."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page
from pypdf import PdfReader

from gateway.domain.candidate_report import Region, Shows
from gateway.domain.interview import InterviewStatus
from gateway.domain.rule import ActionKind, DecisionStatus
from gateway.identity import make_ticket
from gateway.intake.candidate_reports import candidate_link
from gateway.settings import CandidateReports
from tests.factories.feedback import a_job_of, a_mixed_report
from tests.factories.people import NOW, a_candidate, an_interview
from tests.factories.results import a_decision
from tests.fakes.world import TOKEN, World
from tests.fixtures.barriers import SIZES, too_wide, violations
from tests.fixtures.browser import watched_page
from tests.fixtures.site import served

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "zh-CN")
HEADINGS = [
    "What happens next",
    "What went well",
    "What to improve",
    "Your result by competency",
    "How AI was used",
    "Your rights",
    "Contact",
]
CONTACT = "Zhou Ning, hr@example.com"


def filled(world: World) -> World:
    """Keep a finished interview whose outcome a person has confirmed."""
    job = a_job_of("product-manager", "en")
    actions = (ActionKind.THANK_YOU_LETTER, ActionKind.TALENT_POOL)
    with world.database() as work:
        work.candidates.add(a_candidate(name="Lin Xiao"))
        work.jobs.add(job)
        work.interviews.add(an_interview(status=InterviewStatus.COMPLETED, finished_at=NOW, completed_at=NOW))
        work.reports.add(a_mixed_report(job, "en", "Lin Xiao"))
        work.decisions.add(a_decision(actions=actions, status=DecisionStatus.CONFIRMED, reviewed_by="Zhao Min"))
        work.commit()
    return world


@pytest.fixture(params=[Shows.LEVELS, Shows.SCORES])
def world(tmp_path: Path, request: pytest.FixtureRequest) -> World:
    """Give a box whose company shows levels, and one that shows scores."""
    own = CandidateReports(shows=request.param, region=Region.EU, company="Qinghe Works", contact=CONTACT)
    return filled(World(tmp_path, candidate=own))


@pytest.fixture
def site(world: World) -> Iterator[str]:
    with served(world) as url:
        yield url


@pytest.fixture
def link(world: World, site: str) -> str:
    return candidate_link(world.services, "interview-1", site).path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
async def test_the_page_has_no_barriers(browser: Browser, site: str, link: str, size: str, language: str) -> None:
    async with watched_page(browser, site) as page:
        await page.set_viewport_size(SIZES[size])
        await page.goto(f"{link}?lang={language}")
        await page.locator("details").evaluate("details => details.open = true")
        assert await violations(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 390])
async def test_nothing_scrolls_sideways_on_a_telephone(
    browser: Browser, site: str, link: str, width: int, language: str
) -> None:
    async with watched_page(browser, site) as page:
        await page.goto(f"{link}?lang={language}")
        await page.locator("details").evaluate("details => details.open = true")
        assert await too_wide(page, width) == []


async def test_the_parts_come_in_order_and_the_next_step_first(browser: Browser, site: str, link: str) -> None:
    async with watched_page(browser, site) as page:
        await page.goto(f"{link}?lang=en")
        assert await page.locator("h2").all_text_contents() == HEADINGS
        assert await page.locator("h1").all_text_contents() == ["Hello Lin Xiao"]
        assert CONTACT in await page.locator("section.contact").inner_text()


async def test_the_keyboard_reaches_everything_that_can_be_used(browser: Browser, site: str, link: str) -> None:
    async with watched_page(browser, site) as page:
        await page.goto(f"{link}?lang=en")
        reached = []
        for _ in range(5):
            await page.keyboard.press("Tab")
            reached.append(await page.evaluate("document.activeElement.textContent.trim()"))
        assert reached == [
            "Skip to content",
            "中文",
            "Models that were used",
            "Download as PDF",
            "Download as data (JSON)",
        ]


async def test_the_reader_changes_the_language_and_saves_the_pdf_in_it(browser: Browser, site: str, link: str) -> None:
    async with watched_page(browser, site) as page:
        await page.goto(link)
        await page.get_by_role("link", name="中文").click()
        await page.get_by_role("heading", name="您的权利").wait_for()
        async with page.expect_download() as download:
            await page.get_by_role("link", name="下载 PDF").click()
        saved = await download.value
        assert saved.suggested_filename == "interview-feedback-report-1.pdf"


async def test_in_print_nothing_is_left_out_but_the_buttons(browser: Browser, site: str, link: str) -> None:
    async with watched_page(browser, site) as page:
        await page.goto(f"{link}?lang=en")
        pages = PdfReader(io.BytesIO(await page.pdf(prefer_css_page_size=True))).pages
        text = " ".join(" ".join(one.extract_text() for one in pages).split())
        assert all(heading in text for heading in HEADINGS)
        assert "Turns speech into text." in text
        assert "Download as PDF" not in text
        assert "中文" not in text


@pytest.mark.parametrize("place", ["/c/wrong", "/c/interview-1.1.0"])
async def test_who_has_no_valid_link_reads_so_in_both_languages(browser: Browser, site: str, place: str) -> None:
    async with await browser.new_context(base_url=site) as context:  # unwatched: the console names the status
        page = await context.new_page()
        reply = await page.goto(place)
        assert reply is not None
        assert reply.status == 404
        assert await violations(page) == []
        assert await too_wide(page, 320) == []


async def test_hr_copies_the_link(browser: Browser, site: str, world: World) -> None:
    async with watched_page(browser, site) as page:
        await permitted(page.context, site)
        await to_the_interview(page, world)
        await page.get_by_role("button", name="Copy the link").click()
        await page.get_by_role("status").filter(has_text="Copied.").wait_for()
        link = str(await page.evaluate("navigator.clipboard.readText()"))
        assert link == await page.get_by_label("Personal link").input_value()
        assert link.startswith(f"{site}/c/interview-1.")


async def test_hr_copies_the_link_where_the_browser_gives_no_clipboard(
    browser: Browser, site: str, world: World
) -> None:
    async with watched_page(browser, site) as page:
        await permitted(page.context, site)
        await page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
        await to_the_interview(page, world)
        await page.get_by_role("button", name="Copy the link").click()
        await page.get_by_role("status").filter(has_text="Copied.").wait_for()
        link = await page.get_by_label("Personal link").input_value()
        assert await page.evaluate("navigator.clipboard.readText()") == link


async def to_the_interview(page: Page, world: World) -> None:
    """Log in, and open the interview's page in English."""
    await page.goto(f"/login?ticket={make_ticket(TOKEN, world.clock.now())}")
    await page.wait_for_url("**/")
    await page.goto("/interviews/interview-1?lang=en")


async def permitted(context: BrowserContext, site: str) -> None:
    await context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
