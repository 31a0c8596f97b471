"""Credentials of the environment are the operator's: only for the organisations that the operator names."""

from typing import Any

import pytest

from deskplane.connections.owners import owned
from deskplane.kernel.db import Tenant
from tests.connections.outside import C, Desks
from tests.dispatch.sites import ENVIRONMENT, GUIDE, T
from tests.fixtures.desk import Org, World

ENV = {"credential_mode": "env", "settings": {}}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator's accounts."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


def name(world: World, *organisations: str) -> None:
    """What an operator writes into DESKPLANE_ENV_CREDENTIALS_ORG; the world is this test's own."""
    world.runtime.settings.env_credentials_org[:] = organisations


async def record(desks: Desks, org: Org) -> dict[str, Any]:
    listed = (await desks.client(org=org).get(C)).json()["data"]
    return next(row for row in listed if row["type"] == "servicenow")


async def test_only_the_named_organisation_takes_them(desks: Desks):
    name(desks.world, "second")
    first, second = desks.world.org, desks.world.other
    path = f"{C}/{(await record(desks, first))['id']}"

    changed = await desks.client(org=first).patch(path, json=ENV)
    made = await desks.client(org=first).post(C, json={"type": "servicenow", "credential_mode": "env"})
    theirs = f"{C}/{(await record(desks, second))['id']}"
    allowed = await desks.client(org=second).patch(theirs, json=ENV)

    assert (changed.status_code, made.status_code, allowed.status_code) == (403, 403, 200)
    assert changed.headers["content-type"] == "application/problem+json"
    assert "DESKPLANE_ENV_CREDENTIALS_ORG" in changed.json()["detail"]
    for org, expected in ((first, False), (second, True)):
        types = (await desks.client(org=org).get(f"{C}/types")).json()["data"]
        shown = {one["type"]: one["by_environment"] for one in types}
        assert (shown["servicenow"], shown["freshdesk"]) == (expected, False)


async def test_a_connection_that_had_them_before_calls_nobody_any_more(desks: Desks):
    site = desks.site("servicenow")
    path = f"{C}/{(await record(desks, desks.world.org))['id']}"
    assert (await desks.send("PATCH", path, json=ENV)).status_code == 200
    name(desks.world, "second")

    await desks.send("POST", f"{path}/verify")
    await desks.prove()

    shown = (await desks.send("GET", path)).json()
    assert shown["last_verification_status"] == "failed"
    assert "another organisation" in shown["last_verification_error"]
    assert not site.log


async def test_dispatch_by_another_organisation_is_refused_and_shows_nothing_of_theirs(desks: Desks):
    name(desks.world, "second")
    client = desks.client()
    switches = {"servicenow_enabled": True, "jira_enabled": False, "dual_mode": False}
    assert (await client.put(f"{T}/settings/state", json=switches)).status_code == 200

    ask = {
        "job_id": "rca-job-456",
        "platform": "servicenow",
        "payload": GUIDE["servicenow_payload"],
    }
    real = await client.post(f"{T}/", json=ask)
    dry = await client.post(f"{T}/", json={**ask, "dry_run": True})
    platforms = (await client.get(f"{T}/settings/platforms")).json()["data"]

    assert (real.status_code, dry.status_code) == (409, 200)
    assert "another organisation" in real.json()["detail"]
    assert "acme" not in dry.text
    assert [one["configured"] for one in platforms] == [False, False]


@pytest.mark.parametrize(("named", "whose"), [([], "least"), (["*"], "both"), (["id of other"], "other")])
async def test_nobody_named_means_the_first_organisation(world: World, named: list[str], whose: str):
    orgs = (world.org, world.other)
    wanted = [str(world.other.id) if word == "id of other" else word for word in named]
    found: set[str] = set()
    for org in orgs:
        async with world.db.transaction(Tenant(org.id)) as tx:
            found |= {org.slug} if await owned(tx, wanted, org.id) else set()

    least = min(orgs, key=lambda org: org.id).slug
    assert found == {"least": {least}, "both": {"first", "second"}, "other": {"second"}}[whose]
