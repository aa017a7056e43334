"""Parts of a box hang: what the candidate sends is taken all the same, and the report comes when they are back."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from gateway.cli.client import JsonObject
from gateway.cli.interview import open_interview, read_job
from gateway.embedded.paths import SAMPLES
from sync_agent.reference_receiver import received
from tests.fixtures.box import BoxProcess, wait_until

pytestmark = pytest.mark.timeout(400)

A_FEW_SECONDS = 6.0
QUESTIONS = ("discovery", "conflict", "learning")


@contextmanager
def frozen(group: int) -> Iterator[None]:
    """Let a process and its helpers hang: their connections stay open, and nobody answers."""
    os.killpg(group, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(group, signal.SIGCONT)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < seconds


def progress(box: BoxProcess, interview: str) -> JsonObject:
    return box.client.get(f"/v1/interviews/{interview}/progress")


def outbox(box: BoxProcess, interview: str) -> list[JsonObject]:
    return list(box.client.get("/v1/outbox", subject=f"application/{interview}")["items"])


@pytest.fixture
def interview(box: BoxProcess) -> str:
    job = box.client.post("/v1/jobs", read_job(SAMPLES / "job.yaml"))
    return open_interview(box.client, job["id"], "Hao Ran", "en")


@pytest.mark.parametrize("name", ["triton", "nats", "worker"])
def test_while_a_part_hangs_answers_are_taken_and_afterwards_the_report_is_made(
    box: BoxProcess, interview: str, name: str
) -> None:
    with frozen(box.pid_of(name)):
        for question in QUESTIONS:
            with within(A_FEW_SECONDS):
                box.client.send_answer(interview, question, SAMPLES / "media" / f"strong-{question}.mp4")
        with within(A_FEW_SECONDS):
            box.client.post(f"/v1/interviews/{interview}/finish", {})
        with within(1.0):
            state = progress(box, interview)
        assert state["status"] == "finishing"
        assert [answer["question_id"] for answer in state["answers"]] == list(QUESTIONS)
    wait_until(lambda: progress(box, interview)["status"] == "completed", 120.0)
    report = box.client.get(f"/v1/interviews/{interview}/report")["report"]
    assert report["score"]["measured_weight"] == 1.0
    wait_until(lambda: all(row["receipt_at"] for row in outbox(box, interview)), 60.0)
    sent = [row["id"] for row in outbox(box, interview)]
    assert sorted(one.id for one in received(box.receiver_file) if interview in one.subject) == sorted(sent)


@pytest.fixture
def http(box: BoxProcess) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {box.box.token}"}
    with httpx.Client(base_url=box.box.url, headers=headers, trust_env=False, timeout=30.0) as client:
        yield client


def test_an_interview_that_cannot_be_opened_now_says_when_to_come_again(
    box: BoxProcess, http: httpx.Client, interview: str
) -> None:
    known = box.client.get(f"/v1/interviews/{interview}")
    consent = {"recording": True, "face_analysis": False, "notice_version": "2026-11"}
    wish = {key: known[key] for key in ("candidate_id", "job_id", "language")} | {"consent": consent}
    with frozen(box.pid_of("triton")), within(A_FEW_SECONDS):
        reply = http.post("/v1/interviews", json=wish)
    assert (reply.status_code, reply.json()["code"]) == (503, "unavailable")
    assert int(reply.headers["retry-after"]) > 0
    assert http.post("/v1/interviews", json=wish).status_code == 201


@pytest.mark.parametrize("name", ["triton", "nats"])
def test_the_health_page_names_the_part_that_hangs(box: BoxProcess, http: httpx.Client, name: str) -> None:
    with frozen(box.pid_of(name)), within(A_FEW_SECONDS):
        reply = http.get("/v1/health/ready")
    assert reply.status_code == 503
    assert [part for part, works in reply.json()["parts"].items() if not works] == [name]
    wait_until(lambda: http.get("/v1/health/ready").status_code == 200, 30.0)
