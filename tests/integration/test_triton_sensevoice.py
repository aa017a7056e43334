"""The SenseVoice ensemble by the real server, on a small encoder with random weights.

Its words mean nothing; what is checked is everything around them: shapes, times, refusals, and that a stretch's words
do not depend on what else the server is asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from inference import build, catalogue, runtime
from inference.channel import Channel
from inference.client import TritonPerception
from inference.errors import InvalidInputError
from inference.kernels import segments
from inference.types import SAMPLE_RATE, Samples, Span
from tests.factories.sessions import heard
from tests.fixtures.films import SAMPLES
from tests.fixtures.recordings import decoded
from tests.fixtures.sensevoice import ENCODER, NAME, PYTHON, install, run

CODES = {"LANGUAGE_ID": 3, "TEXT_NORM": 14}
OUTPUTS = ["WORDS", "START_MS", "END_MS", "CONFIDENCE", "TAGS"]
Load = Callable[[str], Samples]

PARITY = """
import sys
import numpy as np, onnxruntime
published, served = (onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]) for path in sys.argv[1:])
random = np.random.default_rng(1)
given = [random.standard_normal((1, 33, 560)).astype(np.float32), *(np.array([n], np.int32) for n in (33, 3, 14))]
(logits,) = published.run(None, dict(zip(("x", "x_length", "language", "text_norm"), given)))
labels, sure = served.run(
    ["LABELS", "PROBABILITY"], dict(zip(("FEATURES", "LENGTH", "LANGUAGE_ID", "TEXT_NORM"), given))
)
odds = np.exp(logits - logits.max(-1, keepdims=True))
assert labels.shape == sure.shape == (1, 37) and labels.dtype == np.int32
assert (labels == logits.argmax(-1)).all() and len(set(labels[0].tolist())) > 1
assert np.allclose(sure, (odds / odds.sum(-1, keepdims=True)).max(-1), atol=1e-5)
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, model_repository: Path) -> Iterator[Path]:
    """An installation that hears by SenseVoice with the small encoder."""
    root = tmp_path_factory.mktemp("sensevoice")
    models = install(root, model_repository.parent / "weights")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "installed", lambda: models)
        yield root


@pytest.fixture(scope="module")
async def address(root: Path) -> AsyncIterator[str]:
    """Where its server answers."""
    build.build(root)
    async with runtime.TritonServer(root, log_dir=root / "log") as address:
        yield address


@pytest.fixture(scope="module")
async def served(address: str) -> AsyncIterator[Channel]:
    """A channel to the server."""
    channel = Channel(address, 30.0)
    yield channel
    await channel.close()


@pytest.fixture(scope="module")
async def chinese(address: str) -> AsyncIterator[TritonPerception]:
    """Perception by the server."""
    opened = TritonPerception(address)
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
def speech() -> Samples:
    """Three parts of a sample interview, three seconds apart; the small encoder hears words of its own in them."""
    sound = np.array_split(decoded(SAMPLES / "weak-learning.mp4")[: 18 * SAMPLE_RATE], 3)
    return np.concatenate([np.concatenate([part, np.zeros(3 * SAMPLE_RATE, np.float32)]) for part in sound])


async def ask(channel: Channel, sound: Samples, language: str = "zh") -> list[np.ndarray]:
    given = {"SAMPLES": sound[None, :], "LANGUAGE": np.array([[language.encode(errors="surrogateescape")]], np.object_)}
    return await channel.infer(NAME, given, OUTPUTS)


def same(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def noise(samples: int, seed: int = 1) -> Samples:
    return np.random.default_rng(seed).standard_normal(samples).astype(np.float32) * np.float32(0.1)


def test_the_served_graph_gives_the_winners_of_the_published_one(root: Path) -> None:
    layout = root / "build"
    build.build(root)
    graph = layout / "model_repository" / "sensevoice_encoder" / "1" / "model.onnx"

    checked = run(PYTHON, "-c", PARITY, layout / "weights" / NAME / "model.int8.onnx", graph)

    assert checked.returncode == 0, checked.stderr


async def test_words_of_real_speech_come_with_times_and_confidences(served: Channel, recording: Load) -> None:
    sound = recording("zh_prompt.wav")

    words, starts, ends, confidences, tags = await ask(served, sound)

    assert words.shape == starts.shape == ends.shape == confidences.shape
    assert words.shape[0] == 1
    assert words.size >= 3
    assert all(word.decode() for word in words[0])
    assert (starts <= ends).all()
    assert (np.diff(starts[0]) >= 0).all()
    assert 0 <= starts.min() <= ends.max() <= sound.size * 1000 // SAMPLE_RATE
    assert ((confidences > 0.0) & (confidences <= 1.0)).all()
    assert tags.shape == (1, 0)


async def test_the_same_sound_gives_the_same_words_alone_and_beside_others(served: Channel, recording: Load) -> None:
    sound = recording("zh_prompt.wav")
    alone = await ask(served, sound)
    others = [noise(n, n) for n in (400, 9_000, sound.size, 3 * SAMPLE_RATE, 12 * SAMPLE_RATE)]

    together = await asyncio.gather(ask(served, sound), *(ask(served, other) for other in others), ask(served, sound))

    assert same(together[0], alone)
    assert same(together[-1], alone)
    for found, other in zip(together[1:-1], others, strict=True):
        assert same(found, await ask(served, other))


async def test_the_language_reaches_the_encoder(served: Channel, recording: Load) -> None:
    sound = recording("zh_prompt.wav")

    chinese, english = await ask(served, sound, "zh"), await ask(served, sound, "en")

    assert not np.array_equal(chinese[3], english[3])
    assert same(await ask(served, sound, "zh-CN"), chinese)


async def test_the_encoder_gives_a_row_the_same_labels_whatever_stands_beside_and_behind_it(served: Channel) -> None:
    random = np.random.default_rng(4)
    row, other = (random.standard_normal((1, frames, 560)).astype(np.float32) for frames in (40, 150))

    async def labels(features: np.ndarray, lengths: list[int]) -> list[np.ndarray]:
        codes = {name: np.full((len(lengths), 1), code, np.int32) for name, code in CODES.items()}
        given = {"FEATURES": features, "LENGTH": np.array(lengths, np.int32)[:, None], **codes}
        return await served.infer("sensevoice_encoder", given, ["LABELS", "PROBABILITY"])

    filled = np.concatenate([row, np.zeros((1, 110, 560), np.float32)], axis=1)
    alone = await labels(row, [40])
    padded = await labels(filled, [40])
    beside = await labels(np.concatenate([other, filled]), [150, 40])

    assert len(np.unique(alone[0])) > 3
    assert same([one[:, :44] for one in padded], alone)
    assert same([one[1:, :44] for one in beside], alone)
    assert same([one[:1] for one in beside], await labels(other, [150]))


@pytest.mark.parametrize("samples", [1, 200, 400, 401, 16_000, 48_160, 48_400, 30 * SAMPLE_RATE])
async def test_stretches_of_any_length_are_taken(served: Channel, samples: int) -> None:
    words, starts, ends, confidences, _ = await ask(served, noise(samples))

    assert words.shape == starts.shape == ends.shape == confidences.shape
    assert (ends <= samples * 1000 // SAMPLE_RATE).all()


@pytest.mark.parametrize("samples", [0, 16_000])
async def test_silence_has_no_words(served: Channel, samples: int) -> None:
    words, *_ = await ask(served, np.zeros(samples, np.float32))

    assert words.shape == (1, 0)


@pytest.mark.parametrize(
    ("sound", "language", "said"),
    [
        (noise(30 * SAMPLE_RATE + 1), "zh", "at most 30 s: split it at pauses"),
        (noise(16_000), "fi", "it knows: en, ja, ko, yue, zh"),
        (noise(16_000), "\udcff\udcfe", "it knows: en"),
        (np.array([0.1, np.inf], np.float32), "zh", "not finite"),
    ],
    ids=["too-long", "finnish", "no text", "infinite"],
)
async def test_what_cannot_be_recognised_is_refused_and_the_server_goes_on(
    served: Channel, sound: Samples, language: str, said: str
) -> None:
    with pytest.raises(InvalidInputError, match=said):
        await ask(served, sound, language)
    assert (await ask(served, noise(16_000)))[0].shape[0] == 1


def heard_together(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Where words can lie: speech with less than a second between goes to the recogniser as one, air around it."""
    found: list[tuple[int, int]] = []
    for span in spans:
        if found and span.start_ms - found[-1][1] < segments.DEFAULT.gap:
            found[-1] = (found[-1][0], span.end_ms)
        else:
            found.append((span.start_ms, span.end_ms))
    return [(start - segments.DEFAULT.air, end + segments.DEFAULT.air) for start, end in found]


async def test_a_recording_is_heard_in_chinese_with_words_in_their_order_where_somebody_speaks(
    chinese: TritonPerception, speech: Samples
) -> None:
    found = await heard(chinese, speech, "zh")

    assert found.transcript is not None
    assert (found.transcript.language, found.transcript.model.name) == ("zh", NAME)
    words, places = found.transcript.words, heard_together(found.voice.speech)
    assert len(places) == 3
    assert len(words) > 10
    assert [word.start_ms for word in words] == sorted(word.start_ms for word in words)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(words))
    assert all(any(a <= word.start_ms < word.end_ms <= b for a, b in places) for word in words)
    assert "zh" in await chinese.languages()


async def test_the_cutting_of_the_sound_makes_no_difference_to_chinese(
    chinese: TritonPerception, speech: Samples
) -> None:
    whole = await heard(chinese, speech, "zh")

    for size in (640, 7_777):
        assert await heard(chinese, speech, "zh", cuts=range(size, speech.size, size)) == whole


def test_files_that_are_not_sensevoice_are_refused_by_the_export(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    target.mkdir()
    run(PYTHON, ENCODER, source)
    (source / "tokens.txt").write_text("<unk> 0\n")

    refused = run(PYTHON, "-m", "inference.sensevoice_export", source, target)

    assert refused.returncode != 0
    assert "tokens.txt names 1 labels" in refused.stderr
