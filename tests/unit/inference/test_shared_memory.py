"""Regions of shared memory: private, reused, and gone afterwards. The server's part is played by a fake registry."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from inference import shared_memory
from inference.errors import PerceptionError, ServerUnavailableError
from inference.shared_memory import FOLDER, PREFIX, REGION_BYTES, REGIONS, Pool, Region

CRASHING = "from inference.shared_memory import Region; Region(); print(flush=True); input()"


class Registry:
    """Remembers what a server would have mapped."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.modes: list[int] = []
        self.refusal: PerceptionError | None = None

    async def register(self, name: str, size: int) -> None:
        if self.refusal:
            raise self.refusal
        found = (FOLDER / name).stat()
        assert found.st_size == size
        self.modes.append(found.st_mode & 0o777)
        self.names.append(name)

    async def unregister(self, name: str) -> None:
        if self.refusal:
            raise self.refusal
        self.names.remove(name)

    async def registered(self) -> Sequence[str]:
        return list(self.names)


def own_names() -> list[Path]:
    return list(FOLDER.glob(f"{PREFIX}{os.getpid()}-*"))


@pytest.fixture
def registry() -> Registry:
    return Registry()


@pytest.fixture
async def pool(registry: Registry) -> Pool:
    return Pool(registry)


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    yield
    assert own_names() == []


@pytest.fixture
def killed_process() -> Callable[[], str]:
    """A function that has a process make a region and kills it; gives the region's name."""

    def kill() -> str:
        root = Path(__file__).resolve().parents[3]
        with subprocess.Popen(
            [sys.executable, "-c", CRASHING], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as child:
            assert child.stdout is not None
            child.stdout.readline()
            (path,) = FOLDER.glob(f"{PREFIX}{child.pid}-*")
            child.send_signal(signal.SIGKILL)
        return path.name

    return kill


async def test_a_region_is_for_its_owner_only_and_has_no_name_once_it_is_mapped(pool: Pool, registry: Registry) -> None:
    region = await pool.lend(10)

    assert region is not None
    assert registry.names == [region.name]
    assert registry.modes == [0o600]
    assert own_names() == []
    pool.give_back(region)
    await pool.close()


async def test_tensors_are_laid_side_by_side_as_they_are(pool: Pool) -> None:
    region = Region()
    path = FOLDER / region.name
    sound = np.arange(5, dtype=np.float32)
    frames = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)[:, ::-1]

    places = region.put([sound, frames])

    found = path.read_bytes()
    expected = [sound.tobytes(), frames.tobytes()]
    assert [found[place.offset : place.offset + place.size] for place in places] == expected
    assert places[1].offset >= sound.nbytes
    region.close()
    await pool.close()


async def test_a_region_given_back_is_lent_again(pool: Pool, registry: Registry) -> None:
    first = await pool.lend(10)
    assert first is not None
    pool.give_back(first)

    assert await pool.lend(20) is first
    assert len(registry.names) == 1
    await pool.close()


async def test_there_are_only_a_few_regions_and_none_for_what_is_too_large(pool: Pool) -> None:
    lent = [await pool.lend(10) for _ in range(REGIONS + 1)]

    assert None not in lent[:-1]
    assert lent[-1] is None
    assert await pool.lend(REGION_BYTES + 1) is None
    await pool.close()


async def test_closing_unregisters_every_region(pool: Pool, registry: Registry) -> None:
    for _ in range(2):
        await pool.lend(10)

    await pool.close()

    assert registry.names == []


async def test_after_a_refusal_no_region_is_asked_for_again(pool: Pool, registry: Registry) -> None:
    registry.refusal = PerceptionError("restricted")
    assert await pool.lend(10) is None

    registry.refusal = None

    assert await pool.lend(10) is None
    await pool.close()


async def test_a_server_that_was_away_or_started_anew_is_asked_again(pool: Pool, registry: Registry) -> None:
    registry.refusal = ServerUnavailableError("away")
    assert await pool.lend(10) is None
    registry.refusal = None
    first = await pool.lend(10)
    assert first is not None

    pool.forget()
    second = await pool.lend(10)

    assert second is not None
    assert second.name != first.name
    pool.give_back(first)
    assert await pool.lend(10) is not first
    await pool.close()


async def test_without_room_tensors_go_in_the_request(
    pool: Pool, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)

    assert await pool.lend(10) is None
    assert registry.names == []


async def test_what_a_killed_process_left_is_removed_and_what_a_living_one_uses_stays(
    pool: Pool, registry: Registry, killed_process: Callable[[], str]
) -> None:
    left = killed_process()
    used = f"{PREFIX}1-{shared_memory._started(1)}-1"
    registry.names += [left, used, "somebody-elses"]
    assert (FOLDER / left).exists()

    assert await pool.lend(10) is not None

    assert not (FOLDER / left).exists()
    assert left not in registry.names
    assert {used, "somebody-elses"} <= set(registry.names)
    registry.names.remove(used)
    await pool.close()
