"""Follows a face by our kernels in one process, without Triton, in the model server's environment.

`face_alone.py GRAPHS FRAMES.npy`. A line on standard input is how many frames go into a batch; the answer is the
seconds for all frames.
"""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from inference.kernels import face, face_networks

FRAME_MS = 100


def main(graphs: Path, frames: Path) -> None:
    """Answer lines until there are no more."""
    networks = face_networks.load(graphs, partial(Interpreter, num_threads=1))
    film = np.load(frames)
    at_ms = np.arange(len(film), dtype=np.int32) * FRAME_MS
    for line in sys.stdin:
        size, state = int(line), face.measure(networks, film[:1], at_ms[:1]).state[:0]
        begun = time.perf_counter()
        found = []
        for start in range(0, len(film), size):
            part = slice(start, start + size)
            faces = face.measure(networks, film[part], at_ms[part], state if state.size else None)
            state = faces.state
            found.append(bool(faces.presence.all()))
        taken = time.perf_counter() - begun
        if not all(found):
            raise RuntimeError("the face was lost: the comparison would not be fair")
        sys.stdout.write(f"{taken}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
