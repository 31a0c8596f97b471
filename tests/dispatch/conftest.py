"""Platforms for the tests of dispatch."""

import pytest

from tests.dispatch.sites import ENVIRONMENT, Sites, sites_of
from tests.fixtures.desk import World


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Variables that lead to the simulated platforms."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.fixture
def sites(world: World, environment: pytest.MonkeyPatch) -> Sites:
    return sites_of(world)
