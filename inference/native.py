"""Puts encoders on the GPU: models of Triton's own backends in the place of what Python runs on the CPU.

What is worth it is moved: the encoders of text and of Mandarin speech. The others stay on the CPU on every target: the
networks of faces take milliseconds and depend on each other frame by frame, those of voice activity and pitch are tiny,
and English speech is published for the CPU alone, in 8 bits.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from inference import engines, gpu, tensorrt
from inference.catalogue import Model
from inference.disk import digest
from inference.engines import Source, shapes
from inference.errors import SetupError
from inference.kernels.embedding import buckets
from inference.layout import Layout
from inference.tensorrt import Profile
from inference.weights import Progress

CODE = ("native.py", "engines.py", "engine_source.py", "mixed_precision.py", "tensorrt.py", "parity.py")
TEMPLATES = "gpu"
"""Folder of `model_repository/` with the models that only GPU targets have."""

ONNXRUNTIME = 'backend: "onnxruntime"\ndefault_model_filename: "model.onnx"\n'
TENSORRT = 'backend: "tensorrt"\ndefault_model_filename: "model.plan"\n'


class Made(Struct, frozen=True):
    """The folders of a model in a repository, and for those that a GPU runs, what runs them."""

    folders: tuple[str, ...]
    engines: dict[str, str] = {}


class Moved(Struct, frozen=True):
    """An encoder that a GPU runs: its folder in the repository, what an engine is made from, and folders added."""

    folder: Path
    source: Source
    added: tuple[str, ...] = ()


def onnxruntime(layout: Layout, model: Model, repository: Path, progress: Progress) -> Made:
    """Have Triton's ONNX Runtime backend run what of `model` belongs on a GPU."""
    return _made(model, _move(layout, model, repository, progress), "onnxruntime")


def with_engines(layout: Layout, model: Model, repository: Path, progress: Progress) -> Made:
    """Have TensorRT run what of `model` belongs on a GPU; where it cannot, say so and leave it to ONNX Runtime.

    What is said of an engine is what was measured, or why there is none.
    """
    moved = _move(layout, model, repository, progress)
    if moved is None:
        return Made(model.folders)
    name = moved.folder.name
    progress(f"{name}: building and checking a TensorRT engine, minutes 正在构建并校验 TensorRT 引擎，需要几分钟")
    try:
        measured = engines.engine(layout, moved.source, moved.folder / "1" / "model.plan")
    except SetupError as error:
        progress(f"WARNING {name} runs on ONNX Runtime, not on TensorRT 警告：未使用 TensorRT: {error}")
        return _made(model, moved, f"{REFUSED}: {error}")
    config = moved.folder / "config.pbtxt"
    profiles = PROFILES.format(len(moved.source.buckets))
    config.write_text(config.read_text().replace(ONNXRUNTIME, TENSORRT) + profiles)
    (moved.folder / "1" / "model.onnx").unlink()
    return _made(model, moved, f"tensorrt: {measured}")


def _made(model: Model, moved: Moved | None, said: str) -> Made:
    return Made((*model.folders, *moved.added), {moved.folder.name: said}) if moved else Made(model.folders)


REFUSED = "onnxruntime, not tensorrt"
"""How what is said of a folder begins where TensorRT was wanted and could not."""

PROFILES = '\nparameters {{ key: "profiles" value {{ string_value: "{}" }} }}\n'
"""Tells the scheduling how many optimisation profiles each instance holds."""


def code(_: Layout) -> str:
    """Give a digest of the code that moves models to a GPU: a repository rests on it beside its sources."""
    return " ".join(digest(Path(__file__).with_name(name)) for name in CODE)


def machine(layout: Layout) -> str:
    """Say what a repository with engines rests on beside its sources: code, the GPU, its driver and TensorRT."""
    try:
        version = tensorrt.version()
    except SetupError:
        version = "none"
    return f"{code(layout)} {gpu.find()} {version}"


def _move(layout: Layout, model: Model, repository: Path, progress: Progress) -> Moved | None:
    move = MOVES.get(model.export)
    return move(layout, model, repository, progress) if move else None


def _sentence_encoder(layout: Layout, model: Model, repository: Path, _: Progress) -> Moved:
    """Take a sentence encoder apart: token ids (CPU), the encoder (GPU), and an ensemble under the model's name."""
    asked = repository / model.name
    config = (asked / "config.pbtxt").read_text()
    settings = re.findall(r"^parameters .*$", config, re.MULTILINE)
    dimensions = re.findall(r'"EMBEDDING".*?dims: \[ (\d+) \]', config, re.DOTALL)[0]
    longest = int(re.findall(r'key: "longest" value \{ string_value: "(\d+)"', config)[0])
    whole = repository / f"{model.name}-whole"
    asked.rename(whole)
    for part in ("", "_tokens", "_encoder"):
        folder = repository / f"{model.name}{part}"
        shutil.copytree(layout.sources / TEMPLATES / f"embedding{part}", folder)
        (folder / "1").mkdir(exist_ok=True)
        text = (folder / "config.pbtxt").read_text().replace("NAME", model.name).replace("DIMENSIONS", dimensions)
        kept = "\n".join([*settings, ONNXRUNTIME if part == "_encoder" else ""])
        (folder / "config.pbtxt").write_text(f"{text}{kept}")
    (whole / "1" / "tokenizer.json").rename(repository / f"{model.name}_tokens" / "1" / "tokenizer.json")
    (whole / "1" / "model.onnx").rename(repository / f"{model.name}_encoder" / "1" / "model.onnx")
    shutil.rmtree(whole)
    source = Source(kind="bert", weights=layout.weights / model.name, buckets=buckets(longest), profile=_text_shapes)
    added = (f"{model.name}_tokens", f"{model.name}_encoder")
    return Moved(repository / added[1], source, added)


def _text_shapes(tokens: int) -> Profile:
    span = shapes((1, 16, 64), tokens)
    return {"ids": span, "mask": span}


def _speech_encoder(layout: Layout, model: Model, repository: Path, progress: Progress) -> Moved | None:
    """Have the backend run SenseVoice's encoder; only its full-precision graph runs on a GPU."""
    folder = repository / SPEECH_ENCODER
    if not (layout.weights / model.name / FULL_PRECISION).is_file():
        progress(
            f"WARNING {model.name} stays on the CPU: its 8-bit graph does not run on a GPU; install {FULL_PRECISION} "
            "警告：该模型仍在 CPU 上运行，GPU 需要全精度的模型文件"
        )
        return None
    config = folder / "config.pbtxt"
    config.write_text(config.read_text().replace('backend: "python"\n', ONNXRUNTIME))
    (folder / "1" / "model.py").unlink()
    frames = tuple(int(one) for one in re.findall(r"\d+", SPEECH_BUCKETS))
    source = Source(kind="sensevoice", weights=layout.weights / model.name, buckets=frames, profile=_speech_shapes)
    return Moved(folder, source)


def _speech_shapes(frames: int) -> Profile:
    one = shapes((1, 4, 8))
    return {"FEATURES": shapes((1, 4, 8), frames, 560), "LENGTH": one, "LANGUAGE_ID": one, "TEXT_NORM": one}


SPEECH_ENCODER = "sensevoice_encoder"
FULL_PRECISION = "model.onnx"
SPEECH_BUCKETS = "50 100 150 200 300 400 500"

MOVES: dict[str, Callable[[Layout, Model, Path, Progress], Moved | None]] = {
    "inference.bert_export": _sentence_encoder,
    "inference.sensevoice_export": _speech_encoder,
}
