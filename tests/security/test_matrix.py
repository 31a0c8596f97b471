"""Two organisations, every operation, every role: nobody crosses, nobody does more than the role allows.

Writes are rehearsed: what would be committed is rolled back instead and answered with 418. So a request that is taken
is told from one that is refused, and every case meets the same things. Reads are real.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar

import httpx2
import pytest

from deskplane.kernel.access import ROLE_GRANTS, RoleName
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import DeskplaneError
from deskplane.kernel.events import CATALOGUE, Event
from tests.fixtures.desk import World
from tests.security.holdings import Holdings, holdings_of
from tests.security.operations import COMPUTING, OPERATIONS, SIGNED, STREAMS, Operation, Request

TAKEN = HTTPStatus.IM_A_TEAPOT
# Many at once answer for each; names in a draft are kept as its author wrote them and looked up only when it is sent.
AS_WRITTEN = {"ids", "mentions.0.id"}
ANSWERING = [operation for operation in OPERATIONS if operation.id not in STREAMS | SIGNED]
CLOSED = [operation for operation in OPERATIONS if operation.permission is not None]
READING = [operation for operation in ANSWERING if operation.method == "GET"]


class RehearsedError(DeskplaneError):
    """Everything was done and would have been committed."""

    status, slug, title = TAKEN, "rehearsed", "This would have been done"
    told: ClassVar[list[tuple[str, set[str]]]] = []
    wanted: ClassVar[bool] = False


async def rehearse(tx: Tx) -> None:
    """Stop a write just before commit, and remember which fields its events carry."""
    if not RehearsedError.wanted:
        return
    rows = await tx.fetch(
        "select name, changes, data from events where xid = pg_current_xact_id_if_assigned()"
    )
    RehearsedError.told = [(row["name"], {*row["changes"], *row["data"]}) for row in rows]
    raise RehearsedError


@dataclass
class Matrix:
    """Two organisations with one of everything each."""

    world: World
    ours: Holdings
    theirs: Holdings
    narrow: str

    async def send(
        self, client: httpx2.AsyncClient, request: Request, *, real: bool = False
    ) -> httpx2.Response:
        """Send a request as the client's person; a write is rehearsed unless it shall be real."""
        RehearsedError.told = []
        RehearsedError.wanted = request.method != "GET" and not real
        try:
            return await client.request(request.method, request.path, **request.options())
        finally:
            RehearsedError.wanted = False

    def clean(self, answer: httpx2.Response) -> None:
        """Assert that an answer says nothing of the other organisation."""
        assert self.theirs.word not in answer.text
        assert str(self.theirs.org.id) not in answer.text


@pytest.fixture(scope="module")
async def matrix(module_world: World) -> AsyncGenerator[Matrix]:
    world = module_world
    ours = await holdings_of(world, world.org, "ours")
    theirs = await holdings_of(world, world.other, "theirs")
    scopes = [
        "ticket:read",
        "catalog:read",
        "cmdb:read",
        "people:read",
        "team:read",
        "stats:read",
        "ticket:export",
    ]
    body = {"name": "narrow", "service_role": "agent", "scopes": scopes}
    made = await world.client(RoleName.ADMIN).post("/api/v1/tokens", json=body)
    await world.pump()
    world.db.before_commit.append(rehearse)
    yield Matrix(world, ours, theirs, made.json()["token"])
    world.db.before_commit.remove(rehearse)


def holding(operation: Operation) -> list[RoleName]:
    """Roles that have the permission of an operation."""
    return [role for role in RoleName if operation.permission in ROLE_GRANTS[role]]


def lacking(operation: Operation) -> list[RoleName]:
    """Roles that lack it."""
    return [role for role in RoleName if operation.permission not in ROLE_GRANTS[role]]


# ------------------------------------------------------------------------------------- the harness itself


@pytest.mark.parametrize("operation", ANSWERING, ids=str)
async def test_the_administrator_can_do_it_and_its_events_are_declared(matrix, operation):
    """A request that is refused for its own faults would prove nothing below."""
    RehearsedError.told = []
    answer = await matrix.send(matrix.world.client(), operation.request(matrix.ours.ids))

    reads = operation.method == "GET" or operation.name in COMPUTING
    expected = {HTTPStatus.OK} if reads else {TAKEN, HTTPStatus.ACCEPTED}
    assert answer.status_code in expected, answer.text
    matrix.clean(answer)
    for name, fields in RehearsedError.told:
        assert undeclared(CATALOGUE[name], fields) == set(), name


def undeclared(kind: type[Event], fields: set[str]) -> set[str]:
    return {
        name for name in fields if name.partition(".")[0] not in kind.public_fields | kind.internal_fields
    }


# ------------------------------------------------------------------------------------- who comes at all


@pytest.mark.parametrize("operation", CLOSED, ids=str)
async def test_nobody_without_a_session(matrix, operation):
    answer = await matrix.send(matrix.world.anonymous(), operation.request(matrix.ours.ids))

    assert answer.status_code == 401
    matrix.clean(answer)


@pytest.mark.parametrize("operation", CLOSED, ids=str)
async def test_nobody_whose_role_lacks_the_permission(matrix, operation):
    for role in lacking(operation):
        answer = await matrix.send(matrix.world.client(role), operation.request(matrix.ours.ids))

        assert answer.status_code == 403, f"{role}: {answer.text}"
        assert answer.json()["permission"] == operation.permission


@pytest.mark.parametrize("operation", [o for o in CLOSED if o.method != "GET"], ids=str)
async def test_no_browser_without_the_token_against_forged_requests(matrix, operation):
    client = matrix.world.anonymous()
    client.cookies.set("deskplane_session", matrix.ours.ids["cookie"])
    answer = await matrix.send(client, operation.request(matrix.ours.ids))
    client.headers["x-csrf-token"] = matrix.theirs.ids["csrf"]
    other = await matrix.send(client, operation.request(matrix.ours.ids))

    for refused in (answer, other):
        assert refused.status_code == 403
        assert "X-CSRF-Token" in refused.json()["detail"]


# ------------------------------------------------------------------------- things of another organisation


@pytest.mark.parametrize(
    ("operation", "place"),
    [(operation, place) for operation in ANSWERING for place in operation.naming],
    ids=str,
)
async def test_what_is_theirs_is_not_found_by_anybody(matrix, operation, place):
    for role in holding(operation):
        request = operation.request(matrix.ours.ids, foreign=matrix.theirs.ids, at=place)
        answer = await matrix.send(matrix.world.client(role), request)

        assert answer.status_code == 404, f"{role}: {answer.text}"
        matrix.clean(answer)


@pytest.mark.parametrize(
    ("operation", "place"),
    [(operation, place) for operation in ANSWERING for place in operation.fields if place not in AS_WRITTEN],
    ids=str,
)
async def test_what_is_theirs_cannot_be_named_in_a_body(matrix, operation, place):
    for role in holding(operation):
        request = operation.request(matrix.ours.ids, foreign=matrix.theirs.ids, at=place)
        answer = await matrix.send(matrix.world.client(role), request)

        assert answer.status_code in {403, 404, 422}, f"{role}: {answer.text}"
        matrix.clean(answer)
        if answer.status_code == 403:
            ours = operation.request(matrix.ours.ids, foreign=matrix.ours.ids, at=place)
            same = await matrix.send(matrix.world.client(role), ours)
            assert same.status_code == 403, "the refusal tells whose it is"


@pytest.mark.parametrize(
    ("operation", "place"),
    [(operation, place) for operation in ANSWERING for place in operation.queries],
    ids=str,
)
async def test_what_is_theirs_is_not_shown_by_a_filter(matrix, operation, place):
    for role in holding(operation):
        request = operation.request(matrix.ours.ids, foreign=matrix.theirs.ids, at=place)
        answer = await matrix.send(matrix.world.client(role), request)

        assert answer.status_code in {200, 403, 404, 422}, f"{role}: {answer.text}"
        matrix.clean(answer)


@pytest.mark.parametrize("operation", READING, ids=str)
async def test_nothing_of_theirs_is_in_what_we_read(matrix, operation):
    for role in holding(operation):
        matrix.clean(await matrix.send(matrix.world.client(role), operation.request(matrix.ours.ids)))


async def test_many_at_once_leaves_theirs_out(matrix):
    [operation] = [o for o in OPERATIONS if o.id == "bulk_update_tickets"]
    request = operation.request(matrix.ours.ids)
    request.body["ids"] += [matrix.theirs.ids["tickets"], matrix.theirs.ids["targets"]]
    answer = await matrix.send(matrix.world.client(), request, real=True)

    assert [result["ok"] for result in answer.json()["results"]] == [True, False, False]
    matrix.clean(answer)
    theirs = await matrix.world.client(org=matrix.theirs.org).get(
        f"/api/v1/desk/tickets/{matrix.theirs.ids['tickets']}"
    )
    assert theirs.json()["department"] != "Sales"


# ------------------------------------------------------------------------------ what is internal, and own


@pytest.mark.parametrize("operation", READING, ids=str)
async def test_requesters_read_nothing_internal(matrix, operation):
    if RoleName.REQUESTER in holding(operation):
        answer = await matrix.send(
            matrix.world.client(RoleName.REQUESTER), operation.request(matrix.ours.ids)
        )

        assert answer.status_code in {200, 404}, answer.text
        assert matrix.ours.inside not in answer.text


@pytest.mark.parametrize("operation", READING, ids=str)
async def test_a_token_without_the_right_to_internal_notes_reads_none(matrix, operation):
    client = matrix.world.anonymous()
    client.headers["authorization"] = f"Bearer {matrix.narrow}"
    answer = await matrix.send(client, operation.request(matrix.ours.ids))

    # In the portal a token finds only what it asked for itself.
    assert answer.status_code in ({404} if operation.id == "get_portal_ticket" else {200, 403}), answer.text
    # Tickets of others are theirs to read, so the title of one may be there: notes and hidden fields may not.
    assert f"Among us {matrix.ours.word}" not in answer.text
    assert f"field {matrix.ours.inside}" not in answer.text
    assert f"job-{matrix.ours.inside}" not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        {"q": "Among"},
        {"q": "{inside}"},
        {"tag": "tag-{inside}"},
        {"where": "tags contains tag-{inside}"},
        {"where": "job_id = job-{inside}"},
        {"custom.internal_note": "field {inside}"},
        {"where": 'custom.internal_note = "field {inside}"'},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/api/v1/desk/tickets/search", "/api/v1/desk/tickets"])
async def test_what_is_internal_is_not_found_by_asking_for_it(matrix, query, path):
    """The answer need not hold the words to give them away: the ticket they stand on must not be in it."""
    narrow = matrix.world.anonymous()
    narrow.headers["authorization"] = f"Bearer {matrix.narrow}"
    asked = {name: value.format(inside=matrix.ours.inside) for name, value in query.items()}
    for client in (matrix.world.client(RoleName.REQUESTER), narrow):
        nothing = dict.fromkeys(asked, "Nowhere")
        answer, other = [await client.get(path, params=wanted) for wanted in (asked, nothing)]
        found = {row["id"] for row in answer.json().get("data", [])}
        unfiltered = {row["id"] for row in other.json().get("data", [])}
        assert matrix.ours.ids["tickets"] not in found - unfiltered, answer.text


@pytest.mark.parametrize("operation", [o for o in ANSWERING if "ref" in o.naming], ids=str)
async def test_requesters_do_not_find_tickets_of_others(matrix, operation):
    if RoleName.REQUESTER in holding(operation):
        held = {**matrix.ours.ids, "tickets": matrix.ours.ids["targets"]}
        answer = await matrix.send(matrix.world.client(RoleName.REQUESTER), operation.request(held))

        assert answer.status_code == 404, answer.text
        assert matrix.ours.inside not in answer.text
