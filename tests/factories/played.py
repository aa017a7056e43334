"""A finished interview with recordings that can be played: video, sound alone, and a written answer."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from gateway.domain.competency import Question
from gateway.domain.interview import Answer, AnswerKind, AnswerStatus, InterviewStatus
from gateway.domain.signals import Limit, MeasuredAnswer
from gateway.ports import StoredMedia
from gateway.reports.compose import compose
from tests.factories.beside import a_line, a_note, a_remark, others
from tests.factories.people import NOW, a_candidate, an_answer, an_interview
from tests.factories.results import a_decision
from tests.factories.scored import OTHER, QUESTIONS, VOICE, some_material, text, toward
from tests.factories.scored import an_answer as a_measured_answer
from tests.fakes.world import World

SECONDS = 9
SCORES = (52.0, 61.5, 64.0, 70.0, 74.0, 91.0)
QUESTION = Question(id="q3", text=text("Anything else?"))
SAID = (
    ("We began with nothing.", OTHER),
    ("We asked every customer what they need.", toward("asks")),
    ("It was a good year.", OTHER),
    ("Then we copied the others.", toward("copies")),
    ("We showed a prototype, and it worked.", toward("tests", 0.5)),
    ("That is all of it.", OTHER),
)


def measured() -> tuple[MeasuredAnswer, ...]:
    spoken = a_measured_answer("q1", SAID, voice=VOICE, duration_ms=SECONDS * 1000)
    heard = a_measured_answer("q2", [("The others broke it.", toward("blames"))], duration_ms=SECONDS * 1000)
    written = a_measured_answer("q3", [("We wrote it down.", OTHER)], limits=(Limit.WRITTEN,), duration_ms=0)
    untimed = tuple(replace(one, start_ms=None, end_ms=None) for one in written.sentences)
    return spoken, heard, replace(written, sentences=untimed)


def keep(world: World, film: Path, sound: Path) -> None:
    """Keep the interview, with the files as its recordings."""
    kept = {"q1": _stored(world, film), "q2": _stored(world, sound)}
    material = some_material(measured())
    job = replace(material.job, questions=(*QUESTIONS, QUESTION))
    answers = [_received(one.question_id, kept) for one in material.measured]
    report = compose(replace(material, job=job, answers=answers), id="report-1", now=NOW)
    with world.database() as work:
        work.candidates.add(a_candidate(name="Lin Xiao"))
        work.jobs.add(job)
        work.interviews.add(an_interview(status=InterviewStatus.COMPLETED, finished_at=NOW, completed_at=NOW))
        for answer in answers:
            work.answers.add(answer)
        work.reports.add(report)
        work.decisions.add(a_decision())
        work.commit()


def keep_beside(world: World) -> None:
    """Keep what stands beside the report: a note, an adjusted score, and other candidates to compare with."""
    adjusted = a_remark(id="remark-1", target_id="needs", value=90.0, text="Seen again", by="Li Wei", machine=62.5)
    with world.database() as work:
        report = work.reports.of("interview-1")
        if report is None:
            raise LookupError
        scores = {one.dimension_id: one.score for one in report.score.dimensions if one.score is not None}
        model = report.versions.competency_model
        work.remarks.add(adjusted)
        work.remarks.add(a_note(id="remark-2", text="Ask for the references.", by="Zhao Min"))
        own = a_line(competency_model=model, overall=report.score.overall, dimensions=scores)
        for line in (own, *others(SCORES, competency_model=model, dimensions=("needs",))):
            work.scores.put(line)
        work.commit()


KINDS = {"q1": (AnswerKind.VIDEO, "video/webm"), "q2": (AnswerKind.AUDIO, "audio/webm"), "q3": (AnswerKind.TEXT, None)}


def _received(question: str, kept: dict[str, StoredMedia]) -> Answer:
    kind, media_type = KINDS[question]
    stored = kept.get(question)
    return an_answer(
        id=f"answer-{question}",
        question_id=question,
        kind=kind,
        status=AnswerStatus.READY,
        media_key=stored.key if stored else None,
        media_type=media_type,
        sha256=stored.sha256 if stored else "0" * 64,
        size=stored.size if stored else 1,
    )


def _stored(world: World, path: Path) -> StoredMedia:
    world.media.begin(path.name)
    world.media.append(path.name, 0, path.read_bytes())
    return world.media.finish(path.name)
