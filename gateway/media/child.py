"""The decoding child: `python -m gateway.media.child TASK JSON`, the recording on standard input, records on output.

Imports come first, then confinement, and only then the recording is touched.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import dataclass
from typing import Literal

import av.subtitles.stream  # noqa: F401 - `av` imports it when it opens a file, which is too late in the child
from av.container import InputContainer

from gateway.media.confine import confine
from gateway.media.container import check_duration, describe, duration_ms, open_container
from gateway.media.incoming import Incoming, MediaProblemError
from gateway.media.picture import Wanted, decode_picture
from gateway.media.records import END, ERROR, INFO, LENGTH, LENGTH_PAYLOAD, READY, Writer
from gateway.media.sound import decode_sound

MOST_THREADS = 4
MILLISECONDS = 1000
MICROSECONDS_A_MILLISECOND = 1000

Task = Literal["probe", "audio", "frames"]


@dataclass(frozen=True)
class Order:
    """What the parent asks for, and the bounds to keep."""

    parent: int
    rate: float
    longest_s: float
    frame_pixels: int
    memory_bytes: int
    cpu_seconds: int
    growing: bool = False  # the recording comes through a pipe while it is recorded


def _probe(container: InputContainer, writer: Writer, order: Order) -> None:
    info = describe(container)
    duration = duration_ms(container)
    check_duration((duration or 0) / MILLISECONDS, order.longest_s)
    writer.json(INFO, {**info, "duration_ms": duration})
    writer.json(END, {"truncated": False})


def _frames(container: InputContainer, writer: Writer, order: Order) -> None:
    threads = min(MOST_THREADS, len(os.sched_getaffinity(0)))
    wanted = Wanted(order.rate, order.longest_s, order.frame_pixels, threads)
    writer.json(END, {"truncated": decode_picture(container, writer, wanted)})


def _audio(container: InputContainer, writer: Writer, order: Order) -> None:
    writer.json(END, {"truncated": decode_sound(container, writer, order.longest_s)})


TASKS = {"probe": _probe, "audio": _audio, "frames": _frames}


def run(task: Task, order: Order) -> None:
    """Do `task`; tell the parent of a problem with the recording as an `ERROR` record."""
    writer = Writer(sys.stdout.fileno())
    with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as file:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # end as by a signal, and not with a complaint
        confine(order.parent, order.memory_bytes, order.cpu_seconds)
        writer.record(READY)
        try:
            source = Incoming(file) if order.growing else file
            with open_container(source, order.frame_pixels) as container:
                announced = max(0, container.duration or 0) // MICROSECONDS_A_MILLISECOND
                check_duration(announced / MILLISECONDS, order.longest_s)
                writer.record(LENGTH, LENGTH_PAYLOAD.pack(announced or round(order.longest_s * MILLISECONDS)))
                TASKS[task](container, writer, order)
        except MediaProblemError as problem:
            writer.json(ERROR, {"code": problem.code})


if __name__ == "__main__":
    run(sys.argv[1], Order(**json.loads(sys.argv[2])))  # type: ignore[arg-type]  # the parent passes a `Task`
    os._exit(0)  # nothing is left to do, and an interpreter that winds down asks for more than is allowed
