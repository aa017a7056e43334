"""The report's recordings in a real browser: from any time, quotation and mark to that second."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from gateway.identity import make_ticket
from tests.fakes.world import TOKEN, World
from tests.integration.web.conftest import REPORT

pytestmark = pytest.mark.browser

TELEPHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=900)
CURRENT = ".sentence[aria-current]"


@pytest.fixture
async def report(reader: Page) -> Page:
    await reader.set_viewport_size(DESK)
    await reader.goto(REPORT)
    return reader


async def plays_from(media: Locator, seconds: float) -> None:
    """Wait until the recording plays somewhere in the two seconds after `seconds`."""
    handle = await media.element_handle()
    await media.page.wait_for_function(
        "([media, at]) => !media.paused && media.currentTime >= at && media.currentTime < at + 2", arg=[handle, seconds]
    )


async def test_a_quotation_plays_from_its_second_and_its_sentence_is_shown(report: Page) -> None:
    quoted = report.get_by_role("article").filter(has_text="Only partly shown: tests")
    await quoted.get_by_role("link", name="Q1 0:04–0:04").click()
    await plays_from(report.locator("video"), 4.0)
    await expect(report.locator(CURRENT)).to_contain_text("We showed a prototype")
    await expect(report.locator(CURRENT)).to_be_in_viewport()
    await report.go_back()
    assert "#" not in report.url


async def test_the_words_of_a_quotation_do_the_same(report: Page) -> None:
    await report.get_by_role("link", name="Then we copied the others.").first.click()
    await plays_from(report.locator("video"), 3.0)


async def test_a_time_in_the_transcript_plays_from_there(report: Page) -> None:
    await report.get_by_role("link", name="Play from 0:01").click()
    await plays_from(report.locator("video"), 1.0)


async def test_a_deduction_on_the_timeline_plays_from_there(report: Page) -> None:
    timeline = report.get_by_role("group", name="Timeline, Q1")
    await timeline.get_by_role("link", name="0:03 −10.0 copies").click()
    await plays_from(report.locator("video"), 3.0)


async def test_the_track_of_the_timeline_can_be_clicked_anywhere(report: Page) -> None:
    track = report.get_by_role("group", name="Timeline, Q1").locator(".track")
    await track.scroll_into_view_if_needed()
    box = await track.bounding_box()
    assert box is not None
    await report.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    await plays_from(report.locator("video"), 6.6)


async def test_what_was_only_heard_plays_too_and_one_at_a_time(report: Page) -> None:
    await report.get_by_role("link", name="Play from 0:01").click()
    await plays_from(report.locator("video"), 1.0)
    await report.get_by_role("group", name="Timeline, Q2").get_by_role("link").first.click()
    await plays_from(report.locator("audio"), 0.0)
    assert await report.locator("video").evaluate("video => video.paused")


async def test_the_keyboard_plays_pauses_and_steps(report: Page) -> None:
    mark = report.get_by_role("group", name="Timeline, Q1").get_by_role("link").first
    await mark.focus()
    await report.keyboard.press("Enter")
    video = report.locator("video")
    await plays_from(video, 1.0)
    await report.keyboard.press("Space")
    assert await video.evaluate("video => video.paused")
    at = await video.evaluate("video => video.currentTime")
    await report.keyboard.press("ArrowRight")
    assert await video.evaluate("video => video.currentTime") == pytest.approx(at + 5, abs=0.2)
    await report.keyboard.press("ArrowLeft")
    assert await video.evaluate("video => video.currentTime") == pytest.approx(at, abs=0.2)


async def test_every_mark_is_reached_by_the_keyboard_and_seen_when_it_is(report: Page) -> None:
    marks = report.get_by_role("group", name="Timeline, Q1").get_by_role("link")
    await marks.first.focus()
    for index in range(await marks.count()):
        await expect(marks.nth(index)).to_be_focused()
        await report.keyboard.press("Tab" if index else "Shift+Tab")
        await report.keyboard.press("Tab" if not index else "Shift+Tab")
        await expect(marks.nth(index)).to_be_focused()
        ring = await marks.nth(index).locator(".hit").evaluate("hit => getComputedStyle(hit).strokeWidth")
        assert ring == "3px"
        await report.keyboard.press("Tab")


async def test_the_film_has_captions(report: Page) -> None:
    await report.locator("video").evaluate("video => { video.textTracks[0].mode = 'showing'; }")
    await report.wait_for_function("() => document.querySelector('video').textTracks[0].cues?.length > 0")
    cues = await report.evaluate("[...document.querySelector('video').textTracks[0].cues].map(one => one.text)")
    assert cues[1] == "We asked every customer what they need."


async def test_on_a_telephone_the_film_stays_in_view_while_one_reads(report: Page) -> None:
    await report.set_viewport_size(TELEPHONE)
    await report.get_by_role("link", name="Play from 0:05").click()
    last = report.locator(".sentence").filter(has_text="That is all of it.")
    await last.scroll_into_view_if_needed()
    await expect(report.locator("video")).to_be_in_viewport(ratio=0.9)
    film, sentence = await report.locator("video").bounding_box(), await last.bounding_box()
    assert film is not None
    assert sentence is not None
    assert film["y"] + film["height"] <= sentence["y"] + 1


async def test_on_a_desk_the_transcript_stands_beside_the_film(report: Page) -> None:
    film, said = await report.locator("video").bounding_box(), await report.locator(".answer-said").first.bounding_box()
    assert film is not None
    assert said is not None
    assert film["x"] + film["width"] < said["x"]


async def test_without_scripts_a_time_opens_the_recording_at_its_second(
    browser: Browser, site: str, finished: World
) -> None:
    async with await browser.new_context(base_url=site, java_script_enabled=False, locale="en-US") as context:
        page = await context.new_page()
        await page.goto(f"/login?ticket={make_ticket(TOKEN, finished.clock.now())}")
        await page.wait_for_url(f"{site}/")
        await page.goto(REPORT)
        await expect(page.get_by_text("Then we copied the others.").first).to_be_visible()
        address = await page.get_by_role("link", name="Play from 0:03").get_attribute("href")
    assert address == "/interviews/interview-1/answers/answer-q1/recording#t=3.0"


async def test_a_recording_plays_by_itself_from_the_second_in_its_address(reader: Page) -> None:
    await reader.goto("/interviews/interview-1/answers/answer-q1/recording#t=3.0")
    await reader.wait_for_function("() => document.querySelector('video').readyState >= 2")
    assert await reader.evaluate("document.querySelector('video').currentTime") >= 3.0


async def test_on_paper_there_is_no_player_and_the_timelines_stay(report: Page) -> None:
    await report.emulate_media(media="print")
    await expect(report.locator("video")).to_be_hidden()
    await expect(report.get_by_role("navigation")).to_be_hidden()
    await expect(report.locator(".timeline").first).to_be_visible()


async def test_a_recording_that_is_deleted_leaves_a_page_without_its_player(reader: Page, finished: World) -> None:
    with finished.database() as work:
        keys = [answer.media_key for answer in work.answers.of("interview-1") if answer.media_key]
    for key in keys:
        finished.media.delete(key)
    await reader.goto(REPORT)
    await expect(reader.locator("video, audio")).to_have_count(0)
    await reader.get_by_role("link", name="Then we copied the others.").first.click()
    await expect(reader.locator(".sentence").filter(has_text="Then we copied the others.")).to_be_in_viewport()
