from __future__ import annotations

import pytest

from gateway.cli.demo import Outcome, describe, print_table

OUTCOME = Outcome(
    candidate="Lin Yue",
    interview_id="interview-1",
    dimensions={"Planning": 81.6, "Culture fit": None},
    overall=84.4,
    culture_fit=4.25,
    decision="second round\n[second_round]",
    seconds=3.14,
    events=("a", "b"),
    receipts=2,
)


def test_the_table_shows_scores_decision_time_and_what_the_cloud_got(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([OUTCOME])
    table = capsys.readouterr().out
    for shown in ("Lin Yue", "82  Planning", "84", "4.2", "second round", "[second_round]", "3.1 s", "2 receipts"):
        assert shown in table


def test_what_could_not_be_scored_is_no_zero(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([OUTCOME])
    table = capsys.readouterr().out
    assert "—  Culture fit" in table


@pytest.mark.parametrize(
    ("changed", "complete"),
    [
        ({}, True),
        ({"overall": None}, False),
        ({"events": (), "receipts": 0}, False),
        ({"receipts": 1}, False),
    ],
)
def test_a_demonstration_is_well_when_the_cloud_has_confirmed_everything(
    changed: dict[str, object], complete: bool
) -> None:
    fields = {name: getattr(OUTCOME, name) for name in OUTCOME.__struct_fields__}
    assert Outcome(**{**fields, **changed}).complete is complete


def test_a_decision_that_waits_for_a_person_says_so() -> None:
    decision = {"actions": ["thank_you_letter", "talent_pool"], "rule_id": "thank_you", "status": "proposed"}
    assert describe(decision).startswith("thank you letter + talent pool\n[thank_you]")
    assert "named person" in describe(decision)
    assert "named person" not in describe({**decision, "status": "automatic"})
    assert "no rule held" in describe({**decision, "rule_id": None})
