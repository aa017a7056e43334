"""Embeddings of the texts that answers are compared with, made once an interview and kept beside their texts.

So a report can be made again without a model: what is kept says itself which text each vector is of.
"""

from __future__ import annotations

import msgspec

from gateway.domain.competency import Question
from gateway.domain.interview import Interview, Job
from gateway.pipeline.deps import Deps
from gateway.pipeline.embedding import Vector, embed
from gateway.pipeline.kept import REFERENCES
from gateway.pipeline.steps import Steps, digest
from gateway.ports import UnitOfWork
from gateway.scoring.engine import question_text, reference_texts


async def references(deps: Deps, interview: Interview, job: Job) -> dict[str, Vector]:
    """Give the embedding of every reference text of the job; nothing where no model serves its language.

    Raises `PerceptionError`.
    """
    language = interview.language
    texts = reference_texts(job.competency_model, job.questions, language)
    served = await deps.perception.models()
    steps = Steps(deps.desk, interview.id, "", digest(deps.software, language, texts, served))

    async def compute() -> dict[str, Vector]:
        found = await embed(deps, texts, language) if texts else None
        return dict(zip(texts, found.vectors, strict=True)) if found else {}

    return await steps.once(REFERENCES, dict[str, Vector], compute)


def latest_references(uow: UnitOfWork, interview: Interview) -> dict[str, Vector] | None:
    """Give the embeddings that the interview was scored with; `None` where none are kept."""
    data = uow.steps.latest(interview.id, "", REFERENCES)
    return None if data is None else msgspec.msgpack.decode(data, type=dict[str, Vector])


def question_vector(vectors: dict[str, Vector], question: Question | None, language: str) -> Vector | None:
    """Give the embedding of `question` as it was put; `None` where there is no such question."""
    return vectors.get(question_text(question, language)) if question else None
