"""What the server's processes are started with."""

from __future__ import annotations

import subprocess
import sys

from inference.runtime import THRIFTY

WORK = """
from pathlib import Path

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

before = held()
for _ in range(2):
    blocks = [(bytearray(b"x") * 3_000_000, bytearray(600)) for _ in range(30)]
    small = [pair[1] for pair in blocks]
    del blocks
print(held() - before)
"""


def test_a_process_gives_back_what_it_freed_although_small_things_lie_between() -> None:
    ran = subprocess.run([sys.executable, "-c", WORK], env=THRIFTY, capture_output=True, text=True, check=True)
    assert int(ran.stdout) < 4_000_000
