"""The rules that a new box starts with."""

from __future__ import annotations

from gateway.domain.rule import ActionKind, Rule, RuleSet
from gateway.domain.text import LocalizedText

DEFAULT_RULES = RuleSet(
    id="default",
    version="1",
    rules=(
        Rule(
            id="offer",
            name=LocalizedText("高分且满意度高：发放录用通知", "High score and high satisfaction: make an offer"),
            condition="score >= 90 && survey >= 4.5",
            actions=(ActionKind.OFFER,),
        ),
        Rule(
            id="second-round",
            name=LocalizedText(
                "得分与文化契合度达标：邀请复试", "Good score and culture fit: invite to the second round"
            ),
            condition="score >= 80 && culture_fit >= 4",
            actions=(ActionKind.SECOND_ROUND,),
        ),
        Rule(
            id="thank-you",
            name=LocalizedText("得分未达标：发送感谢信并纳入人才库", "Low score: thank-you letter and talent pool"),
            condition="score < 70",
            actions=(ActionKind.THANK_YOU_LETTER, ActionKind.TALENT_POOL),
        ),
    ),
)
"""Offer, second round, thank-you letter; in this order, because the first rule that holds decides."""
