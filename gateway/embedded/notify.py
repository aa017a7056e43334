"""The receiving end of sd_notify: a child process says here that it is ready."""

from __future__ import annotations

import secrets
import socket


class NotifySocket:
    """A socket in Linux's abstract namespace that one child is told of through NOTIFY_SOCKET."""

    def __init__(self) -> None:
        self._name = f"shouguan-{secrets.token_hex(12)}"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind("\0" + self._name)

    def __del__(self) -> None:
        self._socket.close()

    @property
    def address(self) -> str:
        """The value for NOTIFY_SOCKET."""
        return f"@{self._name}"

    async def ready(self) -> bool:
        """Say whether READY=1 arrived since the last time this was true."""
        try:
            return b"READY=1" in self._socket.recv(4096)
        except BlockingIOError:
            return False
