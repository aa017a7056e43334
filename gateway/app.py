"""`python -m gateway.app`: serves the API and the pages."""

from __future__ import annotations

import socket
import sys

import uvicorn

from gateway.api.application import create_app
from gateway.bootstrap import open_services, run
from gateway.settings import Settings
from gateway.systemd import notify_ready
from gateway.web.pages import make_pages

BACKLOG = 256
GRACE_S = 3


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    async with open_services(settings) as services:
        app = create_app(services, make_pages(services))
        with socket.create_server((settings.web.host, settings.web.port), backlog=BACKLOG) as listener:
            config = uvicorn.Config(
                app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=GRACE_S
            )
            notify_ready()
            await uvicorn.Server(config).serve(sockets=[listener])


if __name__ == "__main__":
    sys.exit(run(serve))
