"""Checks that the structure of an answer cites what is there, and that its points add up."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.domain.signals import Cue, MeasuredAnswer

ROUNDING = 0.06


def structure_problems(answer: MeasuredAnswer) -> Iterator[str]:
    """Give what is wrong with the structure of an answer, in words; nothing when all is well."""
    structure = answer.structure
    if structure is None or not structure.parts:
        return
    total = sum(part.points for part in structure.parts)
    if abs(total - structure.score) > ROUNDING:
        yield f"the parts of the structure of {answer.answer_id!r} make {total}, not {structure.score}"
    for part in structure.parts:
        if part.points > part.max_points or (part.points > 0.0 and not part.cues):
            yield f"the structure of {answer.answer_id!r} has {part.points} points for {part.kind} that rest on nothing"
        for cue in part.cues:
            if not _resolves(cue, answer):
                yield f"{part.kind} cites characters {cue.start} to {cue.end}, which are not in its sentence"


def _resolves(cue: Cue, answer: MeasuredAnswer) -> bool:
    """Whether the words stand in the sentence that is named, at its times."""
    if not 0 <= cue.sentence < len(answer.sentences):
        return False
    sentence = answer.sentences[cue.sentence]
    inside = sentence.start <= cue.start < cue.end <= sentence.end
    return inside and (cue.start_ms, cue.end_ms) == (sentence.start_ms, sentence.end_ms)
