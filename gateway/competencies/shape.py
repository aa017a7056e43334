"""Checks the nodes of a file against the types of a template: all that is wrong at once, each with its line.

`msgspec.convert` knows neither lines nor more than the first mistake; it makes the value once nothing is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec import inspect
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gateway.competencies import wording
from gateway.competencies.document import Finding, join, line_of, value_of

_TAG = "tag:yaml.org,2002:"


def fit(kind: inspect.Type, node: Node, path: str = "") -> Iterator[Finding]:
    """Give what in `node` is not as the type says."""
    if isinstance(kind, inspect.Metadata):
        yield from fit(kind.type, node, path)
    elif isinstance(kind, inspect.StructType):
        yield from _mapping(kind, node, path)
    elif isinstance(kind, inspect.UnionType):
        yield from _either(kind, node, path)
    elif isinstance(kind, inspect.VarTupleType):
        yield from _sequence(kind, node, path)
    elif isinstance(kind, inspect.EnumType):
        yield from _choice(kind, node, path)
    elif isinstance(kind, inspect.FloatType):
        yield from _number(kind, node, path)
    elif isinstance(kind, inspect.StrType):
        yield from _text(kind, node, path)
    else:
        raise TypeError(f"templates have no fields of the type {kind}")


def _either(kind: inspect.UnionType, node: Node, path: str) -> Iterator[Finding]:
    """Check a field that can be left out, but not left empty, or a text that may also be written with fields."""
    types = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
    with_fields = isinstance(node, MappingNode)
    fitting = (one for one in types if isinstance(one, inspect.StructType) == with_fields)
    yield from fit(next(fitting, types[0]), node, path)


def _mapping(kind: inspect.StructType, node: Node, path: str) -> Iterator[Finding]:
    fields = {field.encode_name: field for field in kind.fields}
    if not isinstance(node, MappingNode):
        yield line_of(node), path, wording.not_mapping(list(fields))
        return
    seen: set[str] = set()
    for key, value in node.value:
        name = key.value if isinstance(key, ScalarNode) else "?"
        place = join(path, name)
        if name not in fields:
            yield line_of(key), place, wording.unknown_field(name, list(fields))
        elif name in seen:
            yield line_of(key), place, wording.TWICE
        else:
            yield from fit(fields[name].type, value, place)
        seen.add(name)
    for name, field in fields.items():
        if field.required and name not in seen:
            yield line_of(node), join(path, name), wording.MISSING


def _sequence(kind: inspect.VarTupleType, node: Node, path: str) -> Iterator[Finding]:
    if not isinstance(node, SequenceNode):
        yield line_of(node), path, wording.NOT_LIST
        return
    low, high = kind.min_length or 0, kind.max_length
    if len(node.value) < low or (high is not None and len(node.value) > high):
        yield line_of(node), path, wording.count(len(node.value), low, high)
    for index, item in enumerate(node.value):
        yield from fit(kind.item_type, item, join(path, index))


def _choice(kind: inspect.EnumType, node: Node, path: str) -> Iterator[Finding]:
    known = [str(one.value) for one in kind.cls]
    if not isinstance(node, ScalarNode) or node.value not in known:
        found = node.value if isinstance(node, ScalarNode) else ""
        yield line_of(node), path, wording.one_of(found, known)


def _number(kind: inspect.FloatType, node: Node, path: str) -> Iterator[Finding]:
    if not isinstance(node, ScalarNode) or node.tag not in {f"{_TAG}int", f"{_TAG}float"}:
        yield line_of(node), path, wording.NOT_NUMBER
        return
    try:
        value = msgspec.convert(value_of(node), float)
    except (msgspec.ValidationError, ConstructorError, ValueError, OverflowError):
        yield line_of(node), path, wording.NOT_NUMBER
        return
    # Written so that what is not a number (`.nan`) is refused too.
    if not ((kind.gt is None or value > kind.gt) and (kind.le is None or value <= kind.le)):
        yield line_of(node), path, wording.out_of_range(kind.gt, kind.le)


def _text(kind: inspect.StrType, node: Node, path: str) -> Iterator[Finding]:
    if not isinstance(node, ScalarNode):
        yield line_of(node), path, wording.NOT_TEXT
    elif node.tag == f"{_TAG}null" or not node.value.strip():
        yield line_of(node), path, wording.EMPTY_TEXT
    elif node.tag != f"{_TAG}str":
        yield line_of(node), path, wording.to_quote(node.value)
    elif kind.max_length is not None and len(node.value) > kind.max_length:
        yield line_of(node), path, wording.too_long(kind.max_length)
    elif kind.pattern is not None and not re.search(kind.pattern, node.value):
        yield line_of(node), path, wording.malformed(node.value, kind.pattern)
