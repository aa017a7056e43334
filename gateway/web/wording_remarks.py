"""What the form for notes and adjustments says."""

from __future__ import annotations

from gateway.domain.remark import RemarkKind
from gateway.domain.text import LocalizedText

TEXT: dict[str, LocalizedText] = {
    "remarks": LocalizedText("备注与调整", "Notes and adjustments"),
    "remarks_lead": LocalizedText(
        "系统的得分不会改变。您的内容单独保存，附姓名和时间，不能修改或删除。",
        "The machine's scores do not change. What you add is kept beside them with your name and the time, and cannot "
        "be changed or removed.",
    ),
    "remarks_effect": LocalizedText(
        "调整得分后，系统按调整后的得分重新套用规则，只提出建议，由负责人确认后才生效；已经生效的决定不会撤回。备注不影响决定。",
        "After an adjustment the rules look at the adjusted score and only propose; nothing happens until a person "
        "confirms, and what took effect before is not undone. A note decides nothing.",
    ),
    "remark_kind": LocalizedText("操作", "What to add"),
    "remark_about": LocalizedText("针对", "About"),
    "remark_value": LocalizedText("新得分（0–100）", "New score (0–100)"),
    "remark_text": LocalizedText("内容或理由", "Note or reason"),
    "remark_add": LocalizedText("保存", "Add"),
    "remark_counts": LocalizedText("生效中", "Counts"),
    "remark_past": LocalizedText("已被取代或撤销", "Replaced or withdrawn"),
    "whole_interview": LocalizedText("整场面试（综合得分）", "The interview (overall score)"),
    "remark_wrong": LocalizedText("未保存，请改正下面标出的内容。", "Nothing was saved. Correct what is marked below."),
    "remark_fill_in": LocalizedText(
        "未保存：表单不完整，请刷新页面后重新填写。", "Nothing was saved: the form is incomplete. Load the page again."
    ),
    "remark_name_wrong": LocalizedText(
        "请填写姓名，200 字以内，不含换行。", "Give your name, up to 200 characters on one line."
    ),
    "remark_text_wrong": LocalizedText(
        "请填写内容或理由，2000 字以内。", "Give a note or a reason, up to 2000 characters."
    ),
    "remark_value_wrong": LocalizedText(
        "请填写 0 到 100 之间的数字，例如 78.5。", "Give a number from 0 to 100, such as 78.5."
    ),
    "remark_value_unwanted": LocalizedText(
        "只有调整得分时才填写；请清空，或选择“调整得分”。",
        'Only an adjustment has a score: empty this, or choose "Adjust a score".',
    ),
    "remark_about_wrong": LocalizedText(
        "回答没有单独的得分；请选择整场面试或某个维度。",
        "An answer has no score of its own; choose a competency or the interview.",
    ),
    "adjusted_by": LocalizedText("人工调整", "Adjusted by a person"),
    "machine_score": LocalizedText("系统", "machine"),
    "adjusted_score": LocalizedText("调整为", "adjusted"),
}

CHOICES: dict[RemarkKind, LocalizedText] = {
    RemarkKind.NOTE: LocalizedText("添加备注", "Add a note"),
    RemarkKind.ADJUSTMENT: LocalizedText("调整得分", "Adjust a score"),
    RemarkKind.WITHDRAWAL: LocalizedText("撤销调整", "Withdraw an adjustment"),
}
