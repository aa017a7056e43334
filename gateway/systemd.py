"""Tells the service manager that a process is ready (sd_notify; the embedded supervisor speaks it too)."""

from __future__ import annotations

import os
import socket


def notify_ready() -> None:
    """Send READY=1 to the socket named by NOTIFY_SOCKET; do nothing where there is none."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.connect("\0" + address[1:] if address.startswith("@") else address)
        sender.send(b"READY=1")
