"""Parts of a box are killed while interviews are worked on; the results must be what they are without that."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest

from gateway.cli.demo import send_samples
from gateway.embedded.paths import SAMPLES
from sync_agent.reference_receiver import received
from tests.fixtures.box import BoxProcess, wait_until

CHANGING = ("id", "interview_id", "answer_id", "created_at")


Json: TypeAlias = "dict[str, Json] | list[Json] | str | float | None"


def without_ids(value: Json) -> Json:
    """Give a report without what differs from one interview to the next."""
    if isinstance(value, dict):
        return {key: without_ids(inner) for key, inner in value.items() if key not in CHANGING}
    if isinstance(value, list):
        return [without_ids(inner) for inner in value]
    return value


def differences(expected: Json, found: Json, path: str = "") -> list[str]:
    """Name the places where two documents differ."""
    if isinstance(expected, dict) and isinstance(found, dict) and expected.keys() == found.keys():
        return [line for key in expected for line in differences(expected[key], found[key], f"{path}.{key}")]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        pairs = enumerate(zip(expected, found, strict=True))
        return [line for n, (one, other) in pairs for line in differences(one, other, f"{path}[{n}]")]
    return [] if expected == found else [f"{path}: {expected} became {found}"]


def reports(box: BoxProcess, interviews: list[str]) -> list[Any]:
    return [without_ids(box.client.get(f"/v1/interviews/{interview}/report")["report"]) for interview in interviews]


def states(box: BoxProcess, interviews: list[str]) -> Iterator[dict[str, Any]]:
    return (box.client.get(f"/v1/interviews/{interview}/progress") for interview in interviews)


@pytest.fixture(scope="module")
def undisturbed(box: BoxProcess) -> list[Any]:
    """The reports of the same recordings, made before anything was killed."""
    first = [item["interview"]["id"] for item in box.client.get("/v1/interviews")["items"]]
    return reports(box, sorted(first)[:3])


@pytest.mark.timeout(400)
@pytest.mark.parametrize("name", ["worker", "web", "triton", "nats", "agent"])
def test_a_killed_process_changes_no_report_and_doubles_no_event(
    box: BoxProcess, undisturbed: list[Any], name: str
) -> None:
    interviews = send_samples(box.client, SAMPLES)
    wait_until(lambda: any(a["status"] == "ready" for s in states(box, interviews) for a in s["answers"]), 120.0)
    killed = box.pid_of(name)
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: box.pid_of(name) not in {0, killed}, 90.0)
    wait_until(lambda: all(s["status"] == "completed" for s in states(box, interviews)), 240.0)
    assert differences(undisturbed, reports(box, sorted(interviews))) == []
    wait_until(lambda: all_confirmed(box, interviews), 60.0)
    arrived = [event.id for event in received(box.receiver_file)]
    assert len(arrived) == len(set(arrived))
    assert {row["id"] for row in outbox(box, interviews)} <= set(arrived)


def outbox(box: BoxProcess, interviews: list[str]) -> list[dict[str, Any]]:
    return [
        row
        for interview in interviews
        for row in box.client.get("/v1/outbox", subject=f"application/{interview}")["items"]
    ]


def all_confirmed(box: BoxProcess, interviews: list[str]) -> bool:
    rows = outbox(box, interviews)
    return bool(rows) and all(row["receipt_at"] for row in rows)
