"""The pages of a running box in a real browser, as HR uses them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from gateway.cli.client import JsonObject
from gateway.cli.interview import open_interview, read_job
from gateway.embedded.paths import SAMPLES
from tests.fixtures.box import SHOUGUAN, BoxProcess, wait_until
from tests.fixtures.browser import watched_page

pytestmark = pytest.mark.browser

NAMES = ("Lin Yue", "Daniel Hart", "Ross Campbell")
TELEPHONE = ViewportSize(width=390, height=844)
LANGUAGES = {"zh-CN": ("面试", "已完成", "查看评估报告"), "en": ("Interviews", "Completed", "Read the report")}
LEAST_CONTRAST = 4.5  # WCAG 2.2, level AA, for text of ordinary size

FAINT_TEXT = """least => {
    const parts = colour => (colour.match(/[\\d.]+/g) ?? []).map(Number);
    const shade = value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => 0.2126 * shade(r / 255) + 0.7152 * shade(g / 255) + 0.0722 * shade(b / 255);
    const ground = element => {
        for (let at = element; at !== null; at = at.parentElement) {
            const found = parts(getComputedStyle(at).backgroundColor);
            if (found.length === 3 || found[3] > 0) return found;
        }
        return [255, 255, 255];
    };
    const faint = [];
    for (const element of document.body.querySelectorAll("*")) {
        const said = [...element.childNodes].filter(node => node.nodeType === 3 && node.textContent.trim() !== "");
        if (said.length === 0 || !element.checkVisibility()) continue;
        const [one, other] = [light(parts(getComputedStyle(element).color)), light(ground(element))];
        const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (contrast < least) faint.push(`${said[0].textContent.trim()}: ${contrast.toFixed(1)}`);
    }
    return faint;
}"""


def login_link(box: BoxProcess) -> str:
    command = [str(SHOUGUAN), "login", "--home", str(box.home)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout.strip()


@pytest.fixture
async def page(box: BoxProcess, browser: Browser) -> AsyncIterator[Page]:
    """Give a page that is logged in by the link that `shouguan login` prints."""
    async with watched_page(browser, box.box.url) as page:
        await page.goto(login_link(box))
        await page.wait_for_url(f"{box.box.url}/")
        yield page


@pytest.fixture(scope="module")
def sample(box: BoxProcess) -> str:
    """The finished interview of a sample candidate whose decision waits for a person."""
    items = box.client.get("/v1/interviews", limit="200")["items"]
    return str(next(item["interview"]["id"] for item in reversed(items) if item["candidate_name"] == NAMES[2]))


def written_interview(box: BoxProcess, name: str) -> str:
    """Open an interview and answer two of its questions in writing, poorly."""
    job = box.client.post("/v1/jobs", read_job(SAMPLES / "job.yaml"))
    interview = open_interview(box.client, job["id"], name, "en")
    for question in ("discovery", "learning"):
        answer(box, interview, question)
    return interview


def answer(box: BoxProcess, interview: str, question: str) -> None:
    text = (
        "I rely on my gut feeling. My manager told me what to build and I passed it on. We never measured whether it "
        "worked. It was not my fault, the other department was to blame, because they were late."
    )
    box.client.put(f"/v1/interviews/{interview}/answers/{question}/text", {"text": text})


def last_decision(box: BoxProcess, interview: str) -> JsonObject:
    return dict(box.client.get(f"/v1/interviews/{interview}/decisions")["items"][-1])


async def test_who_is_not_logged_in_is_asked_to_and_comes_back(box: BoxProcess, browser: Browser, sample: str) -> None:
    async with watched_page(browser, box.box.url) as page:
        await page.goto(f"/interviews/{sample}")
        await page.wait_for_url(re.compile(r"/login\?next="))
        await page.get_by_label("Access token").fill(box.box.token)
        await page.get_by_role("button", name="Log in").click()
        await page.wait_for_url(f"**/interviews/{sample}")
        await expect(page.get_by_role("heading", level=1)).to_have_text(NAMES[2])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_list_shows_the_candidates(page: Page, language: str) -> None:
    heading, completed, _ = LANGUAGES[language]
    await page.goto(f"/?lang={language}")
    await expect(page.locator("html")).to_have_attribute("lang", language)
    await expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    for name in NAMES:
        await expect(page.get_by_role("row").filter(has_text=name).last).to_contain_text(completed)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_way_goes_from_the_list_over_the_interview_to_its_report(page: Page, language: str) -> None:
    _, _, read_report = LANGUAGES[language]
    await page.goto(f"/?lang={language}")
    await page.get_by_role("link", name=NAMES[0]).last.click()
    bars = page.get_by_role("progressbar")
    await expect(bars).to_have_count(3)
    assert await bars.evaluate_all("bars => bars.map(bar => bar.value)") == [100, 100, 100]
    await page.get_by_role("link", name=read_report).click()
    await page.wait_for_url("**/report**")
    await expect(page.locator("html")).to_have_attribute("lang", language)
    await expect(page.locator("body")).to_contain_text(NAMES[0])
    await expect(page.locator("body")).to_contain_text("interviewed")  # in what the candidate said


@pytest.mark.parametrize("path", ["/", "/interviews/{}", "/interviews/{}/report"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_page_fits_a_telephone_and_can_be_read(page: Page, sample: str, path: str, language: str) -> None:
    await page.goto("/?lang=" + language)
    await page.goto(path.format(sample))
    assert await page.evaluate(FAINT_TEXT, LEAST_CONTRAST) == []
    assert await page.evaluate("[...document.images].filter(one => one.naturalWidth === 0).length") == 0
    await page.set_viewport_size(TELEPHONE)
    assert await page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]


async def test_the_report_comes_up_while_somebody_watches_and_a_person_settles_its_decision(
    box: BoxProcess, page: Page
) -> None:
    interview = written_interview(box, "Bai Yun")
    await page.goto(f"/interviews/{interview}")
    await expect(page.locator("#step")).to_have_text("Answering")
    answer(box, interview, "conflict")
    box.client.post(f"/v1/interviews/{interview}/finish", {})
    await expect(page.get_by_role("link", name="Read the report")).to_be_visible(timeout=30_000)
    assert last_decision(box, interview)["status"] == "proposed"
    form = page.get_by_role("form", name="Confirm or reject")
    await form.get_by_label("Your name").fill("Zhao Min")
    await form.get_by_label("Reason").fill("I read the answers and agree.")
    await page.get_by_role("button", name="Confirm").click()
    await expect(page.get_by_text("Zhao Min")).to_be_visible()
    await expect(page.get_by_role("button", name="Confirm")).to_have_count(0)
    settled = last_decision(box, interview)
    assert (settled["status"], settled["reviewed_by"]) == ("confirmed", "Zhao Min")
    wait_until(lambda: confirmed_in_the_cloud(box, interview), 30.0)


def confirmed_in_the_cloud(box: BoxProcess, interview: str) -> bool:
    rows = box.client.get("/v1/outbox", subject=f"application/{interview}")["items"]
    return all(row["receipt_at"] for row in rows)
