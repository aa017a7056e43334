"""A recording that comes through a pipe while it is recorded. Standard library only; part of the decoding child."""

from __future__ import annotations

import struct
from typing import BinaryIO, Final

HEAD_BYTES: Final = 4096
BOX: Final = struct.Struct(">I4s")
ISO_FIRST: Final = b"ftyp"


class MediaProblemError(Exception):
    """The recording cannot be used; `code` is one of `gateway.media.errors`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Incoming:
    """Can be read once, from the first byte to the last; `head` is what came first. It has no `seek`, on purpose."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.head = b""

    def read(self, size: int) -> bytes:
        """Give up to `size` bytes as soon as there are some; none at the end.

        Raises `MediaProblemError` on a recording that cannot be decoded before its end is there.
        """
        data = self._file.read(size)
        if len(self.head) < HEAD_BYTES:
            self.head += data[: HEAD_BYTES - len(self.head)]
            if index_comes_last(self.head):
                raise MediaProblemError("media.not_streamable")
        return data


def index_comes_last(head: bytes) -> bool:
    """Say whether this is an MP4 or MOV file whose samples (`mdat`) precede the index to them (`moov`).

    The boxes of ISO/IEC 14496-12, 4.2: a length of 32 bits, its own 8 bytes included, and a type.
    """
    at = 0
    while at + BOX.size <= len(head):
        size, kind = BOX.unpack_from(head, at)
        if at == 0 and kind != ISO_FIRST:
            return False
        if kind in {b"moov", b"moof"}:
            return False
        if kind == b"mdat":
            return True
        at += max(size, BOX.size)
    return False
