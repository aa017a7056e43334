"""Silero's voice-activity model on ONNX Runtime; its memory runs through a request and on to the next piece."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import triton_python_backend_utils as pb_utils

from inference.kernels import vad


class TritonPythonModel:
    """Answers requests of the model `vad`."""

    def initialize(self, args: dict[str, str]) -> None:
        """Load the graph that lies beside this file."""
        folder = Path(args["model_repository"]) / args["model_version"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(folder / "vad.onnx", options, providers=["CPUExecutionProvider"])

    def execute(self, requests: list[object]) -> list[object]:
        """Give SAMPLES [n], STATE [320] (or none) -> PROBABILITY [windows], STATE for each request."""
        return [self._answer(request) for request in requests]

    def _answer(self, request: object) -> object:
        samples = pb_utils.get_input_tensor_by_name(request, "SAMPLES").as_numpy()
        given = pb_utils.get_input_tensor_by_name(request, "STATE")
        state = np.zeros(vad.STATE, np.float32) if given is None else given.as_numpy()
        probability = np.zeros(0, np.float32)
        if samples.size:
            memory = vad.unpack(state)
            windows = vad.frames(samples, memory.context)
            feed = {"input": windows, "h": memory.hidden[None, None], "c": memory.cell[None, None]}
            probability, hidden, cell = self._session.run(["speech_probs", "hn", "cn"], feed)
            state = vad.pack(vad.Memory(hidden.ravel(), cell.ravel(), windows[-1, -vad.CONTEXT :]))
        outputs = {"PROBABILITY": probability, "STATE": state}
        return pb_utils.InferenceResponse([pb_utils.Tensor(name, value) for name, value in outputs.items()])
