"""Desks outside for the tests of connections."""

import pytest

from tests.connections.agency import agency, brokered, held
from tests.connections.outside import Desks
from tests.fixtures.desk import World

__all__ = ["agency", "brokered", "held"]


@pytest.fixture
def desks(world: World) -> Desks:
    return Desks(world)
