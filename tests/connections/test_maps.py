"""What a vendor's values are taken for: seen, changed by an organisation, obeyed by the next import."""

from typing import Any

import pytest

from deskplane.kernel.access import RoleName
from tests.connections.outside import C, Desks

FIELDS = "/api/v1/custom-fields"


async def maps(desks: Desks, id_: str) -> dict[str, Any]:
    answer = await desks.send("GET", f"{C}/{id_}/maps")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def put(desks: Desks, id_: str, **body: Any) -> dict[str, Any]:
    answer = await desks.send("PUT", f"{C}/{id_}/maps", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def rows(found: dict[str, Any], field: str = "status") -> dict[str, dict[str, Any]]:
    table = next(one for one in found["values"] if one["field"] == field)
    return {row["raw"]: row for row in table["rows"]}


async def field(desks: Desks, key: str, kind: str = "text", **more: Any) -> None:
    body = {"key": key, "label": key.replace("_", " ").title(), "kind": kind, **more}
    answer = await desks.send("POST", FIELDS, json=body)
    assert answer.status_code == 201, answer.text


def incidents(desks: Desks) -> list[dict[str, Any]]:
    return list(desks.site("servicenow").store.tables["incident"].values())


async def test_before_anything_is_imported_the_connectors_own_table_is_shown(desks: Desks):
    record = await desks.verified("servicenow", tickets=2)

    found = await maps(desks, record["id"])

    states, ranks = rows(found), rows(found, "priority")
    assert (states["3:1"]["default"], states["3:1"]["label"]) == ("pending", "On Hold: Awaiting Caller")
    assert (ranks["1"]["default"], ranks["1"]["chosen"], ranks["1"]["tickets"]) == ("critical", None, 0)
    assert found["version"] == record["version"]
    assert found["pending"] == 0


async def test_a_state_that_nothing_is_known_of_comes_first_and_its_tickets_are_counted(desks: Desks):
    record = await desks.verified("servicenow", tickets=6)
    for row in incidents(desks)[:2]:
        row["state"] = "42"
    await desks.imported(record["id"], days=90)

    [status, _] = (await maps(desks, record["id"]))["values"]

    first = status["rows"][0]
    assert (first["raw"], first["default"], first["chosen"], first["offered"]) == ("42", None, None, False)
    assert (first["tickets"], first["taken"]) == (2, {"open": 2})
    assert sum(row["tickets"] for row in status["rows"]) == 6


async def test_a_changed_map_is_what_the_next_import_reads_by(desks: Desks):
    record = await desks.verified("servicenow", tickets=4)
    for row in incidents(desks)[:3]:
        row["state"] = "42"
    await desks.imported(record["id"], days=90)

    saved = await put(desks, record["id"], status={"42": "on_hold"})
    assert saved["pending"] == 3
    run = await desks.imported(record["id"], days=90)

    assert run["changed_count"] == 3
    links = (await desks.linked(record["id"])).values()
    assert sorted(row["now"] for row in links if row["raw_status"] == "42") == ["on_hold"] * 3
    after = await maps(desks, record["id"])
    assert (after["pending"], rows(after)["42"]["taken"]) == (0, {"on_hold": 3})
    assert (await desks.imported(record["id"], days=90))["changed_count"] == 0


async def test_a_row_that_is_taken_back_is_read_as_before(desks: Desks):
    record = await desks.verified("servicenow", tickets=3)
    for row in incidents(desks):
        row["state"] = "2"
    await put(desks, record["id"], status={"2": "open"})
    await desks.imported(record["id"], days=90)
    assert {row["now"] for row in (await desks.linked(record["id"])).values()} == {"open"}

    same = await put(desks, record["id"], status={"2": "in_progress"})
    assert rows(same)["2"]["chosen"] is None
    assert same["pending"] == 3
    await desks.imported(record["id"], days=90)

    assert {row["now"] for row in (await desks.linked(record["id"])).values()} == {"in_progress"}


async def test_maps_may_lead_there_and_back_and_there_again(desks: Desks):
    record = await desks.verified("servicenow", tickets=2)
    for row in incidents(desks):
        row["state"] = "2"
    await desks.imported(record["id"], days=90)

    for rows_, status in ({"2": "pending"}, "pending"), ({}, "in_progress"), ({"2": "pending"}, "pending"):
        await put(desks, record["id"], status=rows_)
        assert (await desks.imported(record["id"], days=90))["changed_count"] == 2
        assert {row["now"] for row in (await desks.linked(record["id"])).values()} == {status}


async def test_priorities_of_jira_are_known_by_their_names(desks: Desks):
    record = await desks.verified("jira_itsm", tickets=5)
    await put(desks, record["id"], priority={"Medium": "critical"})
    await desks.imported(record["id"], days=90)

    found = rows(await maps(desks, record["id"]), "priority")

    assert (found["Medium"]["default"], found["Medium"]["chosen"]) == ("medium", "critical")
    assert set(found["Medium"]["taken"]) <= {"critical"}
    assert {"Highest", "High", "Low", "Lowest"} <= set(found)


async def test_a_custom_field_of_theirs_fills_ours_and_follows_it(desks: Desks):
    await field(desks, "business_service")
    await field(desks, "seats", "integer")
    record = await desks.verified("servicenow", tickets=2)
    one, other = incidents(desks)
    one |= {"u_business_service": "Payroll", "u_seats": "12"}
    other |= {"u_business_service": "", "u_seats": "a dozen"}
    fields = {"business_service": "u_business_service", "seats": "u_seats"}
    await put(desks, record["id"], fields=fields)
    await desks.imported(record["id"], days=90)

    links = await desks.linked(record["id"])

    async def held(row: dict[str, Any]) -> dict[str, Any]:
        path = f"/api/v1/desk/tickets/{links[row['sys_id']]['ticket_id']}"
        return (await desks.send("GET", path)).json()["custom_fields"]

    assert await held(one) == {"business_service": "Payroll", "seats": 12}
    assert await held(other) == {}
    [_, seats] = (await maps(desks, record["id"]))["fields"]
    assert seats["ours"] == "seats"
    assert (seats["left_out"], "must be a number" in seats["why"]) == (1, True)

    one |= {"u_business_service": "Billing", "u_seats": "", "sys_mod_count": "99"}
    desks.advance(60)
    await desks.imported(record["id"], days=90)
    assert await held(one) == {"business_service": "Billing"}


@pytest.mark.parametrize(
    ("body", "place", "says"),
    [
        ({"status": {"42": "waiting"}}, "status.42", "on_hold"),
        ({"priority": {"1": "huge"}}, "priority.1", "critical"),
        ({"fields": {"floor": "u_a", "wing": "u_a"}}, "fields.wing", "mapped to 'floor' already"),
        ({"fields": {"flor": "u_a"}}, "fields.flor", "floor"),
        ({"fields": {"floor": "u_a,u_b"}}, "fields.floor", "pattern"),
        ({"fields": {"keeper": "u_a"}}, "fields.keeper", "person or a team"),
    ],
)
async def test_what_could_never_fit_is_refused_at_its_row(
    desks: Desks, body: dict[str, Any], place: str, says: str
):
    for key, kind in (("floor", "text"), ("wing", "text"), ("keeper", "user")):
        await field(desks, key, kind)
    record = await desks.verified("servicenow", tickets=1)

    answer = await desks.send("PUT", f"{C}/{record['id']}/maps", json=body)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    [error] = [one for one in answer.json()["errors"] if place in ".".join(map(str, one["loc"]))]
    assert says in error["msg"]
    assert (await desks.show(record["id"]))["overrides"] == record["overrides"]


async def test_maps_prepared_on_an_older_version_are_refused(desks: Desks):
    record = await desks.verified("servicenow", tickets=1)
    path = f"{C}/{record['id']}/maps"
    first = {"status": {"42": "open"}, "version": record["version"]}
    assert (await desks.send("PUT", path, json=first)).status_code == 200

    again = await desks.send("PUT", path, json={"status": {}, "version": record["version"]})

    assert again.status_code == 409
    assert rows(await maps(desks, record["id"]))["42"]["chosen"] == "open"


async def test_the_older_door_refuses_unknown_values_too(desks: Desks):
    record = await desks.record("servicenow")
    body = {"overrides": {"status": {"read": {"42": "waiting"}}}}

    answer = await desks.send("PATCH", f"{C}/{record['id']}", json=body)

    assert answer.status_code == 422
    assert "there is no 'waiting' here" in answer.text


async def test_who_only_reads_cannot_change_maps(desks: Desks):
    record = await desks.verified("servicenow", tickets=1)

    answer = await desks.client(RoleName.AGENT).put(f"{C}/{record['id']}/maps", json={})

    assert answer.status_code == 403
