"""Signatures of another time: refused, counted, and nothing is changed."""

import json
from typing import Any

import pytest

from deskplane.connectors.sdk.webhooks import signature
from deskplane.simulators.simulator import Delivery
from tests.inbound.posting import Posting

PLAIN = {"incident_id": "INC0000000", "state": "6", "assigned_to": "Somebody"}


def stamped(posting: Posting, body: Any, secret: str, *, minutes: float = 0) -> Delivery:
    """A delivery that was signed so many minutes ago."""
    raw = json.dumps(body).encode()
    stamp = str(int(posting.at.timestamp() - 60 * minutes))
    signed = {"x-deskplane-timestamp": stamp, "x-deskplane-signature": signature(raw, secret, stamp=stamp)}
    return Delivery(raw, {"content-type": "application/json", **signed})


@pytest.mark.parametrize(
    ("minutes", "status"), [(0, 202), (59, 202), (61, 401), (60 * 24 * 30, 401), (-61, 401)]
)
async def test_a_signature_of_another_time_is_refused_and_changes_nothing(
    posting: Posting, minutes: float, status: int
):
    connection, secret = await posting.listening("servicenow")

    answer = await posting.arrive("servicenow", stamped(posting, PLAIN, secret, minutes=minutes))

    assert answer.status_code == status
    assert len(await posting.deliveries(connection["id"])) == (status == 202)
    assert (await posting.webhook(connection["id"]))["refused"] == (status == 401)


@pytest.mark.parametrize("change", ["time", "body", "no time", "odd time"])
async def test_time_and_body_are_signed_together(posting: Posting, change: str):
    connection, secret = await posting.listening("servicenow")
    good = stamped(posting, PLAIN, secret)
    headers, body = dict(good.headers), good.body
    if change == "time":
        headers["x-deskplane-timestamp"] = str(int(headers["x-deskplane-timestamp"]) + 1)
    elif change == "odd time":
        headers |= {
            "x-deskplane-timestamp": "soon",
            "x-deskplane-signature": signature(body, secret, stamp="soon"),
        }
    elif change == "no time":
        del headers["x-deskplane-timestamp"]
    else:
        body += b" "

    answer = await posting.arrive(f"in/{connection['id']}", Delivery(body, headers))

    assert answer.status_code == 401
    assert await posting.deliveries(connection["id"]) == []


async def test_a_signed_delivery_that_is_sent_again_days_later_is_refused(posting: Posting):
    connection, _ = await posting.listening("jira_itsm")
    await posting.rename("jira_itsm", min(await posting.linked(connection["id"])), "Said over there")
    [sent] = posting.posted("jira_itsm")
    another_id = {**sent.headers, "X-Atlassian-Webhook-Identifier": "made up"}

    first = await posting.arrive(f"in/{connection['id']}", sent)
    posting.advance(25 * 3600)
    again = await posting.arrive(f"in/{connection['id']}", sent)
    disguised = await posting.arrive(f"in/{connection['id']}", Delivery(sent.body, another_id))

    assert [answer.status_code for answer in (first, again, disguised)] == [202, 401, 401]
    assert len(await posting.deliveries(connection["id"])) == 1
