"""Answers that are sent while they are given: words come meanwhile, and the report is that of a finished recording."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, async_playwright

from gateway.cli.interview import open_interview, read_job
from gateway.cli.live import send_live
from gateway.embedded.paths import SAMPLES
from tests.e2e.test_killed_processes import differences, without_ids
from tests.e2e.test_submit import words, wrong_words
from tests.fixtures.box import BoxProcess, wait_until
from tests.fixtures.browser import ARGUMENTS, MISSING, REQUIRED
from tests.fixtures.spoken import SPOKEN, sound_of

SPEED = 4.0
SAID = (
    "In short, I took our invoice page from a vague idea to launch in four months. First, I interviewed ten customers"
)
RECORDED_S = 14
MOST_WRONG_WORDS = 2

RECORD = """async ([path, token, seconds]) => {
  const plain = {echoCancellation: false, noiseSuppression: false, autoGainControl: false};
  const stream = await navigator.mediaDevices.getUserMedia({audio: plain, video: {width: 320, height: 240}});
  const recorder = new MediaRecorder(stream, {mimeType: "video/webm;codecs=vp8,opus"});
  let offset = 0;
  let sent = Promise.resolve();
  const send = (piece, complete) => {
    sent = sent.then(async () => {
      const reply = await fetch(path, {method: "PATCH", body: piece, headers: {
        "Authorization": `Bearer ${token}`, "Content-Type": "video/webm",
        "Upload-Offset": `${offset}`, "Upload-Complete": complete,
      }});
      if (!reply.ok) throw new Error(`${reply.status} ${await reply.text()}`);
      offset += piece.size;
      return reply.status;
    });
  };
  recorder.ondataavailable = (event) => { if (event.data.size > 0) send(event.data, "?0"); };
  recorder.start(250);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.stop();
  await stopped;
  stream.getTracks().forEach((track) => track.stop());
  send(new Blob([]), "?1");
  return await sent;
}"""


def begin(box: BoxProcess) -> tuple[str, str]:
    """Open an interview; give it and its first question."""
    job = read_job(SAMPLES / "job.yaml")
    job_id = box.client.post("/v1/jobs", job)["id"]
    return open_interview(box.client, job_id, "Live", "en"), job["questions"][0]["id"]


def report_of(box: BoxProcess, interview: str) -> Any:  # noqa: ANN401 - a JSON document
    """Finish the interview and give its report without what differs from one interview to the next."""
    box.client.post(f"/v1/interviews/{interview}/finish", {"allow_missing": True})
    path = f"/v1/interviews/{interview}/progress"
    wait_until(lambda: bool(box.client.get(path)["status"] == "completed"), 300.0)
    return without_ids(box.client.get(f"/v1/interviews/{interview}/report")["report"])


def followed(box: BoxProcess) -> int:
    """Give how many answers were followed to their end."""
    return (box.home / "logs" / "worker.log").read_text().count("INFO gateway.pipeline.live: followed")


@pytest.fixture(scope="module")
def expected(box: BoxProcess) -> Any:  # noqa: ANN401 - a JSON document
    """The report on the same recording, sent whole."""
    interview, question = begin(box)
    box.client.send_answer(interview, question, SPOKEN)
    return report_of(box, interview)


@pytest.mark.timeout(600)
def test_words_come_while_the_answer_is_given_and_the_report_is_the_same(box: BoxProcess, expected: Any) -> None:  # noqa: ANN401
    place = begin(box)
    before = followed(box)
    heard: list[str] = []
    early: list[str] = []
    send_live(box.client, place, SPOKEN, SPEED, heard.append, before_last=lambda: early.extend(heard))
    assert early, "no words came before the last piece"
    assert differences(expected, report_of(box, place[0])) == []
    wait_until(lambda: followed(box) == before + 1, 20.0)
    assert wrong_words(words(SAID), words(" ".join(heard))) <= MOST_WRONG_WORDS


@pytest.mark.timeout(600)
def test_a_killed_worker_and_a_broken_connection_change_nothing(box: BoxProcess, expected: Any) -> None:  # noqa: ANN401
    interview, question = begin(box)
    media = f"/v1/interviews/{interview}/answers/{question}/media"
    data = SPOKEN.read_bytes()
    third = len(data) // 3
    box.client.send_piece((interview, question), 0, data[:third], last=False, media_type="video/mp4")
    assert next(box.client.words((interview, question)))["words"]
    killed = box.pid_of("worker")
    os.kill(killed, signal.SIGKILL)
    headers = {"Authorization": f"Bearer {box.box.token}", "Upload-Offset": str(third), "Upload-Complete": "?0"}

    def broken_off() -> Any:  # noqa: ANN401 - bytes, then an end that the server does not expect
        yield data[third : third + 60_000]
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        httpx.patch(box.box.url + media, content=broken_off(), headers=headers, trust_env=False)
    wait_until(lambda: box.pid_of("worker") not in {0, killed}, 90.0)
    place = httpx.head(box.box.url + media, headers={"Authorization": headers["Authorization"]}, trust_env=False)
    offset = int(place.headers["upload-offset"])
    assert place.headers["upload-complete"] == "?0"
    assert offset >= third
    box.client.send_piece((interview, question), offset, data[offset:], last=True, media_type="video/mp4")
    assert differences(expected, report_of(box, interview)) == []


@pytest.fixture
async def recording_page(box: BoxProcess, tmp_path: Path) -> AsyncIterator[Page]:
    """Give a browser's page of the box, whose microphone hears the sample answer."""
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get(REQUIRED):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    fake = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={sound_of(tmp_path / 'said.wav')}%noloop",
    ]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS, *fake])
        page = await browser.new_page()
        # The box's own pages may not record (Permissions-Policy); a company's page for candidates may.
        await page.route("**/recorder", lambda route: route.fulfill(content_type="text/html", body="<!doctype html>"))
        await page.goto(f"{box.box.url}/recorder")
        yield page
        await browser.close()


@pytest.mark.browser
@pytest.mark.timeout(600)
async def test_what_a_browser_records_is_heard_while_it_records(box: BoxProcess, recording_page: Page) -> None:
    place = begin(box)
    before = followed(box)
    path = f"/v1/interviews/{place[0]}/answers/{place[1]}/media"
    assert await recording_page.evaluate(RECORD, [path, box.box.token, RECORDED_S]) == 201
    report = report_of(box, place[0])
    wait_until(lambda: followed(box) == before + 1, 20.0)
    said = report["answers"][0]["measured"]["text"]
    assert wrong_words(words(SAID)[:-4], words(said)) <= MOST_WRONG_WORDS, said
