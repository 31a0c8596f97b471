"""What portal tests need again and again."""

import pytest

from deskplane.kernel.access import RoleName

PORTAL = "/api/v1/portal"
TICKETS = "/api/v1/desk/tickets"


@pytest.fixture
async def asking(desk):
    """A client of the requester."""
    async with desk.client(RoleName.REQUESTER) as made:
        yield made


@pytest.fixture
async def colleague(desk):
    """A client of somebody who works on tickets."""
    async with desk.client(RoleName.AGENT) as made:
        yield made


@pytest.fixture
def request_type(client):
    """Create a request type."""

    async def create(name="Something else entirely", expect=201, **more):
        answer = await client.post(f"{PORTAL}/request-types", json={"name": name, **more})
        assert answer.status_code == expect, answer.text
        return answer.json()

    return create


@pytest.fixture
def ask(asking):
    """Ask for something as the requester."""

    async def create(title="My screen flickers", expect=201, **more):
        answer = await asking.post(f"{PORTAL}/tickets", json={"title": title, **more})
        assert answer.status_code == expect, answer.text
        return answer.json()

    return create


@pytest.fixture
def seen(asking):
    """Look at a request as the requester."""

    async def look(request):
        answer = await asking.get(f"{PORTAL}/tickets/{request['number']}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    return look


@pytest.fixture
def move(client):
    """Move a ticket as the administrator."""

    async def to(request, status, **more):
        answer = await client.post(f"{TICKETS}/{request['id']}/transition", json={"to": status, **more})
        assert answer.status_code == 200, answer.text
        return answer.json()

    return to
