"""Recordings that are decoded while they come: the same samples and frames as from the finished file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import pytest

from gateway.domain.errors import InvalidError
from gateway.media import decoder as decoding
from gateway.media.decoder import ChildProcessDecoder
from gateway.ports import FrameBatch, Media, SoundBlock
from gateway.settings import Limits
from tests.fixtures.media import film, first, noise, whole
from tests.integration.test_media_decoding import children

DECODER = ChildProcessDecoder(Limits())
FRAGMENTED = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}


class Sender:
    """Sends a file in pieces. After `held_after` bytes it waits until it is `released`; then it may `fail`."""

    def __init__(self, file: Path, piece: int = 4096, held_after: int | None = None) -> None:
        self._data = file.read_bytes()
        self._piece = piece
        self._held_after = len(self._data) if held_after is None else held_after
        self.released = asyncio.Event()
        self.failure: Exception | None = None
        if held_after is None:
            self.released.set()

    async def blocks(self) -> AsyncIterator[bytes]:
        for at in range(0, len(self._data), self._piece):
            if at >= self._held_after:
                await self.released.wait()
                if self.failure is not None:
                    raise self.failure
            yield self._data[at : at + self._piece]


async def pictures(media: Media) -> tuple[list[int], FrameBatch]:
    batches = [batch async for batch in DECODER.frames(media, 10.0)]
    return [at for one in batches for at in one.at_ms], batches[-1]


def fragmented(path: Path) -> Path:
    return film(path, 3.0, options=FRAGMENTED)


def streamable(path: Path) -> Path:
    return film(path, 3.0, options={"movflags": "faststart"})


def as_recorded_by_a_browser(path: Path) -> Path:
    return film(path, 3.0, options={"live": "1"})


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (as_recorded_by_a_browser, "a.webm"),
        (film, "a.webm"),
        (film, "a.mkv"),
        (fragmented, "a.mp4"),
        (streamable, "a.mp4"),
    ],
)
@pytest.mark.parametrize("piece", [700, 65536])
async def test_what_comes_in_pieces_is_what_the_file_holds(
    tmp_path: Path, make: Callable[[Path], Path], name: str, piece: int
) -> None:
    file = make(tmp_path / name)
    sound, expected_sound = await whole(DECODER.audio(Sender(file, piece))), await whole(DECODER.audio(file))
    assert np.array_equal(sound.samples, expected_sound.samples)
    assert sound.truncated == expected_sound.truncated
    times, last = await pictures(Sender(file, piece))
    expected_times, expected_last = await pictures(file)
    assert times == expected_times
    assert np.array_equal(last.frames, expected_last.frames)


async def test_sound_comes_before_its_recording_ends(tmp_path: Path) -> None:
    file = noise(tmp_path / "a.wav", 20.0, loudness=9000)
    sender = Sender(file, held_after=10 * 32_000)
    samples = 0
    async for block in DECODER.audio(sender):
        samples += len(block.samples)
        if samples > 9 * 16_000:
            sender.released.set()
    assert samples == 20 * 16_000


async def test_waiting_for_who_speaks_is_no_time_of_decoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "START_S", 2.0)
    hasty = ChildProcessDecoder(Limits(duration_s=60.0, decode_speed=100.0))
    file = as_recorded_by_a_browser(tmp_path / "a.webm")
    sender = Sender(file, held_after=file.stat().st_size // 2)
    asyncio.get_running_loop().call_later(3.5, sender.released.set)
    assert len((await whole(hasty.audio(sender))).samples) / 16_000 == pytest.approx(3.0, abs=0.1)


@pytest.mark.parametrize("part", ["sound", "picture"])
async def test_what_ends_the_recording_reaches_who_decodes(tmp_path: Path, part: str) -> None:
    before = children()
    file = as_recorded_by_a_browser(tmp_path / "a.webm")
    sender = Sender(file, held_after=file.stat().st_size // 2)
    sender.failure = ConnectionAbortedError("the candidate went away")
    sender.released.set()
    with pytest.raises(ConnectionAbortedError):
        await (whole(DECODER.audio(sender)) if part == "sound" else pictures(sender))
    assert children() == before


@pytest.mark.parametrize("name", ["a.mp4", "a.mov"])
async def test_a_file_whose_index_comes_last_is_refused_at_its_beginning(tmp_path: Path, name: str) -> None:
    file = film(tmp_path / name, 3.0)
    sender = Sender(file, held_after=8192)
    with pytest.raises(InvalidError) as caught:
        await whole(DECODER.audio(sender))
    assert caught.value.code == "media.not_streamable"
    assert not sender.released.is_set()


async def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.webm"
    file.write_text("What I would have said.\n" * 9999)
    with pytest.raises(InvalidError):
        await whole(DECODER.audio(Sender(file)))


async def test_who_stops_watching_leaves_no_child_behind(tmp_path: Path) -> None:
    before = children()
    file = as_recorded_by_a_browser(tmp_path / "a.webm")
    sender = Sender(file, piece=500, held_after=file.stat().st_size * 2 // 3)
    batch = await first(ChildProcessDecoder(Limits(), batch=2).frames(sender, 10.0))
    assert len(batch.at_ms) == 2
    assert children() == before


async def test_silence_before_the_first_block_is_kept(tmp_path: Path) -> None:
    file = film(tmp_path / "a.mkv", 3.0, sound_from_s=1.0)
    blocks: list[SoundBlock] = [block async for block in DECODER.audio(Sender(file, 2000))]
    samples = np.concatenate([block.samples for block in blocks])
    assert int(np.argmax(np.abs(samples) > 0.05)) / 16_000 == pytest.approx(1.0, abs=0.03)
