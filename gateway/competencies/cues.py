"""How cues are written in templates: `ask | call + @customer`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TypeAlias

import msgspec
import yaml

from gateway.competencies.template import Language, Template, TemplateWords
from gateway.domain.competency import FIGURE, Cue

Words: TypeAlias = Mapping[str, tuple[str, ...]]

GROUPS, WORDS, NAME = "+", "|", "@"
NUMBER = "number"
"""The name that stands for any number."""


class UnknownWordsError(ValueError):
    """A cue uses a name that stands for no words, or has a group without any."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no words are called {name!r}")
        self.name = name


@cache
def shared_words() -> tuple[TemplateWords, ...]:
    """Give the words that come with the box and that every template may use."""
    text = (files("gateway.competencies") / "words.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), tuple[TemplateWords, ...])


def named_words(template: Template, language: Language) -> Words:
    """Give the words that the cues of a template may name; its own replace those of the box."""
    found: dict[str, tuple[str, ...]] = {NUMBER: (FIGURE,)}
    for one in (*shared_words(), *template.words):
        text = one.zh if language == "zh" else one.en
        if text:
            found[one.name] = tuple(dict.fromkeys(word for word in map(str.strip, text.split(WORDS)) if word))
    return found


def cue(text: str, named: Words) -> Cue:
    """Read a cue. Raises `UnknownWordsError`."""
    return tuple(_group(group, named) for group in text.split(f" {GROUPS} "))


def _group(text: str, named: Words) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for word in map(str.strip, text.split(WORDS)):
        if not word or (word.startswith(NAME) and word[1:] not in named):
            raise UnknownWordsError(word)
        found.update(dict.fromkeys(named[word[1:]] if word.startswith(NAME) else (word,)))
    return tuple(found)
