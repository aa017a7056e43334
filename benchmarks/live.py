"""Live sessions on the sample interviews, fed as fast as they were recorded: words after a pause, sessions at once."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import NamedTuple

import av
import msgspec
import numpy as np

from benchmarks.rows import BenchRow
from inference import build, runtime
from inference.client import TritonPerception
from inference.ports import Listening, Watching
from inference.types import SAMPLE_RATE, Frames, Heard, Samples, Utterance, Watched

PIECE_MS = 60
FRAME_MS = 100
SIZE = (640, 480)
PAUSE_MS = 350
"""Silence between two words of the script that counts as a pause."""

ALONE = 4
"""Recordings that are heard one after the other for the time after a pause."""

AT_ONCE = 4
"""Sessions at once, each of two recordings in a row."""

GOAL_MS = 500.0
LAG_GOAL_S = 1.0


class Clip(NamedTuple):
    """A recording: its sound, ten frames a second, and the ends of the words that a pause follows."""

    name: str
    sound: Samples
    frames: Frames
    pauses_ms: tuple[int, ...]


class Told(NamedTuple):
    """An utterance, and the seconds from the session's start to it."""

    at_s: float
    utterance: Utterance


class Lived(NamedTuple):
    """What a live session gave, and how many seconds after its end each part was there."""

    heard: Heard
    watched: Watched
    told: tuple[Told, ...]
    sound_lag_s: float
    picture_lag_s: float


def run(root: Path) -> list[BenchRow]:
    """Measure one session, then several at once; check that they give what the file gives."""
    samples = root / "samples" / "product_manager"
    truth = msgspec.json.decode((samples / "truth.json").read_bytes())
    files = sorted((samples / "media").glob("*.mp4"))[: AT_ONCE + 1]
    clips = [_clip(file, truth[file.stem]["words"]) for file in files]
    build.build(root)
    return asyncio.run(_measure(root, clips[:ALONE], [_joined(*two) for two in itertools.pairwise(clips)]))


async def _measure(root: Path, single: list[Clip], double: list[Clip]) -> list[BenchRow]:
    with tempfile.TemporaryDirectory() as logs:
        async with runtime.TritonServer(root, log_dir=Path(logs)) as address:
            perception = TritonPerception(address)
            try:
                alone = [await _live(perception, clip) for clip in single]
                together = await asyncio.gather(*(_live(perception, clip) for clip in double))
                files = [await _as_file(perception, clip) for clip in (*single, *double)]
            finally:
                await perception.close()
    waits = [wait for lived, clip in zip(alone, single, strict=True) for wait in _waits_ms(lived, clip)]
    equal = sum((lived.heard, lived.watched) == file for lived, file in zip((*alone, *together), files, strict=True))
    return [*_wait_rows(waits), *_lag_rows(together), _equal_row(equal, len(files))]


def _wait_rows(waits: list[float]) -> list[BenchRow]:
    p50, p95 = (float(np.percentile(waits, share)) for share in (50, 95))
    what = "words after the speaker pauses, one session with sound and pictures"
    return [
        _row(f"{what}: median of {len(waits)} pauses", p50, "ms", GOAL_MS),
        _row(f"{what}: 95th percentile", p95, "ms", GOAL_MS),
    ]


def _lag_rows(together: Sequence[Lived]) -> list[BenchRow]:
    seconds = statistics.median(lived.heard.duration_ms for lived in together) / 1000
    what = f"{len(together)} sessions at once for {seconds:.0f} s, largest lag at the end"
    return [
        _row(f"{what}: sound", max(lived.sound_lag_s for lived in together), "s", LAG_GOAL_S),
        _row(f"{what}: pictures", max(lived.picture_lag_s for lived in together), "s", LAG_GOAL_S),
    ]


def _equal_row(equal: int, of: int) -> BenchRow:
    share = equal / of
    return BenchRow(
        name=f"live sessions whose result equals the file's, of {of}", value=equal, unit="sessions", peer="the file",
        peer_value=float(of), ratio=share, goal="all", ok=equal == of,
    )  # fmt: skip


def _row(name: str, value: float, unit: str, goal: float) -> BenchRow:
    return BenchRow(
        name=name, value=value, unit=unit, peer="", peer_value=None, ratio=None, goal=f"<= {goal:g}", ok=value <= goal
    )


def _waits_ms(lived: Lived, clip: Clip) -> list[float]:
    """Give for each pause how long after the last word's end the first utterance that reaches it was there."""
    waits = []
    for end_ms in clip.pauses_ms:
        reaching = (told.at_s for told in lived.told if told.utterance.end_ms >= end_ms and told.utterance.words)
        waits.append(min(reaching, default=float("inf")) * 1000 - end_ms)
    return waits


async def _as_file(perception: TritonPerception, clip: Clip) -> tuple[Heard, Watched]:
    async with perception.listen("en") as listening, perception.watch() as watching:
        await listening.add(clip.sound)
        await watching.add(clip.frames, [FRAME_MS * number for number in range(len(clip.frames))])
        return await listening.finish(), await watching.finish()


async def _live(perception: TritonPerception, clip: Clip) -> Lived:
    """Play a recording to a session as if it were being recorded."""
    async with perception.listen("en") as listening, perception.watch() as watching:
        begun = time.monotonic()
        hearing = asyncio.create_task(_collect(listening.utterances(), begun))
        heard, watched = await asyncio.gather(_speak(listening, clip, begun), _show(watching, clip, begun))
        end_s = clip.sound.size / SAMPLE_RATE
        return Lived(heard[0], watched[0], await hearing, heard[1] - end_s, watched[1] - end_s)


async def _collect(utterances: AsyncIterator[Utterance], begun: float) -> tuple[Told, ...]:
    return tuple([Told(time.monotonic() - begun, utterance) async for utterance in utterances])


async def _speak(listening: Listening, clip: Clip, begun: float) -> tuple[Heard, float]:
    """Give each piece of the sound once it would have been recorded."""
    step = PIECE_MS * SAMPLE_RATE // 1000
    for start in range(0, clip.sound.size, step):
        stop = min(start + step, clip.sound.size)
        await _at(begun + stop / SAMPLE_RATE)
        await listening.add(clip.sound[start:stop])
    return await listening.finish(), time.monotonic() - begun


async def _show(watching: Watching, clip: Clip, begun: float) -> tuple[Watched, float]:
    """Give each frame at its time; those that came while earlier ones were looked at go together."""
    shown = 0
    while shown < len(clip.frames):
        await _at(begun + FRAME_MS * shown / 1000)
        due = min(int((time.monotonic() - begun) * 1000 / FRAME_MS) + 1, len(clip.frames))
        await watching.add(clip.frames[shown:due], [FRAME_MS * number for number in range(shown, due)])
        shown = due
    return await watching.finish(), time.monotonic() - begun


async def _at(moment: float) -> None:
    await asyncio.sleep(max(moment - time.monotonic(), 0.0))


def _clip(path: Path, words: list[tuple[str, int, int]]) -> Clip:
    pauses = [end for (_, _, end), (_, start, _) in itertools.pairwise(words) if start - end >= PAUSE_MS]
    return Clip(path.stem, _sound(path), _pictures(path), (*pauses, words[-1][2]))


def _joined(first: Clip, second: Clip) -> Clip:
    """Put one recording after another, the second at a frame's time."""
    length = len(first.frames) * FRAME_MS * SAMPLE_RATE // 1000
    sound = np.concatenate([np.pad(first.sound, (0, max(length - first.sound.size, 0)))[:length], second.sound])
    later = (length * 1000 // SAMPLE_RATE + pause for pause in second.pauses_ms)
    return Clip(
        f"{first.name}, {second.name}", sound, np.concatenate([first.frames, second.frames]), (*first.pauses_ms, *later)
    )


def _sound(path: Path) -> Samples:
    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    with av.open(str(path)) as container:
        frames = (*container.decode(audio=0), None)
        parts = [piece.to_ndarray()[0] for frame in frames for piece in resampler.resample(frame)]
    return np.concatenate(parts).astype(np.float32)


def _pictures(path: Path) -> Frames:
    found: list[Frames] = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            if (frame.time or 0.0) * 1000 >= FRAME_MS * len(found):
                found.append(np.asarray(frame.reformat(*SIZE, format="rgb24").to_ndarray(), dtype=np.uint8))
    return np.stack(found)
