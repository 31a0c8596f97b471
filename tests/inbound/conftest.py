"""Desks outside that post webhooks."""

import pytest

from tests.fixtures.desk import World
from tests.inbound.posting import Posting


@pytest.fixture
def posting(world: World) -> Posting:
    return Posting(world)
