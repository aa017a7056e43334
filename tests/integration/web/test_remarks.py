"""Notes and adjusted scores in a real browser: the form, on a telephone, without scripts, and what comes of it."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from gateway.domain.rule import DecisionStatus
from gateway.identity import make_ticket
from tests.fakes.world import TOKEN, World
from tests.fixtures.barriers import SIZES, violations
from tests.integration.web.conftest import REPORT
from tests.integration.web.test_accessibility import LANGUAGES

pytestmark = pytest.mark.browser

PAGE = "/interviews/interview-1"
LEAST_PX = 24  # WCAG 2.5.8


@pytest.fixture
async def form(reader: Page) -> Page:
    await reader.set_viewport_size(SIZES["telephone"])
    await reader.goto(PAGE)
    return reader


async def write(page: Page, text: str) -> None:
    notes = page.locator("#remarks")
    await notes.get_by_label("Your name").fill("Wang Fang")
    await notes.get_by_label("Note or reason").fill(text)
    await notes.get_by_role("button", name="Add").click()


async def test_a_note_is_added_and_seen_in_the_report(form: Page) -> None:
    await form.get_by_label("About").select_option(label="Q1 How do you learn?")
    await write(form, "She explained it better than the words show.")
    await form.wait_for_url("**#remarks")
    await expect(form.locator("#remarks")).to_contain_text("She explained it better")
    await form.goto(REPORT)
    notes = form.get_by_role("region", name="Notes and adjustments by people")
    await expect(notes).to_contain_text("Wang Fang")
    await expect(notes).to_contain_text("Note · Q1")


async def test_an_adjustment_is_proposed_and_a_person_confirms_it(form: Page, finished: World) -> None:
    finished.clock.advance(60)
    await form.get_by_role("radio", name="Adjust a score").check()
    await form.get_by_label("New score").fill("92.5")
    await write(form, "I watched the answers.")
    await expect(form.locator("#remarks")).to_contain_text("machine 57.5 · adjusted 92.5")
    decision = form.locator("section").filter(has=form.get_by_role("heading", name="Decision", exact=True))
    await expect(decision).to_contain_text("Wang Fang · I watched the answers.")
    await decision.get_by_label("Your name").fill("Zhao Min")
    await decision.get_by_label("Reason").fill("Agreed")
    await decision.get_by_role("button", name="Confirm").click()
    await expect(form.get_by_text("Confirmed by a named person")).to_be_visible()
    with finished.database() as work:
        made = work.decisions.of("interview-1")[-1]
    assert (made.status, made.reviewed_by) == (DecisionStatus.CONFIRMED, "Zhao Min")
    assert {one.by for one in made.adjusted} == {"Li Wei", "Wang Fang"}


async def test_only_an_adjustment_asks_for_a_score_and_says_what_it_leads_to(form: Page) -> None:
    score, effect = form.get_by_label("New score"), form.get_by_text("the rules look at the adjusted score")
    await expect(score).to_be_hidden()
    await expect(effect).to_be_hidden()
    await form.get_by_role("radio", name="Adjust a score").check()
    await expect(score).to_be_visible()
    await expect(effect).to_be_visible()
    await form.get_by_role("radio", name="Withdraw an adjustment").check()
    await expect(score).to_be_hidden()
    await expect(effect).to_be_visible()


async def test_whoever_only_has_a_keyboard_can_adjust_a_score(form: Page) -> None:
    await form.get_by_role("radio", name="Add a note").focus()
    await form.keyboard.press("ArrowDown")
    for keys in ("", "", "81", "Wang Fang", "By the keyboard"):
        await form.keyboard.type(keys)
        await form.keyboard.press("Tab")
    await form.keyboard.press("Enter")
    await expect(form.locator("#remarks")).to_contain_text("adjusted 81.0")


async def test_a_withdrawn_adjustment_stays_to_be_read(form: Page) -> None:
    notes = form.locator("#remarks")
    await expect(notes.locator(".tag")).to_have_text("Counts")
    await form.get_by_role("radio", name="Withdraw an adjustment").check()
    await form.get_by_label("About").select_option(label="Needs (62.5)")
    await write(form, "The first score was right.")
    await expect(notes.locator(".tag")).to_have_text("Replaced or withdrawn")
    await expect(notes).to_contain_text("Seen again")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
async def test_a_form_with_mistakes_says_so_beside_the_fields_and_has_no_barriers(
    browser: Browser, site: str, finished: World, size: str, language: str
) -> None:
    async with await browser.new_context(base_url=site, viewport=SIZES[size]) as context:
        page = await context.new_page()  # not watched: a browser's console complains of every reply with 422
        await page.goto(f"/login?ticket={make_ticket(TOKEN, finished.clock.now())}")
        await page.wait_for_url(f"{site}/")
        await page.goto(f"{PAGE}?lang={language}")
        await page.locator("[name=kind][value=adjustment]").check()
        await page.locator("#remarks [required]").evaluate_all("all => all.forEach(one => one.required = false)")
        await page.locator("#remarks button").click()
        for field in ("value", "name", "text"):
            box, wrong = page.locator(f"#remark-{field}"), page.locator(f"#remark-{field}-wrong")
            await expect(wrong).to_be_visible()
            await expect(box).to_have_attribute("aria-invalid", "true")
            await expect(box).to_have_accessible_description(await wrong.inner_text())
        assert await violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


async def test_every_choice_is_large_enough_for_a_thumb(form: Page) -> None:
    for choice in await form.locator("#remarks .choice, #remarks select, #remarks button").all():
        box = await choice.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= LEAST_PX


async def test_the_form_needs_no_script(browser: Browser, site: str, finished: World) -> None:
    async with await browser.new_context(java_script_enabled=False, base_url=site, locale="en-US") as context:
        page = await context.new_page()
        await page.goto(f"/login?ticket={make_ticket(TOKEN, finished.clock.now())}")
        await page.wait_for_url(f"{site}/")
        await page.goto(PAGE)
        await page.get_by_role("radio", name="Adjust a score").check()
        await page.get_by_label("New score").fill("66")
        await write(page, "Without a script.")
        await expect(page.locator("#remarks")).to_contain_text("adjusted 66.0")


@pytest.mark.parametrize("size", SIZES)
async def test_the_comparison_draws_this_candidate_where_the_score_is(reader: Page, size: str) -> None:
    await reader.set_viewport_size(SIZES[size])
    await reader.goto(REPORT)
    drawing = reader.locator("section[aria-labelledby=comparison] ul > li > svg").first
    frame, own = await drawing.bounding_box(), await drawing.locator(".own").bounding_box()
    assert frame is not None
    assert own is not None
    middle = (own["x"] + own["width"] / 2 - frame["x"]) / frame["width"]
    assert middle == pytest.approx(0.575, abs=0.01)
    assert own["width"] == pytest.approx(14, abs=5)  # with its outline; not drawn out to the side
    assert await drawing.locator("circle").count() == 6
