"""The candidate's rights, as general information: China's PIPL, the EU's GDPR, or in words that name no law."""

from __future__ import annotations

from gateway.domain.candidate_report import Region, Right
from gateway.domain.text import LocalizedText

_PIPL = "《个人信息保护法》", "Personal Information Protection Law"
_GDPR = "《通用数据保护条例》（GDPR）", "GDPR"


def _articles(law: tuple[str, str], *numbers: str) -> LocalizedText:
    zh, en = law
    listed = "、".join(f"第 {one} 条" for one in numbers)
    return LocalizedText(f"{zh}{listed}", f"{en}, Art. {', '.join(numbers)}")


_NO_LAW = LocalizedText("", "")

_EXPLANATION = (
    LocalizedText("了解和获得说明", "To know and to have it explained"),
    LocalizedText(
        "您可以询问您的信息怎样被处理、评估是怎样得出的，并要求说明。",
        "You may ask how information about you is used and how the assessment came about, and have it explained.",
    ),
)
_ACCESS = (
    LocalizedText("查阅和复制", "Access and a copy"),
    LocalizedText(
        "您可以查阅本公司保存的您的信息，并索取副本，包括录音录像、文字记录和本报告。",
        "You may see what is kept about you and receive a copy of it: recordings, transcripts and this report.",
    ),
)
_CORRECTION = (
    LocalizedText("更正和补充", "Correction"),
    LocalizedText(
        "信息不准确或不完整时，您可以要求更正或补充，例如识别错误的语句。",
        "Where something is wrong or incomplete, such as a sentence that was misheard, you may have it put right.",
    ),
)
_OBJECTION = (
    LocalizedText("反对和限制", "Objection and restriction"),
    LocalizedText(
        "您可以反对或要求限制对您信息的处理，也可以随时撤回同意；撤回不影响此前已进行的处理。",
        "You may object to the use of information about you, or have it restricted, and withdraw your consent at any "
        "time; what was done before stays lawful.",
    ),
)
_PERSON = (
    LocalizedText("人工复核", "A review by a person"),
    LocalizedText(
        "如果决定仅由自动化方式作出且对您有重大影响，您可以要求说明、表达意见、要求由人复核，也可以拒绝仅以这种方式作出的决定。",
        "Where a decision that matters much to you was taken by automated means alone, you may have it explained, give "
        "your view, have a person review it, and refuse or contest it.",
    ),
)
_DELETION = (
    LocalizedText("删除", "Deletion"),
    LocalizedText(
        "在法律规定的情形下（例如处理目的已实现，或您撤回了同意），您可以要求删除您的信息；依法必须保存的除外。",
        "Where the law provides for it, for instance when the purpose is fulfilled or you have withdrawn your consent, "
        "you may have information about you deleted, unless the law requires that it be kept.",
    ),
)

_KINDS = (_EXPLANATION, _ACCESS, _CORRECTION, _OBJECTION, _PERSON, _DELETION)

_SOURCES: dict[Region, tuple[LocalizedText, ...]] = {
    Region.CN: (
        _articles(_PIPL, "44", "48"),
        _articles(_PIPL, "45"),
        _articles(_PIPL, "46"),
        _articles(_PIPL, "15", "44"),
        _articles(_PIPL, "24"),
        _articles(_PIPL, "47"),
    ),
    Region.EU: (
        _articles(_GDPR, "13", "14", "15"),
        _articles(_GDPR, "15", "20"),
        _articles(_GDPR, "16"),
        _articles(_GDPR, "7", "18", "21"),
        _articles(_GDPR, "22"),
        _articles(_GDPR, "17"),
    ),
    Region.OTHER: (_NO_LAW,) * len(_KINDS),
}
"""Where each right stands, in the order of `_KINDS`."""

_NOTES = {
    Region.CN: LocalizedText(
        "以上是一般性说明，不是法律意见；具体权利以适用的法律为准。要行使权利，请联系招聘联系人，我们会核实身份后处理，不会因此影响对您的评估。"
        "如果您不满意，可以向履行个人信息保护职责的部门投诉。",
        "This is general information and no legal advice; what applies to you follows from the law. To use a right, "
        "write to the contact below. We check who is asking, and using a right changes nothing in your assessment. If "
        "you are not satisfied, you may complain to the authority that protects personal information.",
    ),
    Region.EU: LocalizedText(
        "以上是一般性说明，不是法律意见；具体权利以适用的法律为准。要行使权利，请联系招聘联系人，我们一般在一个月内答复，不会因此影响对您的评估。"
        "如果您不满意，可以向您所在地的数据保护监管机构投诉。",
        "This is general information and no legal advice; what applies to you follows from the law. To use a right, "
        "write to the contact below. You will generally have an answer within a month, and using a right changes "
        "nothing in your assessment. If you are not satisfied, you may complain to the data protection authority where "
        "you live.",
    ),
    Region.OTHER: LocalizedText(
        "以上是一般性说明，不是法律意见。各地法律不同，您具体享有哪些权利，以您所在地的法律为准；"
        "适用 GDPR 时，见其第 15 至 22 条。要行使权利，请联系招聘联系人，不会因此影响对您的评估。",
        "This is general information and no legal advice. Laws differ: which of these rights you have follows from the "
        "law where you live; where the GDPR applies, see its Articles 15 to 22. To use a right, write to the contact "
        "below; it changes nothing in your assessment.",
    ),
}


def rights(region: Region) -> tuple[Right, ...]:
    """Give the rights that candidates are told of in a region."""
    named = zip(_KINDS, _SOURCES[region], strict=True)
    return tuple(Right(name=name, text=text, source=source) for (name, text), source in named)


def rights_note(region: Region) -> LocalizedText:
    """Give what stands below the rights: what kind of information this is, and where to turn."""
    return _NOTES[region]
