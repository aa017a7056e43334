"""Where a candidate stands among the others, with counts, and not at all among too few."""

from __future__ import annotations

from datetime import timedelta

from gateway.domain.standing import ScoreLine
from gateway.scoring.standing import MIN_OTHERS, compare, standing
from tests.factories.people import NOW

LATER = NOW + timedelta(days=1)


def a_line(candidate: str, overall: float | None, **dimensions: float) -> ScoreLine:
    return ScoreLine(
        interview_id=f"interview-of-{candidate}",
        candidate_id=candidate,
        job_id="job-1",
        competency_model="pm@1",
        made_at=NOW,
        overall=overall,
        dimensions=dimensions,
    )


def changed(line: ScoreLine, **fields: object) -> ScoreLine:
    given = {name: getattr(line, name) for name in line.__struct_fields__} | fields
    return ScoreLine(**given)


OTHERS = [a_line(f"c{at}", score) for at, score in enumerate((50.0, 60.0, 70.0, 80.0, 90.0))]


def test_median_and_quartiles_are_those_of_the_others() -> None:
    found = standing(75.0, [90.0, 50.0, 70.0, 60.0, 80.0])
    assert (found.lowest, found.quartile1, found.median, found.quartile3, found.highest) == (50, 60, 70, 80, 90)
    assert (found.others, found.rank, found.above) == (5, 3, 0.6)


def test_equal_scores_share_the_better_rank_and_count_half() -> None:
    found = standing(80.0, [80.0, 80.0, 60.0, 60.0, 90.0])
    assert (found.rank, found.above) == (2, 0.6)


def test_among_too_few_there_is_only_their_number() -> None:
    found = standing(75.0, [50.0] * (MIN_OTHERS - 1))
    assert (found.others, found.median, found.rank, found.scores) == (4, None, None, ())


def test_who_has_no_score_is_not_ranked() -> None:
    assert standing(None, [50.0] * 9).rank is None


def test_others_without_a_score_do_not_count() -> None:
    lines = [*OTHERS[:4], a_line("c9", None)]
    assert compare(a_line("me", 75.0), lines, (), LATER).overall.others == 4


def test_of_each_other_person_the_latest_interview_counts_and_of_oneself_none() -> None:
    again = changed(OTHERS[0], interview_id="again", overall=65.0, made_at=LATER)
    own = a_line("me", 75.0)
    earlier = changed(own, interview_id="mine-before", overall=10.0)
    found = compare(own, [*OTHERS, again, own, earlier], (), LATER).overall
    assert (found.others, found.lowest, found.rank) == (5, 60.0, 3)


def test_other_jobs_and_other_versions_of_the_model_are_not_compared() -> None:
    lines = [*OTHERS, *(changed(one, candidate_id=f"x{one.candidate_id}", job_id="job-2") for one in OTHERS)]
    lines += [changed(one, candidate_id=f"y{one.candidate_id}", competency_model="pm@2") for one in OTHERS]
    assert compare(a_line("me", 75.0), lines, (), LATER).overall.others == 5


def test_each_dimension_has_its_own_count() -> None:
    lines = [a_line(f"c{at}", 60.0, data=50.0 + at) for at in range(6)] + [a_line("c9", 60.0)]
    found = compare(a_line("me", 75.0, data=55.0), lines, ("data", "needs"), LATER)
    assert (found.overall.others, found.dimensions["data"].others, found.dimensions["needs"].others) == (7, 6, 0)
    assert (found.dimensions["data"].rank, found.as_of) == (1, LATER)
