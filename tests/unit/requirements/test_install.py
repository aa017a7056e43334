from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = Path(__file__).parents[3] / "requirements" / "install.py"


class Commands:
    """Stands for `subprocess`: `venv` makes an environment's skeleton, the first command that names `broken` fails."""

    CalledProcessError = subprocess.CalledProcessError

    def __init__(self) -> None:
        self.run_commands: list[list[str]] = []
        self.broken = ""

    def run(self, command: Sequence[str], **_: object) -> None:
        self.run_commands.append(list(command))
        if self.broken and self.broken in command:
            raise subprocess.CalledProcessError(2, list(command))
        if "venv" in command:
            self.make(Path(command[-1]))

    def make(self, environment: Path, *, version: str = "", place: str = "") -> None:
        shutil.rmtree(environment, ignore_errors=True)
        (environment / "bin").mkdir(parents=True)
        (environment / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
        (environment / "bin" / "python").symlink_to(sys.executable)
        made_by = version or f"{sys.version_info.major}.{sys.version_info.minor}.1"
        command = f"/usr/bin/python3 -m venv --clear {place or environment}"
        (environment / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {made_by}\ncommand = {command}\n")

    @property
    def said(self) -> list[str]:
        """What was made and installed: names of environments and lock files."""
        return [Path(command[-1]).name for command in self.run_commands if "grpc_tools.protoc" not in command]


@pytest.fixture
def commands() -> Commands:
    return Commands()


@pytest.fixture
def install(tmp_path: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the program as it is in a project's folder of its own."""
    folder = tmp_path / "a project" / "requirements"
    folder.mkdir(parents=True)
    for name in ("build.lock", "gateway.lock", "triton.lock", "dev.lock"):
        (folder / name).write_text(f"# {name}\n")
    shutil.copy(SOURCE, folder)
    (folder.parent / "proto").mkdir()
    specification = importlib.util.spec_from_file_location("install", folder / "install.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    monkeypatch.setattr(module, "subprocess", commands)
    monkeypatch.setattr(module, "generate_protobuf", lambda: None)
    return module


GATEWAY = [".venv", "build.lock", "gateway.lock"]
ALL = [*GATEWAY, "triton-env", "triton.lock"]


def test_a_fresh_clone_gets_both_environments(install: ModuleType, commands: Commands) -> None:
    assert install.main("run") == 0
    assert commands.said == ALL
    assert install.main("run") == 0
    assert commands.said == ALL


def test_every_package_is_checked_against_its_hash(install: ModuleType, commands: Commands) -> None:
    install.main("dev")
    installs = [command for command in commands.run_commands if "install" in command]
    assert len(installs) == 4
    assert all("--require-hashes" in command for command in installs)


def test_a_changed_lock_file_is_installed_into_what_is_there(install: ModuleType, commands: Commands) -> None:
    install.main("run")
    (install.HERE / "gateway.lock").write_text("# changed\n")
    install.main("run")
    assert commands.said == [*ALL, "gateway.lock"]


@pytest.mark.parametrize("broken", ["venv", "pip"])
def test_an_installation_that_failed_begins_anew(install: ModuleType, commands: Commands, broken: str) -> None:
    commands.broken = broken
    assert install.main("run") == 1
    commands.broken = ""
    commands.run_commands.clear()
    assert install.main("run") == 0
    assert commands.said == ALL


def test_an_update_that_was_cut_short_makes_its_environment_anew(install: ModuleType, commands: Commands) -> None:
    install.main("run")
    (install.HERE / "triton.lock").write_text("# changed\n")
    commands.broken = "pip"
    install.main("run")
    commands.broken = ""
    commands.run_commands.clear()
    assert install.main("run") == 0
    assert commands.said == ["triton-env", "triton.lock"]


def test_an_environment_of_another_python_is_made_anew(install: ModuleType, commands: Commands) -> None:
    install.main("run")
    commands.make(install.VENV, version="3.10.4")
    commands.run_commands.clear()
    install.main("run")
    assert commands.said == GATEWAY


def test_an_environment_whose_python_was_removed_is_made_anew(install: ModuleType, commands: Commands) -> None:
    install.main("run")
    python = install.VENV / "bin" / "python"
    python.unlink()
    python.symlink_to("/usr/bin/python3.99")
    commands.run_commands.clear()
    install.main("run")
    assert commands.said == GATEWAY


def test_environments_of_a_folder_that_was_moved_are_made_anew(install: ModuleType, commands: Commands) -> None:
    install.main("run")
    commands.make(install.VENV, place="/elsewhere/.venv")
    commands.run_commands.clear()
    install.main("run")
    assert commands.said == GATEWAY


def test_ctrl_c_says_how_to_go_on(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def pressed(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(install, "set_up", pressed)
    assert install.main("run") == 130
    assert "same command" in capfd.readouterr().err


def test_the_command_runs_from_a_folder_with_spaces(install: ModuleType, commands: Commands) -> None:
    commands.make(install.VENV)
    install.link_project()
    (install.ROOT / "gateway").mkdir()
    (install.ROOT / "gateway" / "__init__.py").touch()
    (install.ROOT / "gateway" / "cli.py").write_text("import sys\ndef main(): print('ran', sys.argv[1:])\n")
    ended = subprocess.run(
        [install.VENV / "bin" / "shouguan", "up", "a b"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(install.ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ended.stdout == "ran ['up', 'a b']\n"


def test_nothing_is_missing_here(install: ModuleType) -> None:
    assert install.missing() == []


@pytest.mark.parametrize(("version", "named"), [((3, 10), "3.10"), ((3, 13), "3.13")])
def test_another_python_is_named_with_what_to_do(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int], named: str
) -> None:
    monkeypatch.setattr(install.sys, "version_info", FakeVersion(*version))
    (sentence,) = install.missing()
    assert named in sentence
    assert "PYTHON=python3.12" in sentence


class FakeVersion(tuple[int, int]):
    """A version of Python, as `sys.version_info` gives it."""

    def __new__(cls, major: int, minor: int) -> FakeVersion:
        return super().__new__(cls, (major, minor))

    @property
    def major(self) -> int:
        return self[0]

    @property
    def minor(self) -> int:
        return self[1]


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_is_named_with_the_command_that_helps(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, module: str, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    assert install.main("run") == 1
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"sudo apt-get install python{version}-venv" in capfd.readouterr().err


def test_a_missing_libpython_is_named_with_the_command_that_helps(
    install: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "MULTIARCH", tmp_path)
    monkeypatch.setattr(install.sysconfig, "get_config_var", lambda _: str(tmp_path))
    monkeypatch.setattr(install.ctypes.util, "find_library", lambda _: None)
    (sentence,) = install.missing()
    assert "sudo apt-get install libpython3." in sentence


def test_another_machine_is_named(install: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install.platform, "machine", lambda: "aarch64")
    assert any("aarch64" in sentence for sentence in install.missing())


def test_a_disk_that_is_full_is_named(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def full(_: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(install, "set_up", full)
    assert install.main("run") == 1
    assert "No space left on device" in capfd.readouterr().err
