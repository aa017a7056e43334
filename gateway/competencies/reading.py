"""Reads and checks a template, from a company's file or from those that come with the box."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import inspect

from gateway.competencies.consistency import fit_together
from gateway.competencies.document import DocumentError, Finding, lines, parse, value_of
from gateway.competencies.errors import Problem, TemplateError, UnknownTemplateError
from gateway.competencies.shape import fit
from gateway.competencies.template import Template

_TEMPLATES = files("gateway.competencies") / "templates"
_SUFFIX = ".yaml"


def read(data: bytes, file: str) -> Template:
    """Give the template in `data` (YAML); `file` is named in the problems. Raises `TemplateError` with all of them."""
    try:
        node = parse(data)
    except DocumentError as error:
        raise TemplateError([_problem(file, error.finding)]) from error
    found = _in_order(fit(_shape(), node))
    if found:
        raise TemplateError([_problem(file, one) for one in found])
    template = msgspec.convert(value_of(node), Template)
    found = _in_order(fit_together(template, dict(lines(node))))
    if found:
        raise TemplateError([_problem(file, one) for one in found])
    return template


def names() -> tuple[str, ...]:
    """Give the names of the templates that come with the box."""
    return tuple(sorted(one.name.removesuffix(_SUFFIX) for one in _TEMPLATES.iterdir() if one.name.endswith(_SUFFIX)))


def source(name: str) -> str:
    """Give a template that comes with the box as its YAML text. Raises `UnknownTemplateError`."""
    if name not in names():
        raise UnknownTemplateError(name, names())
    return (_TEMPLATES / f"{name}{_SUFFIX}").read_text(encoding="utf-8")


def load(name: str) -> Template:
    """Give a template that comes with the box. Raises `UnknownTemplateError`."""
    return read(source(name).encode(), f"{name}{_SUFFIX}")


@cache
def _shape() -> inspect.Type:
    return inspect.type_info(Template)


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda one: one[0])


def _problem(file: str, finding: Finding) -> Problem:
    line, field, message = finding
    return Problem(file=file, line=line, field=field, message=message)
