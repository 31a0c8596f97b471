"""A vendor that the house has never heard of: one package with a manifest, and everything works."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pydantic import BaseModel, Field, HttpUrl, SecretStr

from deskplane.connectors.sdk.auth import bearer
from deskplane.connectors.sdk.contract import Capability, ConnectionType, Manifest, Setup, Use
from deskplane.connectors.sdk.limits import Rate
from deskplane.connectors.sdk.normal import (
    Choice,
    Cursor,
    Options,
    Page,
    RemoteTicket,
    RemoteValue,
    Verification,
    Window,
)
from deskplane.connectors.sdk.registry import ENTRY_POINTS, manifests
from deskplane.connectors.sdk.shapes import objects
from deskplane.connectors.sdk.verifying import HOST, LOGIN, VENDOR, Checklist
from tests.connections.outside import C, Desks


class Config(BaseModel):
    """Where it is."""

    address: HttpUrl = Field(title="Address")


class Credentials(BaseModel):
    """A key."""

    key: SecretStr = Field(title="Key")


class Helpotron:
    """Six lines of somebody else's desk."""

    def __init__(self, setup: Setup) -> None:
        self._wire = setup.wire

    async def verify(self) -> Verification:
        """Log in and look."""
        checks = Checklist({HOST: "There", VENDOR: "It is Helpotron", LOGIN: "Log-in"})

        async def look() -> str:
            await self._wire.send("GET", "rows")
            return "as nobody"

        known = await checks.contact(look())
        return checks.done(options=Options(statuses=(Choice("1", "Fresh"),)) if known else None)

    async def pull(self, window: Window, cursor: Cursor | None = None) -> AsyncIterator[Page]:
        """All rows at once."""
        del cursor
        rows = objects((await self._wire.send("GET", "rows")).body)
        found = [_ticket(row) for row in rows]
        kept = [one for one in found if not window.created_since or one.created_at >= window.created_since]
        yield Page(tickets=tuple(kept), cursor=Cursor("end", finished=True))


def _ticket(row: Any) -> RemoteTicket:
    at = datetime.fromisoformat(row["at"])
    return RemoteTicket(
        remote_id=row["id"],
        key=f"H-{row['id']}",
        url=f"https://h.example/{row['id']}",
        title=row["title"],
        description="",
        status=RemoteValue("1", "Fresh", None),
        priority=RemoteValue("", "", None),
        kind=RemoteValue("", "", None),
        created_at=at,
        updated_at=at,
        version=row["at"],
    )


def _address(config: Any) -> str:
    return str(config.address)


def _auth(_: Any, credentials: Any, _clock: Callable[[], datetime]) -> httpx2.Auth:
    return bearer(credentials.key.get_secret_value())


def _usual(_: object) -> None:
    return None


MANIFEST = Manifest(
    key="helpotron",
    name="Helpotron",
    types=(
        ConnectionType(
            key="helpotron",
            name="Helpotron desk",
            description="Another desk.",
            uses=frozenset({Use.TICKET_SOURCE}),
            order=25,
        ),
        ConnectionType(
            key="helpotron_old",
            name="Helpotron 1",
            description="Not offered any more.",
            uses=frozenset({Use.TICKET_SOURCE}),
            visible=False,
        ),
    ),
    config=Config,
    credentials=Credentials,
    capabilities=frozenset({Capability.VERIFY, Capability.PULL}),
    statuses=(),
    priorities=(),
    rate=Rate(100, 60),
    base_url=_address,
    auth=_auth,
    explain=_usual,
    connector=Helpotron,
)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A package beside the house, as an installer leaves it."""
    about = tmp_path / "helpotron-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: helpotron\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[{ENTRY_POINTS}]\nhelpotron = {__name__}:MANIFEST\n")
    monkeypatch.syspath_prepend(tmp_path)
    manifests.cache_clear()
    yield
    monkeypatch.undo()
    manifests.cache_clear()


@pytest.mark.usefixtures("installed")
async def test_a_plugged_in_vendor_is_offered_proved_and_imported_from(desks: Desks):
    days = (1, 20, 40)
    rows = [
        {"id": str(n), "title": f"Row {n}", "at": (desks.at - timedelta(days=n)).isoformat()} for n in days
    ]

    def answer(request: httpx2.Request) -> httpx2.Response:
        known = request.headers["authorization"] == "Bearer key-5"
        return httpx2.Response(200 if known else 401, content=json.dumps(rows).encode())

    desks.world.runtime.reach.transports["helpotron"] = httpx2.MockTransport(answer)
    types = (await desks.send("GET", f"{C}/types")).json()["data"]
    assert [one["type"] for one in types][:3] == ["servicenow", "jira_itsm", "helpotron"]
    seeded = await desks.send("POST", "/api/data-sources/seed")
    assert "helpotron" in {row["type"] for row in seeded.json()["data"]}
    record = await desks.record("helpotron")

    form = {"settings": {"address": "https://h.example"}, "credentials": {"key": "key-5"}}
    await desks.send("POST", f"{C}/{record['id']}/verify", json=form)
    await desks.prove()
    proved = await desks.show(record["id"])
    assert (proved["health"], proved["latest_options"]["statuses"]) == ("ok", [{"id": "1", "name": "Fresh"}])

    run = await desks.imported(record["id"], days=30)
    assert (run["state"], run["created_count"], run["total"]) == ("success", 2, None)
    links = await desks.linked(record["id"])
    assert {(row["title"], row["now"], row["remote_status"]) for row in links.values()} == {
        ("Row 1", "open", "Fresh"),
        ("Row 20", "open", "Fresh"),
    }


@pytest.mark.usefixtures("installed")
async def test_a_hidden_type_is_not_offered_and_its_connections_go_on_working(desks: Desks):
    hidden = next(
        one
        for one in (await desks.send("GET", f"{C}/types")).json()["data"]
        if one["type"] == "helpotron_old"
    )
    seeded = (await desks.send("POST", f"{C}/seed")).json()["data"]
    made = await desks.send("POST", C, json={"type": "helpotron_old"})

    assert hidden["visible"] is False
    assert "helpotron_old" not in {row["type"] for row in seeded}
    assert made.status_code == 201
