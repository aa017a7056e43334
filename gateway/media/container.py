"""Opens a hostile container inside the child: only named formats and codecs, nothing fetched, sizes checked first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from gateway.media.incoming import Incoming, MediaProblemError

FORMATS: Final = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg,wav,flac,mp3,aac,mpegts,avi"
STREAMED: Final = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg,wav"  # read the same from a pipe as from a file
CODECS: Final = (
    "h264,hevc,vp8,libvpx,vp9,libvpx-vp9,av1,libdav1d,mpeg4,mpeg2video,mpeg1video,h263,mjpeg,theora,"
    "aac,aac_fixed,aac_latm,mp3,mp3float,mp2,mp2float,opus,libopus,vorbis,libvorbis,flac,alac,ac3,eac3,amrnb,amrwb,"
    "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_u8,pcm_s8,"
    "pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt"
)
READ_BYTES: Final = 256 * 1024
TRUNCATED_MS: Final = 500  # a file that ends this much before its header says was cut off
MICROSECONDS: Final = 1_000_000

# First bytes (offset, value) of the containers that are taken, to tell a damaged recording from something else.
SIGNATURES: Final = (
    (4, b"ftyp"), (4, b"moov"), (4, b"mdat"), (0, b"\x1a\x45\xdf\xa3"), (0, b"RIFF"), (0, b"OggS"), (0, b"fLaC"),
    (0, b"ID3"),
)  # fmt: skip


def _looks_like_recording(file: BinaryIO | Incoming) -> bool:
    if isinstance(file, Incoming):
        head = file.head
    else:
        file.seek(0)
        head = file.read(16)
    return any(head[at : at + len(value)] == value for at, value in SIGNATURES)


def open_container(file: BinaryIO | Incoming, frame_pixels: int) -> InputContainer:
    """Open `file`; raises `MediaProblemError` when it is no recording of a kind that is taken.

    `max_pixels` reaches the decoders that look at the first packets of a stream whose header says too little.
    """
    options = {
        "format_whitelist": STREAMED if isinstance(file, Incoming) else FORMATS,
        "codec_whitelist": CODECS,
        "protocol_whitelist": "none",
        "max_pixels": str(frame_pixels),
        "max_streams": "16",
    }
    try:
        return av.open(file, "r", options=options, buffer_size=READ_BYTES, metadata_errors="replace")
    except av.error.InvalidDataError as error:
        damaged = _looks_like_recording(file)
        raise MediaProblemError("media.undecodable" if damaged else "media.not_media") from error
    except (av.error.ArgumentError, ValueError) as error:
        raise MediaProblemError("media.unsupported_format") from error
    except av.error.FFmpegError as error:
        raise MediaProblemError("media.undecodable") from error


def sound_stream(container: InputContainer) -> AudioStream | None:
    """Give the first stream of sound that has a decoder, if any."""
    return next((s for s in container.streams.audio if s.codec_context is not None), None)


def picture_stream(container: InputContainer) -> VideoStream | None:
    """Give the first stream of moving pictures; cover art does not count."""
    for stream in container.streams.video:
        cover = bool(stream.disposition & Disposition.attached_pic)
        if not cover and stream.codec_context is not None and stream.codec_context.width > 0:
            return stream
    return None


def start_seconds(container: InputContainer) -> float:
    """Give the time that counts as the recording's beginning, for all of its streams.

    A start below zero is encoder delay, which decoders cut away themselves.
    """
    return max(0.0, (container.start_time or 0) / MICROSECONDS)


def check_picture(stream: VideoStream, frame_pixels: int) -> None:
    """Refuse a stream whose header announces frames over the limit."""
    if stream.codec_context.width * stream.codec_context.height > frame_pixels:
        raise MediaProblemError("media.frame_too_large")


def check_duration(seconds: float, longest_s: float) -> None:
    """Refuse a time that lies behind the longest duration that is taken."""
    if seconds > longest_s + 1.0:
        raise MediaProblemError("media.too_long")


class Packets:
    """The packets of one stream, while the end of all streams is watched.

    `truncated` is meaningful after the iteration: the file broke off before the end that its header announces, or
    a part of it could not be read.
    """

    def __init__(self, container: InputContainer, index: int) -> None:
        self._container = container
        self._index = index
        self._start = start_seconds(container)
        self.end_s = 0.0
        self.broken = False

    def __iter__(self) -> Iterator[Packet[Stream]]:
        """Give the stream's packets, and last an empty one that flushes the decoder."""
        packets = self._container.demux()
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.error.EOFError:
                return
            except av.error.FFmpegError:
                self.broken = True
                return
            self._see(packet)
            if packet.stream.index == self._index:
                yield packet

    def _see(self, packet: Packet[Stream]) -> None:
        if packet.pts is not None and packet.time_base is not None:
            end = float((packet.pts + (packet.duration or 0)) * packet.time_base) - self._start
            self.end_s = max(self.end_s, end)
        self.broken = self.broken or packet.is_corrupt

    @property
    def truncated(self) -> bool:
        """Whether the file ended before its time."""
        announced = (self._container.duration or 0) / MICROSECONDS
        return self.broken or announced - self.end_s > TRUNCATED_MS / 1000


def duration_ms(container: InputContainer) -> int | None:
    """Give the duration; where the header has none (as browsers record), by reading through the packets' times."""
    if container.duration is not None and container.duration > 0:
        return round(container.duration * 1000 / MICROSECONDS)
    packets = Packets(container, -1)
    for _ in packets:
        pass
    return round(packets.end_s * 1000) or None


def describe(container: InputContainer) -> dict[str, object]:
    """Give the fields of `gateway.ports.MediaInfo`, without the duration."""
    sound = sound_stream(container)
    picture = picture_stream(container)
    if sound is None and picture is None:
        raise MediaProblemError("media.no_streams")
    rate = picture.average_rate if picture is not None else None
    return {
        "format": container.format.name,
        "width": picture.codec_context.width if picture is not None else None,
        "height": picture.codec_context.height if picture is not None else None,
        "frame_rate": float(rate) if rate else None,
        "audio_rate": sound.codec_context.sample_rate if sound is not None else None,
        "audio_channels": sound.codec_context.channels if sound is not None else None,
    }
