"""Make the two virtual environments of the project from its lock files. Standard library only.

`install.py run` makes what `shouguan` needs: `.venv` (gateway, sync agent) and `build/triton-env` (the model server,
which needs NumPy 1.x). `install.py dev` adds the tools of `make check` and `make test`, `install.py bench` also the
packages that `make bench` compares with, in `build/bench-env` (several GB). What is already there and matches its lock
file is left alone; an environment that was left half-made, that another Python made, or that was moved with the
project's folder, is made anew. What the machine lacks is named, with the command that installs it.
"""

from __future__ import annotations

import ctypes.util
import fcntl
import hashlib
import os
import platform
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "requirements"
VENV = ROOT / ".venv"
TRITON_ENV = ROOT / "build" / "triton-env"
BENCH_ENV = ROOT / "build" / "bench-env"
GENERATED = ROOT / "build" / "generated"
PYTHONS = ((3, 11), (3, 12))
MULTIARCH = Path("/usr/lib/x86_64-linux-gnu")
INTERRUPTED = 130


def missing() -> list[str]:
    """Say what this machine lacks, each as a sentence with the command that helps."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if sys.version_info[:2] not in PYTHONS:
        return [
            f"Python {version} is not supported; 3.11 and 3.12 are. Install one (Debian 12: sudo apt-get install "
            "python3.11; Ubuntu 24.04: sudo apt-get install python3.12) and name it, as in: make demo PYTHON=python3.12"
        ]
    found = []
    if sys.platform != "linux" or platform.machine() != "x86_64":
        found.append(f"Linux on x86_64 is needed; this is {sys.platform} on {platform.machine()}.")
    try:
        import ensurepip  # noqa: F401, PLC0415 - only whether it is there: Debian leaves it out
        import venv  # noqa: F401, PLC0415
    except ImportError:
        found.append(f"Python's venv module is missing: sudo apt-get install python{version}-venv")
    library = f"libpython{version}.so.1.0"
    beside = Path(sysconfig.get_config_var("LIBDIR") or "/usr/lib") / library
    if not (beside.is_file() or (MULTIARCH / library).is_file() or ctypes.util.find_library(f"python{version}")):
        found.append(f"{library} is missing (the model server needs it): sudo apt-get install libpython{version}")
    return found


def say(text: str) -> None:
    """Tell the person who waits what is being done."""
    sys.stderr.write(f"setup: {text}\n")
    sys.stderr.flush()


def unfinished(environment: Path) -> Path:
    """Give the file that is there while `environment` is being filled, and afterwards if that was cut short."""
    return ROOT / "build" / f"{environment.name}.unfinished"


def fits(environment: Path) -> bool:
    """Say whether `environment` is whole, made by this version of Python, and made for the place where it lies.

    What an interrupted installation left may look installed to pip; scripts name the folder that they were made for.
    """
    try:
        lines = (environment / "pyvenv.cfg").read_text().splitlines()
    except OSError:
        return False
    said = dict(line.split(" = ", 1) for line in lines if " = " in line)
    same_python = said.get("version", "").split(".")[:2] == [str(part) for part in sys.version_info[:2]]
    same_place = said.get("command", "").endswith(f" {environment}")
    runs = (environment / "bin" / "python").exists()  # follows the link to the Python that made it
    return same_python and same_place and runs and not unfinished(environment).exists()


def ensure(environment: Path, lock: str, *options: str) -> None:
    """Make `environment` hold what `lock` names; do nothing when it does already."""
    digest = hashlib.sha256((HERE / lock).read_bytes()).hexdigest()
    done = environment / f".{lock}.sha256"
    whole = fits(environment)
    if whole and done.is_file() and done.read_text() == digest:
        return
    unfinished(environment).touch()
    if not whole:
        say(f"making {environment.relative_to(ROOT)}")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(environment)], check=True)
    say(f"installing requirements/{lock} (hash-checked)")
    pip = [str(environment / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    command = [*pip, "install", "--require-hashes", *options, "-r", str(HERE / lock)]
    subprocess.run(command, check=True, stdout=sys.stderr)
    done.write_text(digest)
    unfinished(environment).unlink()


def generate_protobuf() -> None:
    """Compile the wire contract to `build/generated` when a .proto file or the compiler is newer than what is there."""
    sources = sorted((ROOT / "proto").rglob("*.proto"))
    made = [GENERATED / p.relative_to(ROOT / "proto").with_name(f"{p.stem}_pb2.py") for p in sources]
    newest = max(path.stat().st_mtime for path in (*sources, VENV / ".gateway.lock.sha256"))
    if all(path.is_file() and path.stat().st_mtime >= newest for path in made):
        return
    say("compiling the wire contract")
    GENERATED.mkdir(parents=True, exist_ok=True)
    command = [str(VENV / "bin" / "python"), "-m", "grpc_tools.protoc", f"--proto_path={ROOT / 'proto'}"]
    command += [f"--python_out={GENERATED}", f"--pyi_out={GENERATED}", *map(str, sources)]
    subprocess.run(command, check=True)


def link_project() -> None:
    """Put the project and its generated code on `.venv`'s path, and the `shouguan` command in its bin."""
    site = next((VENV / "lib").glob("python*/site-packages"))
    (site / "shouguan.pth").write_text(f"{ROOT}\n{ROOT / 'proto'}\n{GENERATED}\n")
    command = VENV / "bin" / "shouguan"
    # Through sh, as pip does it: a path with spaces, or a long one, cannot stand after #!
    start = f"#!/bin/sh\n'''exec' \"{VENV}/bin/python\" \"$0\" \"$@\"\n' '''\n"
    command.write_text(f"{start}from gateway.cli import main\n\nmain()\n")
    command.chmod(0o755)


def set_up(profile: str) -> None:
    """Make what `profile` needs; wait while another one does so. Raises `CalledProcessError` and `OSError`."""
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ensure(VENV, "build.lock")  # first: what has no wheel is built with what is locked, and nothing else
        ensure(VENV, "gateway.lock", "--no-build-isolation")
        ensure(TRITON_ENV, "triton.lock", "--no-deps")
        if profile in {"dev", "bench"}:
            ensure(VENV, "dev.lock")
        if profile == "bench":
            ensure(BENCH_ENV, "bench.lock", "--no-deps")
        generate_protobuf()
        link_project()


def main(profile: str) -> int:
    """Set up `profile`, `run`, `dev` or `bench`; give the exit status."""
    lacking = missing()
    if lacking:
        for sentence in lacking:
            say(sentence)
        return 1
    os.environ.setdefault("PIP_NO_INPUT", "1")
    try:
        set_up(profile)
    except subprocess.CalledProcessError as error:
        say(f"this command failed with status {error.returncode}: {' '.join(error.cmd)}")
        say("check the network and the free space on the disk, then run the same command again")
        return 1
    except OSError as error:
        say(f"{error}; put that right, then run the same command again")
        return 1
    except KeyboardInterrupt:
        say("interrupted; the same command goes on from here")
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "run"))
