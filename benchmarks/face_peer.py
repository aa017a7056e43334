"""Follows a face by MediaPipe's FaceMesh, as it is installed. Runs in `build/bench-env`: `face_peer.py FRAMES.npy`.

A line on standard input is 1 for the mesh with irises, 0 for the one without; the answer is the seconds for all frames.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from mediapipe.python.solutions.face_mesh import FaceMesh


def main(frames: Path) -> None:
    """Answer lines until there are no more."""
    film = np.load(frames)
    for line in sys.stdin:
        with FaceMesh(static_image_mode=False, max_num_faces=1, refine_landmarks=line.strip() == "1") as mesh:
            mesh.process(film[0])
            begun = time.perf_counter()
            found = [mesh.process(frame).multi_face_landmarks is not None for frame in film]
            taken = time.perf_counter() - begun
        if not all(found):
            raise RuntimeError("FaceMesh lost the face: the comparison would not be fair")
        sys.stdout.write(f"{taken}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
