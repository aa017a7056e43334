from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
LOCKS = ("gateway.lock", "bench.lock", "build.lock", "dev.lock", "triton.lock", "weights.lock")


@pytest.fixture
def lock(tmp_path: Path) -> ModuleType:
    """Give the program in a copy of the project's lock files, which a test may change."""
    folder = tmp_path / "requirements"
    folder.mkdir()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in ("lock.py", *LOCKS):
        shutil.copy(ROOT / "requirements" / name, folder)
    specification = importlib.util.spec_from_file_location("lock", folder / "lock.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_lock_files_fit_the_dependencies(lock: ModuleType) -> None:
    assert lock.check() == 0


def test_another_dependency_makes_its_lock_files_stale(lock: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    text = lock.PYPROJECT.read_text()
    lock.PYPROJECT.write_text(text.replace('"httpx>=0.28"', '"httpx>=0.29"'))
    assert lock.check() == 1
    told = capfd.readouterr().err
    assert "dev.lock is stale" in told
    assert "make lock" in told


def test_a_lock_file_that_is_missing_is_stale(lock: ModuleType) -> None:
    (lock.HERE / "triton.lock").unlink()
    assert lock.check() == 1


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_pin_with_hashes_and_name_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    pins = re.findall(r"^[A-Za-z0-9_.\[\]-]+==\S+.*\\$", text, re.MULTILINE)
    assert pins
    assert all(re.search(rf"^{re.escape(pin)}\n +--hash=sha256:[0-9a-f]{{64}}", text, re.MULTILINE) for pin in pins)
    assert "http" not in re.sub(r"^(httpx|httpcore|httptools)\S*", "", text, flags=re.MULTILINE)


def test_both_environments_of_a_test_run_agree_on_every_version() -> None:
    """`dev.lock` is installed into the environment that `gateway.lock` made: it must change nothing there."""
    gateway, dev = (versions(ROOT / "requirements" / name) for name in ("gateway.lock", "dev.lock"))
    assert gateway.items() <= dev.items()


def versions(file: Path) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", file.read_text(), re.MULTILINE))
