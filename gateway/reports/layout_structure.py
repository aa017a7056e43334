"""The structure of an answer as it stands on the page: points, and the words that earned them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gateway.domain.signals import Cue, MeasuredAnswer, StructureKind, StructureSignals
from gateway.domain.signals import StructurePart as Measured
from gateway.reports.reader import Reader
from gateway.reports.view import StructureCue, StructurePart
from gateway.reports.wording import clock, number, shortened
from gateway.reports.wording_structure import KINDS, ROLES

SHOWN_CUES = 4
"""A line of the page holds about so many."""

STEPS = ("situation", "task", "action", "result")


def lay_out_structure(answer: MeasuredAnswer, reader: Reader) -> Iterator[StructurePart]:
    """Give the parts of the structure in their order; none for answers measured by earlier versions."""
    for part in answer.structure.parts if answer.structure else ():
        chosen = _chosen(part)
        yield StructurePart(
            label=KINDS[part.kind].to(reader.locale),
            shown=part.points > 0.0,
            points=f"{number(part.points)}/{number(part.max_points, 0)}",
            cues=tuple(_cue(one, answer, reader) for one in chosen),
            more=len(part.cues) - len(chosen),
            note=_note(part, answer.structure, reader) if answer.structure else "",
        )


def _chosen(part: Measured) -> Sequence[Cue]:
    """Give what is shown of a part: of a story one of each step, else the first."""
    if part.kind is not StructureKind.STAR:
        return part.cues[:SHOWN_CUES]
    return [cue for role in STEPS for cue in [one for one in part.cues if one.role == role][:1]]


def _cue(cue: Cue, answer: MeasuredAnswer, reader: Reader) -> StructureCue:
    role = ROLES.get(cue.role)
    text = answer.text[cue.start : cue.end]
    return StructureCue(
        text=shortened(text),
        role=role.to(reader.locale) if role else "",
        anchor=reader.anchor(answer.question_id, cue.start),
        time=clock(cue.start_ms),
        play=reader.play(answer.answer_id, cue.start_ms),
        ms=cue.start_ms,
    )


def _note(part: Measured, structure: StructureSignals, reader: Reader) -> str:
    """Say what a story lacks, and how many parts were announced or repeat others."""
    if part.kind is StructureKind.STAR and part.points:
        told = {cue.role for cue in part.cues}
        missing = [ROLES[step].to(reader.locale) for step in STEPS if step not in told]
        comma = "、" if reader.locale == "zh-CN" else ", "
        return reader.say("structure_missing") + comma.join(missing) if missing else ""
    if part.kind is not StructureKind.PARTS:
        return ""
    counts = (("structure_announced", structure.announced or 0), ("structure_repeated", len(structure.repeated)))
    return " · ".join(f"{reader.say(key)}{count}" for key, count in counts if count)
