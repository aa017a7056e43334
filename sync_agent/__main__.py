"""`python -m sync_agent` runs the agent; `python -m sync_agent verify-ledger [FILE]` checks its ledger."""

from __future__ import annotations

import sys
from pathlib import Path

from sync_agent import agent, ledger
from sync_agent.process import run
from sync_agent.settings import Settings, SettingsError, load

WHAT_TO_DO = "Keep the ledger as evidence; with the file moved elsewhere, a new one is begun."
USAGE = "usage: python -m sync_agent [verify-ledger [FILE]]\n"


def main(arguments: list[str]) -> int:
    """Do what the arguments say; give the exit status."""
    match arguments:
        case []:
            try:
                return run(_agent)
            except ledger.LedgerError as error:
                sys.stderr.write(f"{error}\nNothing leaves the box until this is cleared up. {WHAT_TO_DO}\n")
                return 1
        case ["verify-ledger"]:
            try:
                return verify(load(Settings).ledger_file)
            except SettingsError as error:
                sys.stderr.write(f"{error}\n")
                return 2
        case ["verify-ledger", file]:
            return verify(Path(file))
        case _:
            sys.stderr.write(USAGE)
            return 2


async def _agent() -> None:
    await agent.run(load(Settings))


def verify(file: Path) -> int:
    """Check the whole chain and say what was found; give 0 when it is whole, 1 otherwise."""
    count, last = 0, ledger.GENESIS
    try:
        for entry in ledger.read(file):
            count, last = entry.number, entry.hash
    except (ledger.LedgerError, OSError) as error:
        sys.stdout.write(f"BROKEN after {count} lines: {error}\n")
        return 1
    sys.stdout.write(f"whole: {count} lines, the last is {last}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
