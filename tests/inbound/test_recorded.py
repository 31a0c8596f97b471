"""What real vendors really sent comes in, is taken, and is read again; nothing of it raises."""

import json
from typing import Any

import pytest

from deskplane.simulators.simulator import Delivery
from tests.connections.outside import VENDORS, C
from tests.connectors.recorded import bodies
from tests.inbound.posting import Posting


@pytest.mark.parametrize("type_", VENDORS)
async def test_each_recorded_webhook_is_taken_and_read(posting: Posting, type_: str):
    found: list[tuple[str, Any]] = bodies(f"{VENDORS[type_]}/webhooks")
    connection, secret = await posting.listening(type_)
    place = f"{C}/{connection['id']}/webhook"
    await posting.send("PATCH", place, json={"take_new": True})
    headers = {"x-deskplane-secret": secret, "content-type": "application/json"}

    for name, body in found:
        answer = await posting.arrive(f"in/{connection['id']}", Delivery(json.dumps(body).encode(), headers))
        assert (answer.status_code, answer.json()["state"]) == (202, "waiting"), name
    await posting.read()

    shown = await posting.deliveries(connection["id"], limit=200)
    assert len(shown) == len(found)
    assert {one["state"] for one in shown} <= {"unknown", "changed", "unchanged", "gone"}
    assert {one["error"] for one in shown} == {""}
