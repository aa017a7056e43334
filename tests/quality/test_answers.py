"""The answers are labelled soundly, and none is taken from the exemplars."""

from __future__ import annotations

import itertools

import pytest

from tests.quality.answers import SHARED_RUN, JobAnswers, longest_shared_run, read_all, swapped

FILES = read_all()
NAMED = pytest.mark.parametrize("file", FILES, ids=[f"{one.language} {one.name}" for one in FILES])


def texts(file: JobAnswers) -> list[tuple[str, str]]:
    planted = [(one.id, one.text) for one in file.said.answers]
    others = [(f"paraphrase of {one.of}", one.text) for one in file.said.paraphrases]
    return [*planted, *others, *((one.id, one.text) for one in file.said.attacks)]


@NAMED
def test_labels_name_indicators_that_the_question_feeds(file: JobAnswers) -> None:
    for answer in file.said.answers:
        assert set(answer.shows) | set(answer.unclear) <= set(file.indicators(answer.question)), answer.id
        assert not set(answer.shows) & set(answer.unclear), answer.id
        assert 1 <= answer.level <= 5, answer.id


@NAMED
def test_ids_are_unique_and_references_resolve(file: JobAnswers) -> None:
    ids = [one.id for one in file.said.answers]
    assert len(set(ids)) == len(ids)
    assert {one.of for one in file.said.paraphrases} <= set(ids)
    middling = {one.question for one in file.said.answers if one.level == 3}
    assert {one.question for one in file.said.attacks} <= middling


@NAMED
def test_no_answer_is_taken_from_an_exemplar(file: JobAnswers) -> None:
    spoken = [
        text
        for dimension in file.job.competency_model.dimensions
        for indicator in dimension.indicators
        for text in indicator.exemplars
    ]
    taken = [
        (name, exemplar)
        for (name, text), exemplar in itertools.product(texts(file), spoken)
        if longest_shared_run(text, exemplar) >= SHARED_RUN[file.language]
    ]
    assert taken == []


@NAMED
def test_every_swap_changes_its_answer(file: JobAnswers) -> None:
    for answer in file.said.answers:
        for swap in answer.swaps:
            for key in swap:
                assert swapped(answer.text, {key: "#"}, file.language) != answer.text, (answer.id, key)


def test_a_third_is_held_out() -> None:
    for language in {one.language for one in FILES}:
        held_out = [one.held_out for file in FILES if file.language == language for one in file.said.answers]
        assert 0.25 <= sum(held_out) / len(held_out) <= 0.5, language
