"""Transcribes recordings with the package `moonshine_voice`, its own transcriber and its defaults, with the same model.

Runs in `build/bench-env`: `python asr_package.py`. A line on standard input names .npy files; the answer is a line of
JSON: `seconds` that the transcription took, and the `texts`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import moonshine_voice
import numpy as np
from moonshine_voice.moonshine_api import ModelArch
from moonshine_voice.transcriber import Transcriber


def main() -> None:
    """Answer lines until there are no more."""
    model = Path(moonshine_voice.__file__).with_name("assets") / "tiny-en"
    transcriber = Transcriber(str(model), ModelArch.TINY)
    for line in sys.stdin:
        recordings = [np.load(path).tolist() for path in line.split()]  # it takes lists
        begun = time.perf_counter()
        heard = [transcriber.transcribe_without_streaming(samples, 16_000) for samples in recordings]
        seconds = time.perf_counter() - begun
        texts = [" ".join(part.text for part in transcript.lines) for transcript in heard]
        sys.stdout.write(json.dumps({"seconds": seconds, "texts": texts}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
