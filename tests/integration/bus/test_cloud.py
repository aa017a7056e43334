"""From a row of the outbox to the cloud and back, on real servers, with parts killed on the way."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from shouguan.v1.assessment_pb2 import AssessmentResult, Attribute
from shouguan.v1.status_pb2 import StatusChanged

from gateway.bus.receipts import consume_receipts
from gateway.bus.relay import Relay, event_of
from gateway.outbox.events import decision_recorded, report_completed
from gateway.ports import OutboxRow
from gateway.system import SystemClock, Uuid7Ids
from sync_agent import ledger
from sync_agent.reference_receiver import ReceivedEvent, received
from sync_agent.reference_receiver.receiver import ensure_streams
from tests.factories.results import a_decision, a_report, an_outbox_row
from tests.fakes.unit_of_work import MemoryDatabase
from tests.fixtures.nats import BOX_ID, Bus, eventually
from tests.integration.bus.test_work import running
from wire import names, types
from wire.cloudevents import headers
from wire.link import Link, LinkError

IDS = Uuid7Ids()


class Child:
    """A process of the air-lock, which the test may kill."""

    def __init__(self, module: str, config: Path) -> None:
        self._module = module
        self._config = config
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {**os.environ, "SHOUGUAN_CONFIG": str(self._config)}
        with self._config.with_suffix(".log").open("ab") as log:
            self._process = subprocess.Popen([sys.executable, "-m", self._module], env=environment, stderr=log)

    def end(self, number: int = signal.SIGKILL) -> int:
        if self._process is None:
            return 0
        self._process.send_signal(number)
        status = self._process.wait(timeout=15)
        self._process = None
        return status

    @property
    def log(self) -> str:
        return self._config.with_suffix(".log").read_text()


class Cloud:
    """A box's outbox with all that stands between it and the cloud."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.database = MemoryDatabase()
        self.receiver_file = bus.home / "cloud" / "received.sqlite"
        self.agent_home = bus.home / "agent"
        self.agent = Child("sync_agent", self._write("agent.toml", self._agent_config()))
        self.receiver = Child("sync_agent.reference_receiver", self._write("receiver.toml", self._receiver_config()))

    def _write(self, name: str, text: str) -> Path:
        (self.bus.home / name).write_text(text)
        return self.bus.home / name

    def _agent_config(self) -> str:
        secrets = self.bus.home / "secrets"
        return f"""\
box_id = "{BOX_ID}"
home = "{self.agent_home}"
local = {{ url = "{self.bus.box.url}", seed_file = "{secrets / "nats-agent.seed"}" }}
hub = {{ url = "{self.bus.hub.url}", seed_file = "{secrets / f"nats-hub-{BOX_ID}.seed"}" }}
"""

    def _receiver_config(self) -> str:
        return f"""\
database = "{self.receiver_file}"
boxes = ["{BOX_ID}"]
hub = {{ url = "{self.bus.hub.url}", seed_file = "{self.bus.seed("receiver")}" }}
"""

    @property
    def got(self) -> Sequence[ReceivedEvent]:
        return received(self.receiver_file)

    @property
    def ledger(self) -> list[ledger.Entry]:
        file = self.agent_home / "egress.jsonl"
        return list(ledger.read(file)) if file.exists() else []

    def add(self, *rows: OutboxRow) -> list[str]:
        with self.database() as work:
            for row in rows:
                work.outbox.add(row)
            work.commit()
        return [row.id for row in rows]

    def row(self, row_id: str) -> OutboxRow:
        with self.database() as work:
            row = work.outbox.get(row_id)
        assert row is not None
        return row

    def confirmed(self, row_ids: Sequence[str]) -> bool:
        return all(self.row(row_id).receipt_at for row_id in row_ids)

    @asynccontextmanager
    async def gateway(self) -> AsyncIterator[Link]:
        """Run the gateway's side: relay and receipts."""
        clock = SystemClock()
        async with AsyncExitStack() as stack:
            link = await stack.enter_async_context(self.bus.gateway())
            relay = Relay(link, self.database, clock, BOX_ID, poll_s=0.2)
            await stack.enter_async_context(running(relay.run()))
            await stack.enter_async_context(running(consume_receipts(link, self.database, clock, BOX_ID)))
            yield link


@pytest.fixture
async def cloud(own_bus: Bus) -> AsyncIterator[Cloud]:
    made = Cloud(own_bus)
    try:
        yield made
    finally:
        made.agent.end()
        made.receiver.end()


def some_rows(count: int) -> list[OutboxRow]:
    data = StatusChanged(order_id="i-1", status="completed", changed_at=Timestamp(seconds=1)).SerializeToString()
    return [an_outbox_row(id=IDS.new(), data=data, created_at=SystemClock().now()) for _ in range(count)]


async def test_a_report_and_a_decision_reach_the_cloud_and_their_receipts_come_back(cloud: Cloud) -> None:
    cloud.receiver.start()
    cloud.agent.start()
    now = SystemClock().now()
    decision = a_decision()
    async with cloud.gateway():
        rows = cloud.add(
            report_completed(a_report(), decision, event_id=IDS.new(), now=now),
            decision_recorded(decision, event_id=IDS.new(), now=now),
        )
        await eventually(lambda: cloud.confirmed(rows))
    assert {(event.id, event.type, event.deliveries) for event in cloud.got} == {
        (rows[0], types.REPORT_COMPLETED, 1),
        (rows[1], types.DECISION_RECORDED, 1),
    }
    (report,) = (event for event in cloud.got if event.type == types.REPORT_COMPLETED)
    assert report.subject == "application/interview-1"
    assert AssessmentResult.FromString(report.data).score == 82.5
    assert [entry.event_id for entry in cloud.ledger] == [event.id for event in sorted(cloud.got, key=lambda e: e.id)]
    assert cloud.agent.end(signal.SIGTERM) == 0
    assert cloud.receiver.end(signal.SIGTERM) == 0


async def test_events_wait_while_the_hub_is_away_and_survive_its_death(cloud: Cloud) -> None:
    cloud.receiver.start()
    cloud.agent.start()
    async with cloud.gateway():
        first = cloud.add(*some_rows(3))
        await eventually(lambda: cloud.confirmed(first))
        cloud.bus.hub.end()
        second = cloud.add(*some_rows(40))
        await eventually(lambda: len(cloud.ledger) >= 3 + 32)  # as many as are in flight
        assert not any(cloud.row(row_id).receipt_at for row_id in second)
        cloud.bus.hub.start()
        await eventually(lambda: cloud.confirmed(second), timeout_s=40)
    assert sorted(event.id for event in cloud.got) == sorted(first + second)


async def test_events_get_through_though_the_box_bus_is_killed(cloud: Cloud) -> None:
    cloud.receiver.start()
    cloud.agent.start()
    async with cloud.gateway():
        first = cloud.add(*some_rows(20))
        await eventually(lambda: len(cloud.got) > 0)
        cloud.bus.box.end()
        second = cloud.add(*some_rows(20))
        cloud.bus.box.start()
        await eventually(lambda: cloud.confirmed(first + second), timeout_s=40)
    assert sorted(event.id for event in cloud.got) == sorted(first + second)
    assert len(cloud.ledger) == 40


async def test_an_agent_killed_after_the_ledger_and_before_the_hub_sends_each_event_once(cloud: Cloud) -> None:
    cloud.receiver.start()
    cloud.bus.hub.end()
    cloud.agent.start()
    async with cloud.gateway():
        rows = cloud.add(*some_rows(5))
        await eventually(lambda: len(cloud.ledger) == 5)
        cloud.agent.end()
        cloud.bus.hub.start()
        cloud.agent.start()
        await eventually(lambda: cloud.confirmed(rows), timeout_s=40)
    assert sorted((event.id, event.deliveries) for event in cloud.got) == sorted((row_id, 1) for row_id in rows)
    assert len(cloud.ledger) == 5


async def test_a_killed_receiver_stores_each_event_once(cloud: Cloud) -> None:
    cloud.receiver.start()
    cloud.agent.start()
    async with cloud.gateway():
        rows = cloud.add(*some_rows(60))
        await eventually(lambda: len(cloud.got) > 0)
        cloud.receiver.end()
        cloud.receiver.start()
        await eventually(lambda: cloud.confirmed(rows), timeout_s=40)
    assert sorted(event.id for event in cloud.got) == sorted(rows)


async def test_an_event_that_must_not_leave_is_parked_and_the_next_one_goes(cloud: Cloud) -> None:
    leak = AssessmentResult(order_id="i-1")
    leak.attributes.append(Attribute(type=Attribute.TEXT, id="transcript", value="I have led a team of five."))
    bad = an_outbox_row(id=IDS.new(), type=types.REPORT_COMPLETED, data=leak.SerializeToString())
    cloud.receiver.start()
    cloud.agent.start()
    async with cloud.gateway():
        cloud.add(bad)
        good = cloud.add(*some_rows(1))
        await eventually(lambda: cloud.confirmed(good))
    assert [event.id for event in cloud.got] == good
    assert {entry.event_id: entry.outcome for entry in cloud.ledger} == {bad.id: "refused", good[0]: "released"}
    assert len(list((cloud.agent_home / "parked").iterdir())) == 1
    assert "transcript" in cloud.agent.log
    assert "team of five" not in cloud.agent.log


async def test_an_event_sent_again_is_recorded_once(cloud: Cloud) -> None:
    cloud.receiver.start()
    cloud.agent.start()
    (row,) = some_rows(1)
    async with cloud.gateway() as link:
        cloud.add(row)
        await eventually(lambda: cloud.confirmed([row.id]))
        event = event_of(row, BOX_ID)
        again = {name: value for name, value in headers(event).items() if name != "Nats-Msg-Id"}
        await link.publish(names.OUT_EVENT, event.data, again)
        later = cloud.add(*some_rows(1))
        await eventually(lambda: cloud.confirmed(later))
    assert len(cloud.got) == 2
    assert [entry.event_id for entry in cloud.ledger] == [row.id, *later]


async def test_a_receipt_for_another_box_or_a_command_is_not_passed_on(cloud: Cloud) -> None:
    cloud.receiver.start()
    cloud.agent.start()
    async with cloud.gateway(), cloud.bus.receiver() as hub:
        first = cloud.add(*some_rows(1))
        await eventually(lambda: cloud.confirmed(first))
        await hub.publish(names.down_receipt(BOX_ID), b"rm -rf", {"ce-type": "shouguan.command.v1"})
        await eventually(lambda: "refused what came from the cloud" in cloud.agent.log)


async def test_a_box_can_neither_speak_nor_read_for_another(bus: Bus) -> None:
    async with bus.receiver() as receiver, bus.agent_at_hub("box-2") as other:
        await ensure_streams(receiver, (BOX_ID, "box-2"))
        await other.client(5)
        await other.publish(names.up_event("box-2"), b"its own")
        with pytest.raises(LinkError):
            await other.publish(names.up_event(BOX_ID), b"for another", timeout_s=0.4)
        with pytest.raises(LinkError):
            await other.publish(names.down_receipt("box-2"), b"to itself", timeout_s=0.4)
        stream = await other.jetstream()
        assert (await stream.consumer_info(names.DOWN, names.down_consumer("box-2"))).num_pending == 0
        with pytest.raises(TimeoutError):
            await stream.consumer_info(names.DOWN, names.down_consumer(BOX_ID), timeout=0.4)
        hub = await receiver.jetstream()
        assert (await hub.stream_info(names.UP)).state.messages == 1
        assert (await hub.stream_info(names.DOWN)).state.messages == 0


async def test_rows_wait_in_the_database_while_the_bus_is_away(cloud: Cloud) -> None:
    cloud.bus.box.end()
    async with cloud.gateway():
        (row_id,) = cloud.add(*some_rows(1))
        await asyncio.sleep(0)
        assert cloud.row(row_id).published_at is None
        cloud.bus.box.start()
        await eventually(lambda: cloud.row(row_id).published_at is not None)
