"""Makes the repository that Triton serves: model files, weights and kernels in one folder, replaced as a whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from inference import catalogue, manifest, serving, weights
from inference.assemble import assemble, content, exporters
from inference.catalogue import Model
from inference.disk import copy_folder, explained, flush, locked, remove, sync
from inference.errors import SetupError
from inference.layout import Layout
from inference.targets import find
from inference.weights import Progress

CODE = ".code"
"""Folder beside the models that holds the package `inference.kernels`; the server runs in it."""
_MADE = "repository-"


def build(root: Path, target: str = "", progress: Progress = lambda _: None) -> Path:
    """Make `build/model_repository/` below `root` for `target`; fetch the required weights first where they lack.

    Without a target it is the one that the repository was made for before, at first `cpu`.
    Nothing is done when neither code nor weights changed and what was made is whole. The new repository is made in a
    folder of its own; a symbolic link, replaced in one step, says which one is served. So there is a whole repository
    at every moment, also when this process is killed; what a killed one left is removed. An optional model whose files
    are not all whole is left out, and named. Gives the repository's path. Raises `SetupError`, saying what to do, on
    anything missing or broken.
    """
    layout = Layout(root)
    chosen = find(target or target_of(layout))
    weights.ensure(root, progress, [model for model in offered(layout) if not model.optional])
    with locked(layout.build, "repository"), explained(layout.build):
        models = served(layout, progress)
        machine = serving.this_machine()
        code = [layout.kernels, layout.sources, catalogue.CATALOGUE, serving.CODE, *exporters(layout, models)]
        stamp = content(code, chosen.name, chosen.key(layout), repr(machine), *(model.name for model in models))
        if not _is_current(layout, stamp):
            progress("making the model repository 正在生成模型仓库")
            made = _make(layout, models, chosen.name, stamp, machine, progress)
            _switch(layout, made)
        _clean(layout)
    return layout.repository


def target_of(layout: Layout) -> str:
    """Give the target that the repository was made for; `cpu` where there is none."""
    made = manifest.read(layout.repository)
    return made.target if made is not None and made.target else "cpu"


def offered(layout: Layout) -> tuple[Model, ...]:
    """Give the models whose folders are in `model_repository/`, in the order of the catalogue.

    Raises `SetupError` naming a folder that belongs to no model, and a part that a model lacks.
    """
    folders = {path.parent.name for path in layout.sources.glob("*/config.pbtxt")}
    models = tuple(model for model in catalogue.installed() if folders.intersection(model.folders))
    parts = {part for model in models for part in model.folders}
    if not folders or folders != parts:
        raise SetupError(
            "model_repository/ and inference/catalogue.toml do not fit 模型目录与仓库不一致: "
            f"without a model: {sorted(folders - parts) or '-'}; missing: {sorted(parts - folders) or '-'}"
        )
    return models


def served(layout: Layout, progress: Progress = lambda _: None) -> tuple[Model, ...]:
    """Give the models that are served: all required ones, and the optional ones all of whose files are whole."""
    return tuple(model for model in offered(layout) if not model.optional or _has(layout, model, progress))


def _has(layout: Layout, model: Model, progress: Progress) -> bool:
    """Say whether the files of an optional model are there and whole; tell when only some are."""
    if not weights.begun(layout, model):
        return False
    broken = weights.broken(layout.root, [model])
    if broken:
        names = ", ".join(broken)
        progress(f"not served, files missing or broken 未启用，文件缺失或损坏: {names}")
    return not broken


def _is_current(layout: Layout, stamp: str) -> bool:
    made = manifest.read(layout.repository)
    return made is not None and made.stamp == stamp and not manifest.broken(layout.repository, made)


def _make(
    layout: Layout, models: Sequence[Model], target: str, stamp: str, machine: serving.Machine, progress: Progress
) -> Path:
    """Make a repository in a new folder, whole and on the disk, or leave nothing."""
    layout.repositories.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=_MADE, dir=layout.repositories))
    try:
        made.chmod(0o755)
        _copy_code(layout, made / CODE / "inference")
        engines: dict[str, str] = {}
        for model in models:
            assemble(layout, model, made)
            finished = find(target).finish(layout, model, made, progress)
            engines |= finished.engines
            serving.schedule(model, finished.folders, made, machine, target)
        manifest.write(made, stamp, target, engines)
        flush(made)
    except BaseException:
        remove(made)
        raise
    return made


def _switch(layout: Layout, made: Path) -> None:
    """Have `build/model_repository` name the repository `made`, from one moment to the next."""
    link = layout.repositories / ".link"
    remove(link)
    link.symlink_to(made.relative_to(layout.build), target_is_directory=True)
    if layout.repository.is_dir() and not layout.repository.is_symlink():  # as earlier versions made it
        remove(layout.repository)
    link.replace(layout.repository)
    sync(layout.build)


def _clean(layout: Layout) -> None:
    """Remove every repository but the one that is served: what was served before, and what killed builds left."""
    current = layout.repository.resolve()
    for left in layout.repositories.iterdir():
        if left != current:
            remove(left)


def _copy_code(layout: Layout, target: Path) -> None:
    """Copy the kernels, as they are now, so that a running server does not change with the working tree."""
    copy_folder(layout.kernels, target / "kernels")
    shutil.copy2(layout.kernels.parent / "__init__.py", target / "__init__.py")
