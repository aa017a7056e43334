"""The form for a note or an adjustment: reads it, and says beside each field what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from gateway.actions.remarking import AdjustmentError, NothingToWithdrawError, UnknownTargetError
from gateway.domain.errors import ShouguanError
from gateway.domain.remark import RemarkKind, RemarkTarget
from gateway.domain.text import Locale, LocalizedText
from gateway.intake.commands import Line, Prose
from gateway.intake.remarks import NewRemark, add_remark
from gateway.intake.services import Services
from gateway.web.wording_remarks import TEXT

FIELDS = ("kind", "about", "value", "name", "text")
WHOLE = "form"

Problems: TypeAlias = dict[str, LocalizedText]
"""What is wrong, by the field's name; `WHOLE` for the form as a whole. Empty where all is well."""

_Score = Annotated[float, Meta(ge=0, le=100)]


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """Give what was typed. Browsers send a line's end as two signs, and count it as one."""
    return {name: form.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}


def said(problems: Problems, locale: Locale) -> dict[str, str]:
    """Give the problems in the reader's language; empty where a field has none."""
    return {name: problems[name].to(locale) if name in problems else "" for name in (WHOLE, *FIELDS)}


async def take_remark(services: Services, interview_id: str, form: Mapping[str, str]) -> Problems:
    """Keep the remark of a form, and give what is wrong with it; then nothing is kept."""
    fields = typed(form)
    problems = _problems(fields)
    if problems:
        return {WHOLE: TEXT["remark_wrong"], **problems}
    target, _, target_id = fields.pop("about").partition(":")
    value = fields.pop("value") or None
    given = {**fields, "target": target, "target_id": target_id, "value": value}
    try:
        await add_remark(services, interview_id, msgspec.convert(given, NewRemark, strict=False))
    except msgspec.ValidationError:  # no browser makes such a form of ours
        return {WHOLE: TEXT["remark_fill_in"]}
    except (AdjustmentError, UnknownTargetError, NothingToWithdrawError) as error:
        return {WHOLE: TEXT["remark_wrong"], "about": error.message}
    except ShouguanError as error:
        return {WHOLE: error.message}
    return {}


def _problems(fields: Mapping[str, str]) -> Problems:
    scored = fields["kind"] == RemarkKind.ADJUSTMENT
    of_answer = fields["about"].startswith(f"{RemarkTarget.ANSWER}:")
    wrong = {
        "about": of_answer and fields["kind"] != RemarkKind.NOTE,
        "value": not _fits(fields["value"], _Score) if scored else fields["value"] != "",
        "name": not _fits(fields["name"], Line),
        "text": not _fits(fields["text"], Prose),
    }
    says = {name: TEXT[f"remark_{name}_wrong"] for name in wrong}
    if not scored:
        says["value"] = TEXT["remark_value_unwanted"]
    return {name: says[name] for name, is_wrong in wrong.items() if is_wrong}


def _fits(text: str, kind: object) -> bool:
    try:
        msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError:
        return False
    return True
