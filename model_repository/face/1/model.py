"""Face detection, mesh and irises on LiteRT, one thread; all around the networks is in `inference.kernels.face`."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path

import numpy as np
import triton_python_backend_utils as pb_utils
from ai_edge_litert.interpreter import Interpreter

from inference.kernels import face

KEPT_BYTES = 64 * 1024**2
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
FIELDS = ("PRESENCE", "FACES", "BOX", "LANDMARKS", "HEAD_POSE", "GAZE", "EXPRESSION")


class TritonPythonModel:
    """Answers requests of the model `face`."""

    def initialize(self, args: dict[str, str]) -> None:
        """Load the four networks that lie beside this file."""
        _keep_freed_memory()
        folder = Path(args["model_repository"]) / args["model_version"]
        self._networks = face.Networks(
            short_range=_load(folder / "face_detection_short_range.tflite"),
            full_range=_load(folder / "face_detection_full_range.tflite"),
            mesh=_load(folder / "face_landmark.tflite"),
            iris=_load(folder / "iris_landmark.tflite"),
        )

    def execute(self, requests: list[object]) -> list[object]:
        """Measure FRAMES [b, h, w, 3] for each request; one with bad frames gets an error of its own."""
        return [self._answer(request) for request in requests]

    def _answer(self, request: object) -> object:
        frames = pb_utils.get_input_tensor_by_name(request, "FRAMES").as_numpy()
        wanted = set(request.requested_output_names())
        try:
            found = face.measure(self._networks, frames)
        except ValueError as error:
            return pb_utils.InferenceResponse(error=pb_utils.TritonError(str(error), pb_utils.TritonError.INVALID_ARG))
        return pb_utils.InferenceResponse(
            [pb_utils.Tensor(name, getattr(found, name.lower())) for name in FIELDS if name in wanted]
        )


def _load(path: Path) -> Callable[[np.ndarray], tuple[np.ndarray, ...]]:
    """Give a network as a function from one picture to its outputs, the larger one first."""
    interpreter = Interpreter(str(path), num_threads=1)
    interpreter.allocate_tensors()
    picture = interpreter.get_input_details()[0]["index"]
    outputs = sorted(interpreter.get_output_details(), key=lambda one: -int(np.prod(one["shape"])))

    def run(values: np.ndarray) -> tuple[np.ndarray, ...]:
        interpreter.set_tensor(picture, values[None])
        interpreter.invoke()
        return tuple(interpreter.get_tensor(one["index"]) for one in outputs)

    return run


def _keep_freed_memory() -> None:
    """Tell the C library to keep freed memory: giving it back each time makes cutting pictures three times slower."""
    library = ctypes.CDLL(None)
    library.mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
    library.mallopt(M_MMAP_THRESHOLD, KEPT_BYTES)
