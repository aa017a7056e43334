"""What a decoding child says to its parent: records on its standard output. Standard library only.

A record is one byte of kind, the payload's length (32 bits, little endian) and the payload:

======  ===  =====================================================================================
READY   `R`  nothing; confinement is in force and the input has not been touched yet
LENGTH  `L`  the recording's length by its header, or the limit, in milliseconds (32 bits)
INFO    `I`  JSON of `gateway.ports.MediaInfo`
SOUND   `A`  16-bit little-endian samples, mono at 16 kHz
FRAME   `F`  `FRAME_HEADER` and then `height` rows of `stride` bytes, RGB
END     `E`  JSON `{"truncated": bool}`
ERROR   `X`  JSON `{"code": "media.…"}`
======  ===  =====================================================================================
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Sequence
from typing import Final

READY: Final = b"R"
LENGTH: Final = b"L"
INFO: Final = b"I"
SOUND: Final = b"A"
FRAME: Final = b"F"
END: Final = b"E"
ERROR: Final = b"X"

RECORD_HEADER: Final = struct.Struct("<cI")
LENGTH_PAYLOAD: Final = struct.Struct("<I")
FRAME_HEADER: Final = struct.Struct("<IHHIH")
"""Time in milliseconds, width, height, bytes a row, clockwise quarter turns that set the picture upright."""

SAMPLE_RATE: Final = 16_000
LONGER_SIDE: Final = 640
LARGEST_PAYLOAD: Final = 4 * 1024**2


class Writer:
    """Writes records to a file descriptor, whole and in order."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def record(self, kind: bytes, *payload: bytes | memoryview) -> None:
        """Write one record; blocks while the parent does not read."""
        length = sum(len(part) for part in payload)
        self._all([RECORD_HEADER.pack(kind, length), *payload])

    def json(self, kind: bytes, value: dict[str, object]) -> None:
        """Write one record with a JSON payload."""
        self.record(kind, json.dumps(value).encode())

    def _all(self, parts: Sequence[bytes | memoryview]) -> None:
        waiting = [memoryview(part) for part in parts if len(part)]
        while waiting:
            written = os.writev(self._descriptor, waiting)
            while waiting and written >= len(waiting[0]):
                written -= len(waiting.pop(0))
            if written:
                waiting[0] = waiting[0][written:]
