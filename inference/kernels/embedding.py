"""Sentence embeddings: from UTF-8 to token ids, to runs of the encoder, to vectors.

A text's vector depends on the text alone, to the last bit: it is padded to a multiple of `STEP` tokens whatever stands
beside it, and only texts of one such length share a run of the graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ids = list[int]

STEP = 8
SHORTEST_BUCKET = 16
TOKENS = 256
"""A run takes at most so many tokens (or one text); runs of 512 and 1,024 were measured and are no faster."""

CHARACTERS_A_TOKEN = 64
"""A text is cut to so many characters for each token that counts, so that a huge one costs no time; a token has about
four in English and one and a half in Chinese."""


class Session(Protocol):
    """The encoder's graph: `ids` and `mask`, int64 [b, s], to `embedding`, float32 [b, d]."""

    def run(self, names: list[str], given: dict[str, npt.NDArray[np.int64]]) -> list[Floats]:
        """Give the outputs called `names`."""
        ...


class Encoding(Protocol):
    """One text's tokens."""

    ids: Ids


class Tokenizer(Protocol):
    """What is used of `tokenizers.Tokenizer`."""

    def enable_truncation(self, longest: int) -> None:
        """Keep at most `longest` tokens of a text."""
        ...

    def no_padding(self) -> None:
        """Give each text its own length."""
        ...

    def encode_batch(self, texts: list[str]) -> Sequence[Encoding]:
        """Give the tokens of each text."""
        ...


class Settings(NamedTuple):
    """How a model wants its texts: at most `longest` tokens, each text after `prefix`; vectors have `dimensions`."""

    longest: int
    prefix: str
    dimensions: int


def read_settings(config: dict[str, Any]) -> Settings:
    """Read the settings from a Triton model configuration (as JSON gives it)."""
    stated = {key: str(entry["string_value"]) for key, entry in config["parameters"].items()}
    return Settings(int(stated["longest"]), stated.get("prefix", ""), int(config["output"][0]["dims"][-1]))


class Tokens:
    """Makes the token ids of texts, as a model wants them."""

    def __init__(self, tokenizer: Tokenizer, settings: Settings) -> None:
        if settings.longest % STEP:
            raise ValueError(f"the longest text must be a multiple of {STEP} tokens, not {settings.longest}")
        tokenizer.enable_truncation(settings.longest)
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._settings = settings

    def ids(self, texts: Sequence[str]) -> list[Ids]:
        """Give each text's ids."""
        return [one.ids for one in self._tokenizer.encode_batch([self._prepared(text) for text in texts])]

    def padded(self, request: npt.NDArray[np.object_]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Give `ids` and `mask` [b, s] of a request (UTF-8 texts, [b, 1]), padded to the bucket of its longest text.

        For engines that know some lengths only. Raises `ValueError` on invalid UTF-8.
        """
        texts = _read(request)
        if isinstance(texts, ValueError):
            raise texts
        encoded = self.ids(texts)
        longest = max((len(ids) for ids in encoded), default=0)
        return _table(encoded, next(bucket for bucket in self.buckets if bucket >= longest))

    @property
    def buckets(self) -> tuple[int, ...]:
        """The lengths that texts are padded to for such engines, in tokens."""
        return buckets(self._settings.longest)

    def _prepared(self, text: str) -> str:
        """Cut what cannot count, after white space that does not count, and put the prefix before it."""
        most = CHARACTERS_A_TOKEN * self._settings.longest
        kept = text if len(text) <= most else " ".join(text.split())[:most]
        return self._settings.prefix + kept


def buckets(longest: int) -> tuple[int, ...]:
    """Give the lengths in tokens that texts of at most `longest` tokens are padded to on a GPU: 16, 32, 64 ..."""
    found = [SHORTEST_BUCKET]
    while found[-1] < longest:
        found.append(min(found[-1] * 2, longest))
    return tuple(found)


class Embedder:
    """Makes the vectors of texts."""

    def __init__(self, session: Session, tokenizer: Tokenizer, settings: Settings) -> None:
        self._session = session
        self._tokens = Tokens(tokenizer, settings)
        self._dimensions = settings.dimensions

    def answers(self, requests: Sequence[npt.NDArray[np.object_]]) -> list[Floats | ValueError]:
        """Give for each request (UTF-8 texts, [b, 1]) its vectors, [b, d], or what is wrong with it.

        All texts of all requests are embedded together; a broken request does not disturb the others.
        """
        read = [_read(request) for request in requests]
        vectors = self.embed([text for texts in read if isinstance(texts, list) for text in texts])
        answers: list[Floats | ValueError] = []
        start = 0
        for texts in read:
            if isinstance(texts, ValueError):
                answers.append(texts)
            else:
                answers.append(vectors[start : start + len(texts)])
                start += len(texts)
        return answers

    def embed(self, texts: Sequence[str]) -> Floats:
        """Give one unit vector a text, [n, d]."""
        vectors = np.zeros((len(texts), self._dimensions), np.float32)
        if texts:
            for indexes, ids, mask in runs(self._tokens.ids(texts)):
                vectors[indexes] = self._session.run(["embedding"], {"ids": ids, "mask": mask})[0]
        return vectors


def runs(
    encoded: Sequence[Ids],
) -> Iterator[tuple[list[int], npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Group texts by padded length: the indexes of those in a run, and its `ids` and `mask`, int64 [b, s]."""
    by_length: dict[int, list[int]] = {}
    for index, ids in enumerate(encoded):
        by_length.setdefault(max(-(-len(ids) // STEP), 1) * STEP, []).append(index)
    for length, indexes in sorted(by_length.items()):
        size = max(TOKENS // length, 1)
        for start in range(0, len(indexes), size):
            part = indexes[start : start + size]
            yield part, *_table([encoded[index] for index in part], length)


def _table(encoded: Sequence[Ids], length: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Put ids in rows of `length`, padded with zeros; give them and what is not padding."""
    tokens = np.zeros((len(encoded), length), np.int64)
    mask = np.zeros_like(tokens)
    for row, ids in enumerate(encoded):
        tokens[row, : len(ids)] = ids
        mask[row, : len(ids)] = 1
    return tokens, mask


def _read(request: npt.NDArray[np.object_]) -> list[str] | ValueError:
    try:
        return [text.decode("utf-8") for text in request.ravel().tolist()]
    except UnicodeDecodeError as error:
        return ValueError(f"TEXT is not valid UTF-8: {error.reason} at byte {error.start}")
