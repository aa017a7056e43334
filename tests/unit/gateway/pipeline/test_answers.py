"""An answer is worked through once, whatever happens on the way."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import msgspec
import pytest
from msgspec import structs

from gateway.domain.errors import UnavailableError
from gateway.domain.interview import AnswerKind, AnswerStatus, InterviewStatus
from gateway.domain.signals import Limit
from gateway.pipeline import finish_interview, give_up, process_answer
from gateway.signals.perceived import PerceivedAnswer
from inference.errors import DeadlineExceededError, ServerUnavailableError, SetupError
from inference.null import NullEyes
from inference.types import Watched
from inference.watching import WatchingSession
from tests.factories.people import a_consent, changed
from tests.fakes.workshop import SAID, CountingPerception, Workshop


def perceived(shop: Workshop, answer_id: str) -> PerceivedAnswer:
    data = shop.database.tables.steps.latest("interview-1", answer_id, "perceive")
    assert data is not None
    return msgspec.msgpack.decode(data, type=PerceivedAnswer)


async def test_a_video_answer_is_heard_and_seen(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    await process_answer(shop.deps, answer_id)
    answer = shop.answer(answer_id)
    assert (answer.status, answer.progress) == (AnswerStatus.READY, 1.0)
    found = perceived(shop, answer_id)
    assert found.text.startswith("We shipped the roadmap")
    assert len(found.vectors) == len(found.sentences) > 0
    assert found.face is not None
    assert len(found.face.samples) == 64
    assert found.limits == ()


async def test_a_written_answer_needs_no_recording(shop: Workshop) -> None:
    answer_id = shop.answered("q1", kind=AnswerKind.TEXT, text="I built it. It worked.", media_key=None)
    await process_answer(shop.deps, answer_id)
    assert perceived(shop, answer_id).limits == (Limit.WRITTEN,)
    assert [one.text for one in perceived(shop, answer_id).sentences] == ["I built it.", "It worked."]
    assert shop.decoder.calls == {}


async def test_without_consent_the_picture_is_not_looked_at(shop: Workshop) -> None:
    shop.change(consent=a_consent(face_analysis=False))
    answer_id = shop.answered("q1")
    await process_answer(shop.deps, answer_id)
    assert perceived(shop, answer_id).limits == (Limit.NO_FACE_CONSENT,)
    assert "frames" not in shop.decoder.calls
    assert "watch" not in shop.perception.calls


async def test_a_second_run_changes_nothing(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    await process_answer(shop.deps, answer_id)
    calls, commits = dict(shop.perception.calls), shop.database.commits
    await process_answer(shop.deps, answer_id)
    assert (shop.perception.calls, shop.database.commits) == (calls, commits)


async def test_after_a_break_only_what_was_not_finished_is_done_again(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    shop.perception.broken["embed"] = ServerUnavailableError()
    with pytest.raises(ServerUnavailableError):
        await process_answer(shop.deps, answer_id)
    assert shop.answer(answer_id).status == AnswerStatus.PERCEIVING
    shop.perception.broken.clear()
    await process_answer(shop.deps, answer_id)
    assert shop.answer(answer_id).status == AnswerStatus.READY
    assert shop.decoder.calls == {"probe": 2, "audio": 1, "frames": 1}
    assert shop.perception.calls["listen"] == 1


async def test_a_worker_killed_between_measuring_and_saying_so_measures_nothing_again(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    await process_answer(shop.deps, answer_id)
    calls = dict(shop.perception.calls)
    with shop.database() as uow:
        uow.answers.save(changed(shop.answer(answer_id), status=AnswerStatus.PERCEIVING, progress=0.9))
        uow.commit()
    await process_answer(shop.deps, answer_id)
    assert shop.answer(answer_id).status == AnswerStatus.READY
    assert shop.perception.calls == calls


async def test_a_new_version_of_the_software_does_it_again(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    await process_answer(shop.deps, answer_id)
    with shop.database() as uow:
        uow.answers.save(changed(shop.answer(answer_id), status=AnswerStatus.RECEIVED))
        uow.commit()
    await process_answer(replace(shop.deps, software="newer"), answer_id)
    assert shop.perception.calls["listen"] == 2


async def test_a_cancelled_worker_leaves_nothing_running(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    before = asyncio.all_tasks()
    work = asyncio.create_task(process_answer(shop.deps, answer_id))
    await shop.decoder.reading.wait()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert asyncio.all_tasks() == before
    await process_answer(shop.deps, answer_id)
    assert shop.answer(answer_id).status == AnswerStatus.READY


@pytest.mark.parametrize("code", ["media.undecodable", "media.too_long", "media.not_media", "media.empty"])
async def test_what_cannot_be_decoded_fails_with_its_code(shop: Workshop, code: str) -> None:
    answer_id = shop.answered("q1")
    shop.decoder.refuse("probe", code)
    await process_answer(shop.deps, answer_id)
    assert (shop.answer(answer_id).status, shop.answer(answer_id).problem) == (AnswerStatus.FAILED, code)


async def test_a_picture_that_is_too_large_leaves_the_sound(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    shop.decoder.refuse("frames", "media.frame_too_large")
    await process_answer(shop.deps, answer_id)
    assert shop.answer(answer_id).status == AnswerStatus.READY
    assert perceived(shop, answer_id).limits == (Limit.FRAME_TOO_LARGE,)
    assert perceived(shop, answer_id).text


@pytest.mark.parametrize(
    ("fields", "limit"),
    [
        ({"audio_rate": None, "audio_channels": None}, Limit.NO_AUDIO),
        ({"width": None, "height": None}, Limit.NO_VIDEO),
    ],
)
async def test_a_stream_that_is_not_there_is_said_to_be_missing(
    shop: Workshop, fields: dict[str, None], limit: Limit
) -> None:
    answer_id = shop.answered("q1")
    shop.decoder.info = msgspec.structs.replace(shop.decoder.info, **fields)
    await process_answer(shop.deps, answer_id)
    assert perceived(shop, answer_id).limits == (limit,)


async def test_a_track_of_sound_without_a_sample_leaves_the_picture(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    shop.decoder.refuse("audio", "media.no_streams")
    await process_answer(shop.deps, answer_id)
    assert shop.answer(answer_id).status == AnswerStatus.READY
    assert perceived(shop, answer_id).limits == (Limit.NO_AUDIO,)
    assert perceived(shop, answer_id).face is not None


async def test_a_recording_of_sound_alone_without_a_sample_cannot_be_used(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    shop.decoder.info = msgspec.structs.replace(shop.decoder.info, width=None, height=None)
    shop.decoder.refuse("audio", "media.no_streams")
    await process_answer(shop.deps, answer_id)
    assert (shop.answer(answer_id).status, shop.answer(answer_id).problem) == (AnswerStatus.FAILED, "media.no_streams")


async def test_a_file_that_broke_off_is_said_to_be_cut_short(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    shop.decoder.truncated = True
    await process_answer(shop.deps, answer_id)
    assert perceived(shop, answer_id).limits == (Limit.TRUNCATED,)


async def test_a_language_without_a_model_leaves_the_face(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    shop.perception.knows_languages = False
    await process_answer(shop.deps, answer_id)
    assert perceived(shop, answer_id).limits == (Limit.LANGUAGE_NOT_SERVED,)
    assert perceived(shop, answer_id).face is not None


@pytest.mark.parametrize("error", [ServerUnavailableError(), DeadlineExceededError()])
async def test_what_passes_by_itself_is_raised_for_the_queue(shop: Workshop, error: ServerUnavailableError) -> None:
    answer_id = shop.answered("q1")
    shop.perception.broken["listen"] = error
    with pytest.raises(type(error)):
        await process_answer(shop.deps, answer_id)
    assert shop.answer(answer_id).status == AnswerStatus.PERCEIVING


async def test_a_model_server_that_is_not_set_up_is_waited_for(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    shop.perception.broken["listen"] = SetupError("no weights")
    with pytest.raises(UnavailableError):
        await process_answer(shop.deps, answer_id)


async def test_an_answer_of_a_cancelled_interview_is_left_alone(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    shop.change(status=InterviewStatus.CANCELLED)
    await process_answer(shop.deps, answer_id)
    assert shop.decoder.calls == {}


async def test_an_answer_that_is_not_there_is_no_error(shop: Workshop) -> None:
    await process_answer(shop.deps, "nobody")


async def test_progress_is_written_a_few_times_and_only_grows(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    shop.decoder.info = msgspec.structs.replace(shop.decoder.info, duration_ms=60_000)
    seen: list[float] = []

    async def changed(interview_id: str) -> None:
        seen.append(shop.answer(answer_id).progress)

    shop.desk.progress.changed = changed  # type: ignore[method-assign]  # the fake is this test's own
    await process_answer(shop.deps, answer_id)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert 4 <= len(seen) <= 7


async def test_an_answer_that_the_queue_gave_up_lets_the_interview_go_on(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    shop.finished()
    await give_up(shop.deps, "answer", answer_id, "ValueError: something unforeseen")
    assert shop.answer(answer_id).problem == "perception.failed"
    assert shop.interview.status == InterviewStatus.COMPLETED


async def test_an_answer_is_not_given_up_while_the_model_server_is_away(shop: Workshop) -> None:
    answer_id = shop.answered("q1")
    await give_up(shop.deps, "answer", answer_id, "perception.unavailable: no answer")
    assert shop.answer(answer_id).status == AnswerStatus.RECEIVED
    await finish_interview(shop.deps, "interview-1")
    assert shop.interview.status == InterviewStatus.OPEN


class Smiling(WatchingSession):
    """Sees a smile in every frame."""

    async def finish(self) -> Watched:
        found = await super().finish()
        samples = tuple(structs.replace(one, faces=1, presence=0.9, smile=0.8) for one in found.face.samples)
        return structs.replace(found, face=structs.replace(found.face, samples=samples))


class SmilingPerception(CountingPerception):
    """Sees smiles."""

    def watch(self) -> WatchingSession:
        async def open_eyes() -> NullEyes:
            return NullEyes()

        return Smiling(open_eyes)


@pytest.mark.parametrize(("allowed", "smile"), [(True, 0.8), (False, 0.0)])
async def test_where_the_policy_forbids_it_no_expression_of_the_face_is_kept(
    shop: Workshop, allowed: bool, smile: float
) -> None:
    policy = structs.replace(shop.desk.policy, face_expressions=allowed)
    deps = replace(shop.deps, perception=SmilingPerception(SAID), desk=replace(shop.desk, policy=policy))
    answer_id = shop.answered("q1")
    await process_answer(deps, answer_id)
    face = perceived(shop, answer_id).face
    assert face is not None
    assert {sample.smile for sample in face.samples} == {smile}
