"""Make the sample interviews' videos anew from `product_manager/answers.yaml`.

Not needed to run Shouguan: the made files are in the repository. It needs Debian's package `flite` and three packages
that are no dependencies of the project:

    sudo apt-get install flite
    python3 -m venv /tmp/samples && /tmp/samples/bin/pip install \
        av==18.1.0 pyyaml scikit-image opencv-python-headless
    /tmp/samples/bin/python -m samples.make_samples [NAME ...]

Names such as `strong-discovery` make only those. The same versions of these packages give the same files.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from pathlib import Path

import numpy as np

from samples.film import write
from samples.motion import STYLES, Motion, blinks, move
from samples.puppet import LOOKS, Puppet
from samples.script import Take, takes
from samples.speech import RATE, Speech, Voice, perform

HERE = Path(__file__).resolve().parent / "product_manager"
MEDIA = HERE / "media"
TRUTH = HERE / "truth.json"


def truth(take: Take, speech: Speech, motion: Motion) -> dict[str, object]:
    """Say what is in a video: words as [text, start, end], what the head does, and blinks; times in milliseconds."""
    return {
        "candidate": take.candidate,
        "question": take.question,
        "duration_ms": round(len(speech.samples) / RATE * 1000),
        "words": [[w.text.strip(".,?!"), round(w.start * 1000), round(w.end * 1000)] for w in speech.words],
        "events": [[e.kind, round(e.start * 1000), round(e.end * 1000)] for e in motion.events],
        "blinks": [[round(start * 1000), round(end * 1000)] for start, end in blinks(motion.lids)],
    }


def make(take: Take) -> dict[str, object]:
    """Make one video; give its truth."""
    rng = np.random.default_rng(zlib.crc32(take.name.encode()))
    speech = perform(Voice(take.voice), take.lines, rng)
    motion = move(speech, STYLES[take.level], rng)
    puppet = Puppet(LOOKS[take.level])
    path = MEDIA / f"{take.name}.mp4"
    unfinished = path.with_suffix(".part")
    write(unfinished, (puppet.draw(motion, frame) for frame in range(len(motion.x))), speech.samples)
    unfinished.replace(path)
    sys.stderr.write(f"{path.name}: {len(speech.samples) / RATE:.1f} s, {path.stat().st_size / 1024:.0f} KiB\n")
    return truth(take, speech, motion)


def main() -> None:
    """Make all videos, or those named, and bring the truth file up to date."""
    parser = argparse.ArgumentParser(description="Make the sample interviews' videos anew.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as strong-discovery; all when none is given")
    names = set(parser.parse_args().names)
    MEDIA.mkdir(exist_ok=True)
    known = json.loads(TRUTH.read_text()) if TRUTH.exists() else {}
    found = {}
    for take in takes(HERE / "answers.yaml"):
        found[take.name] = make(take) if not names or take.name in names else known[take.name]
    entries = ",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in found.items())
    TRUTH.write_text(f"{{\n{entries}\n}}\n")


if __name__ == "__main__":
    main()
