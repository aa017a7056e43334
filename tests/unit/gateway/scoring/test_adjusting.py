"""A person's score stands beside the machine's; what follows from it is worked out again."""

from __future__ import annotations

import pytest

from gateway.domain.remark import Remark, RemarkKind, RemarkTarget
from gateway.domain.scoring import InterviewScore
from gateway.scoring.adjusting import adjusted_score, adjusted_values, adjustments
from tests.factories.people import NOW, changed
from tests.factories.scored import scored, some_answers


def an_adjustment(value: float | None = 90.0, target: str = "needs", **fields: object) -> Remark:
    remark = Remark(
        id="r1",
        interview_id="interview-1",
        report_id="report-1",
        kind=RemarkKind.ADJUSTMENT if value is not None else RemarkKind.WITHDRAWAL,
        target=RemarkTarget.DIMENSION if target else RemarkTarget.INTERVIEW,
        target_id=target,
        text="I listened again.",
        by="Li Wei",
        at=NOW,
        value=value,
        machine=70.0,
    )
    return changed(remark, **fields)


def adjusted(*remarks: Remark) -> InterviewScore:
    return adjusted_score(scored(*some_answers()), "culture", adjustments(remarks, "report-1"))


def test_an_adjusted_dimension_moves_the_overall_score_by_its_weight() -> None:
    machine = scored(*some_answers())
    found = adjusted(an_adjustment(90.0))
    culture = machine.dimensions[1].score
    assert culture is not None
    assert found.dimensions[0].score == 90.0
    assert found.overall == pytest.approx(0.6 * 90.0 + 0.4 * culture, abs=0.06)
    assert found.culture_fit == machine.culture_fit


def test_an_adjusted_overall_score_stays_whatever_the_dimensions_are() -> None:
    found = adjusted(an_adjustment(90.0), an_adjustment(66.0, ""))
    assert (found.overall, found.dimensions[0].score) == (66.0, 90.0)


def test_culture_fit_follows_from_its_dimension() -> None:
    assert adjusted(an_adjustment(80.0, "culture")).culture_fit == 4.0


def test_a_persons_score_has_no_interval() -> None:
    found = adjusted(an_adjustment(80.0, "culture"))
    assert (found.interval, found.culture_interval, found.dimensions[1].interval) == (None, None, None)
    assert found.dimensions[0].interval is not None


def test_the_last_adjustment_counts_until_it_is_withdrawn() -> None:
    assert adjusted(an_adjustment(90.0), an_adjustment(50.0)).dimensions[0].score == 50.0
    assert adjusted(an_adjustment(90.0), an_adjustment(None)) == scored(*some_answers())


def test_notes_change_no_score() -> None:
    assert adjustments([an_adjustment(None, kind=RemarkKind.NOTE)], "report-1") == {}


def test_a_person_can_score_what_the_machine_could_not() -> None:
    machine = scored(some_answers()[1])
    assert machine.overall is None
    found = adjusted_score(machine, "culture", adjustments([an_adjustment(70.0)], "report-1"))
    assert found.overall is not None
    assert found.measured_weight == 1.0


def test_a_decision_names_who_changed_what_and_why() -> None:
    (found,) = adjusted_values(adjustments([an_adjustment(90.0)], "report-1"))
    assert (found.target, found.machine, found.value) == ("dimension.needs", 70.0, 90.0)
    assert (found.by, found.reason) == ("Li Wei", "I listened again.")


def test_an_adjustment_counts_for_the_report_it_was_made_on_only() -> None:
    made = [an_adjustment(90.0, report_id="report-1"), an_adjustment(None, report_id="report-2")]
    assert [one.value for one in adjustments(made, "report-1").values()] == [90.0]
    assert adjustments(made, "report-2") == {}
