"""Embeddings of the texts that answers are compared with, made once an interview."""

from __future__ import annotations

from gateway.domain.competency import Question
from gateway.domain.interview import Interview, Job
from gateway.pipeline.deps import Deps
from gateway.pipeline.kept import REFERENCES
from gateway.pipeline.steps import Steps, digest
from gateway.scoring.engine import question_text, reference_texts

Vector = tuple[float, ...]


async def references(deps: Deps, interview: Interview, job: Job) -> dict[str, Vector]:
    """Give the embedding of every reference text of the job. Raises `PerceptionError`."""
    language = interview.language
    texts = reference_texts(job.competency_model, job.questions, language)
    served = await deps.perception.models()
    steps = Steps(deps.desk, interview.id, "", digest(deps.software, language, texts, served))

    async def embed() -> tuple[Vector, ...]:
        if not texts:
            return ()
        vectors = await deps.perception.embed(texts, language.split("-", maxsplit=1)[0])
        return tuple(tuple(row) for row in vectors.tolist())

    kept = await steps.once(REFERENCES, tuple[Vector, ...], embed)
    return dict(zip(texts, kept, strict=True))


def question_vector(vectors: dict[str, Vector], question: Question | None, language: str) -> Vector | None:
    """Give the embedding of `question` as it was put; `None` where there is no such question."""
    return vectors.get(question_text(question, language)) if question else None
