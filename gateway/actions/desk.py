"""What the use cases of this package need from the world."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from gateway.domain.rule import PolicyProfile
from gateway.ports import Clock, Ids, ProgressFeed, UnitOfWork, UnitOfWorkFactory
from gateway.settings import Policy

Result = TypeVar("Result")


@dataclass(frozen=True)
class Desk:
    """Where decisions are made and carried out: transactions, progress, time, ids and the active policy profile.

    `begin` begins a transaction that may write, `read` one that only reads.
    """

    begin: UnitOfWorkFactory
    read: UnitOfWorkFactory
    progress: ProgressFeed
    clock: Clock
    ids: Ids
    policy: PolicyProfile


def policy_profile(policy: Policy) -> PolicyProfile:
    """Give the configured policy as a profile."""
    return PolicyProfile(
        id=policy.profile,
        automatic=policy.automatic,
        face_scores=policy.face_scores,
        face_expressions=policy.face_expressions,
    )


async def in_transaction(begin: UnitOfWorkFactory, work: Callable[[UnitOfWork], Result]) -> Result:
    """Run `work` in one transaction, in a thread, and commit it. What `work` raises rolls it back.

    A cancellation does not stop a transaction that has begun; it ends whole or not at all.
    """

    def run() -> Result:
        with begin() as uow:
            result = work(uow)
            uow.commit()
            return result

    return await asyncio.to_thread(run)


async def reading(read: UnitOfWorkFactory, work: Callable[[UnitOfWork], Result]) -> Result:
    """Run `work`, which only reads, in one transaction, in a thread."""

    def run() -> Result:
        with read() as uow:
            return work(uow)

    return await asyncio.to_thread(run)
