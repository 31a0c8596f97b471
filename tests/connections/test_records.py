"""Records of connections: types, seeds, who may see them, and secrets that never come back."""

from uuid import UUID

import pytest

from deskplane.kernel.access import RoleName
from tests.connections.outside import FORMS, C, Desks

OLD = "/api/data-sources"
LITERAL = ("confluence", "servicenow", "sharepoint", "websearch", "jira", "jira_itsm", "freshdesk")


async def test_every_type_of_the_older_list_is_allowed_and_says_what_it_brings_in(desks: Desks):
    types = {row["type"]: row for row in (await desks.send("GET", f"{C}/types")).json()["data"]}

    assert set(LITERAL) <= set(types)
    assert types["jira_itsm"]["kinds"] == ["itsm"]
    assert types["jira"]["kinds"] == ["knowledge"]
    assert types["servicenow"]["kinds"] == ["itsm", "knowledge"]
    assert [one for one in types if "itsm" in types[one]["kinds"]] == ["servicenow", "jira_itsm", "freshdesk"]
    assert types["jira_itsm"]["main_fields"] == ["config.base_url", "config.email", "credentials.api_token"]


async def test_an_unknown_type_is_refused_with_the_allowed_ones(desks: Desks):
    answer = await desks.send("POST", C, json={"type": "jiraitsm"})

    assert answer.status_code == 422
    assert all(name in answer.text for name in LITERAL)


async def test_a_new_organisation_has_a_record_of_each_type_and_a_seed_adds_nothing(desks: Desks):
    before = (await desks.send("GET", C)).json()["data"]
    seeded = await desks.send("POST", f"{OLD}/seed")
    again = (await desks.send("POST", f"{OLD}/seed")).json()["data"]

    assert seeded.status_code == 200
    assert [row["type"] for row in before] == [row["type"] for row in again]
    assert sorted(row["type"] for row in again) == sorted(LITERAL)
    named = {row["type"]: row["name"] for row in again}
    assert (named["jira_itsm"], named["jira"]) == ("Jira ITSM", "Jira")
    itsm = next(row for row in again if row["type"] == "jira_itsm")
    assert "Autopilot clustering" in itsm["description"]
    assert (itsm["status"], itsm["config"], itsm["settings"]) == ("idle", {}, {})


async def test_a_seed_adds_what_was_taken_away(desks: Desks):
    record = await desks.record("jira_itsm")
    assert (await desks.send("DELETE", f"{OLD}/{record['id']}")).status_code == 204

    await desks.send("POST", f"{OLD}/seed")

    assert (await desks.record("jira_itsm"))["id"] != record["id"]


async def test_another_organisation_sees_nothing_of_it(desks: Desks):
    record = await desks.record("servicenow")
    client = desks.client(org=desks.world.other)

    answers = [
        await client.get(f"{C}/{record['id']}"),
        await client.patch(f"{C}/{record['id']}", json={"name": "mine"}),
        await client.post(f"{C}/{record['id']}/verify"),
        await client.post(f"{C}/{record['id']}/sync-tickets"),
        await client.post(f"{OLD}/{record['id']}/cancel-ingestion"),
        await client.get(f"{C}/{record['id']}/runs"),
        await client.get(f"{C}/{record['id']}/preview"),
        await client.delete(f"{C}/{record['id']}"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 8


@pytest.mark.parametrize("role", [RoleName.AGENT, RoleName.REQUESTER])
async def test_who_does_not_run_the_desk_does_not_see_connections(desks: Desks, role: RoleName):
    assert (await desks.client(role).get(C)).status_code == 403


async def test_settings_are_read_by_the_connector_and_errors_name_the_field(desks: Desks):
    record = await desks.record("jira_itsm")
    bad = {"settings": {"base_url": "no address", "colour": "red"}, "credentials": {"api_token": "canary-9"}}

    answer = await desks.send("PATCH", f"{C}/{record['id']}", json=bad)

    assert answer.status_code == 422
    places = {tuple(error["loc"]) for error in answer.json()["errors"]}
    assert places == {("body", "settings", "base_url"), ("body", "settings", "colour")}
    assert "canary-9" not in answer.text


async def test_credentials_do_not_follow_to_another_address(desks: Desks):
    connection = await desks.verified("servicenow")
    path = f"{C}/{connection['id']}"

    moved = await desks.send("PATCH", path, json={"settings": {"instance_url": "https://evil.example"}})
    named = await desks.send("PATCH", path, json={"name": "Main desk"})
    whole = await desks.send(
        "PATCH",
        path,
        json={
            "settings": {"instance_url": "https://other.service-now.com"},
            "credentials": {"username": "a", "password": "b"},
        },
    )

    assert moved.status_code == 422
    assert "credentials" in moved.text
    assert (named.status_code, whole.status_code) == (200, 200)
    assert whole.json()["health"] == "unknown"


async def test_the_agent_mode_is_refused_with_what_works(desks: Desks):
    record = await desks.record("servicenow")

    answer = await desks.send("PATCH", f"{C}/{record['id']}", json={"credential_mode": "agent"})

    assert answer.status_code == 422
    assert all(mode in answer.text for mode in ("vault_db", "env"))


async def test_credentials_of_the_environment_go_only_where_the_environment_says(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
):
    desks.site("servicenow")
    record = await desks.record("servicenow")
    path = f"{C}/{record['id']}"
    body = {"credential_mode": "env", "settings": {"instance_url": "https://evil.example"}}
    assert (await desks.send("PATCH", path, json=body)).status_code == 200

    await desks.send("POST", f"{path}/verify")
    await desks.prove()
    assert "SERVICENOW_INSTANCE_URL" in (await desks.show(record["id"]))["last_verification_error"]

    for name, value in {"INSTANCE_URL": "https://acme.service-now.com", "USERNAME": "admin"}.items():
        monkeypatch.setenv(f"SERVICENOW_{name}", value)
    monkeypatch.setenv("SERVICENOW_PASSWORD", "admin")
    await desks.send("POST", f"{path}/verify")
    await desks.prove()

    proved = await desks.show(record["id"])
    assert proved["last_verification_status"] in ("ok", "warning")
    assert proved["has_secret"] is False
    hosts = {entry.headers.get("host") for entry in desks.site("servicenow").log}
    assert hosts == {"acme.service-now.com"}


async def test_a_canary_is_in_no_answer_event_log_or_row(desks: Desks, caplog: pytest.LogCaptureFixture):
    canary = "canary-token-0815-xyz"
    desks.site("freshdesk")
    record = await desks.record("freshdesk")
    form = {**FORMS["freshdesk"], "credentials": {"api_key": canary}}

    answers = [
        await desks.send("POST", f"{C}/{record['id']}/verify", json=form),
        await desks.send("POST", C, json={"type": "freshdesk", **form}),
        await desks.send("PATCH", f"{C}/{record['id']}", json={"credentials": {"api_key": [canary]}}),
    ]
    await desks.prove()
    answers += [await desks.send("GET", C), await desks.send("GET", f"{C}/{record['id']}")]

    assert canary not in "".join(answer.text for answer in answers)
    assert canary not in caplog.text
    whole = await desks.rows(
        "select to_jsonb(c)::text || coalesce(encode(c.sealed_credentials, 'escape'), '') as said "
        "from data_source_connections c where c.org_id = app_org() "
        "union all select to_jsonb(e)::text from events e where e.org_id = app_org()"
    )
    assert whole
    assert not any(canary in row["said"] for row in whole)


async def test_a_connection_can_be_named_and_told_what_to_import(desks: Desks):
    record = await desks.record("servicenow")
    body = {
        "name": "Main",
        "config": {"scope": "priority=1", "lookback_days": 60},
        "version": record["version"],
    }

    changed = await desks.send("PUT", f"{OLD}/{record['id']}", json=body)
    stale = await desks.send(
        "PATCH", f"{C}/{record['id']}", json={"name": "Again", "version": record["version"]}
    )

    assert changed.json()["config"] == {"scope": "priority=1", "lookback_days": 60}
    assert stale.status_code == 409
    events = await desks.rows(
        "select data from events where org_id = app_org() and subject_id = $1 and name = 'connection.changed'",
        UUID(record["id"]),
    )
    assert [row["data"]["fields"] for row in events] == [["config", "name"]]
