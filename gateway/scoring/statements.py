"""What embeddings do not see: negation ("we never measured it"), questions, and lists of terms that state nothing."""

from __future__ import annotations

import re

from gateway.domain.words import words

NEGATED_SHARE = 1 / 3
"""A sentence is taken as negated when at least this share of its content words stands under a negation."""

STATEMENT_FUNCTION_SHARE = 0.15
"""Articles, pronouns, prepositions and the like make up a third and more of an English statement, not of a list."""

MIN_LIST_WORDS = 4

MIN_ITEMS = {"en": 4, "zh": 5}
SHORT_ITEM = {"en": 3, "zh": 4}
LONG_PIECE = {"en": 9, "zh": 12}
"""So many short pieces make a list, each of so many words or characters at most; with a long one it tells something."""

NEGATORS = frozenset(
    {"not", "no", "never", "nobody", "none", "nothing", "neither", "nor", "without", "hardly", "cannot"}
    | {"不", "没", "未", "无", "别"}
)

_FUNCTION_WORDS = frozenset(
    words(
        "a an the and or but so if of to in on at by for with from as is are was were be been am do did does done have "
        "has had i we you he she it they me us him her them my our your his its their this that these those there then "
        "than will would can could should may might just really very too also only well"
    )
)
_AFFIRMING = re.compile(r"\bnot (?:only|just|merely|simply)\b|不[仅但只光断同错]|没错|无论|特别|分别|区别|别人", re.I)
"""Looks like a negation and is none: "not only ... but also"."""

_CHINESE = re.compile("[一-鿿]")
_COMMA = re.compile(r"[,;，、；]|\band\b|和", re.I)
_CLAUSE = re.compile(
    r"[,.;:!?，。；：！？]|\b(?:but|because|so|which|although|though|while)\b"
    r"|\band (?=(?:then|i|we|you|he|she|it|they|the|our|my|so|did|do|never|nobody)\b)",
    re.I,
)


def _is_negator(word: str) -> bool:
    return word in NEGATORS or word.endswith(("n't", "n’t"))


def _content(said: tuple[str, ...]) -> list[str]:
    return [word for word in said if word not in _FUNCTION_WORDS and not _is_negator(word)]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def is_negated(text: str) -> bool:
    """Say whether a negation governs a good part of the sentence.

    A negation reaches from its word to the end of its clause (as in NegEx, Chapman et al. 2001), so that "it was not
    easy, so we interviewed twelve customers" counts as affirmed. Two negations in one clause cancel out.
    """
    under, total = 0, 0
    for clause in _CLAUSE.split(_AFFIRMING.sub(_blank, text)):
        said = words(clause)
        total += len(_content(said))
        at = [index for index, word in enumerate(said) if _is_negator(word)]
        if len(at) % 2 == 1:
            under += len(_content(said[at[0] :]))
    return total > 0 and under / total >= NEGATED_SHARE


def is_denied(text: str, at: int) -> bool:
    """Say whether the word at `at` stands under a negation: an odd number of them come before it in its clause."""
    before = _AFFIRMING.sub(_blank, text)[:at]
    clause = _CLAUSE.split(before)[-1]
    return sum(map(_is_negator, words(clause))) % 2 == 1


def is_question(text: str) -> bool:
    """Say whether a sentence asks: what is asked, the interview's question read back for one, is not claimed."""
    return text.rstrip("\"'”’」） ").endswith(("?", "？"))


def is_list(text: str) -> bool:
    """Say whether a sentence is a list of terms rather than a statement.

    It is one where most of it are `MIN_ITEMS` or more short pieces between commas, and an English one also where it has
    hardly any grammar.
    """
    said = words(text)
    chinese = _CHINESE.search(text) is not None
    language = "zh" if chinese else "en"
    pieces = [len(words(piece)) for piece in _COMMA.split(text)]
    items = [size for size in pieces if 0 < size <= SHORT_ITEM[language]]
    if len(items) >= MIN_ITEMS[language] and max(pieces) < LONG_PIECE[language] and sum(items) > len(said) / 2:
        return True
    if len(said) < MIN_LIST_WORDS or chinese:
        return False
    return sum(word in _FUNCTION_WORDS for word in said) / len(said) < STATEMENT_FUNCTION_SHARE
