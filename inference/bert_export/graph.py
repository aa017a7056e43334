"""Puts an ONNX graph together, node by node."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 20
CONTRIB = "com.microsoft"
"""ONNX Runtime's own operators: they exist on CPU and CUDA, not in TensorRT."""


class GraphWriter:
    """Collects the nodes and constants of a graph; each method gives the name of its result."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def constant(self, value: npt.NDArray[np.generic] | float, name: str = "") -> str:
        """Add a constant; numbers become float32."""
        array = np.asarray(value, np.float32) if isinstance(value, float) else np.asarray(value)
        name = name or f"constant_{len(self._constants)}"
        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(array).reshape(array.shape), name)
        return name

    def integers(self, *values: int) -> str:
        """Add a list of whole numbers as a constant."""
        return self.constant(np.array(values, np.int64))

    def add(self, operator: str, *inputs: str, result: str = "", domain: str = "", **attributes: object) -> str:
        """Add a node of one result."""
        return self.split(operator, *inputs, results=[result or self._next(operator)], domain=domain, **attributes)[0]

    def split(
        self, operator: str, *inputs: str, results: list[str] | int, domain: str = "", **attributes: object
    ) -> list[str]:
        """Add a node of several results: their names, or how many."""
        names = [self._next(operator, part) for part in range(results)] if isinstance(results, int) else results
        self._nodes.append(helper.make_node(operator, list(inputs), names, domain=domain, **attributes))
        return names

    def model(self, name: str, inputs: tuple[str, ...], output: str, width: int) -> onnx.ModelProto:
        """Give the whole model, checked: `inputs` are int64 [b, s], `output` is float32 [b, width]."""
        graph = helper.make_graph(
            self._nodes,
            name,
            [helper.make_tensor_value_info(one, TensorProto.INT64, ["b", "s"]) for one in inputs],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["b", width])],
            list(self._constants.values()),
        )
        opsets = [helper.make_opsetid("", OPSET)]
        if any(node.domain == CONTRIB for node in self._nodes):
            opsets.append(helper.make_opsetid(CONTRIB, 1))
        model = helper.make_model(graph, opset_imports=opsets, ir_version=10)
        onnx.checker.check_model(model, full_check=True)
        return model

    def _next(self, operator: str, part: int = 0) -> str:
        return f"{operator.lower()}_{len(self._nodes)}_{part}"
