"""Recordings as files below one folder of the box."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from gateway.domain.errors import ConflictError, NotFoundError, StorageFullError
from gateway.domain.text import LocalizedText
from gateway.ports import StoredMedia

BLOCK = 1024 * 1024
KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}")

DISK_FULL = LocalizedText(
    "存储空间不足，录制文件未能保存。请联系管理员清理磁盘后，从中断处继续上传。",
    "There is no room left for recordings. Ask the administrator to free disk space, then go on with the upload.",
)
GAP = LocalizedText(
    "这一段与已收到的内容不相接，请从 offset 处继续上传。",
    "This part does not follow on what is there. Go on from `offset`.",
)
DIFFERENT = LocalizedText(
    "这一段与已收到的内容不一致。请从 offset 处继续，或重新上传整个文件。",
    "This part differs from what is there. Go on from `offset`, or send the whole file again.",
)
COMPLETE = LocalizedText(
    "该文件已经上传完整，不能再追加内容。", "This upload is complete already; nothing can be added to it."
)
NO_MEDIA = LocalizedText("找不到该录制文件。", "There is no such recording.")


@contextmanager
def _room() -> Iterator[None]:
    """Turn the system's "no space" into `StorageFullError`."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StorageFullError(DISK_FULL) from error
        raise


def _sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class FileMediaStore:
    """Implements `gateway.ports.MediaStore`. Uploads leave `free_bytes` of the disk free.

    An upload grows in `uploads/`; when it is finished, its file gets a second name in `kept/`, the key. Names are
    digests, so nothing that a client sent becomes part of a path.
    """

    def __init__(self, folder: Path, free_bytes: int) -> None:
        self._uploads = folder / "uploads"
        self._kept = folder / "kept"
        self._free_bytes = free_bytes
        for made in (folder, self._uploads, self._kept):
            made.mkdir(mode=0o700, parents=True, exist_ok=True)

    def begin(self, upload_id: str) -> int:
        """Open or resume an upload; give the number of bytes already kept."""
        with _room(), self._open_upload(upload_id) as file:
            return os.fstat(file.fileno()).st_size

    def append(self, upload_id: str, offset: int, chunk: bytes) -> int:
        """Keep `chunk` at `offset`, give the new length.

        A chunk that is already there, byte for byte, changes nothing. Raises `ConflictError` with the member `offset`
        where it differs from what is there or leaves a gap, and `StorageFullError` when the disk is full.
        """
        with _room(), self._open_upload(upload_id) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            status = os.fstat(file.fileno())
            if offset > status.st_size:
                raise ConflictError(GAP, offset=status.st_size)
            known = min(len(chunk), status.st_size - offset)
            if os.pread(file.fileno(), known, offset) != chunk[:known]:
                raise ConflictError(DIFFERENT, offset=status.st_size)
            rest = memoryview(chunk)[known:]
            if not rest:
                return status.st_size
            if status.st_nlink > 1:
                raise ConflictError(COMPLETE, offset=status.st_size)
            self._check_room(len(rest))
            file.seek(0, os.SEEK_END)
            while rest:
                rest = rest[file.write(rest) :]
            return file.tell()

    def sync(self, upload_id: str) -> int:
        """Make what is kept so far durable (fsync), give its length."""
        with _room(), self._open_upload(upload_id) as file:
            os.fsync(file.fileno())
            _sync_folder(self._uploads)
            return os.fstat(file.fileno()).st_size

    def finish(self, upload_id: str) -> StoredMedia:
        """Make the upload durable (fsync) under a key of its own; done again, it gives the same key.

        Raises `NotFoundError` where there is no such upload.
        """
        upload = self._upload(upload_id)
        if not upload.is_file():
            raise NotFoundError(NO_MEDIA)
        with _room(), upload.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
            os.fsync(file.fileno())
            name = hashlib.sha256(f"{upload_id}\n{sha256}".encode()).hexdigest()
            key = f"{name[:2]}/{name}"
            path = self.path(key)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with suppress(FileExistsError):  # finished before, or by another request at the same time
                os.link(upload, path)
            _sync_folder(path.parent)
            _sync_folder(self._kept)
        return StoredMedia(key=key, size=size, sha256=sha256)

    def discard(self, upload_id: str) -> None:
        """Forget the upload; a recording already finished from it stays."""
        self._upload(upload_id).unlink(missing_ok=True)

    def open_upload(self, upload_id: str) -> BinaryIO:
        """Open an upload for reading while it grows. Raises `NotFoundError` where there is none."""
        try:
            return self._upload(upload_id).open("rb", buffering=0)
        except FileNotFoundError as error:
            raise NotFoundError(NO_MEDIA) from error

    def discard_abandoned(self, before: datetime) -> int:
        """Forget the uploads that nothing was added to since `before`; give their number."""
        forgotten = 0
        for upload in self._uploads.iterdir():
            with suppress(FileNotFoundError):  # discarded by its sender in this moment
                if upload.stat().st_mtime < before.timestamp():
                    upload.unlink()
                    forgotten += 1
        return forgotten

    def path(self, key: str) -> Path:
        """Give where the recording lies. Raises `NotFoundError` on what is not a key."""
        if not KEY.fullmatch(key):
            raise NotFoundError(NO_MEDIA)
        return self._kept / key

    def open(self, key: str) -> BinaryIO:
        """Open the recording for reading. Raises `NotFoundError` where there is none."""
        try:
            return self.path(key).open("rb")
        except FileNotFoundError as error:
            raise NotFoundError(NO_MEDIA) from error

    def delete(self, key: str) -> None:
        """Remove the recording, if it is there."""
        self.path(key).unlink(missing_ok=True)

    def _upload(self, upload_id: str) -> Path:
        return self._uploads / hashlib.sha256(upload_id.encode()).hexdigest()

    @contextmanager
    def _open_upload(self, upload_id: str) -> Iterator[BinaryIO]:
        descriptor = os.open(self._upload(upload_id), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with open(descriptor, "r+b", buffering=0) as file:
            yield file

    def _check_room(self, needed: int) -> None:
        if shutil.disk_usage(self._uploads).free < self._free_bytes + needed:
            raise StorageFullError(DISK_FULL)
