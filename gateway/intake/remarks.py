"""A named person's notes and adjustments, as clients send them."""

from __future__ import annotations

import asyncio
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from gateway.actions.remarking import Draft
from gateway.domain.remark import Remark, RemarkKind, RemarkTarget
from gateway.intake.commands import Line, Prose
from gateway.intake.once import Reply, RequestKey, do_once
from gateway.intake.services import Services
from gateway.ports import UnitOfWork

CREATED = 201


class NewRemark(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A note, an adjusted score with its reason, or the withdrawal of one.

    `target_id` is a dimension's id or an answer's question id; the interview needs none.
    """

    kind: RemarkKind = RemarkKind.NOTE
    target: RemarkTarget = RemarkTarget.INTERVIEW
    target_id: Annotated[str, Meta(max_length=200)] = ""
    text: Prose
    name: Line
    value: Annotated[float, Meta(ge=0, le=100)] | None = None


async def add_remark(services: Services, interview_id: str, command: NewRemark) -> Remark:
    """Keep a remark. Raises what `gateway.actions.remarking.remark` raises."""
    draft = Draft(
        kind=command.kind,
        target=command.target,
        target_id=command.target_id,
        text=command.text.strip(),
        by=command.name.strip(),
        value=command.value,
    )
    return await services.remark(interview_id, draft)


async def add_remark_once(services: Services, key: RequestKey | None, interview_id: str, command: NewRemark) -> Reply:
    """Keep a remark, and keep the reply under `key`."""
    made = await add_remark(services, interview_id, command)

    def reply(_: UnitOfWork) -> Remark:
        return made

    if key is None:
        return Reply(CREATED, msgspec.json.encode(made))
    return await asyncio.to_thread(do_once, services, key, CREATED, reply)
