"""What the report says of intervals and of decisions that hang on them."""

from __future__ import annotations

from gateway.domain.scoring import Doubt
from gateway.domain.text import LocalizedText

TEXT: dict[str, LocalizedText] = {
    "interval": LocalizedText("90% 区间", "90% interval"),
    "interval_note": LocalizedText(
        "括号内为得分的 90% 区间，说明得分有多可靠；细线标出它在满分中的位置。区间由以下来源的误差合成"
        "（平方和的平方根），单位为分。",
        "Brackets and thin lines give the 90% interval of a score: how sure it is. Its half width is the root of the "
        "sum of the squares of these sources, in points.",
    ),
    "close_call": LocalizedText(
        "接近规则的分数线，需要人工判断", "Close to a threshold of the rules: a person should look"
    ),
    "close_note": LocalizedText(
        "在得分的区间之内，结果可能不同：", "Within the intervals of the scores, it would be decided otherwise:"
    ),
}

DOUBTS: dict[Doubt, LocalizedText] = {
    Doubt.MATCHING: LocalizedText("语义匹配", "matching of sentences"),
    Doubt.RECOGNITION: LocalizedText("语音识别", "speech recognition"),
    Doubt.AMOUNT: LocalizedText("回答的篇幅", "amount said"),
    Doubt.UNMEASURED: LocalizedText("未能评价的维度", "competencies not measured"),
}
