"""The two networks of a body, as functions, on whatever runs LiteRT graphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from inference.kernels.face_geometry import Floats
from inference.kernels.face_networks import Interpreter, keep_freed_memory

Outputs: TypeAlias = tuple[Floats, Floats]
Network: TypeAlias = Callable[[Floats], Outputs]
"""A network: picture [size, size, 3] in, two outputs out."""

DETECTIONS, SCORES = (1, 2254, 12), (1, 2254, 1)
LANDMARKS, PRESENCE = (1, 195), (1, 1)


@dataclass(frozen=True)
class Networks:
    """The detector gives boxes [1, 2254, 12] and scores, the landmark network points [1, 195] and presence [1, 1]."""

    detector: Network
    landmark: Network


def load(folder: Path, read: Callable[[str], Interpreter]) -> Networks:
    """Load the graphs in `folder`, each with `read`, which makes an interpreter of a file's path."""
    keep_freed_memory()
    return Networks(
        detector=_network(read(str(folder / "pose_detection.tflite")), DETECTIONS, SCORES),
        landmark=_network(read(str(folder / "pose_landmark_full.tflite")), LANDMARKS, PRESENCE),
    )


def _network(interpreter: Interpreter, first: tuple[int, ...], second: tuple[int, ...]) -> Network:
    """Make a function of the outputs that have the shapes `first` and `second`; others are not fetched."""
    interpreter.allocate_tensors()
    picture = interpreter.get_input_details()[0]["index"]
    outputs = {tuple(int(side) for side in one["shape"]): one["index"] for one in interpreter.get_output_details()}

    def run(values: Floats) -> Outputs:
        interpreter.set_tensor(picture, values[None].astype(np.float32))
        interpreter.invoke()
        return interpreter.get_tensor(outputs[first]), interpreter.get_tensor(outputs[second])

    return run
