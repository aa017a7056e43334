"""Makes the repository that Triton serves: model files, weights and kernels in one folder, replaced as a whole."""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from inference import catalogue, weights
from inference.catalogue import Model
from inference.errors import SetupError
from inference.layout import Layout
from inference.weights import Progress

TARGETS = ("cpu",)
STAMP = "digest.txt"
KERNELS = "inference.kernels"
CODE = ".code"
"""Folder beside the models that holds the package `inference.kernels`; the server runs in it."""


def build(root: Path, target: str = "cpu", progress: Progress = lambda _: None) -> Path:
    """Make `build/model_repository/` below `root` for `target`; fetch the weights first where they lack.

    Nothing is done when neither code nor weights changed. The new repository is made beside the old one, which it
    then replaces. Gives its folder. Raises `SetupError`, saying what to do, on anything missing or broken.
    """
    if target not in TARGETS:
        raise SetupError(f"models cannot be built for {target!r}; this installation builds for: {', '.join(TARGETS)}")
    layout = Layout(root)
    models = served(layout)
    weights.ensure(root, progress, models)
    with weights.locked(layout.build, "repository"):
        stamp = _digest([layout.kernels, layout.sources, catalogue.CATALOGUE, *_exporters(layout, models)], target)
        if not _is_current(layout, stamp):
            progress("making the model repository 正在生成模型仓库")
            _replace(layout, models, stamp)
    return layout.repository


def served(layout: Layout) -> tuple[Model, ...]:
    """Give the models that have a folder in `model_repository/`, in the order of their names."""
    names = sorted(path.parent.name for path in layout.sources.glob("*/config.pbtxt"))
    models = {model.name: model for model in catalogue.installed()}
    unknown = [name for name in names if name not in models]
    if unknown or not names:
        raise SetupError(
            f"model_repository/ holds models that inference/catalogue.toml does not name: {unknown or 'none'}"
        )
    return tuple(models[name] for name in names)


def _exporters(layout: Layout, models: Sequence[Model]) -> list[Path]:
    return [_module_path(layout, model.export) for model in models if model.export]


def _module_path(layout: Layout, module: str) -> Path:
    return layout.root.joinpath(*module.split(".")).with_suffix(".py")


def _digest(paths: Sequence[Path], *more: str) -> str:
    """Give a digest over the contents of files and of folders with everything in them."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        inside = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix != ".pyc" and p.is_file())
        for file in inside:
            total.update(f"{file.relative_to(path.parent)}\0{weights.digest(file)}\0".encode())
    return total.hexdigest()


def _is_current(layout: Layout, stamp: str) -> bool:
    made = layout.repository / STAMP
    return made.is_file() and made.read_text() == stamp


def _replace(layout: Layout, models: Sequence[Model], stamp: str) -> None:
    """Make the repository in a new folder and put it in the place of the old one."""
    beside = Path(tempfile.mkdtemp(prefix="model_repository-", dir=layout.build))
    try:
        beside.chmod(0o755)
        _copy_code(layout, beside / CODE / "inference")
        for model in models:
            _assemble(layout, model, beside / model.name)
        (beside / STAMP).write_text(stamp)
        old = beside.with_name(f"{beside.name}-old")
        if layout.repository.exists():
            layout.repository.rename(old)
        beside.rename(layout.repository)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _copy_code(layout: Layout, target: Path) -> None:
    """Copy the kernels, as they are now, so that a running server does not change with the working tree."""
    shutil.copytree(layout.kernels, target / "kernels", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(layout.kernels.parent / "__init__.py", target / "__init__.py")


def _assemble(layout: Layout, model: Model, target: Path) -> None:
    """Put one model's configuration, code, weights and exported graphs into `target`."""
    source = layout.sources / model.name
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    version = target / "1"
    for file in model.files:
        if file.serve:
            _place(layout.weights / model.name / file.name, version / file.name)
    if model.export:
        for made in sorted(_export(layout, model).iterdir()):
            _place(made, version / made.name)
    code = _digest([source, *_kernels_of(layout, source), *_exporters(layout, [model])], *_checksums(model))
    with (target / "config.pbtxt").open("a") as stream:
        stream.write(f'\nparameters {{ key: "version" value {{ string_value: "{model.version}+{code[:8]}" }} }}\n')


def _checksums(model: Model) -> list[str]:
    return [file.sha256 for file in model.files]


def _kernels_of(layout: Layout, source: Path) -> list[Path]:
    """Find the kernel files that a model's code imports, directly or through others: its version rests on them."""
    found: set[Path] = set()
    waiting = list(source.rglob("*.py"))
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


def _place(source: Path, target: Path) -> None:
    """Link `source` at `target`, or copy it where the file system has no hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _export(layout: Layout, model: Model) -> Path:
    """Run the model's export in the model server's environment; give the folder of what it made."""
    key = _digest(_exporters(layout, [model]), *_checksums(model))
    done = layout.exports / f"{model.name}-{key[:16]}"
    if done.is_dir():
        return done
    if not layout.python.exists():
        raise SetupError(f"{layout.environment} is missing: run `make setup` 缺少该环境，请运行 make setup")
    layout.exports.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f"{model.name}-", dir=layout.exports))
    command = [str(layout.python), "-m", model.export, str(layout.weights / model.name), str(beside)]
    environment = {**os.environ, "PYTHONPATH": str(layout.root)}
    ran = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=layout.root)
    if ran.returncode:
        shutil.rmtree(beside)
        raise SetupError(
            f"the graph of the model {model.name} cannot be made 无法生成模型图: {ran.stderr.strip()[-800:]}"
        )
    beside.rename(done)
    return done
