from __future__ import annotations

from typing import Any

import click
import pytest

from gateway.cli import progress
from gateway.cli.client import BoxClient, JsonObject
from gateway.cli.progress import bars, follow, fraction


def state(*shares: float, status: str = "finishing", step: str = "perceiving") -> JsonObject:
    return {
        "status": status,
        "step": step,
        "step_text": {"zh": "进行中", "en": "going on"},
        "answers": [{"progress": share, "status": "perceiving"} for share in shares],
        "problem": "ConditionError" if step == "stalled" else None,
    }


class ScriptedClient(BoxClient):
    """Gives one state after the other, and the last one for ever."""

    def __init__(self, *states: JsonObject) -> None:
        super().__init__("http://127.0.0.1:1", "token")
        self.states = list(states)

    def get(self, path: str, **query: str) -> JsonObject:
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "POLL_S", 0.0)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, 0.0),
        (state(), 0.0),
        (state(0.5, 0.0), 0.245),
        (state(1.0, 1.0), 0.98),
        (state(1.0, status="completed"), 1.0),
        (state(status="completed"), 1.0),
    ],
)
def test_a_bar_is_full_only_when_the_report_is_there(given: dict[str, Any], expected: float) -> None:
    assert fraction(given) == pytest.approx(expected)


def watch(*states: JsonObject, timeout_s: float = 60.0) -> float:
    """Follow one interview; give how far its bar came."""
    client, display = ScriptedClient(*states), bars()
    task = display.add_task("Lin", total=1.0, step="")
    try:
        follow(client, {"interview-1": task}, display, timeout_s)
    finally:
        client.close()
    return display.tasks[0].completed


def test_following_ends_with_the_report() -> None:
    assert watch(state(0.2), state(1.0), state(1.0, status="completed")) == 1.0


def test_a_report_that_cannot_be_made_is_not_waited_for() -> None:
    with pytest.raises(click.ClickException, match="ConditionError"):
        watch(state(1.0), state(1.0, step="stalled"))


def test_waiting_has_an_end() -> None:
    with pytest.raises(click.ClickException, match="doctor"):
        watch(state(0.2), timeout_s=0.0)
