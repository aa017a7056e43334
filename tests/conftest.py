"""Fixtures that all tests share. Real servers are in `tests/fixtures`."""

from hypothesis import settings

# How long an example takes says more of what else runs on the machine than of the code.
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")

pytest_plugins: list[str] = [
    "tests.fixtures.box",
    "tests.fixtures.browser",
    "tests.fixtures.nats",
    "tests.fixtures.postgres",
    "tests.fixtures.recordings",
    "tests.fixtures.triton",
]
