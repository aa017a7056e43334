"""Fixtures that all tests share. Real servers are in `tests/fixtures`."""

pytest_plugins: list[str] = [
    "tests.fixtures.box",
    "tests.fixtures.browser",
    "tests.fixtures.nats",
    "tests.fixtures.postgres",
    "tests.fixtures.recordings",
    "tests.fixtures.triton",
]
