"""Recognises stretches in one process, with the code and the weights that Triton serves.

Runs in the model server's environment: `python asr_peer.py FOLDER`, FOLDER holding the weights. A line on standard
input names .npy files; the answer is a line with the seconds their recognition took.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime

from inference.kernels import moonshine


def main(folder: Path) -> None:
    """Answer lines until there are no more."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    encoder, decoder = (
        onnxruntime.InferenceSession(folder / f"{name}.ort", options, providers=["CPUExecutionProvider"])
        for name in ("encoder", "decoder")
    )
    recogniser = moonshine.Recogniser(encoder, decoder, folder / "tokenizer.bin")
    for line in sys.stdin:
        stretches = [np.load(path) for path in line.split()]
        begun = time.perf_counter()
        for samples in stretches:
            recogniser.recognise(samples)
        sys.stdout.write(f"{time.perf_counter() - begun}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
