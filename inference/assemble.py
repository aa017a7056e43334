"""Puts one model's folders together: configuration, code, weights, graphs made from weights, and the version."""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from inference import manifest
from inference.catalogue import Model
from inference.disk import copy_folder, digest, flush, remove
from inference.errors import SetupError
from inference.layout import Layout

KERNELS = "inference.kernels"
UNDER_WAY = ".making-"


def assemble(layout: Layout, model: Model, repository: Path) -> None:
    """Put the folders of `model` into `repository`: one for each of its parts, all of the same version."""
    for part in model.folders:
        copy_folder(layout.sources / part, repository / part)
        (repository / part / "1").mkdir(exist_ok=True)
    for file in model.files:
        if file.serve:
            place(layout.weights / model.name / file.name, repository / model.part_of(file) / "1" / file.name)
    if model.export:
        _place_exports(_export(layout, model), model, repository)
    stated = version(layout, model)
    for part in model.folders:
        with (repository / part / "config.pbtxt").open("a") as stream:
            stream.write(f'\nparameters {{ key: "version" value {{ string_value: "{stated}" }} }}\n')


def version(layout: Layout, model: Model) -> str:
    """Give the catalogue's version and a digest of everything that the model's results rest on."""
    sources = [layout.sources / part for part in model.folders]
    code = content([*sources, *_kernels_of(layout, sources), *exporters(layout, [model])], *_checksums(model))
    return f"{model.version}+{code[:8]}"


def place(source: Path, target: Path) -> None:
    """Link `source` at `target`, or copy it where the file system has no hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def exporters(layout: Layout, models: Sequence[Model]) -> list[Path]:
    """Give the files, or folders, of the modules that make graphs for `models`."""
    found = [layout.root.joinpath(*model.export.split(".")) for model in models if model.export]
    return [path if path.is_dir() else path.with_suffix(".py") for path in found]


def content(paths: Sequence[Path], *more: str) -> str:
    """Give a digest over the contents of files and of folders with everything in them."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        inside = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix != ".pyc" and p.is_file())
        for file in inside:
            total.update(f"{file.relative_to(path.parent)}\0{digest(file)}\0".encode())
    return total.hexdigest()


def _checksums(model: Model) -> list[str]:
    return [file.sha256 for file in model.files]


def _kernels_of(layout: Layout, sources: Sequence[Path]) -> list[Path]:
    """Find the kernel files that a model's code imports, directly or through others: its version rests on them."""
    found: set[Path] = set()
    waiting = [path for source in sources for path in source.rglob("*.py")]
    while waiting:
        for name in _imported_kernels(waiting.pop()):
            path = layout.kernels / f"{name}.py"
            if path.is_file() and path not in found:
                found.add(path)
                waiting.append(path)
    return sorted(found)


def _imported_kernels(path: Path) -> Iterator[str]:
    """Name the modules of `inference.kernels` that the file `path` imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == KERNELS:
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{KERNELS}."):
            yield str(node.module).rsplit(".", 1)[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.rsplit(".", 1)[1] for alias in node.names if alias.name.startswith(f"{KERNELS}."))


def _place_exports(made: Path, model: Model, repository: Path) -> None:
    """Put what an export made next to the parts that need it: a folder's contents to its part, files to the first."""
    for path in sorted(path for path in made.rglob("*") if path.is_file() and path.name != manifest.NAME):
        part = path.parent.name if path.parent != made else model.name
        if part not in model.folders:
            raise SetupError(f"{model.export} made a file for {part!r}, which is no part of the model {model.name}")
        place(path, repository / part / "1" / path.name)


def _export(layout: Layout, model: Model) -> Path:
    """Give the folder of what the model's export makes; run it where that is not there or not whole.

    What was made from other weights or by other code is removed: it can be made again.
    """
    key = content(exporters(layout, [model]), *_checksums(model))[:16]
    done = layout.exports / f"{model.name}-{key}"
    found = manifest.read(done)
    if found is not None and found.stamp == key and not manifest.broken(done, found):
        return done
    layout.exports.mkdir(parents=True, exist_ok=True)
    for left in (*layout.exports.glob(f"{UNDER_WAY}*"), *layout.exports.glob(f"{model.name}-*")):
        remove(left)
    beside = Path(tempfile.mkdtemp(prefix=UNDER_WAY, dir=layout.exports))
    try:
        _run_export(layout, model, beside)
        manifest.write(beside, key)
        flush(beside)
        beside.rename(done)
    finally:
        remove(beside)
    return done


def _run_export(layout: Layout, model: Model, target: Path) -> None:
    """Run the model's export in the model server's environment."""
    if not layout.python.exists():
        raise SetupError(f"{layout.environment} is missing: run `make setup` 缺少该环境，请运行 make setup")
    command = [str(layout.python), "-m", model.export, str(layout.weights / model.name), str(target)]
    environment = {**os.environ, "PYTHONPATH": str(layout.root)}
    ran = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=layout.root)
    if ran.returncode:
        raise SetupError(
            f"the graph of the model {model.name} cannot be made 无法生成模型图: {ran.stderr.strip()[-800:]}"
        )
