"""The catalogue of models: what each does, in which languages, under which licence, and the files it is made of."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from inference.errors import SetupError

CATALOGUE = Path(__file__).with_name("catalogue.toml")


class WeightFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of a model: its name here, its size in bytes and checksum, and where it comes from.

    `member` is its path inside the model's wheel, `url` where it is published otherwise; a file with neither comes in
    a bundle. With `serve` false it does not go next to the served model; it is only what the model's `export` starts
    from.
    """

    name: str
    sha256: str
    size: int = 0
    member: str = ""
    url: str = ""
    serve: bool = True


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person should know of a model: what it does, what it was made from, where it fails."""

    zh: str
    en: str


class Model(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One model. `export` names a module that makes further files in the model server's environment.

    `parts` are its folders in `model_repository/` (default: one, with the model's name); the first is the one that is
    asked. `engines` says per target (cpu, cuda, tensorrt) what runs it. `memory_mb` is what one instance takes. An
    `optional` model is served only where its files have been installed.
    """

    name: str
    task: str
    version: str
    languages: tuple[str, ...]
    licence: str
    files: tuple[WeightFile, ...] = msgspec.field(name="file")
    wheel: str = ""
    export: str = ""
    parts: tuple[str, ...] = ()
    engines: dict[str, str] = {}
    memory_mb: int = 0
    optional: bool = False
    card: Card = Card("", "")


class _Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    model: tuple[Model, ...]


def read(path: Path = CATALOGUE) -> tuple[Model, ...]:
    """Read a catalogue; give its models in the order of their names.

    Raises `SetupError` on a file that cannot be read or breaks the form, or a model named twice.
    """
    try:
        models = msgspec.convert(tomllib.loads(path.read_text()), _Catalogue).model
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SetupError(f"the catalogue of models cannot be used: {path}: {error}") from error
    names = [model.name for model in models]
    if len(set(names)) != len(names):
        raise SetupError(f"the catalogue of models names a model twice: {path}")
    return tuple(sorted(models, key=lambda model: model.name))


@cache
def installed() -> tuple[Model, ...]:
    """Give the models of this installation's catalogue, in the order of their names."""
    return read()


def find(name: str) -> Model | None:
    """Give the model called `name`, or None when the catalogue has none."""
    return next((model for model in installed() if model.name == name), None)
