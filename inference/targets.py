"""What a repository needs beyond the models as they are, for each kind of machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from inference.catalogue import Model
from inference.errors import SetupError
from inference.layout import Layout


class Target(Struct, frozen=True, kw_only=True):
    """A kind of machine that a repository is made for.

    `finish` changes the folders of one model, assembled as for cpu, in the repository that is being made; it raises
    `SetupError`. `key` tells what else the result rests on (the GPU, the version of an engine builder): a repository
    is made anew when it changes.
    """

    name: str
    finish: Callable[[Layout, Model, Path], None] = lambda _layout, _model, _repository: None
    key: Callable[[Layout], str] = lambda _layout: ""


TARGETS = {target.name: target for target in (Target(name="cpu"),)}
PLANNED = ("cuda", "tensorrt")


def find(name: str) -> Target:
    """Give the target called `name`. Raises `SetupError` naming those that there are."""
    if name in TARGETS:
        return TARGETS[name]
    known = ", ".join(TARGETS)
    if name in PLANNED:
        raise SetupError(
            f"this version cannot build for {name} yet; it builds for: {known} 此版本尚不能为该目标构建，可用目标见上"
        )
    raise SetupError(f"models cannot be built for {name!r}; this installation builds for: {known} 没有该构建目标")
