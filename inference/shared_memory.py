"""System shared memory for large tensors: the server reads frames where the client put them, instead of a copy sent.

A region is a POSIX shared memory object of mode 0600. Once the server has mapped it, its name is removed: so nothing
stays behind however a process ends. What a killed client leaves mapped in the server is unregistered by the next
client, which knows from the region's name whose it was.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import mmap
import os
import re
from collections.abc import Awaitable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from inference.errors import PerceptionError, ServerUnavailableError

FOLDER = Path("/dev/shm")  # noqa: S108 - POSIX shared memory lives there on Linux
PREFIX = "shouguan-tensors-"
REGION_BYTES = 16 * 1024**2
REGIONS = 4
ALIGNMENT = 64

logger = logging.getLogger(__name__)
_serial = itertools.count(1)


class Place(Struct, frozen=True):
    """Where a tensor lies: the name of its region, the offset and the size in bytes."""

    region: str
    offset: int
    size: int


class Registry(Protocol):
    """What the server offers for regions. Every method may raise `PerceptionError`."""

    def register(self, name: str, size: int) -> Awaitable[None]:
        """Have the server map the object `name` of `size` bytes under that name."""
        ...

    def unregister(self, name: str) -> Awaitable[None]:
        """Have the server let go of the region `name`; refused while a request reads it."""
        ...

    def registered(self) -> Awaitable[Sequence[str]]:
        """Name the regions that the server has mapped, anybody's."""
        ...


class Region:
    """A region of `size` bytes that is this process's own. Raises `OSError` where there is no room for it."""

    def __init__(self, size: int = REGION_BYTES) -> None:
        self.name = f"{PREFIX}{os.getpid()}-{_started(os.getpid())}-{next(_serial)}"
        handle = os.open(FOLDER / self.name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.posix_fallocate(handle, 0, size)  # a full /dev/shm is an error here, and a SIGBUS later
            self._memory = mmap.mmap(handle, size)
        except BaseException:
            self.unlink()
            raise
        finally:
            os.close(handle)

    def put(self, tensors: Iterable[npt.NDArray[Any]]) -> list[Place]:
        """Copy `tensors` to the region, one behind the other; say where each lies."""
        places = []
        offset = 0
        for tensor in tensors:
            target = np.ndarray(tensor.shape, tensor.dtype, self._memory, offset)
            np.copyto(target, tensor)
            places.append(Place(self.name, offset, tensor.nbytes))
            offset += aligned(tensor.nbytes)
        return places

    def unlink(self) -> None:
        """Remove the region's name; it stays as long as somebody has it mapped."""
        with contextlib.suppress(FileNotFoundError):
            (FOLDER / self.name).unlink()

    def close(self) -> None:
        """Let go of the region."""
        self.unlink()
        self._memory.close()


class Pool:
    """A few regions that are used again and again. With no room, or a server that cannot map them, it lends none."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._free: list[Region] = []
        self._all: dict[str, Region] = {}
        self._swept = False
        self._usable = True

    async def lend(self, size: int) -> Region | None:
        """Give a registered region for `size` bytes, or None where there is none to be had. `give_back` it after use.

        A request that was given up may still read its region while the next one is written there; what it reads then
        goes into an answer that nobody takes.
        """
        if size > REGION_BYTES or not self._usable:
            return None
        if self._free:
            return self._free.pop()
        return await self._make() if len(self._all) < REGIONS else None

    def give_back(self, region: Region) -> None:
        """Take a lent region back."""
        if region.name in self._all:
            self._free.append(region)
        else:
            region.close()

    def forget(self) -> None:
        """Drop every region: the server that had mapped them is gone."""
        for region in self._free:
            region.close()
        self._free.clear()
        self._all.clear()
        self._swept, self._usable = False, True

    async def close(self) -> None:
        """Unregister and drop every region. One that a request still reads stays with the server until it is swept."""
        try:
            for name in self._all:
                await self._unregister(name)
        except ServerUnavailableError:
            pass  # what the server had mapped went with it
        finally:
            self.forget()

    async def _make(self) -> Region | None:
        try:
            if not self._swept:
                self._swept = True
                await self._sweep()
            region = Region()
        except (OSError, PerceptionError):
            self._usable = False
            return None
        self._all[region.name] = region
        try:
            await self._registry.register(region.name, REGION_BYTES)
        except BaseException as error:
            self._all.pop(region.name, None)
            region.close()
            if not isinstance(error, PerceptionError):
                raise
            self._usable = isinstance(error, ServerUnavailableError)
            return None
        region.unlink()
        return region

    async def _sweep(self) -> None:
        """Remove what killed processes left: regions in the server, and names that were not yet removed."""
        _sweep_names()
        for name in await self._registry.registered():
            if name.startswith(PREFIX) and not _owned(name):
                await self._unregister(name)

    async def _unregister(self, name: str) -> None:
        """Have the server let go of a region, unless a request still reads it."""
        try:
            await self._registry.unregister(name)
        except ServerUnavailableError:
            raise
        except PerceptionError:
            logger.debug("the region %s stays for the next sweep", name)


def _sweep_names() -> None:
    for path in FOLDER.glob(f"{PREFIX}*"):
        if not _owned(path.name):
            with contextlib.suppress(FileNotFoundError, PermissionError):
                path.unlink()


def aligned(size: int) -> int:
    """Give the room that `size` bytes take in a region."""
    return -(-size // ALIGNMENT) * ALIGNMENT


def _owned(name: str) -> bool:
    """Say whether the process that made the region `name` runs."""
    found = re.fullmatch(rf"{PREFIX}(\d+)-(\d+)-\d+", name)
    return found is not None and _started(int(found[1])) == int(found[2])


def _started(pid: int) -> int:
    """Give when the process began (clock ticks since boot; proc(5)), which tells it from a later one; 0 for none."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
