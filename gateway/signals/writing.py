"""How a written answer came about, as far as the texts and the form it was written in tell. Hints, never points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gateway.domain.integrity import Hint, HintKind
from gateway.domain.interview import Writing
from gateway.domain.scoring import Evidence
from gateway.domain.signals import Limit, MeasuredAnswer
from gateway.domain.words import FIFTHS, placed_words
from gateway.signals.reuse import Passage, amount, shared

LONG_RUN = 8
LONG_PASSAGE = 15 * FIFTHS
"""A passage of another answer is told of from 15 English words or 25 Chinese characters on: set phrases are shorter."""

EXEMPLAR_RUN = 6
EXEMPLAR_PASSAGE = 8 * FIFTHS
"""The exemplars of a competency model are single sentences that candidates do not get to see."""

QUESTION_RUN = 4
QUESTION_SHARE = 0.5
"""To take up the question's words is good style; an answer half of which is the question's text is told of."""

LONG_TEXT = 40 * FIFTHS
"""A text has to say as much as this before its speed or its pasted share is told of."""

MOST_WORDS_A_MINUTE = 150.0
"""More than this (Chinese: 250 characters) is hardly typed.

V. Dhakal and others, "Observations on Typing from 136 Million Keystrokes", CHI 2018: 52 words a minute on average, and
few of 168,000 volunteers above 120, copying a text. Composing one is slower.
"""

PASTED_SHARE = 0.5

MINUTE_MS = 60_000


def _is_written(answer: MeasuredAnswer) -> bool:
    return Limit.WRITTEN in answer.limits


def _evidence(answer: MeasuredAnswer, passage: Passage) -> Evidence:
    return Evidence(
        answer_id=answer.answer_id,
        question_id=answer.question_id,
        start=passage.start,
        end=passage.end,
        quote=answer.text[passage.start : passage.end],
    )


def _hint(
    kind: HintKind,
    answer: MeasuredAnswer,
    value: float | None,
    passages: Sequence[Passage] = (),
    other: str | None = None,
) -> Hint:
    return Hint(
        kind=kind,
        answer_id=answer.answer_id,
        question_id=answer.question_id,
        passages=tuple(_evidence(answer, one) for one in passages),
        value=value,
        other=other,
    )


def _share(answer: MeasuredAnswer, passages: Sequence[Passage]) -> float:
    """Give how much of the answer the passages are."""
    whole = amount(placed_words(answer.text))
    return round(sum(one.fifths for one in passages) / whole, 3) if whole else 0.0


def repeated(answer: MeasuredAnswer, earlier: Sequence[MeasuredAnswer]) -> Iterator[Hint]:
    """Tell of long passages that stand word for word in another answer of the interview."""
    for other in earlier:
        found = shared(answer.text, other.text, least=LONG_RUN, fifths=LONG_PASSAGE)
        if found:
            yield _hint(HintKind.REPEATED_TEXT, answer, _share(answer, found), found, other.question_id)


def like_question(answer: MeasuredAnswer, question: str) -> Iterator[Hint]:
    """Tell of an answer that is largely the question's own text."""
    found = shared(answer.text, question, least=QUESTION_RUN, fifths=0)
    share = _share(answer, found)
    if share >= QUESTION_SHARE:
        yield _hint(HintKind.QUESTION_TEXT, answer, share, found)


def like_exemplars(answer: MeasuredAnswer, exemplars: Sequence[str]) -> Iterator[Hint]:
    """Tell of passages that stand word for word in the model's exemplars."""
    source = "\n".join(exemplars)
    found = shared(answer.text, source, least=EXEMPLAR_RUN, fifths=EXEMPLAR_PASSAGE)
    if found:
        yield _hint(HintKind.EXEMPLAR_TEXT, answer, _share(answer, found), found)


def came_about(answer: MeasuredAnswer, writing: Writing) -> Iterator[Hint]:
    """Tell of a long text that came faster than it can be typed, and of one that was pasted for the most part."""
    said = amount(placed_words(answer.text))
    if said < LONG_TEXT:
        return
    if writing.typed_ms is not None:
        words_a_minute = said / FIFTHS * MINUTE_MS / max(writing.typed_ms, 1)
        if words_a_minute > MOST_WORDS_A_MINUTE:
            yield _hint(HintKind.FAST_TEXT, answer, round(writing.typed_ms / 1000, 1))
    if writing.pasted_characters is not None:
        share = min(writing.pasted_characters / len(answer.text), 1.0)
        if share >= PASTED_SHARE:
            yield _hint(HintKind.PASTED_TEXT, answer, round(share, 3))


def writing_hints(
    answers: Sequence[MeasuredAnswer],
    questions: Mapping[str, str],
    exemplars: Sequence[str],
    writings: Mapping[str, Writing],
) -> tuple[Hint, ...]:
    """Give the hints of the written answers, in the order of `answers`.

    `questions` has the question as it was put, by its id; `writings` how an answer was written, by the answer's id,
    where the form told it.
    """
    found: list[Hint] = []
    for at, answer in enumerate(answers):
        if not _is_written(answer):
            continue
        found += repeated(answer, answers[:at])
        found += like_question(answer, questions.get(answer.question_id, ""))
        found += like_exemplars(answer, exemplars)
        writing = writings.get(answer.answer_id)
        found += came_about(answer, writing) if writing else ()
    return tuple(found)
