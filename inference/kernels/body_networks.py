"""The two networks of a body, as functions, on whatever runs LiteRT graphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from inference.kernels.face_geometry import Floats
from inference.kernels.face_networks import Interpreter, prepare_process

Network: TypeAlias = Callable[[Floats], list[Floats]]
"""A network: picture [size, size, 3] in, its outputs out."""

DETECTIONS, SCORES = (1, 2254, 12), (1, 2254, 1)
LANDMARKS, PRESENCE, HEATMAPS = (1, 195), (1, 1), (1, 64, 64, 39)


@dataclass(frozen=True)
class Networks:
    """The detector gives boxes [1, 2254, 12] and scores [1, 2254, 1].

    The landmark network gives points [1, 195], presence [1, 1] and heatmaps [1, 64, 64, 39].
    """

    detector: Network
    landmark: Network


def load(folder: Path, read: Callable[[str], Interpreter]) -> Networks:
    """Load the graphs in `folder`, each with `read`, which makes an interpreter of a file's path."""
    prepare_process()
    return Networks(
        detector=_network(read(str(folder / "pose_detection.tflite")), DETECTIONS, SCORES),
        landmark=_network(read(str(folder / "pose_landmark_full.tflite")), LANDMARKS, PRESENCE, HEATMAPS),
    )


def _network(interpreter: Interpreter, *shapes: tuple[int, ...]) -> Network:
    """Make a function of the outputs that have the `shapes`; others are not fetched."""
    interpreter.allocate_tensors()
    picture = interpreter.get_input_details()[0]["index"]
    outputs = {tuple(int(side) for side in one["shape"]): one["index"] for one in interpreter.get_output_details()}

    def run(values: Floats) -> list[Floats]:
        interpreter.set_tensor(picture, values[None].astype(np.float32))
        interpreter.invoke()
        return [interpreter.get_tensor(outputs[shape]) for shape in shapes]

    return run
