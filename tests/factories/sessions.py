"""Listens to and watches a whole recording, in one piece or in several."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from inference.ports import Perception
from inference.types import Frames, Heard, Samples, Transcript, Watched


async def heard(perception: Perception, samples: Samples, language: str = "en", cuts: Sequence[int] = ()) -> Heard:
    """Listen to `samples`, given in the pieces that `cuts` make."""
    async with perception.listen(language) as listening:
        for start, stop in itertools.pairwise([0, *sorted(cuts), samples.size]):
            await listening.add(samples[start:stop])
        return await listening.finish()


async def transcript(perception: Perception, samples: Samples) -> Transcript:
    """Give what was said in English."""
    found = (await heard(perception, samples)).transcript
    assert found is not None
    return found


async def watched(perception: Perception, frames: Frames, at_ms: Sequence[int], size: int = 1000) -> Watched:
    """Watch `frames`, given `size` at a time."""
    async with perception.watch() as watching:
        for start in range(0, len(frames), size):
            await watching.add(frames[start : start + size], at_ms[start : start + size])
        return await watching.finish()
