"""The report for people: one HTML page that needs nothing else, on screen, on a phone and on paper."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gateway.domain.report import Report
from gateway.domain.rule import Decision
from gateway.domain.text import Locale
from gateway.reports.layout import lay_out
from gateway.reports.wording import TEXT

TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def to_html(report: Report, decision: Decision | None, locale: Locale) -> str:
    """Give the report as a page in `locale`: styles inline, no script, no request to anywhere.

    Everything that came from a candidate or a model is escaped. The report must have passed `verify`.
    """
    words = {key: text.to(locale) for key, text in TEXT.items()}
    return _environment().get_template("report.html").render(report=lay_out(report, decision, locale), say=words)
