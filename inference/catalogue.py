"""The catalogue of models: what each does, in which languages, under which licence, and the files it is made of."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from inference.errors import SetupError

CATALOGUE = Path(__file__).with_name("catalogue.toml")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,79}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class WeightFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of a model: its name here, its size in bytes and checksum, and where it comes from.

    `member` is its path inside the model's wheel, `url` where it is published otherwise; a file with neither comes in
    a bundle. With `serve` false it does not go next to the served model; it is only what the model's `export` starts
    from. `part` is the folder of `model_repository/` that it goes to; only a model of several parts has to say it.
    """

    name: str
    sha256: str
    size: int = 0
    member: str = ""
    url: str = ""
    serve: bool = True
    part: str = ""

    def __post_init__(self) -> None:
        """Refuse a name that could lead out of the model's folder, and a checksum that is none."""
        _check_name(self.name)
        if not _SHA256.fullmatch(self.sha256):
            raise ValueError(f"the sha256 of {self.name} is not 64 hexadecimal digits")


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person should know of a model: what it does (the first sentence), how it was made, where it fails."""

    zh: str
    en: str

    @property
    def first(self) -> Card:
        """The first sentence: what the model does."""
        zh, en = re.match(r"[^。]*。?", self.zh), re.match(r".*?(?:\.(?=\s)|$)", self.en, re.DOTALL)
        return Card(zh.group() if zh else "", en.group() if en else "")


class Model(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One model. `export` names a module that makes further files in the model server's environment.

    `parts` are its folders in `model_repository/` (default: one, with the model's name); the first is the one that is
    asked, and has the model's name. What `export` writes into a folder named like a part goes to that part, the rest
    to the first.
    `engines` says per target (cpu, cuda, tensorrt) what runs it; a target that is not named runs it as cpu does.
    `memory_mb` is the resident memory of one instance's process on cpu, in MiB. `source` tells who published the model
    and where one reads about it.
    Reports do not use a model that is not `measured`: how near its numbers lie to the truth is not known yet.
    An `optional` model is fetched only when it is asked for, and served only where its files have been installed.
    """

    name: str
    task: str
    version: str
    languages: tuple[str, ...]
    licence: str
    files: tuple[WeightFile, ...] = msgspec.field(name="file")
    wheel: str = ""
    source: str = ""
    export: str = ""
    parts: tuple[str, ...] = ()
    engines: dict[str, str] = {}
    memory_mb: int = 0
    optional: bool = False
    measured: bool = True
    card: Card = Card("", "")

    def __post_init__(self) -> None:
        """Refuse names that could lead out of a folder, files named twice, and files that go nowhere."""
        for name in (self.name, *self.parts):
            _check_name(name)
        if self.folders[0] != self.name:
            raise ValueError(f"the first part of the model {self.name} must have its name")
        names = [file.name for file in self.files]
        if len(set(names)) != len(names):
            raise ValueError(f"the model {self.name} names a file twice")
        for file in self.files:
            if file.part not in (self.folders if file.part or (file.serve and len(self.folders) > 1) else ("",)):
                raise ValueError(f"{self.name}/{file.name} must name one of the parts {', '.join(self.folders)}")
            if file.member and not self.wheel:
                raise ValueError(f"{self.name}/{file.name} is a member, but the model names no wheel")

    @property
    def folders(self) -> tuple[str, ...]:
        """Its folders in `model_repository/`, the one that is asked first."""
        return self.parts or (self.name,)

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)

    def engine(self, target: str) -> str:
        """Say what runs it on `target`."""
        return self.engines.get(target, self.engines.get("cpu", ""))

    def part_of(self, file: WeightFile) -> str:
        """Give the folder of `model_repository/` that a served file goes to."""
        return file.part or self.name


class _Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    model: tuple[Model, ...]


def read(path: Path = CATALOGUE) -> tuple[Model, ...]:
    """Read a catalogue; give its models in its order, which is the order of preference.

    Raises `SetupError` on a file that cannot be read or breaks the form, or a model or part named twice.
    """
    try:
        models = msgspec.convert(tomllib.loads(path.read_text()), _Catalogue).model
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SetupError(f"the catalogue of models cannot be used: {path}: {error}") from error
    for names in ([model.name for model in models], [part for model in models for part in model.folders]):
        if len(set(names)) != len(names):
            raise SetupError(f"the catalogue of models names a model or a part twice: {path}")
    return models


@cache
def installed() -> tuple[Model, ...]:
    """Give the models of this installation's catalogue, in the order of preference."""
    return read()


def find(name: str) -> Model | None:
    """Give the model called `name`, or None when the catalogue has none."""
    return next((model for model in installed() if model.name == name), None)


def required() -> tuple[Model, ...]:
    """Give the models that every installation has."""
    return tuple(model for model in installed() if not model.optional)


def select(names: tuple[str, ...] | list[str]) -> tuple[Model, ...]:
    """Give the models called `names`, in the catalogue's order. Raises `SetupError` naming what it does not hold."""
    known = [model.name for model in installed()]
    if unknown := sorted(set(names) - set(known)):
        raise SetupError(
            f"the catalogue holds no model called {', '.join(unknown)}; it holds: {', '.join(known)} 目录中没有该模型"
        )
    return tuple(model for model in installed() if model.name in names)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a plain file name")
