"""Runs the model files that Triton serves in one process, without Triton, in the model server's environment.

`models_alone.py REPOSITORY FOLDER`: FOLDER holds a model's request (`NAME.npz`) and configuration (`NAME.json`).
A line on standard input is a model's name; the answer is the seconds that one request took.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np


class Tensor:
    """Stands in for Triton's tensor."""

    def __init__(self, name: str, values: np.ndarray[Any, Any]) -> None:
        self._name = name
        self._values = values

    def as_numpy(self) -> np.ndarray[Any, Any]:
        """Give its values."""
        return self._values


class Request:
    """Stands in for a request that asks for every output."""

    def __init__(self, inputs: dict[str, np.ndarray[Any, Any]], outputs: list[str]) -> None:
        self.tensors = {name: Tensor(name, values) for name, values in inputs.items()}
        self._outputs = outputs

    def requested_output_names(self) -> list[str]:
        """Name the outputs that are asked for."""
        return self._outputs


class Response:
    """Stands in for a response. Raises RuntimeError when the model gave an error: nothing was measured then."""

    def __init__(self, tensors: object = None, error: object = None) -> None:
        if error is not None:
            raise RuntimeError(str(error))


def backend() -> ModuleType:
    """Make the module that Triton gives to its Python models."""
    module = ModuleType("triton_python_backend_utils")
    parts = {
        "Tensor": Tensor,
        "InferenceResponse": Response,
        "TritonError": RuntimeError,
        "get_input_tensor_by_name": lambda request, name: request.tensors.get(name),
    }
    for name, part in parts.items():
        setattr(module, name, part)
    return module


def load(repository: Path, folder: Path, name: str) -> tuple[Any, Request]:
    """Load a model; give it with its request."""
    spec = importlib.util.spec_from_file_location(f"model_{name}", repository / name / "1" / "model.py")
    if spec is None or spec.loader is None:
        raise RuntimeError(f"{name} has no model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = module.TritonPythonModel()
    config = (folder / f"{name}.json").read_text()
    model.initialize({"model_repository": str(repository / name), "model_version": "1", "model_config": config})
    with np.load(folder / f"{name}.npz", allow_pickle=True) as kept:  # our own strings, written a moment ago
        inputs = {key: kept[key] for key in kept.files if key != "outputs"}
        outputs = [str(output) for output in kept["outputs"]]
    return model, Request(inputs, outputs)


def main(repository: Path, folder: Path) -> None:
    """Answer lines until there are no more."""
    sys.modules["triton_python_backend_utils"] = backend()
    loaded: dict[str, tuple[Any, Request]] = {}
    for line in sys.stdin:
        name = line.strip()
        if name not in loaded:
            loaded[name] = load(repository, folder, name)
        model, request = loaded[name]
        begun = time.perf_counter()
        model.execute([request])
        sys.stdout.write(f"{time.perf_counter() - begun}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
