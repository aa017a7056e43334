"""The pitch model swift-f0 on ONNX Runtime."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import triton_python_backend_utils as pb_utils

from inference.kernels import pitch


class TritonPythonModel:
    """Answers requests of the model `pitch`."""

    def initialize(self, args: dict[str, str]) -> None:
        """Load the graph that lies beside this file."""
        folder = Path(args["model_repository"]) / args["model_version"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(folder / "pitch.onnx", options, providers=["CPUExecutionProvider"])
        low, high = pitch.SPEECH_HERTZ
        self._range = {"fmin": np.float32(low), "fmax": np.float32(high)}

    def execute(self, requests: list[object]) -> list[object]:
        """Give SAMPLES [n] -> HERTZ, CONFIDENCE [ceil(n / 256)] for each request."""
        return [self._answer(request) for request in requests]

    def _answer(self, request: object) -> object:
        samples = pb_utils.get_input_tensor_by_name(request, "SAMPLES").as_numpy()
        count = pitch.frame_count(samples.size)
        padded = pitch.prepare(samples)
        given = {"audio": padded[None, :], **{name: np.asarray(value) for name, value in self._range.items()}}
        hertz, confidence = (values[0] for values in self._session.run(["pitch", "confidence"], given))
        confidence = np.where(pitch.quiet(padded), np.float32(0.0), confidence)
        outputs = {"HERTZ": hertz[:count].astype(np.float32), "CONFIDENCE": confidence[:count].astype(np.float32)}
        return pb_utils.InferenceResponse([pb_utils.Tensor(name, value) for name, value in outputs.items()])
