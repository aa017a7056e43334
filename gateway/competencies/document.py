"""A YAML file as nodes that know their lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import yaml
from yaml.constructor import SafeConstructor
from yaml.events import AliasEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gateway.competencies import wording
from gateway.domain.text import LocalizedText

Finding: TypeAlias = tuple[int, str, LocalizedText]
"""Line (from 1), field and message."""

MOST_BYTES = 1 << 20


class DocumentError(Exception):
    """The file is not YAML that templates are written in; `finding` says where and what to do."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding[2].en)
        self.finding = finding


def parse(data: bytes) -> Node:
    """Give the root node of a file. Raises `DocumentError`."""
    if len(data) > MOST_BYTES:
        raise DocumentError((1, "", wording.TOO_LARGE))
    try:
        text = data.decode("utf-8-sig")
        node = yaml.compose(text, yaml.SafeLoader)
        _refuse_aliases(text)
    except UnicodeDecodeError as error:
        raise DocumentError((data.count(b"\n", 0, error.start) + 1, "", wording.NOT_UTF8)) from error
    except yaml.reader.ReaderError as error:
        raise DocumentError((text.count("\n", 0, error.position) + 1, "", wording.UNSEEN_CHARACTER)) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DocumentError((mark.line + 1 if mark else 1, "", wording.syntax(error.problem or ""))) from error
    except RecursionError as error:
        raise DocumentError((1, "", wording.TOO_DEEP)) from error
    if node is None:
        raise DocumentError((1, "", wording.EMPTY_FILE))
    return node


def _refuse_aliases(text: str) -> None:
    """Raise `DocumentError` on an alias, before anybody goes through the nodes: a few stand for billions."""
    for event in yaml.parse(text, yaml.SafeLoader):
        if isinstance(event, AliasEvent):
            mark = event.start_mark
            raise DocumentError((mark.line + 1 if mark else 1, "", wording.ALIAS))


def line_of(node: Node) -> int:
    """Give the line, from 1, that a node begins in."""
    return int(node.start_mark.line) + 1


def value_of(node: Node) -> object:
    """Give what a node stands for: text, numbers, lists, mappings."""
    return SafeConstructor().construct_document(node)


def join(path: str, step: str | int) -> str:
    """Give the path of a member: `a`, `a.b`, `a[0]`."""
    if isinstance(step, int):
        return f"{path}[{step}]"
    return f"{path}.{step}" if path else step


def lines(node: Node, path: str = "") -> Iterator[tuple[str, int]]:
    """Give the line of every field by its path."""
    yield path, line_of(node)
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode):
                yield from lines(value, join(path, key.value))
    elif isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            yield from lines(value, join(path, index))
