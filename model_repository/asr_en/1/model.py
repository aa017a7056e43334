"""Moonshine tiny (English) on ONNX Runtime."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import triton_python_backend_utils as pb_utils

from inference.kernels import moonshine


class TritonPythonModel:
    """Answers requests of the model `asr_en`."""

    def initialize(self, args: dict[str, str]) -> None:
        """Load the graphs that lie beside this file."""
        folder = Path(args["model_repository"]) / args["model_version"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        graphs = [
            onnxruntime.InferenceSession(folder / f"{name}.ort", options, providers=["CPUExecutionProvider"])
            for name in ("encoder", "decoder")
        ]
        self._recogniser = moonshine.Recogniser(*graphs, folder / "tokenizer.bin")
        # Triton's own warm-up warms the way of a request only: its random bytes hold NaN, and silence is not decoded.
        self._recogniser.recognise(0.1 * np.random.default_rng(0).standard_normal(32_000, np.float32))

    def execute(self, requests: list[object]) -> list[object]:
        """Give SAMPLES [1, n], LANGUAGE [1, 1] -> WORDS, START_MS, END_MS, CONFIDENCE [1, words] for each request.

        Requests of a batch are answered one after the other: what is heard must not depend on the others.
        """
        return [self._answer(request) for request in requests]

    def _answer(self, request: object) -> object:
        samples, language = (
            pb_utils.get_input_tensor_by_name(request, name).as_numpy() for name in ("SAMPLES", "LANGUAGE")
        )
        try:
            stretch = moonshine.one_stretch(samples)
            moonshine.check_language(language)
            words = self._recogniser.recognise(stretch)
        except ValueError as error:
            return pb_utils.InferenceResponse([], pb_utils.TritonError(str(error), pb_utils.TritonError.INVALID_ARG))
        tensors = {
            "WORDS": np.array([[word.text.encode() for word in words]], dtype=np.object_),
            "START_MS": np.array([[word.start_ms for word in words]], dtype=np.int32),
            "END_MS": np.array([[word.end_ms for word in words]], dtype=np.int32),
            "CONFIDENCE": np.array([[word.confidence for word in words]], dtype=np.float32),
        }
        return pb_utils.InferenceResponse([pb_utils.Tensor(name, value) for name, value in tensors.items()])
