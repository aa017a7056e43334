"""What a repository needs beyond the models as they are, for each kind of machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from inference import cpu_precision, native
from inference.catalogue import Model
from inference.errors import SetupError
from inference.layout import Layout
from inference.native import Made
from inference.weights import Progress


class Target(Struct, frozen=True, kw_only=True):
    """A kind of machine that a repository is made for.

    `finish` changes the folders of one model, assembled as for cpu, in the repository that is being made, and gives
    what there is then; it raises `SetupError`. `key` tells what else the result rests on (CPU, GPU, the version of an
    engine builder): a repository is made anew when it changes.
    """

    name: str
    finish: Callable[[Layout, Model, Path, Progress], Made] = lambda _layout, model, _repository, _progress: Made(
        model.folders
    )
    key: Callable[[Layout], str] = lambda _layout: ""


TARGETS = {
    target.name: target
    for target in (
        Target(name="cpu", finish=cpu_precision.choose, key=cpu_precision.key),
        Target(name="cuda", finish=native.onnxruntime, key=native.code),
        Target(name="tensorrt", finish=native.with_engines, key=native.machine),
    )
}


def find(name: str) -> Target:
    """Give the target called `name`. Raises `SetupError` naming those that there are."""
    if name in TARGETS:
        return TARGETS[name]
    known = ", ".join(TARGETS)
    raise SetupError(f"models cannot be built for {name!r}; this installation builds for: {known} 没有该构建目标")
