"""Writes and reads tar files of plain files only (POSIX ustar), in one pass and without trusting what is read."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

BLOCK = 512
PIECE = 1 << 20
_PLAIN = (tarfile.REGTYPE, tarfile.AREGTYPE)
_END = bytes(BLOCK)


class TarError(ValueError):
    """The file is no tar file of this kind, or ends early. The message names the member where that is known."""


class Member(NamedTuple):
    """A file in a tar file. Read `pieces` before the next member is asked for."""

    name: str
    size: int
    pieces: Iterator[bytes]


def header(name: str, size: int) -> bytes:
    """Give the header of a plain file. It tells no time or user, so that equal contents make equal tar files."""
    info = tarfile.TarInfo(name)
    info.size = size
    return info.tobuf(tarfile.USTAR_FORMAT)


def padding(size: int) -> bytes:
    """Give what follows `size` bytes of contents."""
    return bytes(-size % BLOCK)


def end() -> bytes:
    """Give what ends a tar file."""
    return 2 * _END


def members(stream: BinaryIO) -> Iterator[Member]:
    """Give the members of a tar file one after the other.

    Raises `TarError` for anything but plain files (links, folders, devices, sparse files, extended headers), for a
    header that is broken, and for a file that ends early or goes on after its end.
    """
    while (block := stream.read(BLOCK)) != _END:
        info = _parsed(block)
        pieces = _pieces(stream, info.name, info.size)
        yield Member(info.name, info.size, pieces)
        for _ in pieces:
            pass  # what the caller left
    while rest := stream.read(PIECE):
        if rest.strip(b"\0"):
            raise TarError("something follows the end of the tar file")


def _parsed(block: bytes) -> tarfile.TarInfo:
    if len(block) < BLOCK:
        raise TarError("the tar file ends early")
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
    except (tarfile.TarError, ValueError) as error:
        raise TarError(f"this is no tar file, or it is damaged ({error})") from error
    if info.type not in _PLAIN or info.size < 0:
        raise TarError(f"{info.name!r} is not a plain file")
    return info


def _pieces(stream: BinaryIO, name: str, size: int) -> Iterator[bytes]:
    left = size
    while left:
        piece = stream.read(min(left, PIECE))
        if not piece:
            raise TarError(f"the tar file ends early, in {name!r}")
        left -= len(piece)
        yield piece
    if len(stream.read(-size % BLOCK)) < -size % BLOCK:
        raise TarError(f"the tar file ends early, in {name!r}")
