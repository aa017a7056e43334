"""Sentence embeddings by the real server against an independent computation from the same weights."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from inference import cpu_precision
from inference.bert_export import safetensors
from inference.channel import Channel
from inference.client import TritonPerception
from inference.errors import InvalidInputError
from inference.layout import Layout
from tests.factories import bert
from tests.fixtures.triton import ROOT

PYTHON = Layout(ROOT).python
LEAST_COSINE = 0.995
"""Of a vector in 8 bits with the exact one (docs/decisions/0015)."""

MINI_LM = bert.Bert(layers=6, heads=12, width=384)
TOKENS = {
    "hello world": [101, 7592, 2088, 102],
    "the cat sat on the mat": [101, 1996, 4937, 2938, 2006, 1996, 13523, 102],
}
SENTENCES = [
    "We interviewed twelve customers before we wrote a line of code.",
    "Yes.",
    "Then we looked at the numbers, and they were not what we had hoped for, so we went back and asked why.",
    "I would do it again.",
    "What I learned is that a deadline moves nobody who does not know what it is for, and that it helps to say so.",
    "",
]


@pytest.fixture
async def channel(triton_address: str) -> AsyncIterator[Channel]:
    opened = Channel(triton_address, 30.0)
    yield opened
    await opened.close()


async def test_the_vectors_are_as_near_to_what_the_weights_say_as_the_version_promises(
    perception: TritonPerception, model_repository: Path
) -> None:
    weights = safetensors.read(model_repository.parent / "weights" / "embedding_en" / "model.safetensors")
    version = next(one.version for one in await perception.models() if one.name == "embedding_en")
    least = LEAST_COSINE if version.endswith(cpu_precision.MARK) else 1.0 - 1e-9

    served = await perception.embed(list(TOKENS), "en")

    expected = np.stack([bert.reference(MINI_LM, weights, ids) for ids in TOKENS.values()])
    assert version.endswith(cpu_precision.MARK) == cpu_precision.is_fast()
    assert np.sum(served * expected, axis=1).min() >= least


def test_the_exact_graph_computes_what_the_weights_say(model_repository: Path, tmp_path: Path) -> None:
    source = model_repository.parent / "weights" / "embedding_en"
    ids = TOKENS["the cat sat on the mat"]
    subprocess.run([PYTHON, "-m", "inference.bert_export", source, tmp_path], check=True, cwd=ROOT)
    np.savez(tmp_path / "given.npz", ids=np.array([ids]), mask=np.ones((1, len(ids)), np.int64))
    script = ROOT / "tests" / "fixtures" / "graph_run.py"
    files = [tmp_path / name for name in (cpu_precision.EXACT, "given.npz", "vector.npy")]
    subprocess.run([PYTHON, script, *files], check=True)

    expected = bert.reference(MINI_LM, safetensors.read(source / "model.safetensors"), ids)
    assert np.abs(np.load(tmp_path / "vector.npy")[0] - expected).max() < 1e-5


async def test_similar_sentences_are_closer_than_unrelated_ones(perception: TritonPerception) -> None:
    vectors = await perception.embed(
        [
            "I led a team of five engineers.",
            "I managed several software developers.",
            "The weather is nice today.",
        ],
        "en",
    )

    similarity = vectors @ vectors.T
    assert similarity[0, 1] > 0.4
    assert similarity[0, 2] < 0.2


async def test_a_vector_is_the_same_to_the_last_bit_whatever_is_asked_with_it(perception: TritonPerception) -> None:
    many = SENTENCES * 20

    alone = np.concatenate([await perception.embed([text], "en") for text in SENTENCES])
    together, reverse, *_ = await asyncio.gather(
        perception.embed(many, "en"),
        perception.embed(many[::-1], "en"),
        *(perception.embed([text], "en") for text in SENTENCES),
    )

    assert np.array_equal(together, np.tile(alone, (20, 1)))
    assert np.array_equal(reverse[::-1], together)


async def test_a_text_of_100000_characters_costs_no_more_than_its_first_tokens(perception: TritonPerception) -> None:
    long = "customers told us " * 5_556
    await perception.embed([long[:4_000]], "en")

    begun = time.perf_counter()
    vectors = await perception.embed([long, long[:4_000], "无" * 100_000, " " * 100_000, "\u200b" * 100_000], "en")
    taken = time.perf_counter() - begun

    assert taken < 5.0
    assert np.array_equal(vectors[0], vectors[1])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\t", "🙂👩‍💻", "\x00\x07\x1b[31m", "\ufeff\u202e", "客户", "naïve — “quoted”"]
)
async def test_odd_texts_have_a_vector(perception: TritonPerception, text: str) -> None:
    (vector,) = await perception.embed([text], "en")

    assert abs(float(np.linalg.norm(vector)) - 1.0) < 1e-5


async def test_half_a_character_is_refused_before_it_is_sent(perception: TritonPerception) -> None:
    with pytest.raises(InvalidInputError, match="text 1 is not valid Unicode"):
        await perception.embed(["fine", "\ud83d"], "en")


async def test_bytes_that_are_no_utf8_are_refused_and_the_server_stays_up(channel: Channel) -> None:
    with pytest.raises(InvalidInputError, match="not valid UTF-8: invalid start byte at byte 3"):
        await channel.infer("embedding_en", {"TEXT": np.array([[b"abc\xff"]], np.object_)}, ["EMBEDDING"])

    good = await channel.infer("embedding_en", {"TEXT": np.array([[b"abc"]], np.object_)}, ["EMBEDDING"])
    assert good[0].shape == (1, 384)


@pytest.mark.parametrize("shape", [(0, 1), (3,), (2, 2), (1, 1, 1), (65, 1)], ids=str)
async def test_tensors_of_another_shape_are_refused(channel: Channel, shape: tuple[int, ...]) -> None:
    texts = np.full(shape, b"a", np.object_)

    with pytest.raises(InvalidInputError):
        await channel.infer("embedding_en", {"TEXT": texts}, ["EMBEDDING"])


async def test_numbers_are_no_texts(channel: Channel) -> None:
    with pytest.raises(InvalidInputError):
        await channel.infer("embedding_en", {"TEXT": np.ones((1, 1), np.float32)}, ["EMBEDDING"])
