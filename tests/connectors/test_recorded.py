"""What real vendors really sent is read without an exception."""

import json

import pytest

from deskplane.connectors.freshdesk import mapping as freshdesk, webhooks as freshdesk_webhooks
from deskplane.connectors.jira import adf, mapping as jira, webhooks as jira_webhooks
from deskplane.connectors.sdk.mapping import Overrides
from deskplane.connectors.sdk.normal import Arrival
from deskplane.connectors.servicenow import mapping as servicenow, webhooks as servicenow_webhooks
from deskplane.vocabulary.status import Status
from tests.connectors.recorded import bodies, folder, records

NONE = Overrides()
SECRET = "a-shared-secret"


def arrival(body):
    return Arrival(headers={"x-deskplane-secret": SECRET}, body=json.dumps(body).encode())


def test_each_jira_webhook_names_its_issue():
    found = bodies("jira/webhooks")

    for name, body in found:
        hint = jira_webhooks.read(arrival(body), SECRET)
        assert hint.event, name
        assert hint.remote_id or hint.key, name
        assert hint.dedupe_key
        assert hint.deleted is (hint.event == "jira:issue_deleted")
    assert len(found) > 30


@pytest.mark.parametrize(
    "place",
    [
        "webhooks",
        "rest-misc",
        "rest-gojira",
        "rest-gojira-inline",
        "rest-devlake",
        "rest-faros",
        "rest-rapid7",
    ],
)
def test_each_jira_issue_is_mapped(place):
    table = jira.status_map((), NONE)

    for name, body in bodies(f"jira/{place}"):
        for issue in records(body, "key", "fields"):
            if "created" not in issue["fields"]:
                continue
            ticket = jira.ticket(issue, "https://acme.atlassian.net", table, NONE)
            assert ticket.key == issue["key"], name
            assert ticket.status.name == issue["fields"].get("status", {}).get("name", ""), name
            assert ticket.raw is issue
            assert ticket.status.value is not None or ticket.notices or not ticket.status.id


def test_devlakes_raw_issues_are_mapped():
    table, seen = jira.status_map((), NONE), 0
    for path in sorted(folder("jira/rest-devlake").glob("*issue*")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for issue in records(_json(line), "key", "fields"):
                if "created" in issue["fields"]:
                    jira.ticket(issue, "https://acme.atlassian.net", table, NONE)
                    seen += 1
    assert seen >= 0


def _json(line):
    try:
        return json.loads(line)
    except ValueError:
        return None


@pytest.mark.parametrize("place", ["official-doc-examples", "rest-rapid7", "rest-faros"])
def test_each_servicenow_record_is_mapped(place):
    for name, body in bodies(f"servicenow/{place}"):
        for record in records(body, "sys_id", "number", "sys_created_on"):
            ticket = servicenow.ticket(record, "https://acme.service-now.com", NONE)
            assert ticket.remote_id == servicenow.value(record["sys_id"]), name
            assert ticket.key == servicenow.value(record["number"]), name
            assert ticket.status.value is not None or ticket.notices or not ticket.status.id


def test_servicenows_business_rule_is_read():
    for _, body in bodies("servicenow/webhooks"):
        hint = servicenow_webhooks.read(arrival(body), SECRET)
        assert (hint.remote_id, hint.key) == (body["record_id"], body["number"])
        assert hint.says["state"] == body["state"]


@pytest.mark.parametrize("place", ["rest-rapid7", "rest-python-freshdesk", "rest-dotnet"])
def test_each_freshdesk_ticket_is_mapped(place):
    for name, body in bodies(f"freshdesk/{place}"):
        for record in records(body, "id", "subject", "status", "created_at"):
            ticket = freshdesk.ticket(record, "https://acme.freshdesk.com", NONE)
            assert ticket.remote_id == str(record["id"]), name
            assert ticket.status.value in {*Status, None}
            assert (ticket.status.value is None) == any(notice.field == "status" for notice in ticket.notices)


def test_freshdesks_webhook_is_read():
    for _, body in bodies("freshdesk/webhooks"):
        hint = freshdesk_webhooks.read(arrival(body), SECRET)
        assert hint.remote_id == body["freshdesk_webhook"]["ticket_id"]
        assert hint.says["status"] == "Pending"


def test_recorded_documents_have_words():
    seen = 0
    for place in ("rest-gojira", "rest-gojira-inline", "rest-faros", "rest-rapid7", "rest-misc"):
        for _, body in bodies(f"jira/{place}"):
            for document in (
                one for one in records(body, "type", "version", "content") if one["type"] == "doc"
            ):
                assert adf.plain(document).strip()
                seen += 1
    assert seen
