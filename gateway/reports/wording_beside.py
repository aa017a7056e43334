"""What the report says of notes and adjustments by people, and of the comparison with other candidates."""

from __future__ import annotations

from gateway.domain.remark import RemarkKind
from gateway.domain.text import LocalizedText

TEXT: dict[str, LocalizedText] = {
    "adjusted_title": LocalizedText("人工调整", "Adjusted by a person"),
    "adjusted_note": LocalizedText(
        "系统的得分保持不变，人工调整单独列出。", "The machine's scores stay as they are; a person's stand beside them."
    ),
    "machine_score": LocalizedText("系统", "machine"),
    "adjusted_score": LocalizedText("调整为", "adjusted"),
    "adjusted_follows": LocalizedText("由调整后的维度得出", "follows from the adjusted competencies"),
    "with_adjustments": LocalizedText("人工调整后", "with adjustments"),
    "remarks": LocalizedText("人工备注与调整", "Notes and adjustments by people"),
    "remark_past": LocalizedText("已被取代或撤销", "replaced or withdrawn"),
    "full_stop": LocalizedText("。", ". "),
    "about_interview": LocalizedText("整场面试", "The interview"),
    "comparison": LocalizedText("与其他候选人比较", "Comparison with other candidates"),
    "comparison_note": LocalizedText(
        "与同一岗位、同一版本胜任力模型评出的其他候选人比较，只用系统得分，每人计最近一次。统计时间：",
        "Against the other candidates of the same job, scored by the same version of the competency model; the "
        "machine's scores only, the latest of each person. As of ",
    ),
    "comparison_live": LocalizedText(
        "此部分随候选人增加而变化，不属于报告正文。",
        "It changes as others are interviewed and is no part of the report.",
    ),
    "comparison_legend": LocalizedText(
        "横线为 0 到 100 分；菱形为本候选人，圆点为其他人，方框为中间一半的人，竖线为中位数。",
        "The line goes from 0 to 100. The diamond is this candidate, the dots are the others, the box holds the middle "
        "half of them, the bar in it is the median.",
    ),
    "too_few": LocalizedText(
        "其他候选人太少（{others} 人），达到 {least} 人才作比较",
        "Too few others to compare ({others}; it takes {least})",
    ),
    "others": LocalizedText("其他候选人", "others"),
    "rank": LocalizedText("名次", "rank"),
    "median": LocalizedText("中位数", "median"),
    "middle_half": LocalizedText("中间一半", "middle half"),
    "above": LocalizedText("高于其中", "above"),
    "range": LocalizedText("最低到最高", "lowest to highest"),
}

KINDS: dict[RemarkKind, LocalizedText] = {
    RemarkKind.NOTE: LocalizedText("备注", "Note"),
    RemarkKind.ADJUSTMENT: LocalizedText("调整得分", "Score adjusted"),
    RemarkKind.WITHDRAWAL: LocalizedText("撤销调整", "Adjustment withdrawn"),
}
