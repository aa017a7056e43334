"""What the report says around the questions for the next round."""

from __future__ import annotations

from gateway.domain.report import QuestionReason
from gateway.domain.text import LocalizedText

REASONS: dict[QuestionReason, LocalizedText] = {
    QuestionReason.INSUFFICIENT: LocalizedText(
        "这一维度没有可供评价的回答", "No answer on this competency could be judged"
    ),
    QuestionReason.CONTRADICTED: LocalizedText(
        "前后说法不一，需要核实", "What was said points both ways, and should be cleared up"
    ),
    QuestionReason.AGAINST: LocalizedText("回答中出现了不利的内容", "Something that was said speaks against it"),
    QuestionReason.ABSENT: LocalizedText("应当提到，但没有提到", "Expected, and not mentioned"),
    QuestionReason.PARTLY: LocalizedText("提到了，但不充分", "Mentioned, and not fully shown"),
    QuestionReason.NOT_SHOWN: LocalizedText("没有提到，可进一步了解", "Not mentioned, and worth finding out"),
    QuestionReason.CONFIRM: LocalizedText("已有一个例子，可再请候选人举一例", "Shown once, and worth a second example"),
}

TEXT: dict[str, LocalizedText] = {
    "next_round": LocalizedText("下一轮建议提问", "Questions for the next round"),
    "next_round_note": LocalizedText(
        "根据本次回答中没有体现、体现不足或前后不一的内容得出，按对综合得分的影响排列。",
        "They follow from what was missing, only partly shown or contradicted, by their weight in the score.",
    ),
    "why_asked": LocalizedText("提问原因", "Why"),
}
