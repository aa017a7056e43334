from __future__ import annotations

import socket

from gateway.embedded.notify import NotifySocket


def tell(address: str, text: bytes) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.connect("\0" + address.removeprefix("@"))
        sender.send(text)


async def test_nobody_is_ready_before_saying_so() -> None:
    assert not await NotifySocket().ready()


async def test_readiness_counts_once_so_that_a_restarted_process_has_to_say_it_again() -> None:
    notify = NotifySocket()
    tell(notify.address, b"READY=1")
    assert await notify.ready()
    assert not await notify.ready()


async def test_other_notices_are_no_readiness() -> None:
    notify = NotifySocket()
    tell(notify.address, b"STATUS=loading")
    assert not await notify.ready()


def test_each_process_has_an_address_of_its_own() -> None:
    assert NotifySocket().address != NotifySocket().address
