"""A build that is killed, or whose disk is full, leaves a whole repository behind: with real processes and disks."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inference import build, manifest, weights
from inference.errors import SetupError
from inference.layout import Layout

PROJECT = Path(__file__).resolve().parents[3]
KILLED_AT = """
import os, signal, sys
from pathlib import Path
from inference import build
root, name, calls = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
whole = getattr(build, name)
def killing(*given):
    global calls
    calls -= 1
    if not calls:
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(*given)
setattr(build, name, killing)
build.build(root)
"""


def fill(root: Path, weights_folder: Path, *names: str) -> None:
    """Put the code and weights of the models `names` into the project `root`."""
    shutil.copytree(PROJECT / "inference", root / "inference", ignore=shutil.ignore_patterns("__pycache__"))
    for name in names:
        shutil.copytree(PROJECT / "model_repository" / name, root / "model_repository" / name)
        shutil.copytree(weights_folder / name, root / "build" / "weights" / name)


def use_up(path: Path) -> None:
    """Write to `path` until its disk is full."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT)
    while True:
        try:
            os.write(handle, bytes(4096))
        except OSError:
            break
    os.close(handle)


def is_whole(root: Path) -> bool:
    served = root / "build" / "model_repository"
    made = manifest.read(served)
    return made is not None and not manifest.broken(served, made)


@pytest.fixture
def built(tmp_path: Path, model_repository: Path) -> Path:
    """A project whose repository is built, and whose code changed since."""
    fill(tmp_path, model_repository.parent / "weights", "vad", "pitch")
    build.build(tmp_path)
    code = tmp_path / "model_repository" / "vad" / "1" / "model.py"
    code.write_text(code.read_text() + "\n# changed\n")
    return tmp_path


@pytest.mark.parametrize(
    ("step", "call"),
    [("assemble", 1), ("assemble", 2), ("flush", 1), ("_switch", 1), ("sync", 1), ("_clean", 1), ("remove", 1)],
)
def test_a_build_that_is_killed_leaves_a_whole_repository_and_the_next_one_tidies_up(
    built: Path, step: str, call: int
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(built), step, str(call)], check=False, env=environment
    )

    assert killed.returncode == -signal.SIGKILL
    assert is_whole(built)

    build.build(built)

    assert is_whole(built)
    assert "# changed" in (built / "build" / "model_repository" / "vad" / "1" / "model.py").read_text()
    assert len(list((built / "build" / "repositories").iterdir())) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=False, capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"a disk cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_really_full_is_said_and_the_repository_stays(small_disk: Path, model_repository: Path) -> None:
    fill(small_disk, model_repository.parent / "weights", "vad", "pitch")
    build.build(small_disk)
    served = (small_disk / "build" / "model_repository").resolve()
    code = small_disk / "model_repository" / "vad" / "1" / "model.py"
    code.write_text(code.read_text() + "\n# changed\n")
    use_up(small_disk / "filling")

    with pytest.raises(SetupError, match="the disk is full"):
        build.build(small_disk)

    assert (small_disk / "build" / "model_repository").resolve() == served
    assert is_whole(small_disk)
    assert weights.broken(small_disk, build.served(Layout(small_disk))) == []

    (small_disk / "filling").unlink()
    build.build(small_disk)
    assert (small_disk / "build" / "model_repository").resolve() != served
    assert is_whole(small_disk)
