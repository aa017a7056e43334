"""The demonstration, started as a user starts it: three samples from the recording to the cloud."""

from __future__ import annotations

from typing import Any

from sync_agent.reference_receiver import received
from tests.fixtures.box import BoxProcess, wait_until


def decisions(box: BoxProcess) -> dict[str, dict[str, Any]]:
    """Give each sample candidate's last decision by name."""
    interviews = box.client.get("/v1/interviews", limit="200")["items"]
    return {item["candidate_name"]: item["decision"] for item in interviews[-3:]}


def outbox(box: BoxProcess) -> list[dict[str, Any]]:
    """Give the events of all interviews."""
    return [
        row
        for item in box.client.get("/v1/interviews", limit="200")["items"]
        for row in box.client.get("/v1/outbox", subject=f"application/{item['interview']['id']}")["items"]
    ]


def test_the_rules_take_three_different_ways_with_the_three_candidates(box: BoxProcess) -> None:
    taken = {name: (d["rule_id"], tuple(d["actions"])) for name, d in decisions(box).items()}
    assert len(set(taken.values())) == 3
    assert "second_round" in taken["Lin Yue"][1]
    assert "human_review" in taken["Daniel Hart"][1]
    assert {"thank_you_letter", "talent_pool"} <= set(taken["Ross Campbell"][1])


def test_a_thank_you_letter_waits_for_a_named_person(box: BoxProcess) -> None:
    assert decisions(box)["Ross Campbell"]["status"] == "proposed"


def test_the_table_names_candidates_scores_decisions_and_what_the_cloud_got(box: BoxProcess) -> None:
    shown = box.log.read_text()
    for expected in ("Lin Yue", "Daniel Hart", "Ross Campbell", "cloud got", "receipts", "/login?ticket="):
        assert expected in shown


def test_the_cloud_has_each_event_once_and_every_outbox_row_has_its_receipt(box: BoxProcess) -> None:
    wait_until(lambda: all(row["receipt_at"] for row in outbox(box)), 30.0)  # other tests send interviews too
    rows = outbox(box)
    assert rows
    assert sorted(event.id for event in received(box.receiver_file)) == sorted(row["id"] for row in rows)
