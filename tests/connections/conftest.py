"""Desks outside for the tests of connections."""

import pytest

from tests.connections.outside import Desks
from tests.fixtures.desk import World


@pytest.fixture
def desks(world: World) -> Desks:
    return Desks(world)
