"""Embeds the sentences with sentence-transformers on PyTorch, from the weights that we serve.

Runs in `build/bench-env`: `python embedding_peer.py WEIGHTS FOLDER`, FOLDER holding `texts.json`. A line on standard
input is a batch size; the answer is a line with the seconds that all sentences took. FOLDER gets the vectors as
`peer.npy`.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

KIND = "sentence_transformers.models."
MODULES = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
FILES = {
    "modules.json": [
        {"idx": index, "name": str(index), "path": path, "type": KIND + kind}
        for index, (path, kind) in enumerate(MODULES)
    ],
    "sentence_bert_config.json": {"max_seq_length": 256, "do_lower_case": False},
    "tokenizer_config.json": {"tokenizer_class": "BertTokenizerFast", "do_lower_case": True, "model_max_length": 256},
    "1_Pooling/config.json": {"word_embedding_dimension": 384, "pooling_mode_mean_tokens": True},
}


def main(weights: Path, folder: Path) -> None:
    """Answer lines until there are no more."""
    model_folder = folder / "peer"
    shutil.copytree(weights, model_folder)
    for name, content in FILES.items():
        (model_folder / name).parent.mkdir(exist_ok=True)
        (model_folder / name).write_text(json.dumps(content))
    model = SentenceTransformer(str(model_folder), device="cpu")
    texts = json.loads((folder / "texts.json").read_text())
    for line in sys.stdin:
        begun = time.perf_counter()
        vectors = model.encode(texts, batch_size=int(line), show_progress_bar=False)
        taken = time.perf_counter() - begun
        np.save(folder / "peer.npy", vectors)
        sys.stdout.write(f"{taken}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
