"""What the report says of the words of an answer: its summary, its details, how near it is to the question."""

from __future__ import annotations

from gateway.domain.text import LocalizedText
from gateway.domain.text_signals import DetailKind, RelevanceMethod

TEXT: dict[str, LocalizedText] = {
    "content_note": LocalizedText(
        "原话摘要、具体程度和与题目的关联由程序得出，帮助查阅，不计分。",
        "Summary, details and closeness to the question were found by software to help with reading. They earn no "
        "points.",
    ),
    "in_short": LocalizedText("原话摘要", "In the candidate's own words"),
    "specificity": LocalizedText("具体程度", "Specific details"),
    "per_100_words": LocalizedText("处/百词", "per 100 words"),
    "per_100_characters": LocalizedText("处/百字", "per 100 characters"),
    "no_details": LocalizedText("没有提到数字、名称或结果", "no figures, names or results"),
    "too_few_for_rate": LocalizedText("篇幅太短，不计密度", "too short for a rate"),
    "names_unknown": LocalizedText("文字没有大小写，无法识别名称", "names cannot be told in a text without capitals"),
    "relevance": LocalizedText("与题目的关联", "Closeness to the question"),
}

DETAILS: dict[DetailKind, LocalizedText] = {
    DetailKind.FIGURE: LocalizedText("数字", "figures"),
    DetailKind.NAME: LocalizedText("名称", "names"),
    DetailKind.RESULT: LocalizedText("结果", "results"),
}

METHODS: dict[RelevanceMethod, LocalizedText] = {
    RelevanceMethod.EMBEDDING: LocalizedText("语义相似度，0 到 1", "similarity of meaning, 0 to 1"),
    RelevanceMethod.LEXICAL: LocalizedText(
        "题目用词在回答中出现的比例；本机没有该语言的语义模型，换个说法作答时会偏低",
        "share of the question's words that the answer takes up; no model of meaning serves this language here, so an "
        "answer in other words comes out low",
    ),
}
