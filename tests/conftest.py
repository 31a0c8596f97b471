"""Fixtures for all tests."""

pytest_plugins = (
    "tests.fixtures.effort",
    "tests.fixtures.postgres",
    "tests.fixtures.rabbitmq",
    "tests.fixtures.servers",
    "tests.fixtures.desk",
)
