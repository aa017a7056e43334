"""What comes from outside and is no usable recording: each gets its code, and nothing is fetched."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.domain.errors import InvalidError, NotFoundError
from gateway.media.decoder import ChildProcessDecoder
from gateway.settings import Limits
from tests.fixtures.media import (
    concat_script,
    cut,
    film,
    first,
    long_wave,
    noise,
    picture_bomb,
    playlist,
    session_description,
    whole,
)

DECODER = ChildProcessDecoder(Limits())


async def refusal(path: Path) -> str:
    """Give the code with which all three ways of reading `path` refuse it, the same one."""
    codes = []
    for read in (DECODER.probe(path), whole(DECODER.audio(path)), first(DECODER.frames(path, 10.0))):
        with pytest.raises(InvalidError) as caught:
            await read
        codes.append(caught.value.code)
        assert caught.value.message.zh
    assert len(set(codes)) == 1, codes
    return codes[0]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "media.empty"),
        (b"This is my answer, in words.\n" * 100, "media.not_media"),
        (bytes(range(256)) * 500, "media.not_media"),
        (b"\0" * 100_000, "media.not_media"),
        (b"\x1a\x45\xdf\xa3" + b"\0" * 5000, "media.undecodable"),
    ],
)
async def test_what_is_no_recording_is_refused_whatever_its_name(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "answer.mp4"
    path.write_bytes(content)
    assert await refusal(path) == code


@pytest.mark.parametrize("name", ["list.m3u8", "answer.mp4"])
@pytest.mark.parametrize("scheme", ["http", "tcp"])
async def test_a_playlist_is_refused_and_its_address_is_not_called(tmp_path: Path, name: str, scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        path = tmp_path / name
        path.write_bytes(playlist(f"{scheme}://127.0.0.1:{listener.getsockname()[1]}/a.ts"))
        assert await refusal(path) in {"media.not_media", "media.unsupported_format"}
        with pytest.raises(BlockingIOError):
            listener.accept()


async def test_a_session_description_named_mp4_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(session_description(5004))
    assert await refusal(path) == "media.unsupported_format"


async def test_a_concat_script_is_refused_and_what_it_names_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(concat_script(film(tmp_path / "real.mp4")))
    assert await refusal(path) == "media.unsupported_format"


async def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = picture_bomb(tmp_path / "answer.mp4")
    assert path.stat().st_size < 1_000_000
    assert await refusal(path) == "media.unsupported_format"


async def test_three_hours_of_sound_are_too_long(tmp_path: Path) -> None:
    assert await refusal(long_wave(tmp_path / "long.wav", hours=3)) == "media.too_long"


async def test_three_hours_between_two_frames_are_too_long(tmp_path: Path) -> None:
    path = film(tmp_path / "long.mp4", sound_from_s=None, frames_at_ms=[0, 3 * 3600 * 1000])
    assert await refusal(path) == "media.too_long"


async def test_a_length_that_the_header_hides_is_found_while_decoding(tmp_path: Path) -> None:
    decoder = ChildProcessDecoder(Limits(duration_s=2.0))
    hidden = film(tmp_path / "hidden.webm", 8.0, options={"live": "1"})
    with pytest.raises(InvalidError) as caught:
        await whole(decoder.audio(hidden))
    assert caught.value.code == "media.too_long"
    with pytest.raises(InvalidError) as caught:
        _ = [batch async for batch in decoder.frames(hidden, 10.0)]
    assert caught.value.code == "media.too_long"


async def test_a_frame_of_8k_is_not_decoded_but_its_sound_is(tmp_path: Path) -> None:
    path = film(tmp_path / "8k.mp4", 0.2, size=(7680, 4320))
    info = await DECODER.probe(path)
    assert (info.width, info.height) == (7680, 4320)
    with pytest.raises(InvalidError) as caught:
        await first(DECODER.frames(path, 10.0))
    assert caught.value.code == "media.frame_too_large"
    assert len((await whole(DECODER.audio(path))).samples) > 0


async def test_a_frame_that_grows_after_the_header_was_read_is_refused(tmp_path: Path) -> None:
    small = film(tmp_path / "small.ts", 2.0, sound_from_s=None)
    large = film(tmp_path / "large.ts", 0.2, sound_from_s=None, size=(7680, 4320))
    path = tmp_path / "both.ts"
    path.write_bytes(small.read_bytes() + large.read_bytes())
    with pytest.raises(InvalidError) as caught:
        _ = [batch async for batch in DECODER.frames(path, 10.0)]
    assert caught.value.code == "media.frame_too_large"


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: film(folder / "a.mp4", 6.0, options={"movflags": "faststart"}),
        lambda folder: film(folder / "a.webm", 6.0),
    ],
)
async def test_a_file_that_breaks_off_gives_what_it_holds_and_says_so(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    path = cut(make(tmp_path), 0.6)
    sound = await whole(DECODER.audio(path))
    assert sound.truncated
    assert 1.0 < len(sound.samples) / 16_000 < 5.9
    batches = [batch async for batch in DECODER.frames(path, 10.0)]
    assert batches[-1].truncated
    assert 10 < sum(len(batch.at_ms) for batch in batches) < 59


async def test_a_film_without_its_index_is_damaged(tmp_path: Path) -> None:
    assert await refusal(cut(film(tmp_path / "a.mp4", 4.0), 0.5)) == "media.undecodable"


async def test_sound_without_picture_and_picture_without_sound_say_what_they_lack(tmp_path: Path) -> None:
    deaf = await DECODER.probe(film(tmp_path / "deaf.mp4", sound_from_s=None))
    assert (deaf.audio_rate, deaf.width) == (None, 320)
    blind = await DECODER.probe(film(tmp_path / "blind.mp4", picture=False))
    assert (blind.audio_rate, blind.width) == (48_000, None)
    with pytest.raises(InvalidError) as caught:
        await whole(DECODER.audio(tmp_path / "deaf.mp4"))
    assert caught.value.code == "media.no_streams"


async def test_silence_and_noise_are_recordings(tmp_path: Path) -> None:
    silence = await whole(DECODER.audio(noise(tmp_path / "silence.wav", 2.0, loudness=0)))
    assert not silence.samples.any()
    loud = await whole(DECODER.audio(noise(tmp_path / "noise.wav", 2.0, loudness=20_000)))
    assert abs(loud.samples).mean() > 0.1


async def test_a_recording_that_is_gone_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        await DECODER.probe(tmp_path / "nothing.mp4")
