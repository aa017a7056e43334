"""Checks of single fields, for what a type cannot say. Each gives the problems with the path of the field."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from gateway.domain.text import LocalizedText

Problem = tuple[str, LocalizedText]

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

EMPTY = LocalizedText("不能为空", "must not be empty")
BOTH_LANGUAGES = LocalizedText("需要同时提供中文（zh）和英文（en）", "needs text in Chinese (zh) and English (en)")
NOT_POSITIVE = LocalizedText("必须大于 0", "must be greater than 0")
NO_IDENTIFIER = LocalizedText(
    "只能用字母、数字、点、横线和下划线，最长 64 个字符",
    "may have letters, digits, dots, hyphens and underscores, 64 at most",
)
TWICE = LocalizedText("编号重复", "is used twice")
NOT_STORABLE = LocalizedText("不能含有空字符（NUL）", "must not contain the character NUL")


def identifiers(path: str, names: Sequence[str]) -> Iterator[Problem]:
    """Name the ids that are malformed or used twice."""
    seen: set[str] = set()
    for number, name in enumerate(names):
        if not IDENTIFIER.fullmatch(name):
            yield f"{path}[{number}].id", NO_IDENTIFIER
        if name in seen:
            yield f"{path}[{number}].id", TWICE
        seen.add(name)


def text(path: str, text: LocalizedText) -> Iterator[Problem]:
    """Name a text that lacks a language or cannot be stored."""
    if not (text.zh.strip() and text.en.strip()):
        yield path, BOTH_LANGUAGES
    if "\0" in text.zh + text.en:
        yield path, NOT_STORABLE


def line(path: str, text: str) -> Iterator[Problem]:
    """Name a line that is empty or cannot be stored."""
    if not text.strip():
        yield path, EMPTY
    if "\0" in text:
        yield path, NOT_STORABLE


def positive(path: str, value: float) -> Iterator[Problem]:
    """Name a number that is not finite and greater than 0."""
    if not (math.isfinite(value) and value > 0):
        yield path, NOT_POSITIVE


def one_of(found: str, known: Iterable[str]) -> LocalizedText:
    """Give the sentence for a name that is none of `known`."""
    names = ", ".join(known)
    return LocalizedText(f"“{found}”不存在，可用的有：{names}", f"there is no “{found}”; known are: {names}")
