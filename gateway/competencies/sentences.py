"""Whether an exemplar is a whole sentence that a candidate would say: answers are compared with it."""

from __future__ import annotations

import re

from gateway.competencies import wording
from gateway.domain.text import LocalizedText
from gateway.domain.words import words
from gateway.scoring.statements import is_list, is_question

CHINESE = re.compile("[\u4e00-\u9fff]")
LENGTHS = {"zh": (6, 60), "en": (4, 32)}
"""Characters or words: the shortest that states something, the longest that people say in one go."""

_END = re.compile(r"[.!。！]$")
_INNER_END = re.compile(r"[。！？]|[.!?](?=\s)")
_UNSPOKEN = re.compile(r"[()（）\[\]{}<>《》/\\|:：;；*#_\"“”…—]")


def language_problem(text: str, language: str) -> LocalizedText | None:
    """Say whether a text is in the other language; Chinese takes abbreviations such as `HRBP` as they are."""
    if language == "zh":
        return None if CHINESE.search(text) or text.isupper() else wording.NO_CHINESE
    return wording.CHINESE if CHINESE.search(text) else None


def sentence_problem(text: str, language: str) -> LocalizedText | None:
    """Say what keeps a text from being a spoken sentence; nothing where it is one."""
    low, high = LENGTHS[language]
    checks = (
        (is_question(text), wording.ASKS),
        (_UNSPOKEN.search(text), wording.WRITTEN),
        (not _END.search(text), wording.NO_END),
        (_INNER_END.search(text[:-1]), wording.SEVERAL),
        (is_list(text), wording.LISTS),
        (not low <= len(words(text)) <= high, wording.length(low, high)),
        (language == "en" and not text[0].isupper(), wording.NO_CAPITAL),
    )
    return language_problem(text, language) or next((message for wrong, message in checks if wrong), None)
