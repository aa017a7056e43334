"""What the report says of moments: movements are named as they are seen and heard, no emotion is."""

from __future__ import annotations

from gateway.domain.signals import MovementKind
from gateway.domain.text import LocalizedText

MOVEMENTS: dict[MovementKind, LocalizedText] = {
    MovementKind.SMILED: LocalizedText("微笑", "smiled"),
    MovementKind.SERIOUS: LocalizedText("神情严肃（眉头下压）", "serious (brows lowered)"),
    MovementKind.BROWS_RAISED: LocalizedText("扬眉", "raised the brows"),
    MovementKind.NODDED: LocalizedText("点头", "nodded"),
    MovementKind.LOOKED_AWAY: LocalizedText("视线离开镜头", "looked away"),
    MovementKind.PITCH_ROSE: LocalizedText("音调升高", "pitch rose"),
    MovementKind.SPOKE_LOUDER: LocalizedText("声音变大", "spoke louder"),
    MovementKind.SPOKE_SLOWER: LocalizedText("语速放慢", "spoke slower"),
    MovementKind.SPOKE_FASTER: LocalizedText("语速加快", "spoke faster"),
}

UNITS: dict[MovementKind, LocalizedText] = {
    MovementKind.PITCH_ROSE: LocalizedText(" 半音", " semitones"),
    MovementKind.SPOKE_LOUDER: LocalizedText(" 分贝", " dB"),
    MovementKind.SPOKE_SLOWER: LocalizedText(" 词/秒", " words/s"),
    MovementKind.SPOKE_FASTER: LocalizedText(" 词/秒", " words/s"),
}
"""Units that stand behind a value; shares and angles carry theirs."""

TEXT: dict[str, LocalizedText] = {
    "moments": LocalizedText("关键时刻", "Moments"),
    "moment_at": LocalizedText("提到“{quote}”时{what}", "{what} at “{quote}”"),
    "moment_usual": LocalizedText("{value}（本题平时 {usual}）", "{value} (usually {usual})"),
    "moments_note": LocalizedText(
        "说到关键词或得分句时，表情、视线和声音与本人在这道题中平时的差别。仅供参考，不计分，也不代表情绪。",
        "Where face, gaze or voice differed from this person's usual in this answer while a keyword or a cited "
        "sentence was spoken. Observed only, not scored, and no sign of an emotion.",
    ),
    "key_moment": LocalizedText("关键时刻（不计分）", "moments, not scored"),
}
