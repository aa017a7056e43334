"""The report on paper: an A4 PDF with its own font, from the same values as the HTML page."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from datetime import datetime

import msgspec

from gateway.domain.beside import NOTHING, Beside
from gateway.domain.errors import ShouguanError
from gateway.domain.report import Report
from gateway.domain.rule import Decision
from gateway.domain.text import Locale, LocalizedText
from gateway.reports.layout import lay_out
from gateway.reports.wording import TEXT

log = logging.getLogger(__name__)

TIMEOUT_S = 30.0
PRESS = (sys.executable, "-P", "-m", "gateway.reports.press")
KEPT_VARIABLES = ("LD_LIBRARY_PATH", "PATH", "PYTHONPATH")

# Signs that turn the order of what follows them around: they would let a sentence read as another.
DIRECTIONS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))

_at_once = threading.BoundedSemaphore(2)


class PrintingError(ShouguanError):
    """The report could not be set in print."""

    code = "report_not_printable"

    def __init__(self) -> None:
        super().__init__(
            LocalizedText(
                "无法生成 PDF。请改用网页版报告（内容相同），并查看网页进程的日志。",
                "The PDF could not be made. Read the report as a page, which says the same; the web process's log says "
                "why.",
            )
        )


def to_pdf(report: Report, decision: Decision | None, locale: Locale, beside: Beside = NOTHING) -> bytes:
    """Give the report as a PDF in `locale`, the same bytes each time. The report must have passed `verify`.

    What came from a candidate or a model is set as text, never read as markup. Takes some tenths of a second: call it
    from a thread. Raises `PrintingError`.
    """
    words = {key: text.to(locale) for key, text in TEXT.items()}
    data = msgspec.json.encode({"report": lay_out(report, decision, locale, beside), "say": words})
    return set_in_print(data, report.created_at, "report")


def set_in_print(data: bytes, made_at: datetime, template: str) -> bytes:
    """Give the PDF that the Typst template of this name makes of `data` (JSON). Raises `PrintingError`."""
    return _press(data.decode().translate(DIRECTIONS).encode(), round(made_at.timestamp()), template)


def _press(data: bytes, seconds: int, template: str) -> bytes:
    environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    with _at_once:
        try:
            done = subprocess.run(
                [*PRESS, str(seconds), template],
                input=data,
                env=environment,
                capture_output=True,
                timeout=TIMEOUT_S,
                check=True,
            )
        except subprocess.TimeoutExpired as error:
            log.exception("setting a report in print took over %.0f s", TIMEOUT_S)
            raise PrintingError from error
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode(errors="replace").strip().splitlines()[-1:]  # `press` says there where, not what
            log.exception("a report could not be set in print: %d %s", error.returncode, said)
            raise PrintingError from error
    return done.stdout
