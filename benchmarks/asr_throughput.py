"""Whole recordings through listening and Triton against the package `moonshine_voice`: throughput and wrong words."""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.rows import BenchRow
from benchmarks.sound import decode
from benchmarks.word_errors import wrong_words
from inference import build, runtime
from inference.client import TritonPerception
from inference.figures import written
from inference.types import SAMPLE_RATE, Samples, Word

ROUNDS = 2
AT_ONCE = 2
MIN_RATIO = 1.5
SHARED = {
    "jfk.flac": "And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your "
    "country.",
    "WDA_KatieHill_000.mp4": "Congressional District, and I'm currently in D.C. for my second week of new member "
    "orientation. In addition to learning where things are and how to use the tunnels",
    "RD_Radio31_000.wav": "",
}
"""Real recordings and what is said in them; nothing where no text is known: those count for the throughput only."""

Turn = tuple[float, list[str]]
"""Seconds, and the texts heard."""


def run(root: Path) -> list[BenchRow]:
    """Let both transcribe the same recordings, turn by turn; the seconds are medians over the turns."""
    build.build(root)
    said = _said(root)
    return asyncio.run(_measure(root, {path: decode(path) for path in said}, list(said.values())))


async def _measure(root: Path, recordings: Mapping[Path, Samples], said: Sequence[str]) -> list[BenchRow]:
    sounds = list(recordings.values())
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{index}.npy" for index in range(len(sounds))]
        for path, sound in zip(paths, sounds, strict=True):
            np.save(path, sound)
        async with runtime.TritonServer(root, log_dir=Path(folder)) as address:
            ours, package = await _turns(root, address, sounds, paths)
    seconds = sum(sound.size for sound in sounds) / SAMPLE_RATE
    fast, peer_fast = (seconds / statistics.median(turn[0] for turn in turns[1:]) for turns in (ours, package))
    wrong, peer_wrong = (word_error_rate(turns[-1][1], said) for turns in (ours, package))
    peer = "moonshine_voice transcriber"
    return [
        BenchRow(
            name=f"voice activity, pitch and English ASR of {seconds:.0f} s, {AT_ONCE} recordings at once",
            value=fast,
            unit="s/s",
            peer=peer,
            peer_value=peer_fast,
            ratio=fast / peer_fast,
            goal=f"at least {MIN_RATIO} times",
            ok=fast >= MIN_RATIO * peer_fast,
        ),
        BenchRow(
            name="English ASR, word error rate",
            value=100 * wrong,
            unit="%",
            peer=peer,
            peer_value=100 * peer_wrong,
            ratio=wrong / peer_wrong if peer_wrong else None,
            goal="not higher",
            ok=wrong <= peer_wrong,
        ),
    ]


async def _turns(
    root: Path, address: str, sounds: Sequence[Samples], paths: Sequence[Path]
) -> tuple[list[Turn], list[Turn]]:
    """Let ours and the package take turns; the first turn warms both up."""
    perception = TritonPerception(address)
    command = [str(root / "build/bench-env/bin/python"), str(Path(__file__).with_name("asr_package.py"))]
    pipe = subprocess.PIPE
    ours, package = [], []
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as peer:  # noqa: ASYNC220 - the two take turns
        for _ in range(ROUNDS + 1):
            begun = time.perf_counter()
            texts = await _transcribed(perception, sounds)
            ours.append((time.perf_counter() - begun, texts))
            package.append(_ask(peer, paths))
    await perception.close()
    return ours, package


def _ask(peer: subprocess.Popen[str], paths: Sequence[Path]) -> Turn:
    if peer.stdin is None or peer.stdout is None:
        raise RuntimeError("the peer was started without pipes")
    peer.stdin.write(" ".join(map(str, paths)) + "\n")
    peer.stdin.flush()
    answer = json.loads(peer.stdout.readline())
    return answer["seconds"], answer["texts"]


async def _transcribed(perception: TritonPerception, sounds: Sequence[Samples]) -> list[str]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(sound: Samples) -> str:
        async with gate, perception.listen("en") as listening:
            await listening.add(sound)
            transcript = (await listening.finish()).transcript
        return transcript.text if transcript else ""

    return list(await asyncio.gather(*(one(sound) for sound in sounds)))


def word_error_rate(heard: Sequence[str], said: Sequence[str]) -> float:
    """Give the words inserted, left out or replaced as a share of those said; texts not known do not count."""
    known = [(_plain(text), _plain(truth)) for text, truth in zip(heard, said, strict=True) if truth]
    return sum(wrong_words(*pair) for pair in known) / sum(len(truth) for _, truth in known)


def _plain(text: str) -> list[str]:
    """Give the words without case, punctuation and two ways of spelling that sound alike; numbers as figures."""
    words = [Word(text=word, start_ms=0, end_ms=0, confidence=1.0) for word in text.split()]
    lower = (
        " ".join(word.text for word in written(words, "en"))
        .lower()
        .replace("per cent", "percent")
        .replace("d. c", "d.c")
    )
    return re.findall(r"[a-z0-9']+", lower.replace("d.c", "dc"))


def _said(root: Path) -> dict[Path, str]:
    """Give what is said in each recording: the samples', and those in `../shared/data` that are on this machine."""
    folder = root / "samples" / "product_manager"
    truth = json.loads((folder / "truth.json").read_text())
    said = {folder / "media" / f"{name}.mp4": " ".join(word[0] for word in one["words"]) for name, one in truth.items()}
    shared = {root.parent / "shared" / "data" / name: text for name, text in SHARED.items()}
    return said | {path: text for path, text in shared.items() if path.is_file()}
