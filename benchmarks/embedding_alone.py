"""Embeds the sentences in one process, with the code and the graph that Triton serves, on two threads.

Runs in the model server's environment: `python embedding_alone.py MODEL FOLDER`, MODEL holding the graph and FOLDER
`texts.json`. A line on standard input starts a turn; the answer is a line with its seconds.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import onnxruntime
from tokenizers import Tokenizer

from inference.kernels.embedding import Embedder, Settings

SETTINGS = Settings(256, "", 384)
THREADS = 2


def load(model: Path) -> Embedder:
    """Load the graph for one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model / "model.onnx", options, providers=["CPUExecutionProvider"])
    return Embedder(session, Tokenizer.from_file(str(model / "tokenizer.json")), SETTINGS)


def main(model: Path, folder: Path) -> None:
    """Answer lines until there are no more."""
    texts = json.loads((folder / "texts.json").read_text())
    embedders = [load(model) for _ in range(THREADS)]
    shares = [texts[start::THREADS] for start in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in sys.stdin:
            begun = time.perf_counter()
            list(pool.map(Embedder.embed, embedders, shares))
            sys.stdout.write(f"{time.perf_counter() - begun}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
