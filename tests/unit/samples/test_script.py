from __future__ import annotations

from pathlib import Path

from samples.script import Line, lines, takes

ANSWERS = Path(__file__).resolve().parents[3] / "samples" / "product_manager" / "answers.yaml"


def test_a_mark_is_the_pause_before_the_next_sentence() -> None:
    assert lines("[0.6] First. [1.2] Second.") == (Line(0.6, "First."), Line(1.2, "Second."))


def test_sentences_without_a_mark_leave_the_pause_open() -> None:
    assert lines("First one. Is it? Yes!") == (Line(None, "First one."), Line(None, "Is it?"), Line(None, "Yes!"))


def test_a_mark_counts_for_the_sentence_after_it_only() -> None:
    assert lines("[0.4] First. Second.") == (Line(0.4, "First."), Line(None, "Second."))


def test_three_candidates_answer_three_questions_each() -> None:
    found = takes(ANSWERS)

    assert len({take.candidate for take in found}) == 3
    assert len({take.name for take in found}) == len(found) == 9


def test_every_answer_starts_after_a_moment_of_thought() -> None:
    assert all(0.5 <= (take.lines[0].pause or 0.0) <= 2.5 for take in takes(ANSWERS))
