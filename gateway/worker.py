"""`python -m gateway.worker`: pulls work from the bus, carries the outbox to it, and takes the cloud's receipts."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from functools import partial

from gateway.bootstrap import open_worker, run
from gateway.bus.receipts import consume_receipts
from gateway.bus.work import consume_work
from gateway.pipeline.answers import process_answer
from gateway.pipeline.finish import finish_interview
from gateway.pipeline.giving_up import give_up
from gateway.pipeline.live import process_live
from gateway.pipeline.sweeping import keep_sweeping, keep_tidy
from gateway.settings import Settings
from gateway.systemd import notify_ready


async def work(settings: Settings) -> None:
    """Do the worker's duties side by side until cancelled; what is in hand then is taken up again at the next start."""
    async with open_worker(settings) as worker:
        deps, desk = worker.deps, worker.deps.desk
        notify_ready()
        async with asyncio.TaskGroup() as duties:
            duties.create_task(
                consume_work(
                    worker.link,
                    partial(process_answer, deps),
                    partial(finish_interview, deps),
                    partial(process_live, deps),
                    lives=settings.analysis.live_sessions,
                    gave_up=partial(give_up, deps),
                )
            )
            duties.create_task(keep_sweeping(deps, worker.queue))
            duties.create_task(keep_tidy(deps))
            duties.create_task(worker.relay.run())
            duties.create_task(consume_receipts(worker.link, desk.begin, desk.clock, settings.box_id))


async def until_told(settings: Settings) -> None:
    """Work until SIGTERM or Ctrl-C."""
    task = asyncio.ensure_future(work(settings))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


if __name__ == "__main__":
    sys.exit(run(until_told))
