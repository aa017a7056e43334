"""MiniLM sentence embeddings (English) on ONNX Runtime."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import triton_python_backend_utils as pb_utils
from tokenizers import Tokenizer

LONGEST = 256
DIMENSIONS = 384


class TritonPythonModel:
    """Answers requests of the model `embedding_en`."""

    def initialize(self, args: dict[str, str]) -> None:
        """Load the graph and the vocabulary that lie beside this file."""
        folder = Path(args["model_repository"]) / args["model_version"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()

    def execute(self, requests: list[object]) -> list[object]:
        """Give TEXT [b] -> EMBEDDING [b, 384] for each request."""
        return [self._answer(request) for request in requests]

    def _answer(self, request: object) -> object:
        texts = pb_utils.get_input_tensor_by_name(request, "TEXT").as_numpy()
        embedding = np.zeros((0, DIMENSIONS), np.float32)
        if texts.size:
            encoded = self._tokenizer.encode_batch([text.decode("utf-8", "replace") for text in texts])
            ids = np.array([one.ids for one in encoded], np.int64)
            mask = np.array([one.attention_mask for one in encoded], np.int64)
            (embedding,) = self._session.run(["embedding"], {"ids": ids, "mask": mask})
        return pb_utils.InferenceResponse([pb_utils.Tensor("EMBEDDING", embedding)])
