"""A BERT sentence encoder on ONNX Runtime."""

from __future__ import annotations

import json
from pathlib import Path

import onnxruntime
import triton_python_backend_utils as pb_utils
from tokenizers import Tokenizer

from inference.kernels.embedding import Embedder, read_settings


class TritonPythonModel:
    """Answers requests of the models `embedding_*`."""

    def initialize(self, args: dict[str, str]) -> None:
        """Load the graph and the vocabulary that lie beside this file."""
        folder = Path(args["model_repository"]) / args["model_version"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._embedder = Embedder(session, tokenizer, read_settings(json.loads(args["model_config"])))

    def execute(self, requests: list[object]) -> list[object]:
        """Give TEXT [b, 1] -> EMBEDDING [b, d] for each request."""
        given = [pb_utils.get_input_tensor_by_name(request, "TEXT").as_numpy() for request in requests]
        return [_response(answer) for answer in self._embedder.answers(given)]


def _response(answer: object) -> object:
    if isinstance(answer, ValueError):
        return pb_utils.InferenceResponse([], pb_utils.TritonError(str(answer), pb_utils.TritonError.INVALID_ARG))
    return pb_utils.InferenceResponse([pb_utils.Tensor("EMBEDDING", answer)])
