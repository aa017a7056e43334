"""Decode and perceive one answer: sound and picture at the same time, then the meaning of its sentences."""

from __future__ import annotations

from pathlib import Path

import msgspec

from gateway.actions.desk import reading
from gateway.domain.errors import InvalidError
from gateway.domain.interview import AnswerKind
from gateway.domain.signals import Limit, Sentence
from gateway.pipeline.concurrency import nothing, together
from gateway.pipeline.deps import Case, Deps
from gateway.pipeline.embedding import embed
from gateway.pipeline.hearing import NO_STREAM, Heard, hear
from gateway.pipeline.kept import HEAR, SEE
from gateway.pipeline.progress import Progress
from gateway.pipeline.seeing import Seen, see
from gateway.pipeline.steps import Steps
from gateway.ports import MEDIA_INFO, MediaInfo
from gateway.signals.perceived import PerceivedAnswer
from gateway.signals.segmentation import sentences, written_sentences


async def perceive(deps: Deps, case: Case, steps: Steps, progress: Progress) -> PerceivedAnswer:
    """Give everything that later steps know of the answer.

    Raises `InvalidError` (`media.*`) when nothing in the recording can be used, and `PerceptionError`.
    """
    if case.answer.kind == AnswerKind.TEXT:
        text = case.answer.text or ""
        return await _understand(deps, case, _blank(case, text, written_sentences(text), (Limit.WRITTEN,)))
    path = deps.media.path(case.answer.media_key or "")
    info = await _probed(deps, case, path)
    seconds = (info.duration_ms or 0) / 1000

    async def sound() -> Heard | None:
        if info.audio_rate is None:
            return None
        try:
            heard = await steps.once(HEAR, Heard, lambda: hear(deps, path, case.language))
        except InvalidError as problem:
            if problem.code != NO_STREAM or info.width is None:
                raise
            return None  # a microphone that gave nothing leaves a track without a sample; the picture can be used
        await progress.heard()
        return heard

    async def picture() -> Seen | None:
        return await steps.once(SEE, Seen, lambda: see(deps, path, lambda at: progress.seen(at, seconds)))

    looking = info.width is not None and case.interview.consent.face_analysis
    heard, seen = await together(sound(), picture() if looking else nothing())
    return await _understand(deps, case, _combine(case, info, heard, seen))


async def _probed(deps: Deps, case: Case, path: Path) -> MediaInfo:
    """Give what the recording holds, which whoever accepted it has found out."""
    answer = case.answer
    kept = await reading(deps.desk.read, lambda uow: uow.steps.latest(answer.interview_id, answer.id, MEDIA_INFO))
    return msgspec.msgpack.decode(kept, type=MediaInfo) if kept else await deps.decoder.probe(path)


def _blank(case: Case, text: str, spoken: tuple[Sentence, ...], limits: tuple[Limit, ...]) -> PerceivedAnswer:
    return PerceivedAnswer(
        answer_id=case.answer.id,
        question_id=case.answer.question_id,
        language=case.interview.language,
        text=text,
        duration_ms=0,
        sentences=spoken,
        vectors=(),
        limits=limits,
    )


def _combine(case: Case, info: MediaInfo, heard: Heard | None, seen: Seen | None) -> PerceivedAnswer:
    transcript = heard.transcript if heard else None
    spoken = sentences(transcript) if transcript else ()
    limits = _limits(case, info, heard, seen)
    announced = 0 if Limit.TRUNCATED in limits else info.duration_ms or 0  # the header of a cut file tells of the whole
    parts = (heard.voice, heard.pitch, transcript) if heard else ()
    pictures = (seen.face, seen.body) if seen else ()
    results = [part for part in (*parts, *pictures) if part is not None]
    return msgspec.structs.replace(
        _blank(case, transcript.text if transcript else "", spoken, limits),
        duration_ms=max(heard.duration_ms if heard else 0, seen.duration_ms if seen else 0, announced),
        transcript=transcript,
        voice=heard.voice if heard else None,
        pitch=heard.pitch if heard else None,
        loudness=heard.loudness if heard else None,
        face=seen.face if seen else None,
        body=seen.body if seen else None,
        models=tuple(result.model for result in results),
    )


def _limits(case: Case, info: MediaInfo, heard: Heard | None, seen: Seen | None) -> tuple[Limit, ...]:
    """Give what decoding shows that the answer cannot tell; signals add what perception shows."""
    found: set[Limit] = set()
    if heard is None:
        found.add(Limit.NO_AUDIO)
    elif heard.transcript is None:
        found.add(Limit.LANGUAGE_NOT_SERVED)
    if info.width is None:
        found.add(Limit.NO_VIDEO)
    elif not case.interview.consent.face_analysis:
        found.add(Limit.NO_FACE_CONSENT)
    if seen is not None and seen.limit is not None:
        found.add(seen.limit)
    if heard is not None and heard.truncated:
        found.add(Limit.TRUNCATED)
    return tuple(limit for limit in Limit if limit in found)


async def _understand(deps: Deps, case: Case, perceived: PerceivedAnswer) -> PerceivedAnswer:
    """Add the sentences' embeddings, where a model serves the language."""
    if not perceived.sentences:
        return perceived
    texts = [sentence.text for sentence in perceived.sentences]
    found = await embed(deps, texts, case.language)
    if found is None:
        return perceived
    return msgspec.structs.replace(perceived, vectors=found.vectors, models=(*perceived.models, found.model))
