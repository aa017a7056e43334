"""Small `tokenizer.json` files of the two kinds that our encoders use."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

WORD_PIECE = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
UNIGRAM = ("<s>", "<pad>", "</s>", "<unk>")


def word_piece(words: Sequence[str]) -> str:
    """Like BERT's: every Chinese character is a word; [CLS] and [SEP] around."""
    vocabulary = {word: index for index, word in enumerate((*WORD_PIECE, *words))}
    model = {
        "type": "WordPiece",
        "unk_token": "[UNK]",
        "continuing_subword_prefix": "##",
        "max_input_chars_per_word": 100,
        "vocab": vocabulary,
    }
    normalizer = {
        "type": "BertNormalizer",
        "clean_text": True,
        "handle_chinese_chars": True,
        "strip_accents": None,
        "lowercase": True,
    }
    return _json(model, normalizer, {"type": "BertPreTokenizer"}, {"[CLS]": 2, "[SEP]": 3})


def unigram(pieces: Sequence[str]) -> str:
    """Like XLM-RoBERTa's: pieces of SentencePiece; <s> and </s> around."""
    vocabulary = [[piece, -float(index)] for index, piece in enumerate((*UNIGRAM, *pieces))]
    model = {"type": "Unigram", "unk_id": 3, "vocab": vocabulary, "byte_fallback": False}
    split = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    return _json(model, None, split, {"<s>": 0, "</s>": 2})


def _json(model: dict[str, Any], normalizer: object, split: object, around: dict[str, int]) -> str:
    first, last = around
    single: list[dict[str, Any]] = [
        {"SpecialToken": {"id": first, "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}},
        {"SpecialToken": {"id": last, "type_id": 0}},
    ]
    special = {name: {"id": name, "ids": [number], "tokens": [name]} for name, number in around.items()}
    added = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return json.dumps(
        {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": [{"id": number, "content": name, **added} for name, number in around.items()],
            "normalizer": normalizer,
            "pre_tokenizer": split,
            "post_processor": {
                "type": "TemplateProcessing",
                "single": single,
                "pair": single,
                "special_tokens": special,
            },
            "decoder": None,
            "model": model,
        }
    )
