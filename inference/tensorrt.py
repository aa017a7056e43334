"""Makes TensorRT engines of ONNX graphs, on the machine that will run them, and runs them once to be checked.

The only importer of `tensorrt`, which is there on machines with an NVIDIA GPU alone; so it is imported when needed.
Written for 10.12 and later and for 11, by one path: networks are strongly typed, precision stands in the graph. Flags
go by name; where one is missing there is an error, never a silent full-precision engine.
Source: NVIDIA TensorRT documentation, Python API 10.12 to 11.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from inference.errors import SetupError
from inference.gpu import Gpu
from inference.parity import Tensors

OLDEST = (10, 12)
WORKSPACE_BYTES = 4 * 1024**3
CUDA_LIBRARIES = ("libcudart.so", "libcudart.so.13", "libcudart.so.12")
TO_DEVICE, TO_HOST = 1, 2

Shape: TypeAlias = tuple[int, ...]


class Span(Struct, frozen=True):
    """The smallest, the usual and the largest shape of an input."""

    smallest: Shape
    usual: Shape
    largest: Shape


Profile: TypeAlias = dict[str, Span]
"""The shapes of every input in one bucket; an engine has one optimisation profile a bucket."""

Run: TypeAlias = Callable[[int, Tensors], Tensors]
"""Takes the number of a profile and inputs of its shapes; gives the outputs."""


def version() -> str:
    """Give the version of TensorRT. Raises `SetupError` when it is missing or older than 10.12."""
    return str(_tensorrt().__version__)


def key(graph: Path, gpu: Gpu, profiles: Sequence[Profile]) -> str:
    """Give the name under which an engine is kept: everything that it depends on, as a digest.

    That is the graph, TensorRT's build, the GPU's name and compute capability, its driver, the profiles and the flags.
    """
    shapes = [{name: [span.smallest, span.usual, span.largest] for name, span in one.items()} for one in profiles]
    parts = [hashlib.sha256(graph.read_bytes()).hexdigest(), version(), gpu.compute, gpu.name, gpu.driver, shapes]
    return hashlib.sha256(json.dumps([*parts, "STRONGLY_TYPED", WORKSPACE_BYTES], sort_keys=True).encode()).hexdigest()


def build(graph: Path, profiles: Sequence[Profile]) -> bytes:
    """Compile the ONNX `graph` to an engine with one optimisation profile a bucket. Takes minutes.

    Raises `SetupError` with what TensorRT said when it refuses the graph or a profile.
    """
    trt = _tensorrt()
    logger = trt.Logger(trt.Logger.WARNING)
    builder = trt.Builder(logger)
    network = builder.create_network(1 << int(trt.NetworkDefinitionCreationFlag.STRONGLY_TYPED))
    parser = trt.OnnxParser(network, logger)
    if not parser.parse_from_file(str(graph)):
        said = "; ".join(str(parser.get_error(index)) for index in range(parser.num_errors))
        raise SetupError(f"TensorRT cannot read {graph.name}: {said} TensorRT 无法读取该模型图")
    config = builder.create_builder_config()
    config.set_memory_pool_limit(trt.MemoryPoolType.WORKSPACE, WORKSPACE_BYTES)
    for shapes in profiles:
        profile = builder.create_optimization_profile()
        for name, span in shapes.items():
            profile.set_shape(name, span.smallest, span.usual, span.largest)
        if config.add_optimization_profile(profile) < 0:
            raise SetupError(f"TensorRT refuses the shapes {shapes} for {graph.name} 形状配置被 TensorRT 拒绝")
    engine = builder.build_serialized_network(network, config)
    if engine is None:
        raise SetupError(f"TensorRT cannot build an engine of {graph.name}; its log says why TensorRT 无法构建引擎")
    return bytes(engine)


@contextmanager
def loaded(engine: bytes) -> Iterator[Run]:
    """Load an engine; give what runs it on some inputs, in the profile of that number, and gives its outputs.

    For checks and measurements, not for serving. Raises `SetupError` when the engine does not load, or does not run.
    """
    trt = _tensorrt()
    runtime = trt.Runtime(trt.Logger(trt.Logger.WARNING))
    made = runtime.deserialize_cuda_engine(engine)
    if made is None:
        raise SetupError("TensorRT cannot load the engine that it has just built TensorRT 无法加载刚构建的引擎")
    context = made.create_execution_context()
    library = _cuda_library()

    def run(profile: int, inputs: Tensors) -> Tensors:
        with ExitStack() as stack:
            return _run(trt, context, _Cuda(library, stack), profile, inputs)

    yield run


def _run(trt: Any, context: Any, cuda: _Cuda, profile: int, inputs: Tensors) -> Tensors:  # noqa: ANN401 - tensorrt's own objects
    engine = context.engine
    context.set_optimization_profile_async(profile, cuda.stream)
    for name, value in inputs.items():
        values = np.ascontiguousarray(value, dtype=trt.nptype(engine.get_tensor_dtype(name)))
        if not context.set_input_shape(name, values.shape):
            raise SetupError(f"the engine refuses the shape {values.shape} of {name} 引擎拒绝该输入形状")
        context.set_tensor_address(name, cuda.put(values))
    outputs: dict[str, npt.NDArray[Any]] = {}
    addresses: dict[str, int] = {}
    for name in (engine.get_tensor_name(index) for index in range(engine.num_io_tensors)):
        if engine.get_tensor_mode(name) == trt.TensorIOMode.OUTPUT:
            outputs[name] = np.zeros(tuple(context.get_tensor_shape(name)), trt.nptype(engine.get_tensor_dtype(name)))
            addresses[name] = cuda.put(outputs[name])
            context.set_tensor_address(name, addresses[name])
    if not context.execute_async_v3(cuda.stream):
        raise SetupError("the engine does not run 引擎无法运行")
    cuda.wait()
    for name, address in addresses.items():
        cuda.take(address, outputs[name])
    return outputs


class _Cuda:
    """The few calls of CUDA's runtime that a check needs; everything taken is given back when `stack` closes."""

    def __init__(self, library: ctypes.CDLL, stack: ExitStack) -> None:
        self._library = library
        self._stack = stack
        handle = ctypes.c_void_p()
        self._call("cudaStreamCreate", ctypes.byref(handle))
        stack.callback(self._call, "cudaStreamDestroy", handle)
        self.stream = int(handle.value or 0)

    def put(self, values: npt.NDArray[Any]) -> int:
        """Copy `values` to the device; give their address there."""
        pointer = ctypes.c_void_p()
        self._call("cudaMalloc", ctypes.byref(pointer), ctypes.c_size_t(max(values.nbytes, 1)))
        self._stack.callback(self._call, "cudaFree", pointer)
        self._copy(pointer, values.ctypes.data_as(ctypes.c_void_p), values.nbytes, TO_DEVICE)
        return int(pointer.value or 0)

    def take(self, address: int, target: npt.NDArray[Any]) -> None:
        """Copy from the device's `address` into `target`."""
        self._copy(target.ctypes.data_as(ctypes.c_void_p), ctypes.c_void_p(address), target.nbytes, TO_HOST)

    def wait(self) -> None:
        """Wait until everything asked for is done."""
        self._call("cudaStreamSynchronize", ctypes.c_void_p(self.stream))

    def _copy(self, target: ctypes.c_void_p, source: ctypes.c_void_p, size: int, kind: int) -> None:
        self._call("cudaMemcpy", target, source, ctypes.c_size_t(size), ctypes.c_int(kind))

    def _call(self, name: str, *arguments: Any) -> None:  # noqa: ANN401 - C values
        status = getattr(self._library, name)(*arguments)
        if status:
            raise SetupError(f"{name} failed with CUDA error {status} CUDA 调用失败")


def _cuda_library() -> ctypes.CDLL:
    for name in CUDA_LIBRARIES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise SetupError(
        f"CUDA's runtime is missing (looked for {', '.join(CUDA_LIBRARIES)}): put its folder on LD_LIBRARY_PATH "
        "缺少 CUDA 运行库，请将其目录加入 LD_LIBRARY_PATH"
    )


def _tensorrt() -> Any:  # noqa: ANN401 - a module that is not there when types are checked
    try:
        module = importlib.import_module("tensorrt")
        found = str(module.__version__)
    except (ImportError, OSError, AttributeError) as error:
        raise SetupError(
            f"TensorRT cannot be used on this machine ({error}): install `tensorrt` in the version that the model "
            "server has, or build with --target cuda 本机无法使用 TensorRT，请安装与模型服务器同版本的 tensorrt，"
            "或改用 --target cuda"
        ) from error
    if tuple(int(part) for part in re.findall(r"\d+", found)[:2]) < OLDEST:
        raise SetupError(f"TensorRT {found} is too old; 10.12 or later is needed TensorRT 版本过旧，需要 10.12 或更新")
    return module
