from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from inference.kernels.face_geometry import Floats
from inference.kernels.face_networks import load


class SummingInterpreter:
    """Stands in for LiteRT's interpreter: a large output of the picture's sum, and a small one of its negative.

    As with some of the real graphs, the small output comes first.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.allocated = False
        self._given: Floats | None = None
        self._outputs: dict[int, Floats] = {}

    def allocate_tensors(self) -> None:
        self.allocated = True

    def get_input_details(self) -> list[dict[str, Any]]:
        return [{"index": 7, "shape": np.array([1, 2, 2, 3])}]

    def get_output_details(self) -> list[dict[str, Any]]:
        return [{"index": 40, "shape": np.array([1, 1])}, {"index": 31, "shape": np.array([1, 5])}]

    def set_tensor(self, index: int, values: Floats) -> None:
        assert self.allocated
        assert index == 7
        self._given = values

    def invoke(self) -> None:
        assert self._given is not None
        total = self._given.sum()
        self._outputs = {31: np.full((1, 5), total, np.float32), 40: np.full((1, 1), -total, np.float32)}

    def get_tensor(self, index: int) -> Floats:
        return self._outputs[index]


def test_the_graphs_are_read_from_their_folder_and_the_mesh_twice() -> None:
    read: list[SummingInterpreter] = []

    def reader(path: str) -> SummingInterpreter:
        read.append(SummingInterpreter(path))
        return read[-1]

    load(Path("/graphs"), reader)

    detectors = ["face_detection_short_range", "face_detection_full_range"]
    names = [*detectors, "face_landmark", "face_landmark", "iris_landmark"]
    assert [one.path for one in read] == [f"/graphs/{name}.tflite" for name in names]


def test_a_network_takes_one_picture_and_gives_its_larger_output_first() -> None:
    networks = load(Path("/graphs"), SummingInterpreter)

    larger, smaller = networks.mesh(np.ones((2, 2, 3), dtype=np.float32))

    assert larger.tolist() == [[12.0] * 5]
    assert smaller.tolist() == [[-12.0]]
