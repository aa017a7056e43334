"""A score says how sure it is, and the interval says what makes it unsure."""

from __future__ import annotations

import math

import pytest
from msgspec.structs import replace

from gateway.domain.scoring import DimensionScore, Doubt, Interval, InterviewScore
from gateway.domain.signals import Limit
from gateway.scoring import score
from gateway.scoring.formula import STRONG, WEAK, strength
from gateway.scoring.interval import (
    SIMILARITY_SD,
    SPREAD,
    UNIT_RELIABILITY,
    UNIT_WORDS,
    Z,
    interval,
    misheard,
    standard_error,
    strength_variance,
)
from tests.factories.scored import MODEL, OTHER, REFERENCES, an_answer, scored, some_answers, toward

MIDDLE = (WEAK + STRONG) / 2
ASKED = "We asked every customer what they needed before we drew anything."


def needs(found: InterviewScore) -> DimensionScore:
    return found.dimensions[0]


def known(found: Interval | None) -> Interval:
    assert found is not None
    return found


def part(found: Interval | None, doubt: Doubt) -> float:
    return next((one.points for one in known(found).parts if one.doubt is doubt), 0.0)


def width(found: Interval | None) -> float:
    return known(found).high - known(found).low


def test_a_strength_far_from_both_ends_varies_as_the_ramp_is_steep() -> None:
    narrow = 0.01
    slope = 1.0 / (STRONG - WEAK)
    assert math.sqrt(strength_variance(MIDDLE, narrow)) == pytest.approx(slope * narrow, rel=0.05)


@pytest.mark.parametrize("similarity", [0.0, WEAK - 5 * SIMILARITY_SD, STRONG + 5 * SIMILARITY_SD, 1.0])
def test_a_strength_beyond_the_ends_is_sure(similarity: float) -> None:
    assert strength_variance(similarity, SIMILARITY_SD) == 0.0


def test_a_strength_that_may_be_all_or_nothing_varies_most() -> None:
    assert strength_variance(MIDDLE, 10.0) == pytest.approx(0.25, abs=0.02)


def test_half_of_the_noise_counts_where_the_ramp_begins() -> None:
    # of a normal variable that is cut off at its mean, the variance is (1/2 - 1/(2 pi)) of the whole
    inside = strength_variance(WEAK, SIMILARITY_SD)
    whole = (SIMILARITY_SD / (STRONG - WEAK)) ** 2
    assert inside == pytest.approx(whole * (0.5 - 1 / (2 * math.pi)), rel=0.05)


def test_the_standard_error_follows_spearman_and_brown() -> None:
    doubled = 2 * UNIT_RELIABILITY / (1 + UNIT_RELIABILITY)
    assert standard_error(UNIT_WORDS) == pytest.approx(SPREAD * math.sqrt(1 - UNIT_RELIABILITY))
    assert standard_error(2 * UNIT_WORDS) == pytest.approx(SPREAD * math.sqrt(1 - doubled))
    assert standard_error(0.0) == pytest.approx(SPREAD)


@pytest.mark.parametrize(("confidence", "share"), [(1.0, 0.0), (0.96, 0.0), (0.75, 0.252), (0.0, 1.0)])
def test_a_confident_recogniser_misheard_nothing(confidence: float, share: float) -> None:
    assert misheard(confidence) == pytest.approx(share)


def test_the_parts_add_up_to_the_half_width_in_quadrature() -> None:
    found = interval(60.0, {Doubt.MATCHING: 9.0, Doubt.AMOUNT: 16.0, Doubt.RECOGNITION: 0.0})
    assert [one.doubt for one in found.parts] == [Doubt.MATCHING, Doubt.AMOUNT]
    assert found.high - 60.0 == pytest.approx(5.0 * Z, abs=0.06)
    assert 60.0 - found.low == pytest.approx(math.sqrt(sum(one.points**2 for one in found.parts)), abs=0.06)


def test_an_interval_stays_within_the_range_of_the_score() -> None:
    assert (interval(98.0, {Doubt.AMOUNT: 25.0}).high, interval(3.0, {Doubt.AMOUNT: 25.0}).low) == (100.0, 0.0)
    assert interval(4.9, {Doubt.AMOUNT: 0.25}, highest=5.0).high == 5.0


def test_every_score_has_an_interval_that_holds_it() -> None:
    found = scored(*some_answers())
    pairs = [(found.overall, found.interval), (found.culture_fit, found.culture_interval)]
    for value, held in [*pairs, *((one.score, one.interval) for one in found.dimensions)]:
        assert value is not None
        assert known(held).low <= value <= known(held).high
        assert width(held) > 0.0


def test_an_indicator_half_shown_makes_the_score_less_sure_than_one_clearly_shown() -> None:
    half = needs(scored(an_answer("q1", [(ASKED, toward("asks", MIDDLE))])))
    clear = needs(scored(an_answer("q1", [(ASKED, toward("asks"))])))
    assert part(half.interval, Doubt.MATCHING) > part(clear.interval, Doubt.MATCHING)


def test_what_two_sentences_show_is_surer_than_what_hangs_on_one() -> None:
    once = needs(scored(an_answer("q1", [(ASKED, toward("asks")), ("It was a good year.", OTHER)])))
    twice = needs(scored(an_answer("q1", [(ASKED, toward("asks")), ("We asked them again.", toward("asks", 0.9))])))
    assert (once.indicators[0].runner_up, twice.indicators[0].runner_up) == (0.0, 0.9)
    assert part(once.interval, Doubt.MATCHING) > part(twice.interval, Doubt.MATCHING)


def test_two_sentences_cited_together_are_not_each_others_runner_up() -> None:
    (pair,) = [
        one
        for one in needs(
            scored(an_answer("q1", [("We went there.", toward("asks", 0.7)), ("We asked.", toward("asks", 0.7))]))
        ).indicators
        if one.indicator_id == "asks"
    ]
    cited = pair.evidence[0].quote
    assert pair.runner_up == pytest.approx(0.7 if cited != "We went there. We asked." else 0.0)


def test_badly_heard_words_widen_the_interval() -> None:
    said = [(ASKED, toward("asks", MIDDLE))]
    clear = needs(scored(an_answer("q1", said, confidences=(0.97,))))
    noisy = needs(scored(an_answer("q1", said, confidences=(0.8,))))
    assert part(clear.interval, Doubt.RECOGNITION) == 0.0
    assert part(noisy.interval, Doubt.RECOGNITION) > 1.0
    assert noisy.score == clear.score


def test_a_cited_sentence_counts_as_it_was_heard_itself() -> None:
    dimension = replace(MODEL.dimensions[0], indicators=MODEL.dimensions[0].indicators[:1], keywords=())
    model = replace(MODEL, dimensions=(dimension, MODEL.dimensions[1]))
    said = [(ASKED, toward("asks", MIDDLE)), ("It was a good year.", OTHER)]
    well = needs(score(model, [an_answer("q1", said, confidences=(0.97, 0.5))], REFERENCES))
    badly = needs(score(model, [an_answer("q1", said, confidences=(0.5, 0.97))], REFERENCES))
    assert part(well.interval, Doubt.RECOGNITION) == 0.0
    assert part(badly.interval, Doubt.RECOGNITION) > 0.0


def test_a_written_answer_was_not_misheard() -> None:
    found = needs(scored(an_answer("q1", [(ASKED, toward("asks", MIDDLE))], limits=(Limit.WRITTEN,))))
    assert part(found.interval, Doubt.RECOGNITION) == 0.0


def test_keywords_that_may_be_missing_widen_the_interval_until_enough_were_said() -> None:
    wordy = replace(MODEL.dimensions[0], keywords=("customer", "prototype", "metric", "risk"), indicators=())
    model = replace(MODEL, dimensions=(wordy, MODEL.dimensions[1]))
    one = score(model, [an_answer("q1", [("A customer came to us.", OTHER)], confidences=(0.8,))], REFERENCES)
    both = score(model, [an_answer("q1", [("A customer saw a prototype.", OTHER)], confidences=(0.8,))], REFERENCES)
    assert part(needs(one).interval, Doubt.RECOGNITION) > 0.0
    assert part(needs(both).interval, Doubt.RECOGNITION) == 0.0


def test_a_longer_answer_makes_the_score_surer() -> None:
    short = needs(scored(an_answer("q1", [(ASKED, toward("asks"))])))
    long = needs(scored(an_answer("q1", [(ASKED, toward("asks"))] + [("Then it went on for a while.", OTHER)] * 9)))
    assert part(long.interval, Doubt.AMOUNT) < part(short.interval, Doubt.AMOUNT)


def test_the_question_read_back_is_no_evidence() -> None:
    said = [(ASKED, toward("asks")), ("How do you learn what customers need from you?", OTHER)]
    whole = needs(scored(an_answer("q1", said)))
    own = needs(scored(an_answer("q1", said, echoes=(1,))))
    assert part(own.interval, Doubt.AMOUNT) > part(whole.interval, Doubt.AMOUNT)


def test_the_mean_of_two_dimensions_is_surer_than_either() -> None:
    found = scored(*some_answers())
    assert part(found.interval, Doubt.AMOUNT) < min(part(one.interval, Doubt.AMOUNT) for one in found.dimensions)


def test_a_dimension_that_was_not_measured_widens_the_overall_interval_and_has_none() -> None:
    found = scored(some_answers()[0])
    assert found.overall is not None
    assert found.dimensions[1].interval is None
    assert found.culture_interval is None
    assert part(found.interval, Doubt.UNMEASURED) > 0.0
    assert part(scored(*some_answers()).interval, Doubt.UNMEASURED) == 0.0


def test_without_a_score_there_is_no_interval() -> None:
    found = scored()
    assert (found.interval, found.culture_interval) == (None, None)


def test_culture_fit_has_the_interval_of_its_dimension_out_of_five() -> None:
    found = scored(*some_answers())
    dimension, culture = known(found.dimensions[1].interval), known(found.culture_interval)
    assert culture.low == pytest.approx(dimension.low / 20, abs=0.06)
    assert culture.high == pytest.approx(dimension.high / 20, abs=0.06)


def test_the_same_answers_give_the_same_interval() -> None:
    assert scored(*some_answers()) == scored(*some_answers())


def test_the_ramp_in_use_is_the_formulas() -> None:
    assert strength(MIDDLE) == pytest.approx(0.5)
