"""Verification: a list of steps, each with cause and fix; what the vendor offers is kept, what is secret is not."""

import base64
import ssl
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest

from deskplane.outbound import client, probe
from deskplane.simulators.faults import Fault
from deskplane.simulators.jira.world import PROJECTS
from deskplane.simulators.making import make
from deskplane.simulators.server import running
from deskplane.simulators.simulator import Settings
from deskplane.simulators.tls import make_certificate, server_tls
from tests.connections.outside import FORMS, C, Desks

ALL = pytest.mark.parametrize("type_", FORMS)


def step(connection: dict[str, Any], key: str) -> dict[str, Any]:
    steps = connection["last_verification"]["steps"]
    return next(one for one in steps if one["key"] == key)


@ALL
async def test_a_connection_that_works_passes_and_shows_what_is_offered(desks: Desks, type_: str):
    desks.site(type_)
    record = await desks.record(type_)

    asked = (await desks.send("POST", f"{C}/{record['id']}/verify", json=FORMS[type_])).json()
    assert (asked["status"], asked["has_secret"]) == ("verifying", True)
    await desks.prove()

    proved = await desks.show(record["id"])
    assert (proved["status"], proved["last_verification_error"]) == ("idle", "")
    assert proved["last_verification_status"] in ("ok", "warning"), proved["last_verification"]
    assert proved["health"] in ("ok", "degraded")
    assert step(proved, "login")["result"] == "ok"
    assert proved["latest_options"]["statuses"]


async def test_options_of_jira_are_projects_types_and_statuses_as_the_site_has_them(desks: Desks):
    proved = await desks.verified("jira_itsm")

    found = proved["latest_options"]
    assert {(one["key"], one["name"]) for one in found["projects"]} == {
        (key, name) for key, (_, name, _) in PROJECTS.items()
    }
    assert all({"id", "name"} <= one.keys() for one in [*found["issue_types"], *found["statuses"]])
    assert {"To Do", "In Progress"} <= {one["name"] for one in found["statuses"]}


async def test_a_wrong_token_names_cause_and_fix_and_never_the_token(desks: Desks):
    desks.site("jira_itsm")
    record = await desks.record("jira_itsm")
    form = {**FORMS["jira_itsm"], "credentials": {"api_token": "canary-4711-wrong"}}

    await desks.send("POST", f"{C}/{record['id']}/verify", json=form)
    await desks.prove()

    proved = await desks.show(record["id"])
    failed = step(proved, "login")
    assert (proved["status"], proved["health"], failed["result"]) == ("idle", "failed", "failed")
    assert all((failed["cause"], failed["fix"]))
    assert proved["last_verification_error"] == failed["cause"]
    assert "canary-4711" not in str(proved)


async def test_a_vendor_that_repeats_the_secret_is_masked(desks: Desks):
    canary = "canary-echo-4711"

    def echo(request: httpx2.Request) -> httpx2.Response:
        said = f"no rights for {canary} ({request.headers['authorization']})"
        return httpx2.Response(403, json={"code": "access_denied", "message": said})

    desks.world.runtime.reach.transports["freshdesk"] = httpx2.MockTransport(echo)
    record = await desks.record("freshdesk")
    form = {**FORMS["freshdesk"], "credentials": {"api_key": canary}}
    await desks.send("POST", f"{C}/{record['id']}/verify", json=form)
    await desks.prove()

    proved = await desks.show(record["id"])
    preview = await desks.send("GET", f"{C}/{record['id']}/preview")
    encoded = base64.b64encode(f"{canary}:X".encode()).decode()
    assert "no rights for ***" in proved["last_verification_error"]
    assert preview.status_code == 422
    for text in (str(proved), preview.text):
        assert canary not in text
        assert encoded not in text


async def test_an_unknown_project_names_near_keys(desks: Desks):
    desks.site("jira_itsm")
    record = await desks.record("jira_itsm")
    settings = {**FORMS["jira_itsm"]["settings"], "default_project_key": "ops"}

    await desks.send("POST", f"{C}/{record['id']}/verify", json={**FORMS["jira_itsm"], "settings": settings})
    await desks.prove()

    failed = step(await desks.show(record["id"]), "project")
    assert failed["result"] == "failed"
    assert all(word in failed["cause"] for word in ("'ops'", "OPS"))
    assert "case" in failed["fix"]


async def test_something_else_at_the_address_is_named_as_such(desks: Desks):
    desks.site("servicenow").faults.add(Fault("html", times=-1))
    record = await desks.record("servicenow")

    await desks.send("POST", f"{C}/{record['id']}/verify", json=FORMS["servicenow"])
    await desks.prove()

    proved = await desks.show(record["id"])
    assert (step(proved, "host")["result"], step(proved, "vendor")["result"]) == ("ok", "failed")
    assert proved["last_verification_status"] == "failed"


async def test_a_desk_that_is_down_is_named_and_the_connection_is_idle_again(desks: Desks):
    desks.site("freshdesk").faults.add(Fault("503", times=-1))
    record = await desks.record("freshdesk")

    await desks.send("POST", f"{C}/{record['id']}/verify", json=FORMS["freshdesk"])
    await desks.prove()

    proved = await desks.show(record["id"])
    assert (proved["status"], step(proved, "host")["result"]) == ("idle", "failed")


async def test_a_verification_whose_process_died_is_done_by_another(desks: Desks):
    desks.site("servicenow")
    record = await desks.record("servicenow")
    await desks.send("POST", f"{C}/{record['id']}/verify", json=FORMS["servicenow"])
    await desks.rows(
        "update data_source_connections set verification_due = $1 where org_id = app_org() "
        "and status = 'verifying' returning id",
        desks.at,
    )
    desks.advance(121)

    await desks.prove()

    assert (await desks.show(record["id"]))["status"] == "idle"


async def test_while_it_is_verified_nothing_else_begins(desks: Desks):
    desks.site("servicenow")
    record = await desks.record("servicenow")
    await desks.send("POST", f"{C}/{record['id']}/verify", json=FORMS["servicenow"])

    again = await desks.send("POST", f"{C}/{record['id']}/verify")
    changed = await desks.send("PATCH", f"{C}/{record['id']}", json={"settings": {}})
    sync = await desks.send("POST", f"{C}/{record['id']}/sync-tickets")

    assert [one.status_code for one in (again, changed, sync)] == [409, 409, 409]


async def test_a_record_without_settings_says_what_is_missing(desks: Desks):
    record = await desks.record("servicenow")

    await desks.send("POST", f"{C}/{record['id']}/verify")
    await desks.prove()

    proved = await desks.show(record["id"])
    failed = step(proved, "setup")
    assert failed["result"] == "failed"
    assert "not set up" in failed["cause"]


async def test_the_log_says_what_was_set_and_how_the_proof_ended(desks: Desks):
    proved = await desks.verified("servicenow")

    events = await desks.rows(
        "select name, data from events where org_id = app_org() and subject_id = $1 order by seq",
        UUID(proved["id"]),
    )
    assert [row["name"] for row in events] == [
        "connection.changed",
        "connection.verified",
    ]
    assert events[-1]["data"]["result"] in ("ok", "warning")


@pytest.mark.parametrize("trusted", [True, False])
async def test_over_a_real_line_the_host_and_its_certificate_are_proved_too(
    desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
):
    pem = make_certificate(tmp_path)
    trust = ssl.create_default_context(cafile=str(pem) if trusted else None)
    for place in (client, probe):
        monkeypatch.setattr(place, "shared_tls", lambda: trust)
    with running(make("freshdesk", Settings()), tls=server_tls(pem)) as server:
        record = await desks.record("freshdesk")
        form = {"settings": {"base_url": server.url}, "credentials": {"api_key": "key"}}
        await desks.send("POST", f"{C}/{record['id']}/verify", json=form)
        await desks.prove()

    proved = await desks.show(record["id"])
    tls = step(proved, "tls")
    assert step(proved, "address")["detail"].startswith("localhost answers at")
    assert tls["result"] == ("ok" if trusted else "failed")
    assert "valid for 36" in tls["detail"] if trusted else "not trusted" in tls["cause"]
    assert (proved["last_verification_status"] == "failed") is not trusted


async def test_an_address_that_nobody_answers_is_named(desks: Desks):
    record = await desks.record("freshdesk")
    form = {"settings": {"base_url": "http://127.0.0.1:9"}, "credentials": {"api_key": "key"}}

    await desks.send("POST", f"{C}/{record['id']}/verify", json=form)
    await desks.prove()

    proved = await desks.show(record["id"])
    assert step(proved, "address")["result"] == "failed"
    assert "127.0.0.1 cannot be reached" in proved["last_verification_error"]
