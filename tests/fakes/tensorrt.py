"""What of TensorRT's Python API is documented both for 10.12 and for 11, and nothing else: a wrong name fails.

The engine that it builds doubles its inputs. Device memory is the host's.
"""

from __future__ import annotations

import ctypes
import enum
import json
from pathlib import Path
from typing import Any, Protocol

import numpy as np

SHAPE = tuple[int, ...]
Pointer = ctypes.c_void_p


class NetworkDefinitionCreationFlag(enum.IntEnum):
    STRONGLY_TYPED = 1
    PREFER_AOT_PYTHON_PLUGINS = 2


class MemoryPoolType(enum.Enum):
    WORKSPACE = 0


class TensorIOMode(enum.Enum):
    NONE = 0
    INPUT = 1
    OUTPUT = 2


class Kind(enum.Enum):
    FLOAT = "float32"
    INT64 = "int64"


class _Logger:
    WARNING = 2

    def __init__(self, severity: int) -> None:
        self.severity = severity


class _Network:
    def __init__(self, flags: int) -> None:
        assert flags == 1 << NetworkDefinitionCreationFlag.STRONGLY_TYPED
        self.graph: dict[str, Any] = {}


class _Parser:
    def __init__(self, network: _Network, logger: _Logger) -> None:
        self._network = network
        self.num_errors = 0

    def parse_from_file(self, path: str) -> bool:
        try:
            self._network.graph = json.loads(Path(path).read_text())
        except ValueError:
            self.num_errors = 1
            return False
        return True

    def get_error(self, index: int) -> str:
        return "node 3: unsupported operator"


class _Profile:
    def __init__(self) -> None:
        self.shapes: dict[str, tuple[SHAPE, SHAPE, SHAPE]] = {}

    def set_shape(self, input: str, min: SHAPE, opt: SHAPE, max: SHAPE) -> None:
        self.shapes[input] = (min, opt, max)


class _Config:
    def __init__(self) -> None:
        self.profiles: list[_Profile] = []
        self.workspace = 0

    def set_memory_pool_limit(self, pool: MemoryPoolType, pool_size: int) -> None:
        self.workspace = pool_size

    def add_optimization_profile(self, profile: _Profile) -> int:
        ordered = all(a <= b <= c for one in profile.shapes.values() for a, b, c in zip(*one, strict=True))
        if not ordered:
            return -1
        self.profiles.append(profile)
        return len(self.profiles) - 1


class _Builder:
    def __init__(self, logger: _Logger) -> None:
        pass

    def create_network(self, flags: int) -> _Network:
        return _Network(flags)

    def create_builder_config(self) -> _Config:
        return _Config()

    def create_optimization_profile(self) -> _Profile:
        return _Profile()

    def build_serialized_network(self, network: _Network, config: _Config) -> bytes | None:
        if not network.graph.get("buildable", True) or not config.workspace:
            return None
        return json.dumps({**network.graph, "profiles": [one.shapes for one in config.profiles]}).encode()


class _Context:
    def __init__(self, engine: _Engine, plan: dict[str, Any]) -> None:
        self.engine = engine
        self._plan = plan
        self._profile = 0
        self._shapes: dict[str, SHAPE] = {}
        self._addresses: dict[str, int] = {}

    def set_optimization_profile_async(self, profile_index: int, stream_handle: int) -> bool:
        self._profile = profile_index
        return True

    def set_input_shape(self, name: str, shape: SHAPE) -> bool:
        low, _, high = self._plan["profiles"][self._profile][name]
        self._shapes[name] = shape
        return all(a <= size <= b for a, size, b in zip(low, shape, high, strict=True))

    def get_tensor_shape(self, name: str) -> SHAPE:
        return self._shapes["x"]

    def set_tensor_address(self, name: str, memory: int) -> bool:
        self._addresses[name] = memory
        return True

    def execute_async_v3(self, stream_handle: int) -> bool:
        assert stream_handle
        count = int(np.prod(self._shapes["x"]))
        floats = ctypes.POINTER(ctypes.c_float)
        given = np.ctypeslib.as_array(ctypes.cast(self._addresses["x"], floats), (count,))
        np.ctypeslib.as_array(ctypes.cast(self._addresses["y"], floats), (count,))[:] = 2 * given
        return True


class _Engine:
    num_io_tensors = 2

    def __init__(self, plan: dict[str, Any]) -> None:
        self._plan = plan

    def create_execution_context(self) -> _Context:
        return _Context(self, self._plan)

    def get_tensor_name(self, index: int) -> str:
        return "xy"[index]

    def get_tensor_mode(self, name: str) -> TensorIOMode:
        return TensorIOMode.INPUT if name == "x" else TensorIOMode.OUTPUT

    def get_tensor_dtype(self, name: str) -> Kind:
        return Kind.FLOAT


class _Runtime:
    def __init__(self, logger: _Logger) -> None:
        pass

    def deserialize_cuda_engine(self, serialized_engine: bytes) -> _Engine | None:
        return _Engine(json.loads(serialized_engine)) if serialized_engine.startswith(b"{") else None


class FakeTensorrt:
    """Stands in `sys.modules["tensorrt"]`."""

    NetworkDefinitionCreationFlag = NetworkDefinitionCreationFlag
    MemoryPoolType = MemoryPoolType
    TensorIOMode = TensorIOMode
    DataType = Kind
    Logger = _Logger
    Builder = _Builder
    OnnxParser = _Parser
    Runtime = _Runtime

    def __init__(self, version: str = "11.0.0.17") -> None:
        self.__version__ = version

    @staticmethod
    def nptype(trt_type: Kind) -> type[np.generic]:
        return np.dtype(trt_type.value).type


class Reference(Protocol):
    """What `ctypes.byref` makes."""

    _obj: ctypes.c_void_p


class FakeCuda:
    """CUDA's runtime library on the host's memory; `held` is what has not been given back."""

    def __init__(self) -> None:
        self.held: dict[int, Any] = {}

    def cudaStreamCreate(self, pointer: Reference) -> int:  # noqa: N802 - CUDA's name
        pointer._obj.value = 7
        self.held[7] = None
        return 0

    def cudaStreamDestroy(self, stream: ctypes.c_void_p) -> int:  # noqa: N802
        del self.held[int(stream.value or 0)]
        return 0

    def cudaStreamSynchronize(self, stream: ctypes.c_void_p) -> int:  # noqa: N802
        return 0

    def cudaMalloc(self, pointer: Reference, size: ctypes.c_size_t) -> int:  # noqa: N802
        memory = ctypes.create_string_buffer(size.value)
        pointer._obj.value = ctypes.addressof(memory)
        self.held[ctypes.addressof(memory)] = memory
        return 0

    def cudaFree(self, pointer: ctypes.c_void_p) -> int:  # noqa: N802
        del self.held[int(pointer.value or 0)]
        return 0

    def cudaMemcpy(self, target: Pointer, source: Pointer, size: ctypes.c_size_t, kind: ctypes.c_int) -> int:  # noqa: N802
        ctypes.memmove(target, source, size.value)
        return 0
