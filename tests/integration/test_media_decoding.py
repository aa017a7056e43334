"""Good recordings: times are right relative to the file's start, and children end with the call."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from gateway.domain.errors import InvalidError, UnavailableError
from gateway.media import process
from gateway.media.decoder import ChildProcessDecoder
from gateway.settings import Limits
from tests.fixtures.media import film, first, turn_upright_by_90, whole

DECODER = ChildProcessDecoder(Limits())


async def times(path: Path, rate: float = 10.0) -> list[int]:
    """Give the times of all frames, in milliseconds."""
    return [at for batch_at in [b.at_ms async for b in DECODER.frames(path, rate)] for at in batch_at]


def children() -> set[int]:
    """The processes that this one has started; a thread may end while they are counted."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):
            found |= set(map(int, (task / "children").read_text().split()))
    return found


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.mkv"])
async def test_ten_frames_a_second_come_at_their_times(tmp_path: Path, name: str) -> None:
    path = film(tmp_path / name, 3.0)
    info = await DECODER.probe(path)
    assert info.duration_ms == pytest.approx(3000, abs=60)
    found = await times(path)
    assert len(found) == 30
    assert all(0 <= at - 100 * n < 40 for n, at in enumerate(found)), found
    sound = await whole(DECODER.audio(path))
    assert len(sound.samples) / 16_000 == pytest.approx(3.0, abs=0.06)
    assert not sound.truncated


async def test_a_variable_frame_rate_keeps_its_times(tmp_path: Path) -> None:
    at_ms = [0, 30, 400, 420, 450, 1000, 1990]
    assert await times(film(tmp_path / "a.mkv", sound_from_s=None, frames_at_ms=at_ms)) == [0, 400, 1000, 1990]


async def test_a_slow_film_gives_every_frame_once(tmp_path: Path) -> None:
    assert len(await times(film(tmp_path / "a.mp4", 2.0, fps=5))) == 10


async def test_sound_that_starts_late_is_silent_until_then(tmp_path: Path) -> None:
    sound = await whole(DECODER.audio(film(tmp_path / "a.mkv", 3.0, sound_from_s=1.0)))
    first = int(np.argmax(np.abs(sound.samples) > 0.05)) / 16_000
    assert first == pytest.approx(1.0, abs=0.03)
    assert len(sound.samples) / 16_000 == pytest.approx(3.0, abs=0.06)


async def test_times_count_from_the_start_of_a_file_whose_clock_does_not_start_at_zero(tmp_path: Path) -> None:
    path = film(tmp_path / "a.ts", 2.0)  # the container's clock starts at 1.4 s
    found = await times(path)
    assert found[0] < 100
    assert 1900 <= found[-1] < 2000
    assert len((await whole(DECODER.audio(path))).samples) / 16_000 == pytest.approx(2.0, abs=0.1)


async def test_large_frames_are_scaled_to_640_on_the_longer_side(tmp_path: Path) -> None:
    batch = await first(DECODER.frames(film(tmp_path / "a.mp4", 1.0, size=(1280, 720)), 5.0))
    assert batch.frames.shape[1:] == (360, 640, 3)
    assert 30 < int(batch.frames[0, 180:].mean()) < 50  # the first frame is of shade 40
    assert int(batch.frames[0, :80].mean()) > 240


async def test_frames_of_odd_width_come_out_without_padding(tmp_path: Path) -> None:
    batch = await first(DECODER.frames(film(tmp_path / "a.mp4", 1.0, size=(322, 242)), 5.0))
    assert batch.frames.shape[1:] == (242, 322, 3)
    assert batch.frames.flags.c_contiguous
    assert int(batch.frames[0, 121:].max()) - int(batch.frames[0, 121:].min()) < 8


async def test_a_portrait_film_stands_upright(tmp_path: Path) -> None:
    path = turn_upright_by_90(film(tmp_path / "a.mp4", 1.0, sound_from_s=None))
    batch = await first(DECODER.frames(path, 5.0))
    assert batch.frames.shape[1:] == (320, 240, 3)
    assert int(batch.frames[0, :, 190:].mean()) > 240  # what was the top is on the right
    assert int(batch.frames[0, :, :120].mean()) < 60


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
async def test_a_child_that_somebody_ends_says_nothing_about_the_recording(tmp_path: Path, number: int) -> None:
    path = film(tmp_path / "a.mp4", 20.0, size=(640, 480))
    before = children()

    async def decode() -> None:
        async for _ in DECODER.frames(path, 25.0):
            for child in children() - before:
                os.kill(int(child), number)

    with pytest.raises(UnavailableError):
        await decode()


async def test_whoever_stops_listening_leaves_no_child_behind(tmp_path: Path) -> None:
    before = children()
    await first(DECODER.frames(film(tmp_path / "a.mp4", 20.0, size=(640, 480)), 25.0))
    assert children() == before


async def test_a_child_that_does_not_get_on_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = children()
    idle = tmp_path / "idle"
    idle.write_text("#!/bin/sh\nexec sleep 60\n")
    idle.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(idle))
    path = tmp_path / "a.mp4"
    path.write_bytes(b"anything")
    with pytest.raises(InvalidError) as caught:
        async with process.Child("probe", path, {}, start_s=0.2, speed=1.0) as child:
            await child.record()
    assert caught.value.code == "media.timeout"
    assert children() == before


async def test_a_child_that_cannot_start_is_a_matter_of_the_box_and_not_of_the_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    path = tmp_path / "a.mp4"
    path.write_bytes(b"anything")
    with pytest.raises(UnavailableError):
        await DECODER.probe(path)


async def test_memory_is_bounded(tmp_path: Path) -> None:
    tight = ChildProcessDecoder(Limits(decode_memory_bytes=64 * 1024**2))
    path = film(tmp_path / "a.mp4", 0.2, size=(4096, 2304))
    with pytest.raises(InvalidError) as caught:
        _ = [batch async for batch in tight.frames(path, 10.0)]
    assert caught.value.code == "media.undecodable"
