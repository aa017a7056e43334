"""SenseVoice's labels to words; all of it is in `inference.kernels.sensevoice_decode`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import triton_python_backend_utils as pb_utils

from inference.kernels import sensevoice_decode

INPUTS = ("LABELS", "PROBABILITY", "LENGTH", "DURATION_MS")


class TritonPythonModel:
    """Answers requests of the model `sensevoice_decode`."""

    def initialize(self, args: dict[str, str]) -> None:
        """Read the vocabulary that lies beside this file, and which tags are asked for."""
        folder = Path(args["model_repository"]) / args["model_version"]
        self._pieces = sensevoice_decode.read_pieces(folder / "pieces.json")
        asked = json.loads(args["model_config"])["parameters"]["tags"]["string_value"]
        self._asked = [name for name in asked.split(",") if name]

    def execute(self, requests: list[object]) -> list[object]:
        """Give the words of one stretch of sound for each request."""
        return [self._answer(request) for request in requests]

    def _answer(self, request: object) -> object:
        labels, probability, length, duration_ms = (
            pb_utils.get_input_tensor_by_name(request, name).as_numpy()[0] for name in INPUTS
        )
        valid = int(length[0]) + len(sensevoice_decode.QUERIES) if length[0] else 0
        found = sensevoice_decode.Labels(labels[:valid], probability[:valid])
        words = sensevoice_decode.words(found, self._pieces, int(duration_ms[0]))
        tags = sensevoice_decode.tags(found, self._pieces, self._asked)
        tensors = {
            "WORDS": np.array([word.text.encode() for word in words], dtype=np.object_),
            "START_MS": np.array([word.start_ms for word in words], dtype=np.int32),
            "END_MS": np.array([word.end_ms for word in words], dtype=np.int32),
            "CONFIDENCE": np.array([word.confidence for word in words], dtype=np.float32),
            "TAGS": np.array([tag.encode() for tag in tags], dtype=np.object_),
        }
        return pb_utils.InferenceResponse([pb_utils.Tensor(name, value[None]) for name, value in tensors.items()])
