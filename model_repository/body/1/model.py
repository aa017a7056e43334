"""Body detection and landmarks on LiteRT, one thread; all around the networks is in `inference.kernels.body`."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from pathlib import Path

import triton_python_backend_utils as pb_utils
from ai_edge_litert.interpreter import Interpreter

from inference.kernels import body, body_networks

FIELDS = tuple(field.name.upper() for field in fields(body.Bodies))


class TritonPythonModel:
    """Answers requests of the model `body`."""

    def initialize(self, args: dict[str, str]) -> None:
        """Load the two networks that lie beside this file."""
        folder = Path(args["model_repository"]) / args["model_version"]
        self._networks = body_networks.load(folder, partial(Interpreter, num_threads=1))

    def execute(self, requests: list[object]) -> list[object]:
        """Measure FRAMES [b, h, w, 3] at AT_MS [b] after STATE for each request; a bad one gets an error of its own."""
        return [self._answer(request) for request in requests]

    def _answer(self, request: object) -> object:
        frames = pb_utils.get_input_tensor_by_name(request, "FRAMES").as_numpy()
        at_ms = pb_utils.get_input_tensor_by_name(request, "AT_MS").as_numpy()
        given = pb_utils.get_input_tensor_by_name(request, "STATE")
        wanted = set(request.requested_output_names())
        try:
            found = body.measure(self._networks, frames, at_ms, None if given is None else given.as_numpy())
        except ValueError as error:
            return pb_utils.InferenceResponse(error=pb_utils.TritonError(str(error), pb_utils.TritonError.INVALID_ARG))
        return pb_utils.InferenceResponse(
            [pb_utils.Tensor(name, getattr(found, name.lower())) for name in FIELDS if name in wanted]
        )
