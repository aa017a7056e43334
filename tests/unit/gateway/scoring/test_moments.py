"""A moment is a movement while a keyword or a cited sentence was spoken; it never moves a score."""

from __future__ import annotations

from msgspec.structs import replace

from gateway.domain.report import KeyMoment
from gateway.domain.signals import MeasuredAnswer, Movement, MovementKind
from gateway.scoring.moments import find_moments
from tests.factories.scored import OTHER, an_answer, scored, toward

FIRST = "We asked every customer in town."
SECOND = "It was a good year."


def moving(*spans: tuple[str, MovementKind], said: str = FIRST, **fields: object) -> MeasuredAnswer:
    """An answer during whose given words something moved."""
    answer = an_answer("q1", [(said, toward("asks")), (SECOND, OTHER)], **fields)
    found = tuple(
        Movement(
            kind=kind,
            start_ms=100,
            end_ms=500,
            start=answer.text.index(words),
            end=answer.text.index(words) + len(words),
            value=0.8,
            usual=0.1,
        )
        for words, kind in spans
    )
    return replace(answer, movements=found)


def moments(answer: MeasuredAnswer) -> tuple[KeyMoment, ...]:
    return find_moments(scored(answer), answer)


def told(answer: MeasuredAnswer) -> list[tuple[str, str, str]]:
    return [(one.kind.value, one.evidence.quote, one.indicator) for one in moments(answer)]


def test_a_smile_at_a_keyword_names_the_keyword() -> None:
    answer = moving(("every customer in", MovementKind.SMILED))
    assert told(answer) == [("smiled", "customer", "")]
    (moment,) = moments(answer)
    assert (moment.evidence.start_ms, moment.evidence.end_ms) == (100, 500)
    assert answer.text[moment.evidence.start : moment.evidence.end] == "customer"
    assert (moment.value, moment.usual) == (0.8, 0.1)


def test_a_nod_in_a_cited_sentence_quotes_what_was_spoken_meanwhile() -> None:
    assert told(moving(("in town.", MovementKind.NODDED))) == [("nodded", "in town", "needs/asks")]


def test_what_moves_no_score_has_no_moments() -> None:
    assert told(moving(("good year", MovementKind.SMILED))) == []


def test_moments_of_another_answer_are_not_told_here() -> None:
    answer = moving(("customer", MovementKind.SMILED))
    assert find_moments(scored(replace(answer, answer_id="another", movements=())), answer) == ()


def test_a_sign_is_quoted_with_its_figure() -> None:
    score = scored(moving(said="We asked 80% of them."))
    needs, *others = score.dimensions
    answer = moving(("80% of", MovementKind.NODDED), said="We asked 80% of them.")
    sign = replace(needs.indicators[0].evidence[0], start=11, end=12, quote="%")
    found = find_moments(replace(score, dimensions=(replace(needs, keywords_found=(sign,)), *others)), answer)
    assert [one.evidence.quote for one in found] == ["80%"]


def test_movements_move_no_score() -> None:
    still = moving()
    assert scored(moving(("customer", MovementKind.SMILED), ("town", MovementKind.LOOKED_AWAY))) == scored(still)
