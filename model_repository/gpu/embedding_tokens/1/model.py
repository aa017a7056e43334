"""Token ids of texts, for a sentence encoder on a GPU."""

from __future__ import annotations

import json
from pathlib import Path

import triton_python_backend_utils as pb_utils
from tokenizers import Tokenizer

from inference.kernels.embedding import Tokens, read_settings


class TritonPythonModel:
    """Answers requests of the models `embedding_*_tokens`."""

    def initialize(self, args: dict[str, str]) -> None:
        """Load the vocabulary that lies beside this file."""
        folder = Path(args["model_repository"]) / args["model_version"]
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokens = Tokens(tokenizer, read_settings(json.loads(args["model_config"])))

    def execute(self, requests: list[object]) -> list[object]:
        """Give TEXT [b, 1] -> IDS, MASK [b, s] for each request."""
        return [self._answer(request) for request in requests]

    def _answer(self, request: object) -> object:
        texts = pb_utils.get_input_tensor_by_name(request, "TEXT").as_numpy()
        try:
            ids, mask = self._tokens.padded(texts)
        except ValueError as error:
            return pb_utils.InferenceResponse([], pb_utils.TritonError(str(error), pb_utils.TritonError.INVALID_ARG))
        return pb_utils.InferenceResponse([pb_utils.Tensor("IDS", ids), pb_utils.Tensor("MASK", mask)])
