"""Makes a finished report again from the perception results that are kept; writes nothing, and asks no model."""

from __future__ import annotations

import msgspec

from gateway.domain.errors import ConflictError
from gateway.domain.interview import Answer, Interview, InterviewStatus, Job
from gateway.domain.report import Report
from gateway.domain.signals import MeasuredAnswer
from gateway.domain.text import LocalizedText
from gateway.pipeline.embedding import Vector
from gateway.pipeline.gathering import Finished, gather, kept, make_report
from gateway.pipeline.kept import PERCEIVE
from gateway.pipeline.references import latest_references, question_vector
from gateway.ports import UnitOfWork
from gateway.reports.differences import Replay, compare
from gateway.scoring.engine import question_text, reference_texts, score
from gateway.signals.measurement import measure
from gateway.signals.perceived import PerceivedAnswer

INCOMPLETE = LocalizedText("该面试或其候选人、岗位的资料已不完整", "the interview, its candidate or its job is gone")
OPENED_AGAIN = LocalizedText(
    "候选人正在重录一道题，报告将重新生成",
    "the candidate is recording an answer again, and a new report will take its place",
)
NO_REFERENCES = LocalizedText("未保存参照文本的向量", "the embeddings of the reference texts were not kept")
UNREADABLE = LocalizedText(
    "保存的结果是另一软件版本的格式，当前版本无法读取",
    "what is kept was written by another version of the software, which this one cannot read",
)


class NotReplayableError(ConflictError):
    """Something that the report was made from is not kept any more, or cannot be read."""

    code = "report_not_replayable"

    def __init__(self, reason: LocalizedText) -> None:
        super().__init__(
            LocalizedText(
                f"无法重现这份报告：{reason.zh}。原报告未受影响。",
                f"This report cannot be made again: {reason.en}. The report itself is as it was.",
            )
        )


def replay(software: str, uow: UnitOfWork, report: Report) -> Replay:
    """Make `report` again with this `software` from what is kept, and compare.

    Raises `NotReplayableError`. Id, date and the models' cards are those of then; they are no results.
    """
    try:
        return compare(report, _again(software, uow, report))
    except msgspec.DecodeError as error:  # also `ValidationError`
        raise NotReplayableError(UNREADABLE) from error


def _again(software: str, uow: UnitOfWork, report: Report) -> Report:
    interview = uow.interviews.get(report.interview_id)
    job = uow.jobs.get(interview.job_id) if interview else None
    if interview is None or job is None:
        raise NotReplayableError(INCOMPLETE)
    vectors = _references(uow, interview, job)
    if interview.status != InterviewStatus.COMPLETED:
        raise NotReplayableError(OPENED_AGAIN)
    finished = _gathered(uow, interview, job, vectors)
    made = make_report(
        finished,
        score(job.competency_model, finished.measured, vectors),
        software=software,
        cards={one.name: one.card for one in report.versions.models},
        id=report.id,
        now=report.created_at,
    )
    return msgspec.structs.replace(made, supersedes=report.supersedes)


def _references(uow: UnitOfWork, interview: Interview, job: Job) -> dict[str, Vector]:
    vectors = latest_references(uow, interview)
    needed = reference_texts(job.competency_model, job.questions, interview.language)
    if vectors is None or (vectors and not vectors.keys() >= set(needed)):
        raise NotReplayableError(NO_REFERENCES)
    return vectors


def _gathered(uow: UnitOfWork, interview: Interview, job: Job, vectors: dict[str, Vector]) -> Finished:
    questions = {one.id: one for one in job.questions}

    def measured(answer: Answer) -> MeasuredAnswer:
        perceived = kept(uow, answer, PERCEIVE, PerceivedAnswer)
        if perceived is None:
            name = answer.question_id
            reason = LocalizedText(f"未保存题目 {name} 的感知结果", f"what was perceived in answer {name} was not kept")
            raise NotReplayableError(reason)
        question = questions.get(answer.question_id)
        asked = question_text(question, interview.language) if question else ""
        return measure(perceived, question_vector(vectors, question, interview.language), asked)

    finished = gather(uow, interview, measured)
    if finished is None:
        raise NotReplayableError(INCOMPLETE)
    return finished
