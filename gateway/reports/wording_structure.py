"""What the report says of the structure of an answer."""

from __future__ import annotations

from gateway.domain.signals import StructureKind
from gateway.domain.text import LocalizedText

KINDS: dict[StructureKind, LocalizedText] = {
    StructureKind.POINT: LocalizedText("开门见山", "Point first"),
    StructureKind.PARTS: LocalizedText("分点论述", "Distinct parts"),
    StructureKind.CONNECTIONS: LocalizedText("前后衔接", "Connections"),
    StructureKind.STAR: LocalizedText("STAR 叙事", "STAR story"),
    StructureKind.CONCLUSION: LocalizedText("总结收尾", "Conclusion"),
}

ROLES: dict[str, LocalizedText] = {
    "situation": LocalizedText("情境", "situation"),
    "task": LocalizedText("任务", "task"),
    "action": LocalizedText("行动", "action"),
    "result": LocalizedText("结果", "result"),
    "cause": LocalizedText("因果", "cause"),
    "contrast": LocalizedText("转折", "contrast"),
    "condition": LocalizedText("条件", "condition"),
    "expansion": LocalizedText("递进", "expansion"),
}

TEXT: dict[str, LocalizedText] = {
    "structure_missing": LocalizedText("未见：", "missing: "),
    "structure_announced": LocalizedText("提到要分几点：", "parts announced: "),
    "structure_repeated": LocalizedText("内容重复的分点：", "parts that repeat another: "),
    "structure_note": LocalizedText(
        "逻辑结构分来自标志性词语及其前后的内容，各项附有原话；标志词只是线索，请以原话为准。",
        "Points for logic come from the words that mark it and from what stands beside them. They are signs, no proof: "
        "what counts is the sentence itself.",
    ),
}
