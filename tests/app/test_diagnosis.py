"""What the doctor finds: each finding has its cause and what mends it, and only what does not work fails."""

from typing import Any
from uuid import UUID

import pytest

from deskplane.app.diagnosis.check import Check, Result, is_well
from deskplane.app.diagnosis.examining import examined
from deskplane.kernel import clock
from tests.connections.outside import FORMS, C
from tests.dispatch.sites import ENVIRONMENT, T
from tests.fixtures.desk import World
from tests.inbound.posting import Posting


@pytest.fixture
def posting(world: World) -> Posting:
    return Posting(world)


async def found(posting: Posting) -> dict[str, Check]:
    """Findings by the words before the name of what they are about."""
    with clock.frozen(posting.at):
        checks = await examined(posting.world.runtime)
    for check in checks:
        assert check.found, check.name
        well = check.result is Result.PASS
        assert (bool(check.cause), bool(check.fix), bool(check.help)) == ((not well,) * 3), check
    return {check.name.partition(" of ServiceNow")[0]: check for check in checks}


async def test_a_new_desk_is_healthy(posting: Posting):
    checks = await found(posting)

    assert is_well(checks.values())
    assert checks["Row-level security"].found == "forced for every table"
    assert {check.found for name, check in checks.items() if name.startswith("Dispatch to")} == {"not used"}


async def test_what_keeps_tickets_from_being_created_is_named(
    posting: Posting, monkeypatch: pytest.MonkeyPatch
):
    switches = {"servicenow_enabled": True, "jira_enabled": False, "dual_mode": False}
    await posting.send("PUT", f"{T}/settings/state", json=switches)
    without = (await found(posting))["Dispatch to ServiceNow"]
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    whole = await found(posting)

    assert without.result is Result.FAIL
    assert "SERVICENOW_INSTANCE_URL" in without.fix
    assert "main" in without.cause or "switched on for" in without.cause
    assert whole["Dispatch to ServiceNow"].result is Result.PASS
    assert "POST https://acme.service-now.com" in whole["Dispatch to ServiceNow, dry run"].found
    assert whole["Dispatch to Jira"].result is Result.WARN
    assert "jira_enabled is false" in whole["Dispatch to Jira"].cause


async def test_outside_tickets_that_failed_or_cannot_be_read_are_counted(posting: Posting):
    async with posting.world.db.transaction(posting.world.org.tenant) as tx:
        for n, (state, url) in enumerate((("failed", ""), ("gone", "https://x.example/1"))):
            await tx.execute(
                "insert into outside_tickets (org_id, id, job_id, platform, dry_run, dual, state, payload, ticket_id, "
                "url, error, created_at, updated_at) values (app_org(), gen_random_uuid(), $1, 'servicenow', false, "
                "false, $2, '{}', $3, $4, $5, $6, $6)",
                f"job-{n}",
                state,
                f"INC{n}",
                url,
                {"kind": "refused", "message": "No such group", "fix": "", "fields": {}},
                posting.at,
            )

    checks = (await found(posting)).values()

    created = next(check for check in checks if check.name.startswith("Outside tickets of"))
    refreshed = next(check for check in checks if check.name.startswith("Refresh of"))
    assert (created.result, created.cause) == (Result.WARN, "No such group")
    assert (refreshed.result, refreshed.found) == (Result.WARN, "1 cannot be read: INC1")


async def test_a_connection_is_looked_at_from_its_credentials_to_its_webhooks(posting: Posting):
    connection, _ = await posting.listening("servicenow")
    fresh = await found(posting)
    names = ("Connectivity", "Verification", "Imports", "Age of the data", "Webhooks")
    assert {fresh[name].result for name in names} == {Result.PASS}, fresh

    await posting.tell(f"in/{connection['id']}", {"sys_id": "a"}, "wrong")
    posting.fault("servicenow", "401", times=-1)
    await posting.imported(connection["id"], days=30)
    broken = await found(posting)
    assert broken["Webhooks"].result is Result.WARN
    assert "wrong secret" in broken["Webhooks"].cause
    assert (broken["Imports"].result, broken["Imports"].found) == (Result.FAIL, "1 of the last 2 failed")

    posting.advance(8 * 24 * 3600)
    assert (await found(posting))["Age of the data"].result is Result.WARN


async def test_missing_credentials_and_work_that_nobody_does_fail(posting: Posting):
    connection, secret = await posting.listening("servicenow", imported=False)
    await posting.ask(connection["id"], days=30)
    await posting.tell(f"in/{connection['id']}", {"incident_id": "INC1"}, secret)
    jira = await posting.record("jira_itsm")
    settings: dict[str, Any] = {"settings": FORMS["jira_itsm"]["settings"]}
    await posting.send("PATCH", f"{C}/{jira['id']}", json=settings)
    posting.advance(600)

    checks = await found(posting)

    assert {checks[name].fix for name in ("Imports", "Webhooks")} == {"Run: deskplane worker"}
    lost = next(check for check in checks.values() if check.name.startswith("Credentials of Jira"))
    assert lost.result is Result.FAIL
    assert UUID(connection["id"])
