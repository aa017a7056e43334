"""`python -m sync_agent.reference_receiver` runs the receiver, configured by the TOML file in SHOUGUAN_CONFIG."""

from __future__ import annotations

import sys

from sync_agent import process
from sync_agent.reference_receiver import receiver
from sync_agent.settings import load


async def main() -> None:
    """Receive until the process is told to end."""
    await receiver.run(load(receiver.Settings))


if __name__ == "__main__":
    sys.exit(process.run(main))
