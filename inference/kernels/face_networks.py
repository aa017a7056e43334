"""The four networks of a face, as functions, on whatever runs LiteRT graphs."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import cv2
import numpy as np

from inference.kernels.face_geometry import Floats

Network: TypeAlias = Callable[[Floats], tuple[Floats, Floats]]
"""A network: picture [size, size, 3] in, its two outputs out, the larger one first."""

KEPT_BYTES = 16 * 1024**2
SWITCH_S = 0.0002
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3


class Interpreter(Protocol):
    """What is used of LiteRT's interpreter, which this package does not import."""

    def allocate_tensors(self) -> None: ...  # noqa: D102 - LiteRT's documentation says it
    def get_input_details(self) -> Sequence[Mapping[str, Any]]: ...  # noqa: D102
    def get_output_details(self) -> Sequence[Mapping[str, Any]]: ...  # noqa: D102
    def set_tensor(self, index: int, values: Floats) -> None: ...  # noqa: D102
    def invoke(self) -> None: ...  # noqa: D102
    def get_tensor(self, index: int) -> Floats: ...  # noqa: D102


@dataclass(frozen=True)
class Networks:
    """The four networks, each one picture at a time. `mesh_aside` is the mesh once more, for a second thread."""

    short_range: Network
    full_range: Network
    mesh: Network
    mesh_aside: Network
    iris: Network


def load(folder: Path, read: Callable[[str], Interpreter]) -> Networks:
    """Load the graphs in `folder`, each with `read`, which makes an interpreter of a file's path."""
    prepare_process()
    return Networks(
        short_range=_network(read(str(folder / "face_detection_short_range.tflite"))),
        full_range=_network(read(str(folder / "face_detection_full_range.tflite"))),
        mesh=_network(read(str(folder / "face_landmark.tflite"))),
        mesh_aside=_network(read(str(folder / "face_landmark.tflite"))),
        iris=_network(read(str(folder / "iris_landmark.tflite"))),
    )


def _network(interpreter: Interpreter) -> Network:
    interpreter.allocate_tensors()
    picture = interpreter.get_input_details()[0]["index"]
    details = sorted(interpreter.get_output_details(), key=lambda one: -int(np.prod(one["shape"])))
    larger, smaller = (one["index"] for one in details)

    def run(values: Floats) -> tuple[Floats, Floats]:
        interpreter.set_tensor(picture, values[None])
        interpreter.invoke()
        return interpreter.get_tensor(larger), interpreter.get_tensor(smaller)

    return run


def prepare_process() -> None:
    """Set what holds for the whole process.

    Pictures come and go with every frame: giving their memory back each time made cutting them three times
    slower.
    One thread cuts a picture, since others follow and measure faces meanwhile; these two take turns in Python, and the
    one whose network has answered should not wait for 5 ms, the interpreter's default.
    """
    library = ctypes.CDLL(None)
    library.mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
    library.mallopt(M_MMAP_THRESHOLD, KEPT_BYTES)
    cv2.setNumThreads(1)
    sys.setswitchinterval(SWITCH_S)
