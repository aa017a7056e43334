"""Every page against WCAG 2.2, level AA, as far as a program can tell (axe-core), in both languages."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page

from tests.fixtures.barriers import SIZES, too_wide, violations
from tests.fixtures.browser import watched_page
from tests.integration.web.conftest import REPORT

pytestmark = pytest.mark.browser

PAGES = {"list": "/", "interview": "/interviews/interview-1", "report": REPORT}
LANGUAGES = ("en", "zh-CN")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", PAGES)
async def test_a_page_has_no_barriers(reader: Page, place: str, size: str, language: str) -> None:
    await reader.set_viewport_size(SIZES[size])
    await reader.goto(f"{PAGES[place]}?lang={language}")
    assert await violations(reader) == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_neither_has_the_login(browser: Browser, site: str, language: str) -> None:
    async with watched_page(browser, site) as page:
        await page.goto(f"/login?lang={language}")
        assert await violations(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["list", "interview", "report"])
@pytest.mark.parametrize("width", [320, 390])
async def test_nothing_scrolls_sideways_on_a_telephone(reader: Page, place: str, width: int, language: str) -> None:
    await reader.goto(f"{PAGES[place]}?lang={language}")
    assert await too_wide(reader, width) == []


async def test_whatever_has_the_focus_is_seen_and_not_covered(reader: Page) -> None:
    """WCAG 2.4.7 and 2.4.11: the film that stays at the top of a telephone's screen covers nothing with the focus."""
    await reader.emulate_media(reduced_motion="reduce")
    await reader.set_viewport_size(SIZES["telephone"])
    await reader.goto(REPORT)
    covered = []
    links = await reader.locator("main a[href]").count()
    for _ in range(links + 8):
        await reader.keyboard.press("Tab")
        hidden = await reader.evaluate(COVERED)
        if hidden:
            covered.append(hidden)
    assert covered == []


COVERED = """() => {
    const focus = document.activeElement;
    if (focus === null || focus === document.body) return "";
    const box = focus.getBoundingClientRect();
    const seen = [0.1, 0.5, 0.9].some(part => {
        const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height * part);
        return at !== null && (focus.contains(at) || at.contains(focus));
    });
    return seen ? "" : focus.outerHTML.slice(0, 200);
}"""
