"""A named person's word on a decision."""

from __future__ import annotations

import asyncio

import msgspec

from gateway.domain.rule import Decision
from gateway.intake.commands import DecisionReview
from gateway.intake.lookups import find_decision
from gateway.intake.once import Reply, RequestKey, do_once
from gateway.intake.services import Services
from gateway.ports import UnitOfWork


async def review(services: Services, decision_id: str, command: DecisionReview) -> Decision:
    """Confirm or reject a proposed decision. Raises `NotFoundError`, and `ConflictError` where it is settled."""
    await asyncio.to_thread(_read, services, decision_id)
    decision = await services.review(decision_id, command.confirm, command.name.strip(), command.reason.strip())
    await services.progress.changed(decision.interview_id)
    return decision


async def review_once(services: Services, key: RequestKey | None, decision_id: str, command: DecisionReview) -> Reply:
    """Review, and keep the reply under `key`. The review itself has its effect once, with or without a key."""
    decision = await review(services, decision_id, command)

    def reply(_: UnitOfWork) -> Decision:
        return decision

    if key is None:
        return Reply(200, msgspec.json.encode(decision))
    return await asyncio.to_thread(do_once, services, key, 200, reply)


def _read(services: Services, decision_id: str) -> Decision:
    with services.read() as work:
        return find_decision(work, decision_id)
