"""Bundles: one tar file that carries models' weights to a box without internet.

The first member, `manifest.json`, names the models with their versions, catalogue entries and the sha256 of each file;
the files follow as `weights/<model>/<file>`. What counts at installation is this installation's own catalogue: a bundle
can bring the files that it names, and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TypeAlias

import msgspec
from msgspec import Struct

from inference import catalogue, strict_tar, weights
from inference.catalogue import Model, WeightFile
from inference.disk import digest, explained, flush, locked, remove, sync
from inference.download import Meter, unmeasured
from inference.errors import BundleError, SetupError
from inference.layout import Layout
from inference.strict_tar import Member, TarError
from inference.weights import Progress

FORMAT = "shouguan-models/1"
MANIFEST = "manifest.json"
MANIFEST_BYTES = 1 << 20
UNDER_WAY = "installing-"
Placed: TypeAlias = tuple[Model, WeightFile, Path]


class BundledFile(Struct, frozen=True, kw_only=True):
    """A file of a model: its name, size in bytes, and checksum."""

    name: str
    size: int
    sha256: str


class BundledModel(Struct, frozen=True, kw_only=True):
    """A model in a bundle. `entry` is what the catalogue said of it where the bundle was made."""

    name: str
    version: str
    licence: str
    files: tuple[BundledFile, ...]
    entry: dict[str, Any] = {}


class Contents(Struct, frozen=True, kw_only=True):
    """What a bundle holds."""

    format: str
    models: tuple[BundledModel, ...]


def make(
    root: Path, out: Path, models: Sequence[Model], progress: Progress, meter: Meter = unmeasured,
    folder: Path | None = None,
) -> str:  # fmt: skip
    """Write a bundle of `models` to `out`; give its sha256.

    The files come from `folder`, where somebody put them as `<file>` or `<model>/<file>`, or else from this
    installation, which fetches what it lacks. Raises `SetupError` naming what is missing or not the right file; then
    there is no bundle.
    """
    if folder is None:
        weights.ensure(root, progress, models, meter)
    files = [(model, file, _found(root, folder, model, file)) for model in models for file in model.files]
    beside = out.with_name(f".{out.name}.part")
    with explained(out.parent):
        try:
            with beside.open("wb") as stream:
                _write(stream, models, files, meter)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(out)
            sync(out.parent)
        finally:
            beside.unlink(missing_ok=True)
    return digest(out)


def install(root: Path, bundle: Path, progress: Progress, meter: Meter = unmeasured) -> tuple[str, ...]:
    """Put the weights that `bundle` holds into this installation; give the models' names.

    All is written and verified beside the weights first, then moved into place; so a bundle is installed whole or not
    at all. Raises `BundleError`, naming the file, for a bundle that is broken, cut off, made for other versions, or
    holds anything but what its manifest and this installation's catalogue name; `SetupError` for a full disk.
    """
    layout = Layout(root)
    with locked(layout.build, "weights"), explained(layout.build):
        for left in layout.build.glob(f"{UNDER_WAY}*"):
            remove(left)
        staging = Path(tempfile.mkdtemp(prefix=UNDER_WAY, dir=layout.build))
        try:
            with _opened(bundle) as stream:
                models = _receive(stream, bundle, staging, progress, meter)
            flush(staging)
            _move(layout, models, staging)
        except TarError as error:
            _refuse(bundle, str(error), "文件已损坏或不完整")
        finally:
            remove(staging)
    return tuple(model.name for model in models)


def _found(root: Path, folder: Path | None, model: Model, file: WeightFile) -> Path:
    """Find the file of a model that is to be bundled, and verify it."""
    if folder is None:
        return Layout(root).weights / model.name / file.name
    for path in (folder / model.name / file.name, folder / file.name):
        found = digest(path)
        if found == file.sha256:
            return path
        if found:
            raise SetupError(
                f"{path} is not the file that the catalogue names for {model.name} (size {path.stat().st_size}, "
                f"sha256 {found}; wanted: size {file.size}, sha256 {file.sha256}) 该文件与模型目录不符"
            )
    raise SetupError(f"{folder} holds no {file.name}, which the model {model.name} needs 该文件夹缺少模型所需的文件")


def _write(
    stream: BinaryIO, models: Sequence[Model], files: list[tuple[Model, WeightFile, Path]], meter: Meter
) -> None:
    manifest = msgspec.json.format(msgspec.json.encode(Contents(format=FORMAT, models=tuple(map(_bundled, models)))))
    stream.write(strict_tar.header(MANIFEST, len(manifest)) + manifest + strict_tar.padding(len(manifest)))
    for model, file, path in files:
        stream.write(strict_tar.header(_member(model, file), file.size))
        total = hashlib.sha256()
        with path.open("rb") as source:
            while piece := source.read(strict_tar.PIECE):
                stream.write(piece)
                total.update(piece)
                meter(file.name, source.tell(), file.size)
        if total.hexdigest() != file.sha256:
            raise SetupError(f"{path} changed while it was read; run the same command again 文件在读取时被改动，请重试")
        stream.write(strict_tar.padding(file.size))
    stream.write(strict_tar.end())


def _bundled(model: Model) -> BundledModel:
    return BundledModel(
        name=model.name,
        version=model.version,
        licence=model.licence,
        files=tuple(BundledFile(name=one.name, size=one.size, sha256=one.sha256) for one in model.files),
        entry=msgspec.to_builtins(model),
    )


def _member(model: Model, file: WeightFile) -> str:
    return f"weights/{model.name}/{file.name}"


def _opened(bundle: Path) -> BinaryIO:
    try:
        return bundle.open("rb")
    except OSError as error:
        raise BundleError(f"the bundle {bundle} cannot be read: {error} 无法读取离线包") from error


def _receive(stream: BinaryIO, bundle: Path, staging: Path, progress: Progress, meter: Meter) -> list[Model]:
    """Write what a bundle holds to `staging`, every file verified; give the models."""
    members = strict_tar.members(stream)
    models = _models(bundle, _contents(bundle, members))
    awaited = {_member(model, file): (model, file) for model in models for file in model.files}
    _check_room(staging, sum(model.size for model in models))
    for member in members:
        if member.name not in awaited:
            _refuse(bundle, f"{member.name!r} is there twice, or is not in its manifest", "含有重复或未列出的文件")
        model, file = awaited.pop(member.name)
        progress(f"installing 安装 {model.name}/{file.name}")
        _store(bundle, member, file, staging / model.name / file.name, meter)
    if awaited:
        _refuse(bundle, f"it lacks {', '.join(awaited)}", "缺少文件")
    return models


def _contents(bundle: Path, members: Iterator[Member]) -> Contents:
    """Read the manifest, which is the first member."""
    first = next(members, None)
    if first is None or first.name != MANIFEST or first.size > MANIFEST_BYTES:
        _refuse(bundle, f"it does not begin with a {MANIFEST}", "不是模型离线包")
    try:
        contents = msgspec.json.decode(b"".join(first.pieces), type=Contents)
    except msgspec.DecodeError as error:
        _refuse(bundle, f"its {MANIFEST} cannot be read ({error})", "清单无法读取")
    if contents.format != FORMAT or not contents.models:
        _refuse(bundle, f"it is of the format {contents.format!r}; this version reads {FORMAT!r}", "格式不受支持")
    return contents


def _models(bundle: Path, contents: Contents) -> list[Model]:
    """Give this installation's catalogue entries of the bundled models; every file must be the one that they name."""
    found = []
    for bundled in contents.models:
        model = catalogue.find(bundled.name)
        if model is None or model in found:
            _refuse(
                bundle,
                f"it holds the model {bundled.name!r} twice, or this installation does not know it; bring the software "
                "up to date",
                "模型重复或本机目录中没有该模型，请先升级软件",
            )
        ours = {(file.name, file.size, file.sha256) for file in model.files}
        theirs = {(file.name, file.size, file.sha256) for file in bundled.files}
        if ours != theirs:
            names = ", ".join(sorted({f"{model.name}/{name}" for name, *_ in ours ^ theirs}))
            _refuse(
                bundle,
                f"it holds {bundled.name} {bundled.version}, this installation needs {model.version}: {names} differ; "
                "make the bundle with the version of the software that runs here",
                "模型版本与本机目录不符，请用相同版本的软件重新制作",
            )
        found.append(model)
    return found


def _check_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size:
        raise SetupError(
            f"the disk is full: {size / 1e6:.0f} MB are needed, {free / 1e6:.0f} MB are free; nothing was installed "
            "磁盘空间不足，未安装任何内容"
        )


def _store(bundle: Path, member: Member, file: WeightFile, target: Path, meter: Meter) -> None:
    """Write one member to `target`, if it is the file that the catalogue names."""
    if member.size != file.size:
        _refuse(bundle, f"{member.name} has {member.size} bytes instead of {file.size}", "文件大小不符")
    target.parent.mkdir(exist_ok=True)
    total = hashlib.sha256()
    with target.open("xb") as stream:
        for piece in member.pieces:
            stream.write(piece)
            total.update(piece)
            meter(file.name, stream.tell(), file.size)
    if total.hexdigest() != file.sha256:
        _refuse(bundle, f"{member.name} is broken (its checksum differs)", "文件校验不符")


def _move(layout: Layout, models: Sequence[Model], staging: Path) -> None:
    """Move the files from `staging` to their places among the weights; what is there and whole stays."""
    for model in models:
        place = layout.weights / model.name
        place.mkdir(parents=True, exist_ok=True)
        for file in model.files:
            if not weights.whole(layout, model, file):
                (staging / model.name / file.name).replace(place / file.name)
        sync(place)


def _refuse(bundle: Path, why: str, chinese: str) -> NoReturn:
    raise BundleError(
        f"the bundle {bundle} was refused: {why}. Nothing was installed. 离线包已拒绝（{chinese}），未安装任何内容。"
    )
