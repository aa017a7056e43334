"""Words as they are counted everywhere: Latin words one by one, Chinese by the character."""

from __future__ import annotations

import re

_WORD = re.compile(r"[一-鿿㐀-䶿]|[^\W_一-鿿㐀-䶿]+(?:['’\-.,][^\W_一-鿿㐀-䶿]+)*")


def words(text: str) -> tuple[str, ...]:
    """Give the words of a text in lower case, without punctuation; a Chinese character is a word."""
    return tuple(match.group().lower() for match in _WORD.finditer(text))
