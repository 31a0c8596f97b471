"""Our own routes behind the real front layer, and what their answers have in common."""

import httpx2
import pytest

from deskplane.app.web import fronted
from deskplane.kernel.access import RoleName
from tests.fixtures.desk import BASE, World
from tests.kernel import probe


@pytest.fixture(scope="module")
def probed(module_world: World) -> World:
    """The world with our own routes mounted."""
    module_world.app.include_router(probe.api)
    return module_world


@pytest.fixture
def prober(probed: World) -> httpx2.AsyncClient:
    """Signed in as the administrator; a failure inside arrives as the answer that a browser would get."""
    transport = httpx2.ASGITransport(app=fronted(probed.app, probed.runtime), raise_app_exceptions=False)
    made = httpx2.AsyncClient(transport=transport, base_url=BASE)
    made.headers["authorization"] = f"Bearer {probed.org.tokens[RoleName.ADMIN]}"
    probed.clients.append(made)
    return made
