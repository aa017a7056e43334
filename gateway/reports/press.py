"""Sets a report in print: `python -m gateway.reports.press SECONDS TEMPLATE`, JSON comes in, the PDF goes out.

A process of its own: Typst keeps what it has laid out, which is given back with the process, and a layout that takes
too long can be ended. It imports little, so that it starts at once.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

import typst
from pylopdf_fonts_zh_cn import sans_path

TEMPLATES = Path(__file__).parent / "typst"
MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 30


def confine() -> None:
    """Bound memory and processor time, and let no file be written."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def compiler(data: str, template: str = "report") -> typst.Compiler:
    """Give what lays out `data` by the template of this name.

    It can read the templates, and as fonts Noto Sans SC and those that Typst brings.
    """
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[sans_path().parent])
    return typst.Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=fonts, sys_inputs={"data": data})


def main() -> None:
    """Read, lay out by the template that is named, write; the PDF's date is the seconds since 1970 that are given."""
    confine()
    seconds, template = sys.argv[1:]
    press = compiler(sys.stdin.buffer.read().decode(), template)
    try:
        made = press.compile(format="pdf", timestamp=int(seconds))
    except typst.TypstError as error:  # its message may quote what was said, which belongs in no log
        sys.exit("; ".join(error.trace) or "typst")
    if not isinstance(made, bytes):
        sys.exit("Typst gave single pages where one PDF was asked for")
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
    os._exit(0)  # nothing is left to do but to give megabytes back one by one
