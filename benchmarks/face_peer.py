"""The face kernels in one process, without Triton: run in the model server's environment, prints seconds a batch.

`face_peer.py GRAPHS FRAMES.npy BATCH ROUNDS`
"""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from inference.kernels import face, face_networks


def main(graphs: str, frames: str, batch: str, rounds: str) -> None:
    """Measure all frames in batches, `rounds` times, after one round to warm up."""
    networks = face_networks.load(Path(graphs), partial(Interpreter, num_threads=1))
    film = np.load(frames)
    parts = [film[start : start + int(batch)] for start in range(0, len(film), int(batch))]
    for turn in range(int(rounds) + 1):
        for part in parts:
            begun = time.perf_counter()
            face.measure(networks, part, np.arange(len(part), dtype=np.int32) * 100)
            if turn:
                sys.stdout.write(f"{time.perf_counter() - begun}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
