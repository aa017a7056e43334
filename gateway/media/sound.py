"""Decodes the sound of a recording to 16 kHz mono inside the child, placed on the recording's clock."""

from __future__ import annotations

import math
from collections.abc import Iterator

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer

from gateway.media.container import Packets, check_duration, sound_stream, start_seconds
from gateway.media.incoming import MediaProblemError
from gateway.media.records import SAMPLE_RATE, SOUND, Writer

BYTES_A_SAMPLE = 2
GAP_SAMPLES = SAMPLE_RATE // 20  # smaller differences between clock and sample count are jitter
CHUNK_SAMPLES = SAMPLE_RATE * 10
FLOATS = frozenset({"pcm_f32le", "pcm_f32be"})
"""Codecs whose files hold samples as floating-point numbers, among which NaN and infinity can be."""


class Track:
    """Writes samples so that the n-th stands for the moment n/16000 s after the recording's start."""

    def __init__(self, writer: Writer, longest_s: float) -> None:
        self._writer = writer
        self._longest_s = longest_s
        self._resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        self._shape: tuple[str, str, int] | None = None
        self.samples = 0

    def add(self, frame: AudioFrame, at_s: float | None) -> None:
        """Write `frame`, which begins `at_s` after the start; `None`: right after the one before."""
        if at_s is not None:
            check_duration(at_s, self._longest_s)
            self._place(round(at_s * SAMPLE_RATE))
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape != self._shape:
            self.flush()
            self._resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
            self._shape = shape
        frame.pts = None
        self._write(self._resampler.resample(frame))

    def flush(self) -> None:
        """Write what the resampler still holds."""
        if self._shape is not None:
            self._write(self._resampler.resample(None))

    def _place(self, position: int) -> None:
        """Fill up with silence where the sound starts late or has a hole."""
        gap = position - self.samples
        if gap >= (GAP_SAMPLES if self.samples else 1):
            for begin in range(0, gap, CHUNK_SAMPLES):
                count = min(CHUNK_SAMPLES, gap - begin)
                self._writer.record(SOUND, bytes(count * BYTES_A_SAMPLE))
            self.samples += gap

    def _write(self, frames: list[AudioFrame]) -> None:
        for frame in frames:
            self._writer.record(SOUND, memoryview(frame.planes[0])[: frame.samples * BYTES_A_SAMPLE])
            self.samples += frame.samples
        check_duration(self.samples / SAMPLE_RATE, self._longest_s)


def decode_sound(container: InputContainer, writer: Writer, longest_s: float) -> bool:
    """Write the sound as `SOUND` records; give whether the file was cut off.

    Packets that cannot be decoded are left out, and what is no number is silence. Raises `MediaProblemError` when
    nothing can be decoded: `media.no_streams` where the file is whole and there is simply nothing in it.
    """
    stream = sound_stream(container)
    if stream is None:
        raise MediaProblemError("media.no_streams")
    start = start_seconds(container)
    packets = Packets(container, stream.index)
    track = Track(writer, longest_s)
    floats = stream.codec_context.name in FLOATS
    for frame in _frames(packets):
        if floats:
            _only_numbers(frame)
        track.add(frame, None if frame.time is None else frame.time - start)
    track.flush()
    if track.samples == 0:
        raise MediaProblemError("media.undecodable" if packets.truncated else "media.no_streams")
    return packets.truncated


def _only_numbers(frame: AudioFrame) -> None:
    """Silence the samples that are NaN or infinite: resampling would spread them, 16 bits make loud clicks of them."""
    for plane in frame.planes:
        values = memoryview(plane).cast("B").cast("f")
        if math.isfinite(sum(values)):
            continue
        for place, value in enumerate(values):
            if not math.isfinite(value):
                values[place] = 0.0


def _frames(packets: Packets) -> Iterator[AudioFrame]:
    for packet in packets:
        try:
            decoded = packet.decode()
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            packets.broken = True
            continue
        for frame in decoded:
            if isinstance(frame, AudioFrame) and frame.samples > 0:
                yield frame
