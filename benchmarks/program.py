"""Programs that are measured beside ours, in turns: each answers a line with the seconds that its work took."""

from __future__ import annotations

import os
import subprocess
from contextlib import ExitStack
from pathlib import Path


class Program:
    """A script in the Python environment of its own that it needs; it ends when `stack` closes."""

    def __init__(self, stack: ExitStack, root: Path, python: Path, script: str, *arguments: Path | str) -> None:
        pipe = subprocess.PIPE
        path = Path(__file__).with_name(script)
        environment = {"PYTHONPATH": str(root), "PATH": os.environ["PATH"], "HF_HUB_OFFLINE": "1"}
        self._script = script
        self._process = stack.enter_context(
            subprocess.Popen(
                [str(python), str(path), *map(str, arguments)], stdin=pipe, stdout=pipe, text=True, env=environment
            )
        )

    def ask(self, question: object) -> float:
        """Write `question` as a line; give the answer. Raises RuntimeError when the program has ended."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the program was started without pipes")
        self._process.stdin.write(f"{question}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self._script} ended without an answer")
        return float(answer)
