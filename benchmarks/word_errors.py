"""The number of words that a recogniser got wrong."""

from __future__ import annotations

from collections.abc import Sequence


def wrong_words(heard: Sequence[str], said: Sequence[str]) -> int:
    """Count the words to insert, leave out or replace (Levenshtein)."""
    row = list(range(len(said) + 1))
    for i, word in enumerate(heard, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(said, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]
