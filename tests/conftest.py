"""Fixtures that all tests share. Real servers are in `tests/fixtures`."""

pytest_plugins: list[str] = [
    "tests.fixtures.postgres",
    "tests.fixtures.triton",
]
