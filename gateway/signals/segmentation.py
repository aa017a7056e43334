"""Sentences of a transcript or of a written answer, with their places in the text and in time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from gateway.domain.signals import Sentence
from gateway.domain.words import FIFTHS, length
from inference.types import Transcript, Word

SENTENCE_PAUSE_MS = 1000
"""A silence this long ends a sentence even where the recogniser wrote no full stop."""

MIN_WORDS = 3
"""A pause ends a sentence only after this many words (5 Chinese characters); shorter pieces are hesitations."""

MAX_WORDS = 60
"""A longer sentence (100 Chinese characters) is one the recogniser failed to punctuate; its longest silence cuts it."""

ABBREVIATIONS = frozenset({"mr.", "mrs.", "ms.", "dr.", "vs.", "e.g.", "i.e.", "etc.", "approx."})

_SENTENCE_END = re.compile(r"[.!?。！？；…][\"'”’)）」』】》]*$")
_INITIAL = re.compile(r"[A-HJ-Z]\.")  # the D. and C. of "D. C."; "I." ends a sentence
_ABBREVIATED = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(ABBREVIATIONS)))})$", re.IGNORECASE)
_WRITTEN_END = re.compile(r"[。！？；…]+[”’」）]*|[.!?]+[\"')”’]*(?=\s|$)|\n+")


def is_closed(sentence: str) -> bool:
    """Say whether a sentence ends with a sign that closes it, and not with an abbreviation's full stop."""
    return _SENTENCE_END.search(sentence) is not None and not _ABBREVIATED.search(sentence)


def _ends_sentence(word: Word) -> bool:
    """Whether punctuation after the word closes a sentence."""
    abbreviated = word.text.lower() in ABBREVIATIONS or _INITIAL.fullmatch(word.text)
    return _SENTENCE_END.search(word.text) is not None and not abbreviated


def _pause_after(words: Sequence[Word], index: int) -> int:
    """Milliseconds of silence between a word and the next."""
    return words[index + 1].start_ms - words[index].end_ms


def _cut(words: Sequence[Word], said: Sequence[int], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Cut the words `first..last` at the longest silence until no piece is longer than `MAX_WORDS`.

    `said` is how much the words before each word say, in fifths of a word.
    """
    if said[last + 1] - said[first] <= MAX_WORDS * FIFTHS or last - first < 2 * MIN_WORDS:
        yield first, last
        return
    inner = range(first + MIN_WORDS - 1, last - MIN_WORDS + 1)
    middle = (first + last) / 2
    at = max(inner, key=lambda index: (_pause_after(words, index), -abs(index - middle)))
    yield from _cut(words, said, first, at)
    yield from _cut(words, said, at + 1, last)


def _runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Give first and last word of every sentence, both included."""
    said = [0, *accumulate(length(word.text) for word in words)]
    first = 0
    for index in range(len(words)):
        at_end = index == len(words) - 1
        enough = said[index + 1] - said[first] >= MIN_WORDS * FIFTHS
        paused = enough and not at_end and _pause_after(words, index) >= SENTENCE_PAUSE_MS
        if at_end or paused or _ends_sentence(words[index]):
            yield from _cut(words, said, first, index)
            first = index + 1


def sentences(transcript: Transcript) -> tuple[Sentence, ...]:
    """Give the transcript's sentences in order; together they hold every word exactly once.

    A sentence ends at closing punctuation, at a silence of `SENTENCE_PAUSE_MS`, or where a run of more than
    `MAX_WORDS` words has its longest silence. Offsets count in `transcript.text`.
    """
    words = transcript.words
    text = transcript.text
    places = transcript.places
    return tuple(
        Sentence(
            text=text[places[first][0] : places[last][1]],
            start=places[first][0],
            end=places[last][1],
            start_ms=words[first].start_ms,
            end_ms=words[last].end_ms,
        )
        for first, last in _runs(words)
    )


def written_sentences(text: str) -> tuple[Sentence, ...]:
    """Give the sentences of a written answer, in Chinese or English, without surrounding white space."""
    found: list[Sentence] = []
    start = 0
    ends = (match.end() for match in _WRITTEN_END.finditer(text))
    for end in [*(at for at in ends if not _ABBREVIATED.search(text, max(at - 10, 0), at)), len(text)]:
        piece = text[start:end]
        stripped = piece.strip()
        if re.search(r"\w", stripped):
            at = start + piece.index(stripped)
            found.append(Sentence(text=stripped, start=at, end=at + len(stripped)))
        start = end
    return tuple(found)
