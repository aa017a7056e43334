"""SenseVoice's front end; all of it is in `inference.kernels.sensevoice_features`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import triton_python_backend_utils as pb_utils

from inference.kernels import sensevoice_features


class TritonPythonModel:
    """Answers requests of the model `sensevoice_features`."""

    def initialize(self, args: dict[str, str]) -> None:
        """Read the normalisation and the codes that lie beside this file."""
        folder = Path(args["model_repository"]) / args["model_version"]
        self._front_end = sensevoice_features.read(folder / "front_end.json")

    def execute(self, requests: list[object]) -> list[object]:
        """Give SAMPLES [1, n], LANGUAGE [1, 1] -> FEATURES [1, t, 560], the other outputs [1, 1] for each request."""
        return [self._answer(request) for request in requests]

    def _answer(self, request: object) -> object:
        samples, language = (
            pb_utils.get_input_tensor_by_name(request, name).as_numpy() for name in ("SAMPLES", "LANGUAGE")
        )
        try:
            sound = sensevoice_features.only(samples)
            made = sensevoice_features.prepare(sound, language[0, 0].decode("utf-8", "replace"), self._front_end)
        except ValueError as error:
            return pb_utils.InferenceResponse([], pb_utils.TritonError(str(error), pb_utils.TritonError.INVALID_ARG))
        numbers = {
            "LENGTH": made.length,
            "LANGUAGE_ID": made.language,
            "TEXT_NORM": made.text_norm,
            "DURATION_MS": made.duration_ms,
        }
        tensors = [pb_utils.Tensor(name, np.array([[value]], np.int32)) for name, value in numbers.items()]
        return pb_utils.InferenceResponse([pb_utils.Tensor("FEATURES", made.features[None]), *tensors])
