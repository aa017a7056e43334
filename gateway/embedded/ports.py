"""Free TCP ports on loopback."""

from __future__ import annotations

import socket
from contextlib import ExitStack


def free_ports(*preferred: int) -> tuple[int, ...]:
    """Give, for each wish, that port when it is free on 127.0.0.1, otherwise any free port; no port twice.

    Raises `OSError` when there is none.
    """
    with ExitStack() as probes:
        return tuple(_hold(wish, probes) for wish in preferred)


def _hold(wish: int, probes: ExitStack) -> int:
    """Give a free port, and keep it taken until `probes` ends."""
    for port in (wish, 0):
        probe = probes.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(port != 0))
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError:
            continue
        return int(probe.getsockname()[1])
    raise OSError("no free port on 127.0.0.1")
