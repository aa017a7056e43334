"""What is spoken in a made interview: `answers.yaml` as values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

_PAUSE = re.compile(r"\[(\d+(?:\.\d+)?)\]")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True)
class Line:
    """A sentence and the pause before it in seconds; `None` where the text leaves the pause open."""

    pause: float | None
    sentence: str


@dataclass(frozen=True)
class Take:
    """One answer to be made: whose, to which question, by which voice of flite, and its lines."""

    candidate: str
    level: str
    voice: str
    question: str
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        """Stem of the files' names, unique among the takes."""
        return f"{self.candidate}-{self.question}"


def lines(text: str) -> tuple[Line, ...]:
    """Cut a text with marks such as `[0.8]` (a pause in seconds) into sentences with their pauses."""
    found: list[Line] = []
    pieces = _PAUSE.split(text)
    pauses: list[float | None] = [None, *(float(seconds) for seconds in pieces[1::2])]
    for pause, piece in zip(pauses, pieces[::2], strict=True):
        sentences = [s for s in _SENTENCE_END.split(piece.strip()) if s]
        found += [Line(pause if i == 0 else None, sentence) for i, sentence in enumerate(sentences)]
    return tuple(found)


def takes(path: Path) -> tuple[Take, ...]:
    """Read `answers.yaml`: all answers of all candidates, in its order."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        Take(who["id"], who["level"], who["voice"], answer["question"], lines(answer["text"]))
        for who in document["candidates"]
        for answer in who["answers"]
    )
