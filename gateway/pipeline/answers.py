"""Works one answer through: decode, perceive, measure. Each result is kept; a second run does what is missing."""

from __future__ import annotations

import logging

from gateway.domain.errors import InvalidError, UnavailableError
from gateway.domain.interview import InterviewStatus
from gateway.domain.signals import MeasuredAnswer
from gateway.domain.text import LocalizedText
from gateway.pipeline.concurrency import closing
from gateway.pipeline.deps import Case, Deps, find_case
from gateway.pipeline.finish import finish_interview
from gateway.pipeline.kept import MODELS, PERCEIVE, SIGNALS
from gateway.pipeline.perceiving import perceive
from gateway.pipeline.progress import DONE, Progress
from gateway.pipeline.references import question_vector, references
from gateway.pipeline.steps import Steps, digest
from gateway.scoring.engine import question_text
from gateway.signals.measurement import measure
from gateway.signals.perceived import PerceivedAnswer
from inference.errors import SetupError
from inference.types import ModelRef

log = logging.getLogger(__name__)


async def process_answer(deps: Deps, answer_id: str) -> None:
    """Work the answer through and, when it was the last of a finished interview, finish that.

    An answer in which nothing can be used becomes `FAILED` with the problem's code; the rest of the interview goes on.
    What passes by itself is raised, for the queue to try again: `PerceptionError` with `retry`, `UnavailableError`,
    `StorageFullError`. Does nothing for an answer that is done, or that is not there. One that some worker has followed
    while it was given is left to that worker, unless that ends before it is done.
    """
    await _while_held(deps, answer_id)
    await work_through(deps, answer_id)


async def _while_held(deps: Deps, answer_id: str) -> None:
    if not await deps.live.held(answer_id):
        return
    async with closing(deps.live.news(answer_id)) as news:
        async for _ in news:
            if not await deps.live.held(answer_id):
                return


async def work_through(deps: Deps, answer_id: str) -> None:
    """Do what `process_answer` does, whoever else may work on the answer."""
    case = await find_case(deps, answer_id)
    if case is None:
        log.warning("there is no answer %s", answer_id)
        return
    if case.interview.status == InterviewStatus.CANCELLED:
        return
    if case.answer.status not in DONE:
        await _work(deps, case)
    await finish_interview(deps, case.interview.id)


async def _work(deps: Deps, case: Case) -> None:
    progress = Progress(deps, case.answer)
    await progress.begin()
    try:
        await _measure(deps, case, progress)
    except InvalidError as problem:
        log.warning("answer %s cannot be used: %s", case.answer.id, problem.code)
        await progress.failed(problem.code)
    except SetupError as error:
        raise UnavailableError(
            LocalizedText(
                "模型服务未正确安装。请管理员运行 shouguan doctor，修复后分析会自动继续。",
                "The model server is not set up. Have the administrator run `shouguan doctor`; the analysis goes on by "
                "itself after that.",
            )
        ) from error
    else:
        await progress.ready()


def made_by(deps: Deps, case: Case, served: tuple[ModelRef, ...]) -> str:
    """Give a digest of everything that makes what is perceived in an answer: `served` are the models."""
    answer, interview = case.answer, case.interview
    seen = (interview.consent.face_analysis, deps.desk.policy.face_expressions, deps.analysis.frames_per_second)
    given = (answer.sha256, interview.language, *seen)
    return digest(deps.software, given, served)


async def _measure(deps: Deps, case: Case, progress: Progress) -> None:
    answer, interview = case.answer, case.interview
    versions = made_by(deps, case, await deps.perception.models())
    steps = Steps(deps.desk, interview.id, answer.id, versions)
    perceived = await steps.once(PERCEIVE, PerceivedAnswer, lambda: perceive(deps, case, steps, progress))
    await progress.perceived()
    vectors = await references(deps, interview, case.job)
    question = next((one for one in case.job.questions if one.id == answer.question_id), None)
    asked = question_vector(vectors, question, interview.language)
    put = question_text(question, interview.language) if question else ""

    async def models() -> tuple[ModelRef, ...]:
        return perceived.models

    async def signals() -> MeasuredAnswer:
        return measure(perceived, asked, put)

    await steps.once(MODELS, tuple[ModelRef, ...], models)
    measured = Steps(deps.desk, interview.id, answer.id, digest(versions, question))
    await measured.once(SIGNALS, MeasuredAnswer, signals)
