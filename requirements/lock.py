"""Write, or check, the hash-locked requirement files that `make setup` installs from.

`lock.py write` resolves the dependencies of pyproject.toml and keeps the versions that the lock files name already, as
far as they fit; `lock.py upgrade` takes the newest. `lock.py check` refuses a lock file made from other dependencies
than those that pyproject.toml names now. The check needs no network: each file's first line carries the digest of the
requirements it was made from.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYPROJECT = HERE.parent / "pyproject.toml"

# nvidia-pytriton is taken for the server binary it carries, tokenizers without its hub client; ai-edge-litert names a
# package that Python 3.11 refuses. What they depend on and we do use stands in the group itself.
WITHOUT_DEPENDENCIES = ("nvidia-pytriton", "tokenizers", "ai-edge-litert")


def requirements_of_locks() -> dict[str, list[str]]:
    """Give, for each lock file's name, the requirements it must be made from."""
    project = tomllib.loads(PYPROJECT.read_text())
    groups = project["dependency-groups"]
    runtime = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    return {
        "gateway.lock": runtime,
        "bench.lock": groups["bench"],
        "build.lock": project["build-system"]["requires"],
        "dev.lock": [*runtime, *groups["dev"]],
        "triton.lock": groups["triton"],
        "weights.lock": groups["weights"],
    }


def stamp(requirements: Sequence[str]) -> str:
    """Give the first line of the lock file made from `requirements`."""
    digest = hashlib.sha256("\n".join(sorted(requirements)).encode()).hexdigest()
    return f"# Made by `make lock`. Requirements sha256: {digest}"


def resolve(requirements: Sequence[str], kept: str, *options: str) -> str:
    """Give the pinned, hashed lines for `requirements`, as pip reads them; versions that `kept` names are preferred."""
    if not requirements:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "requirements.in", Path(folder) / "requirements.txt"
        source.write_text("\n".join(requirements))
        target.write_text(kept)
        command = ["uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"]
        command += ["--no-header", "--no-annotate", "--no-emit-index-url", *options]
        command += ["--output-file", str(target), str(source)]
        subprocess.run(command, check=True, cwd=HERE.parent)
        return target.read_text()


def write() -> int:
    """Resolve and write every lock file, keeping versions."""
    return _write(lambda lock: lock.read_text() if lock.is_file() else "")


def upgrade() -> int:
    """Resolve and write every lock file anew."""
    return _write(lambda _: "")


def _write(kept: Callable[[Path], str]) -> int:
    for name, requirements in requirements_of_locks().items():
        alone = [r for r in requirements if r.startswith(WITHOUT_DEPENDENCIES)]
        rest = [r for r in requirements if r not in alone]
        options = ["--no-deps"] if name == "weights.lock" else []
        if name in {"build.lock", "dev.lock"}:
            options = ["--constraint", str(HERE / "gateway.lock")]
        before = kept(HERE / name)
        lines = resolve(rest, before, *options) + resolve(alone, before, "--no-deps")
        (HERE / name).write_text(f"{stamp(requirements)}\n{lines}")
    return 0


def check() -> int:
    """Say which lock files are stale; the number of them is the exit status."""
    stale = [
        name
        for name, requirements in requirements_of_locks().items()
        if not (HERE / name).is_file() or (HERE / name).read_text().split("\n", 1)[0] != stamp(requirements)
    ]
    for name in stale:
        sys.stderr.write(f"requirements/{name} is stale: pyproject.toml changed since it was made. Run `make lock`.\n")
    return len(stale)


if __name__ == "__main__":
    sys.exit({"write": write, "upgrade": upgrade, "check": check}[sys.argv[1]]())
