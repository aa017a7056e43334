"""A report is made again from what is kept: the same, or every field that differs is named."""

from __future__ import annotations

import msgspec
import pytest

from gateway.actions.remarking import Draft, remark
from gateway.domain.interview import AnswerKind
from gateway.domain.remark import RemarkKind, RemarkTarget
from gateway.domain.report import ModelUsed, Report
from gateway.pipeline import NotReplayableError, finish_interview, process_answer, replay
from gateway.pipeline.kept import MODELS, PERCEIVE, REFERENCES
from gateway.reports.differences import Replay
from gateway.signals.perceived import PerceivedAnswer
from inference.types import ModelRef
from tests.fakes.workshop import Workshop


@pytest.fixture
async def finished(shop: Workshop) -> Workshop:
    """Give a box with a report on one spoken and one written answer."""
    await process_answer(shop.deps, shop.answered("q1"))
    text = "We shipped the roadmap because customers asked for it. Sales grew by ten percent."
    await process_answer(shop.deps, shop.answered("q2", kind=AnswerKind.TEXT, text=text, media_key=None))
    shop.finished()
    await finish_interview(shop.deps, "interview-1")
    return shop


def replayed(shop: Workshop, report: Report | None = None, software: str = "test") -> Replay:
    with shop.database() as uow:
        return replay(software, uow, report or shop.report)


def rewrite(shop: Workshop, step: str, kind: type[msgspec.Struct], **changes: object) -> None:
    """Change the fields of what a step has kept for the second answer."""
    results = shop.database.tables.steps.results
    (key,) = (key for key in results if key[1:3] == ("answer-q2", step))
    kept = msgspec.msgpack.decode(results[key], type=kind)
    results[key] = msgspec.msgpack.encode(msgspec.structs.replace(kept, **changes))


def forget(shop: Workshop, step: str) -> None:
    results = shop.database.tables.steps.results
    for key in [key for key in results if key[2] == step]:
        del results[key]


async def test_a_report_comes_out_identical_without_model_decoder_or_a_change(finished: Workshop) -> None:
    calls, decoded, commits = dict(finished.perception.calls), dict(finished.decoder.calls), finished.database.commits
    found = replayed(finished)
    assert found.identical
    assert found.differences == ()
    assert found.then == found.now == finished.report.versions
    assert (finished.perception.calls, finished.decoder.calls) == (calls, decoded)
    assert finished.database.commits == commits


async def test_what_people_add_is_no_part_of_what_is_made_again(finished: Workshop) -> None:
    before = finished.report
    dimension = before.score.dimensions[0].dimension_id
    draft = Draft(
        kind=RemarkKind.ADJUSTMENT,
        target=RemarkTarget.DIMENSION,
        target_id=dimension,
        text="Seen again",
        by="Li Wei",
        value=99.0,
    )
    await remark(finished.desk, "interview-1", draft)
    assert replayed(finished).identical
    assert finished.report == before


async def test_another_version_of_the_software_is_told_and_is_no_difference(finished: Workshop) -> None:
    found = replayed(finished, software="next")
    assert found.identical
    assert (found.then.software, found.now.software) == ("test", "next")


async def test_one_character_of_what_was_perceived_is_found_with_both_values(finished: Workshop) -> None:
    text = finished.report.answers[1].measured.text
    rewrite(finished, PERCEIVE, PerceivedAnswer, text=text.replace("shipped", "snipped"))
    found = replayed(finished)
    assert not found.identical
    (one,) = (one for one in found.differences if one.path == "answers[1].measured.text")
    assert (one.stored, one.made) == (text, text.replace("shipped", "snipped"))


async def test_one_character_of_the_stored_report_is_found_with_both_values(finished: Workshop) -> None:
    encoded = msgspec.json.encode(finished.report)
    changed = msgspec.json.decode(encoded.replace(b'"We shipped the', b'"We snipped the', 1), type=Report)
    assert changed != finished.report
    (one,) = replayed(finished, changed).differences
    assert "We snipped the" in one.stored
    assert one.made == one.stored.replace("snipped", "shipped")


async def test_a_model_that_the_report_does_not_name_is_a_difference(finished: Workshop) -> None:
    results = finished.database.tables.steps.results
    for key in [key for key in results if key[2] == MODELS]:
        results[key] = msgspec.msgpack.encode((ModelRef(name="null", version="99"),))
    found = replayed(finished)
    assert [one.path for one in found.differences] == ["versions.models[0].version"]
    assert [(one.name, one.version) for one in found.now.models] == [("null", "99")]


async def test_a_models_card_is_as_it_was_then(finished: Workshop) -> None:
    versions = msgspec.structs.replace(finished.report.versions, models=(ModelUsed("null", "1", None),))
    found = replayed(finished, msgspec.structs.replace(finished.report, versions=versions))
    assert "versions.models[0].card" not in [one.path for one in found.differences]


async def test_a_missing_answer_is_missing_again(shop: Workshop) -> None:
    await process_answer(shop.deps, shop.answered("q1"))
    shop.finished()
    await finish_interview(shop.deps, "interview-1")
    assert replayed(shop).identical


@pytest.mark.parametrize(
    ("step", "said"), [(PERCEIVE, "perceived in answer q1"), (REFERENCES, "embeddings of the reference texts")]
)
async def test_what_is_not_kept_is_named(finished: Workshop, step: str, said: str) -> None:
    forget(finished, step)
    with pytest.raises(NotReplayableError, match=said):
        replayed(finished)


async def test_what_another_version_wrote_is_said_to_be_unreadable(finished: Workshop) -> None:
    results = finished.database.tables.steps.results
    (key,) = (key for key in results if key[1:3] == ("answer-q2", PERCEIVE))
    results[key] = msgspec.msgpack.encode({"words": 7})
    with pytest.raises(NotReplayableError, match="another version"):
        replayed(finished)
