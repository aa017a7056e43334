from __future__ import annotations

import pytest

from gateway.domain.integrity import Hint, HintKind
from gateway.domain.interview import Writing
from gateway.domain.signals import Limit, MeasuredAnswer
from gateway.signals.writing import writing_hints

QUESTION = "Tell us about a project that went wrong, and about what you changed in your own work afterwards."
EXEMPLAR = "I talked to the customers first and only then wrote down what they needed from us."
STORY = (
    "In my second year the release broke for half of our customers because nobody had tried the upgrade from the old "
    "version. I wrote a test that takes a copy of a real installation through the upgrade every night, and since then "
    "it has found three such faults before anybody else did."
)
CHINESE = (
    "第二年发布新版本时，一半客户无法升级，因为没有人试过从旧版本升级。"
    "后来我写了一个测试，每晚用真实环境的副本走一遍升级流程。"
)


def written(text: str, question_id: str = "q1") -> MeasuredAnswer:
    return MeasuredAnswer(
        answer_id=f"answer-{question_id}",
        question_id=question_id,
        language="en",
        text=text,
        duration_ms=0,
        sentences=(),
        vectors=(),
        limits=(Limit.WRITTEN,),
    )


def hints(*answers: MeasuredAnswer, writing: Writing | None = None) -> list[Hint]:
    writings = {one.answer_id: writing for one in answers} if writing else {}
    return list(writing_hints(answers, {"q1": QUESTION, "q2": "Why?"}, [EXEMPLAR], writings))


def test_an_answer_in_own_words_gives_no_hint() -> None:
    assert hints(written(STORY), written("I like to find out how things work.", "q2")) == []


def test_a_long_passage_of_another_answer_is_found_with_its_place() -> None:
    second = written(f"As I said. {STORY} That is all.", "q2")
    (hint,) = hints(written(STORY), second)
    assert (hint.kind, hint.question_id, hint.other) == (HintKind.REPEATED_TEXT, "q2", "q1")
    assert [one.quote for one in hint.passages] == [STORY.rstrip(".")]
    assert second.text[hint.passages[0].start : hint.passages[0].end] == hint.passages[0].quote


def test_a_chinese_passage_is_found_as_well() -> None:
    (hint,) = hints(written(CHINESE), written(f"同上。{CHINESE}", "q2"))
    assert hint.kind is HintKind.REPEATED_TEXT
    assert hint.value == pytest.approx(0.96, abs=0.03)


def test_a_set_phrase_in_two_answers_is_none() -> None:
    phrase = "I talked it over with everybody in the team."
    assert hints(written(f"{phrase} We stopped."), written(f"{phrase} We went on.", "q2")) == []


def test_an_answer_that_is_the_question_is_found() -> None:
    (hint,) = hints(written(f"{QUESTION} Yes, I did."))
    assert hint.kind is HintKind.QUESTION_TEXT
    assert hint.value is not None
    assert hint.value > 0.8


def test_to_take_up_the_question_is_good_style() -> None:
    assert hints(written(f"What I changed in my own work afterwards was the upgrade. {STORY}")) == []


def test_a_sentence_of_the_competency_model_is_found() -> None:
    (hint,) = hints(written(f"{STORY} {EXEMPLAR}"))
    assert hint.kind is HintKind.EXEMPLAR_TEXT
    assert [one.quote for one in hint.passages] == [EXEMPLAR.rstrip(".")]


def test_a_text_that_came_faster_than_it_can_be_typed_is_found() -> None:
    (hint,) = hints(written(STORY), writing=Writing(typed_ms=4000, keystrokes=12))
    assert (hint.kind, hint.value) == (HintKind.FAST_TEXT, 4.0)


def test_a_text_that_was_typed_gives_no_hint() -> None:
    assert hints(written(STORY), writing=Writing(typed_ms=60_000, keystrokes=340, pasted_characters=0)) == []


def test_a_text_that_was_pasted_for_the_most_part_is_found() -> None:
    (hint,) = hints(written(STORY), writing=Writing(typed_ms=60_000, pasted_characters=len(STORY)))
    assert (hint.kind, hint.value) == (HintKind.PASTED_TEXT, 1.0)


def test_a_short_text_may_come_at_once() -> None:
    assert hints(written("Yes, I would."), writing=Writing(typed_ms=0, pasted_characters=13)) == []


def test_what_is_not_known_of_the_writing_gives_no_hint() -> None:
    assert hints(written(STORY), writing=Writing()) == []
    assert hints(written(""), writing=Writing(typed_ms=0, pasted_characters=0)) == []
