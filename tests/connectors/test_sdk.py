"""What the connectors stand on."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from deskplane.connectors.sdk.contract import secrets_of
from deskplane.connectors.sdk.errors import (
    ConnectorError,
    CredentialsRejectedError,
    MappingError,
    VendorRefusedError,
    VendorUnavailableError,
)
from deskplane.connectors.sdk.limits import Limits, Rate, retry_after
from deskplane.connectors.sdk.normal import Arrival, Window
from deskplane.connectors.sdk.opening import open_connector
from deskplane.connectors.sdk.paging import (
    Batch,
    cursor_pages,
    linked_pages,
    next_link,
    numbered_pages,
    offset_pages,
)
from deskplane.connectors.sdk.quality import level_of, quality_of
from deskplane.connectors.sdk.registry import manifests
from deskplane.connectors.sdk.shapes import at, milliseconds, moment, text
from deskplane.connectors.sdk.webhooks import check_sender, signature
from deskplane.simulators.faults import Fault
from deskplane.simulators.making import make
from deskplane.simulators.simulator import Settings
from deskplane.simulators.web import Request
from tests.connectors.rigs import FORMS, NAMES, POLICY, START, draft, rig

SECRET = "a-shared-secret"
BODY = b'{"ticket_id": "7"}'


def signed(**headers):
    return Arrival(headers={name.replace("_", "-"): value for name, value in headers.items()}, body=BODY)


@pytest.mark.parametrize(
    "arrival",
    [
        signed(x_hub_signature=signature(BODY, SECRET)),
        signed(
            x_deskplane_signature=base64.b64encode(
                hmac.digest(SECRET.encode(), BODY, hashlib.sha256)
            ).decode()
        ),
        signed(x_deskplane_secret=SECRET),
        signed(authorization=f"Bearer {SECRET}"),
        signed(authorization="Basic " + base64.b64encode(f"hook:{SECRET}".encode()).decode()),
        Arrival(headers={}, body=BODY, query={"secret": SECRET}),
    ],
)
def test_a_webhook_with_the_secret_in_any_accepted_place_is_let_in(arrival):
    check_sender(arrival, SECRET, headers=("x-hub-signature",))


@pytest.mark.parametrize(
    "arrival",
    [
        signed(),
        signed(x_hub_signature=signature(BODY + b" ", SECRET)),
        signed(x_hub_signature="sha256=", x_deskplane_secret=SECRET),
        signed(x_deskplane_secret="another"),
        signed(authorization="Basic not-base64"),
        Arrival(headers={}, body=BODY, query={"secret": ""}),
    ],
)
def test_a_webhook_without_it_is_refused(arrival):
    with pytest.raises(CredentialsRejectedError):
        check_sender(arrival, SECRET, headers=("x-hub-signature",))


def test_a_connection_without_a_secret_lets_nothing_in():
    with pytest.raises(CredentialsRejectedError):
        check_sender(Arrival(headers={}, body=BODY, query={"secret": ""}), "")


@pytest.mark.parametrize("name", NAMES)
async def test_the_simulators_webhooks_are_read_and_copies_are_known(name):
    subject = rig(name, tickets=1, webhook_url="https://hub.example/in", webhook_secret=SECRET)
    subject.config = {"default_project_key": "OPS"} if name.startswith("jira") else {}
    subject.simulator.faults.add(Fault("double-webhooks", times=-1))
    async with subject.open() as connector:
        made = (await connector.create(draft())).ticket
        first, second = [
            connector.read_webhook(
                Arrival(headers={k.lower(): v for k, v in one.headers.items()}, body=one.body), SECRET
            )
            for one in subject.simulator.deliveries()
        ]
        with pytest.raises(CredentialsRejectedError):
            connector.read_webhook(signed(), SECRET)
        with pytest.raises(MappingError):
            connector.read_webhook(Arrival(headers={"x-deskplane-secret": SECRET}, body=b"[]"), SECRET)

    assert first == second
    assert made.remote_id in (first.remote_id, first.key)


@pytest.mark.parametrize("name", NAMES)
async def test_a_secret_that_the_vendor_echoes_is_masked_everywhere(name, caplog):
    _, config, credentials = FORMS[name]
    manifest = manifests()[FORMS[name][0]]
    canary = "canary-2f7c9d1b"
    given = {
        key: canary if key in ("password", "api_token", "api_key") else value
        for key, value in credentials.items()
    }
    words = {"message": f"bad {canary}", "detail": canary}
    body = {**words, "error": words, "errorMessages": [canary], "errors": {"summary": canary}}

    def echo(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(418, json=body, headers={"X-Echo": canary})

    forms = manifest.config(**config), manifest.credentials(**given)
    assert canary in secrets_of(forms[1])
    async with open_connector(
        manifest, *forms, policy=POLICY, clock=lambda: START, transport=httpx2.MockTransport(echo)
    ) as connector:
        caller: Any = connector
        with pytest.raises(ConnectorError) as refused:
            await caller.stats(Window())
        found = await caller.verify()

    fields = refused.value.fields if isinstance(refused.value, VendorRefusedError) else {}
    assert canary not in repr((refused.value.message, fields, str(refused.value), found, forms, caplog.text))


def test_a_budget_is_spent_refilled_and_told():
    now = START
    limits = Limits(Rate(2, 60), lambda: now)

    async def spend():
        await limits.take("*")

    for _ in range(2):
        _run(spend())
    with pytest.raises(VendorUnavailableError) as empty:
        _run(spend())
    assert empty.value.retry_after == pytest.approx(30)
    assert (limits.use().left, limits.use().calls) == (0, 2)
    now = START + timedelta(seconds=31)
    _run(spend())
    limits.learn({"x-ratelimit-total": "700", "x-ratelimit-remaining": "0"})
    assert (limits.use().vendor_limit, limits.use().vendor_left) == (700, 0)


def _run(work):
    with pytest.raises(StopIteration):
        work.send(None)


def test_a_soon_turn_is_waited_for():
    waited: list[float] = []
    now = START

    async def sleep(seconds: float) -> None:
        nonlocal now
        waited.append(seconds)
        now += timedelta(seconds=seconds)

    limits = Limits(Rate(1, 1), lambda: now, sleep)
    _run(limits.take("*"))
    _run(limits.take("*"))
    assert waited == [pytest.approx(1)]


def test_retry_after_is_seconds_a_date_or_a_guess():
    assert retry_after({"retry-after": "3600"}, START) == 3600
    assert retry_after({"retry-after": "Mon, 01 Jun 2026 12:01:00 GMT"}, START) == pytest.approx(59.75)
    assert retry_after({"retry-after": "soon"}, START, default=7) == 7
    assert retry_after({}, START, default=7) == 7


async def test_pages_by_offset_step_by_what_came():
    async def fetch(offset):
        return Batch([{"n": n} for n in range(offset, min(offset + 3, 7))], offset + 3 < 7)

    assert [row["n"] async for batch in offset_pages(fetch) for row in batch.rows] == list(range(7))


async def test_pages_by_number_name_the_wall():
    async def fetch(number):
        return Batch([{"n": number}], more=True)

    with pytest.raises(VendorRefusedError, match="3 pages"):
        _ = [batch async for batch in numbered_pages(fetch, 3)]


async def test_pages_by_token_end_without_one_and_refuse_a_circle():
    tokens = {"": "a", "a": "b", "b": ""}

    async def fetch(token):
        return Batch([{"t": token}], bool(tokens[token]), tokens[token])

    assert [batch.rows[0]["t"] async for batch in cursor_pages(fetch)] == ["", "a", "b"]
    tokens["b"] = "a"
    with pytest.raises(VendorUnavailableError, match="twice"):
        _ = [batch async for batch in cursor_pages(fetch)]


async def test_pages_by_link_follow_the_header():
    links = {
        "/1": '<https://x/1>;rel="first",<https://x/0>;rel="prev",</2>;rel="next",</9>;rel="last"',
        "/2": "",
    }

    async def fetch(url):
        return [{"at": url}], links[url]

    assert [rows[0]["at"] async for rows in linked_pages(fetch, "/1")] == ["/1", "/2"]
    assert next_link('<https://x?page=2>; rel="next"') == "https://x?page=2"
    assert next_link('<https://x?q=a>=1>;rel="first",<https://x?q=a>1&o=2>;rel="next"').endswith("o=2")


def test_times_are_read_whatever_their_shape():
    assert moment("2022-06-09T16:29:32.382-0700") == datetime(2022, 6, 9, 23, 29, 32, 382_000, tzinfo=UTC)
    assert moment("2026-06-01 12:00:00") == datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert moment("") is None
    assert milliseconds(START) == 1_780_315_200_250
    with pytest.raises(MappingError):
        moment("07/06/2015 10:00:00")
    assert (text(True), text(None), text([1]), at({"a": {"b": 1}}, "a", "b")) == ("true", "", "", 1)


def test_levels_need_every_rule_below(tmp_path):
    (tmp_path / "quality.yaml").write_text("manifest: done # yes\nverify: todo\n")
    assert level_of(quality_of(tmp_path)) == ""
    (tmp_path / "quality.yaml").write_text("manifest: perhaps\n")
    with pytest.raises(ValueError, match="perhaps"):
        quality_of(tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_makes_the_same_records_and_another_does_not(name):
    def subjects(seed):
        made = rig(name, tickets=10, seed=seed)
        return json.dumps([made.simulator.counts(), sorted(made.remote_ids()), _words(made)])

    assert subjects(1) == subjects(1)
    assert subjects(1) != subjects(2)


def _words(made):
    store = made.simulator.store
    if made.name == "servicenow":
        return [row["short_description"] for row in store.tables["incident"].values()]
    if made.name == "freshdesk":
        return [ticket["subject"] for ticket in store.tickets.values()]
    return [issue.summary for issue in store.issues.values()]


def test_unknown_simulators_and_faults_are_named():
    with pytest.raises(ValueError, match="jira-cloud"):
        make("remedy")
    with pytest.raises(ValueError, match="drop-after-write"):
        make("freshdesk", Settings(fault=("explode",)))
    answer = make("freshdesk").handle(Request("POST", "/_simulator/faults", body=b'{"kind": "explode"}'))
    assert answer.status == 422
