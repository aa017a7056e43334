"""Makes what is served of SenseVoice-Small from its published files: its graph, front end and vocabulary.

Runs in the model server's environment: `python -m inference.sensevoice_export SOURCE TARGET`. SOURCE holds
`model.onnx` (float32) or `model.int8.onnx`, and `tokens.txt`, as k2-fsa/sherpa-onnx publishes them
(`scripts/sense-voice/export-onnx.py` tells their form). TARGET gets a file for each part:

- `sensevoice_encoder/model.onnx`: FEATURES [n, t, 560], LENGTH, LANGUAGE_ID, TEXT_NORM [n] -> LABELS (int32),
  PROBABILITY (float32) [n, t + 4], the likeliest label of each frame, so that the 25,055 scores of a frame (50 MB in
  30 s) never leave the graph;
- `sensevoice_features/front_end.json`: normalisation and codes; `sensevoice_decode/pieces.json`: the vocabulary.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import onnx
from onnx import TensorProto, helper

INPUTS = {"x": "FEATURES", "x_length": "LENGTH", "language": "LANGUAGE_ID", "text_norm": "TEXT_NORM"}
"""The published graph's inputs, and what the served one calls them."""

LANGUAGES = ("zh", "en", "yue", "ja", "ko")
_LOGITS = "logits"
_OPSET = 13
"""From here on Softmax works along one axis; it is also what the published graph is written in."""


def served(model: onnx.ModelProto) -> onnx.ModelProto:
    """Give `model` with the served names, and with labels and their probabilities in place of logits.

    Raises `ValueError` when it is not the published graph.
    """
    graph = model.graph
    names = [one.name for one in graph.input if one.name not in {constant.name for constant in graph.initializer}]
    if set(names) != set(INPUTS) or [one.name for one in graph.output] != [_LOGITS]:
        raise ValueError(f"not SenseVoice's graph: inputs {names}, outputs {[one.name for one in graph.output]}")
    opset = max(one.version for one in model.opset_import if one.domain in ("", "ai.onnx"))
    if opset < _OPSET:
        raise ValueError(f"the graph is written in ONNX operators of version {opset}; {_OPSET} is the oldest that fits")
    renamed = [helper.make_node("Identity", [INPUTS[name]], [name]) for name in names]
    nodes = [*renamed, *graph.node, *_winner()]
    given = {one.name: one for one in graph.input}
    for name in names:
        given[name].name = INPUTS[name]
    del graph.node[:], graph.output[:]
    graph.node.extend(nodes)
    graph.output.append(helper.make_tensor_value_info("LABELS", TensorProto.INT32, ["N", "frames"]))
    graph.output.append(helper.make_tensor_value_info("PROBABILITY", TensorProto.FLOAT, ["N", "frames"]))
    graph.initializer.append(helper.make_tensor("winner_shape", TensorProto.INT64, [2], [0, -1]))
    onnx.checker.check_model(model)
    return model


def _winner() -> list[onnx.NodeProto]:
    """Give the nodes that turn logits [n, t, vocabulary] into LABELS and PROBABILITY, both [n, t]."""
    return [
        helper.make_node("ArgMax", [_LOGITS], ["winner"], axis=-1, keepdims=1),
        helper.make_node("Softmax", [_LOGITS], ["probabilities"], axis=-1),
        helper.make_node("GatherElements", ["probabilities", "winner"], ["winner_probability"], axis=-1),
        helper.make_node("Reshape", ["winner_probability", "winner_shape"], ["PROBABILITY"]),
        helper.make_node("Cast", ["winner"], ["winner_label"], to=TensorProto.INT32),
        helper.make_node("Reshape", ["winner_label", "winner_shape"], ["LABELS"]),
    ]


def front_end(metadata: Mapping[str, str]) -> dict[str, object]:
    """Give what the graph's metadata says of its input. Raises `ValueError` naming what it does not say."""
    needed = {"neg_mean", "inv_stddev", "lfr_window_size", "lfr_window_shift", "vocab_size", "with_itn"}
    lacking = sorted((needed | {f"lang_{tag}" for tag in LANGUAGES}) - metadata.keys())
    if lacking:
        raise ValueError(f"the graph's metadata lacks {', '.join(lacking)}")
    if int(metadata.get("normalize_samples", "0")):
        raise ValueError("the graph wants samples in -1..1; this front end gives 16-bit numbers")
    return {
        "neg_mean": [float(value) for value in metadata["neg_mean"].split(",")],
        "inv_stddev": [float(value) for value in metadata["inv_stddev"].split(",")],
        "window": int(metadata["lfr_window_size"]),
        "shift": int(metadata["lfr_window_shift"]),
        "languages": {tag: int(metadata[f"lang_{tag}"]) for tag in LANGUAGES},
        "text_norm": int(metadata["with_itn"]),
    }


def read_pieces(path: Path, count: int) -> list[str]:
    """Read `tokens.txt`: a piece and its label a line.

    Raises `ValueError` unless it has `count` labels, each once.
    """
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    pieces = {int(label): piece for piece, label in (line.rsplit(" ", 1) for line in lines)}
    if sorted(pieces) != list(range(count)) or len(lines) != count:
        raise ValueError(f"{path.name} names {len(lines)} labels; the graph gives {count}")
    return [pieces[label] for label in range(count)]


def main(source: Path, target: Path) -> None:
    """Write the files of all parts below `target` from what `source` holds."""
    whole = source / "model.onnx"
    model = onnx.load(whole if whole.is_file() else source / "model.int8.onnx")
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    texts = {
        "sensevoice_features/front_end.json": front_end(metadata),
        "sensevoice_decode/pieces.json": read_pieces(source / "tokens.txt", int(metadata["vocab_size"])),
    }
    for name, value in texts.items():
        (target / name).parent.mkdir()
        (target / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    (target / "sensevoice_encoder").mkdir()
    onnx.save(served(model), target / "sensevoice_encoder" / "model.onnx")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
