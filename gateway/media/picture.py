"""Decodes some frames a second of a recording inside the child, on the same clock as its sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from av.video.stream import VideoStream

from gateway.media.container import Packets, check_duration, check_picture, picture_stream, start_seconds
from gateway.media.incoming import MediaProblemError
from gateway.media.records import FRAME, FRAME_HEADER, LONGER_SIDE, Writer

USUAL_RATE = 25.0
QUARTER_TURN = 90
ROUNDING_S = 1e-6


@dataclass(frozen=True)
class Wanted:
    """What is asked for: frames a second, and what must not be exceeded."""

    rate: float
    longest_s: float
    frame_pixels: int
    threads: int


def scaled(width: int, height: int) -> tuple[int, int]:
    """Give the size at which the longer side is at most `LONGER_SIDE`; even numbers, never larger than the source."""
    scale = min(1.0, LONGER_SIDE / max(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


class Clock:
    """Gives frames times that only grow, and says which frames are wanted: the first in each 1/rate of a second."""

    def __init__(self, stream: VideoStream, start_s: float, rate: float) -> None:
        self._start = start_s
        self._rate = rate
        self._step = 1.0 / float(stream.average_rate or USUAL_RATE)
        self._next = 0.0
        self._cell = -1

    def time(self, frame: VideoFrame) -> float:
        """Give the frame's time in seconds; a frame without one comes a usual step after the one before."""
        at = self._next if frame.time is None else frame.time - self._start
        self._next = at + self._step
        return at

    def wanted(self, at_s: float) -> bool:
        """Say whether the frame at `at_s` is to be kept; a time before the start or before another is not."""
        cell = int(at_s * self._rate + ROUNDING_S) if at_s >= 0 else -1
        if cell <= self._cell:
            return False
        self._cell = cell
        return True


def decode_picture(container: InputContainer, writer: Writer, wanted: Wanted) -> bool:
    """Write the wanted frames as `FRAME` records; give whether the file was cut off.

    Every frame is decoded and only the wanted ones are converted: leaving out non-reference frames would save little
    (the whole takes 16 ms a second of 640x480) and would move the times. Raises `MediaProblemError` on a frame over
    the limit, whatever the header said, and when nothing can be decoded: `media.no_streams` where the file is whole and
    there is simply no frame in it.
    """
    stream = picture_stream(container)
    if stream is None:
        raise MediaProblemError("media.no_streams")
    check_picture(stream, wanted.frame_pixels)
    stream.thread_type = "AUTO"
    stream.codec_context.thread_count = wanted.threads
    stream.codec_context.options = {"max_pixels": str(wanted.frame_pixels)}
    clock = Clock(stream, start_seconds(container), wanted.rate)
    packets = Packets(container, stream.index)
    reformatter = VideoReformatter()
    seen = 0
    for frame in _frames(packets, stream, wanted.frame_pixels):
        seen += 1
        at = clock.time(frame)
        check_duration(at, wanted.longest_s)
        if clock.wanted(at):
            _write(frame, round(at * 1000), reformatter, writer)
    if not seen:
        raise MediaProblemError("media.undecodable" if packets.truncated else "media.no_streams")
    return packets.truncated


def _frames(packets: Packets, stream: VideoStream, frame_pixels: int) -> Iterator[VideoFrame]:
    for packet in packets:
        try:
            decoded = packet.decode()
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            check_picture(stream, frame_pixels)
            packets.broken = True
            continue
        for frame in decoded:
            if isinstance(frame, VideoFrame):
                if frame.width * frame.height > frame_pixels:
                    raise MediaProblemError("media.frame_too_large")
                yield frame


def _write(frame: VideoFrame, at_ms: int, reformatter: VideoReformatter, writer: Writer) -> None:
    width, height = scaled(frame.width, frame.height)
    turns = round(frame.rotation / QUARTER_TURN) % 4
    small = reformatter.reformat(
        frame, width=width, height=height, format="rgb24", interpolation=Interpolation.BILINEAR, threads=1
    )
    plane = small.planes[0]
    header = FRAME_HEADER.pack(at_ms, width, height, plane.line_size, turns)
    writer.record(FRAME, header, memoryview(plane)[: plane.line_size * height])
