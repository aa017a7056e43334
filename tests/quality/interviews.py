"""Scores texts as answers, the way the pipeline does: sentences, embeddings, measurement, score, report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import Struct

from gateway.domain.competency import Question
from gateway.domain.interview import (
    Answer,
    AnswerKind,
    AnswerStatus,
    Candidate,
    Consent,
    Interview,
    InterviewStatus,
    Job,
)
from gateway.domain.report import Report, Versions
from gateway.domain.scoring import InterviewScore
from gateway.domain.signals import Limit, MeasuredAnswer
from gateway.language.blinding import blinded
from gateway.reports.compose import Material, compose
from gateway.scoring import question_text, reference_texts, score
from gateway.signals.measurement import measure
from gateway.signals.perceived import PerceivedAnswer
from gateway.signals.segmentation import written_sentences
from inference.ports import Perception
from tests.quality.answers import JobAnswers

NOW = datetime(2026, 11, 25, tzinfo=UTC)
SHOWN = 0.5
"""An indicator counts as found when it was shown at least this strongly, as in `gateway.reports.compose`."""

Vector = tuple[float, ...]


class Scored(Struct, frozen=True, kw_only=True):
    """One answer with its score out of 100: the mean of the dimensions that its question feeds, by weight."""

    score: float
    found: frozenset[str]
    interview: InterviewScore
    measured: MeasuredAnswer


class Scorer:
    """Scores texts with the embeddings that `perception` gives; call `prepare` with all texts first."""

    def __init__(self, perception: Perception) -> None:
        self._perception = perception
        self._vectors: dict[tuple[str, str], Vector] = {}

    async def prepare(self, file: JobAnswers, texts: Iterable[str]) -> None:
        """Embed the sentences of answers and the references of a job, all at once."""
        said = [sentence.text for text in texts for sentence in written_sentences(text)]
        wanted = dict.fromkeys([*said, *reference_texts(file.job.competency_model, file.job.questions, file.language)])
        if await self._perception.embedder(file.language) is None:
            return
        new = [text for text in wanted if (file.language, text) not in self._vectors]
        if new:
            rows = await self._perception.embed([blinded(text) for text in new], file.language)
            self._vectors |= {(file.language, text): tuple(row) for text, row in zip(new, rows.tolist(), strict=True)}

    def _measured(self, file: JobAnswers, question: Question, text: str) -> MeasuredAnswer:
        sentences = written_sentences(text)
        perceived = PerceivedAnswer(
            answer_id=f"answer-{question.id}",
            question_id=question.id,
            language=file.language,
            text=text,
            duration_ms=0,
            sentences=sentences,
            vectors=self._known(file.language, [one.text for one in sentences]),
            limits=(Limit.WRITTEN,),
        )
        asked = question_text(question, file.language)
        return measure(perceived, self._vectors.get((file.language, asked)), asked)

    def _known(self, language: str, texts: Iterable[str]) -> tuple[Vector, ...]:
        """Give the vectors of texts in order; nothing where no model serves the language."""
        found = (self._vectors.get((language, text)) for text in texts)
        return tuple(one for one in found if one is not None)

    def score(self, file: JobAnswers, question_id: str, text: str) -> Scored:
        """Score an interview of which only this answer was given. Raises `KeyError` for a text not prepared."""
        question = next(one for one in file.job.questions if one.id == question_id)
        measured = self._measured(file, question, text)
        model = file.job.competency_model
        wanted = reference_texts(model, file.job.questions, file.language)
        known = self._known(file.language, wanted)
        interview = score(model, [measured], dict(zip(wanted, known, strict=True)) if known else {})
        judged = [(one.weight, one.score) for one in interview.dimensions if one.score is not None]
        weight = sum(part for part, _ in judged)
        return Scored(
            score=sum(part * value for part, value in judged) / weight if weight else 0.0,
            found=frozenset(
                f"{dimension.dimension_id}/{one.indicator_id}"
                for dimension in interview.dimensions
                for one in dimension.indicators
                if one.strength >= SHOWN
            ),
            interview=interview,
            measured=measured,
        )


def report_of(file: JobAnswers, scored: Scored) -> Report:
    """Give the report of an interview of which only this answer was given."""
    answer = Answer(
        id=scored.measured.answer_id, interview_id="interview", question_id=scored.measured.question_id,
        kind=AnswerKind.TEXT, status=AnswerStatus.READY, sha256="", size=0, received_at=NOW, text=scored.measured.text,
    )  # fmt: skip
    consent = Consent(recording=True, face_analysis=False, notice_version="1", given_at=NOW)
    interview = Interview(
        id="interview", candidate_id="candidate", job_id="job", language=file.language, consent=consent,
        status=InterviewStatus.FINISHING, created_at=NOW,
    )  # fmt: skip
    job = Job(
        id="job", title=file.job.title, questions=file.job.questions, competency_model=file.job.competency_model,
        created_at=NOW,
    )  # fmt: skip
    material = Material(
        interview=interview, candidate=Candidate(id="candidate", name="A. B.", created_at=NOW), job=job,
        answers=[answer], measured=[scored.measured], score=scored.interview,
        versions=Versions(software="0", competency_model=job.competency_model.version, models=()),
    )  # fmt: skip
    return compose(material, id="report", now=NOW)
