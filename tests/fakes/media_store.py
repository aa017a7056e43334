"""A media store whose disk can be full. The files are real, since decoders want paths."""

from __future__ import annotations

from pathlib import Path

from gateway.domain.errors import StorageFullError
from gateway.storage.media import DISK_FULL, FileMediaStore


class FakeMediaStore(FileMediaStore):
    """The real store with `capacity`: the number of bytes that it takes before its disk is full. `appended` counts."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, free_bytes=0)
        self.capacity = 1 << 40
        self.appended = 0

    def append(self, upload_id: str, offset: int, chunk: bytes) -> int:
        if len(chunk) > self.capacity:
            raise StorageFullError(DISK_FULL)
        self.capacity -= len(chunk)
        length = super().append(upload_id, offset, chunk)
        self.appended += len(chunk)
        return length
