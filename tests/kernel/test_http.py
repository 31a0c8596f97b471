"""What every route of the house refuses, and how it answers; on routes of our own, through the real front layer."""

import asyncio
import logging
from collections.abc import AsyncIterator, Generator
from uuid import uuid4

import asyncpg
import httpx2
import orjson
import pytest
import structlog

from deskplane.app.web import fronted
from deskplane.kernel import logging as desk_logging
from deskplane.kernel.access import RoleName
from deskplane.kernel.db import Tx
from deskplane.kernel.middleware import Front
from deskplane.kernel.ratelimit import RateLimiter
from tests.fixtures.desk import BASE, World
from tests.kernel import probe

NOTES = "/probe/notes"
PROBLEM = "application/problem+json"
MEMBERS = {"type", "title", "status", "detail", "instance", "correlation_id"}
SECURITY = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}
LIMIT = 2_000_000


@pytest.fixture(scope="module")
def probed(module_world: World) -> World:
    """The world with our own routes mounted."""
    module_world.app.include_router(probe.api)
    return module_world


@pytest.fixture
def client(probed: World) -> httpx2.AsyncClient:
    """Signed in as the administrator; a failure inside arrives as the answer that a browser would get."""
    made = httpx2.AsyncClient(transport=transport(probed), base_url=BASE)
    made.headers["authorization"] = f"Bearer {probed.org.tokens[RoleName.ADMIN]}"
    probed.clients.append(made)
    return made


def transport(world: World) -> httpx2.ASGITransport:
    return httpx2.ASGITransport(app=fronted(world.app, world.runtime), raise_app_exceptions=False)


def refused(answer: httpx2.Response, status: int) -> dict:
    """Assert a whole problem document and return it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    told = answer.json()
    assert set(told) >= MEMBERS
    assert told["status"] == status
    assert told["correlation_id"] == answer.headers["x-correlation-id"]
    return told


async def notes(world: World, title: str) -> int:
    async with world.db.transaction(world.org.tenant) as tx:
        return await tx.fetchval("select count(*) from parked_events where subscriber = $1", title)


# ------------------------------------------------------------------------------------------ bad bodies


async def test_a_good_body_is_taken(client, probed):
    answer = await client.post(NOTES, json={"title": "good"})

    assert answer.status_code == 201
    assert await notes(probed, "good") == 1


async def test_an_unknown_field_is_refused_with_the_nearest_known_one(client):
    [error] = refused(await client.post(NOTES, json={"title": "x", "tilte": "y"}), 422)["errors"]

    assert error["loc"] == ["body", "tilte"]
    assert error["msg"] == "unknown field 'tilte'. Did you mean 'title'?"


async def test_an_unknown_field_inside_a_part_is_named_with_its_place(client):
    [error] = refused(await client.post(NOTES, json={"title": "x", "part": {"dept": 1}}), 422)["errors"]

    assert error["loc"] == ["body", "part", "dept"]
    assert "Did you mean 'depth'?" in error["msg"]


@pytest.mark.parametrize(
    ("body", "loc"),
    [
        ({"title": 7}, ["body", "title"]),
        ({"title": "x", "count": "many"}, ["body", "count"]),
        ({"title": "x", "count": 1.5}, ["body", "count"]),
        ({"title": "x", "part": []}, ["body", "part"]),
        ({"title": "x", "tags": "a"}, ["body", "tags"]),
        ({"title": "x", "tags": [None]}, ["body", "tags", 0]),
        ({"title": None}, ["body", "title"]),
        ({}, ["body", "title"]),
        ({"title": "  "}, ["body", "title"]),
        ({"title": "x" * 41}, ["body", "title"]),
        ({"title": "x", "tags": ["a"] * 6}, ["body", "tags"]),
        ([], ["body"]),
        ([{"title": "x"}], ["body"]),
        ("title", ["body"]),
        (None, ["body"]),
        (7, ["body"]),
    ],
)
async def test_a_wrong_value_is_refused_where_it_stands(client, body, loc):
    errors = refused(await client.post(NOTES, json=body), 422)["errors"]

    assert [error["loc"] for error in errors] == [loc]
    assert all(error["msg"] for error in errors)


async def test_all_wrong_fields_are_named_at_once(client):
    told = refused(await client.post(NOTES, json={"title": 1, "count": "x", "colour": "red"}), 422)

    assert {error["loc"][-1] for error in told["errors"]} == {"title", "count", "colour"}


async def test_a_wrong_query_parameter_is_refused_where_it_stands(client):
    [error] = refused(await client.get(f"{NOTES}/x", params={"limit": "many"}), 422)["errors"]

    assert error["loc"] == ["query", "limit"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"title": }',
        b'{"title": "x",}',
        b"{'title': 'x'}",
        b'{"title": "x"} trailing',
        b'{"title": "\xff\xfe"}',
        b'{"title": "x", "count": ' + b"9" * 5000 + b"}",
        b"\x00",
        b"\xef\xbb\xbf",
        b'{"title": "\\ud800"}',
    ],
    ids=repr,
)
async def test_what_is_not_json_cannot_be_read(client, body):
    refused(await client.post(NOTES, content=body, headers={"content-type": "application/json"}), 400)


@pytest.mark.parametrize(
    "body",
    [
        b'{"title": "a\\u0000b"}',
        b'{"title": "a\x00b"}',
        b'{"title": "x", "tags": ["\\u0000"]}',
        b'{"a\\u0000": 1}',
    ],
    ids=repr,
)
async def test_a_nul_in_the_body_cannot_be_read(client, body):
    refused(await client.post(NOTES, content=body, headers={"content-type": "application/json"}), 400)


async def test_a_backslash_before_the_letters_of_a_nul_is_ordinary_text(client, probed):
    title = "\\u0000"
    answer = await client.post(NOTES, json={"title": title})

    assert answer.status_code == 201, answer.text
    assert await notes(probed, title) == 1


@pytest.mark.parametrize("path", [f"{NOTES}/a%00b", f"{NOTES}/x?limit=1%00"])
async def test_a_nul_in_the_address_cannot_be_read(client, path):
    refused(await client.get(path), 400)


@pytest.mark.parametrize("depth", [500, 100_000])
@pytest.mark.parametrize("brackets", [(b"[", b"]"), (b'{"part":', b"}")])
async def test_json_nested_too_deeply_cannot_be_read(client, depth, brackets):
    opening, closing = brackets
    body = opening * depth + b"1" + closing * depth
    answer = await client.post(NOTES, content=body, headers={"content-type": "application/json"})

    assert answer.status_code in {400, 422}, answer.text
    if depth > 1000:
        refused(answer, 400)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded"])
async def test_another_content_type_is_not_read_as_json(client, probed, kind):
    answer = await client.post(NOTES, content=b'{"title": "kind"}', headers={"content-type": kind})

    assert answer.status_code in {415, 422}, answer.text
    refused(answer, answer.status_code)
    assert await notes(probed, "kind") == 0


async def test_a_missing_body_is_named(client):
    [error] = refused(await client.post(NOTES), 422)["errors"]

    assert error["loc"] == ["body"]


# ------------------------------------------------------------------------------------------- too big


async def test_a_body_declared_too_big_is_refused_unread(client):
    async def body() -> AsyncIterator[bytes]:
        pytest.fail("the body was read")
        yield b""

    answer = await client.post(NOTES, content=body(), headers={"content-length": str(LIMIT + 1)})

    assert refused(answer, 413)["limit"] == LIMIT


async def test_a_streamed_body_is_cut_off_at_the_limit(client, probed):
    read = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        yield b'{"title": "big", "tags": ["'
        while read < 10 * LIMIT:
            read += 50_000
            yield b"x" * 50_000

    answer = await client.post(NOTES, content=body(), headers={"content-type": "application/json"})

    refused(answer, 413)
    assert read <= LIMIT + 100_000
    assert await notes(probed, "big") == 0


@pytest.mark.parametrize("length", ["-1", "abc", "1e9", "\N{ARABIC-INDIC DIGIT ONE}"])
async def test_a_strange_length_does_not_lift_the_limit(client, length):
    async def body() -> AsyncIterator[bytes]:
        for _ in range(60):
            yield b" " * 50_000

    headers = {"content-length": length.encode(), "content-type": "application/json"}
    answer = await client.post(NOTES, content=body(), headers=headers)

    refused(answer, 413)


# ------------------------------------------------------------------------------------------ versions


@pytest.mark.parametrize("header", ['"2"', "2", 'W/"2"'])
async def test_if_match_of_an_older_version_fails(client, header):
    answer = await client.patch(f"{NOTES}/{uuid4()}", json={"title": "x"}, headers={"if-match": header})

    assert refused(answer, 412)["current_version"] == probe.VERSION


@pytest.mark.parametrize("header", ['"3"', "3", 'W/"3"', "*"])
async def test_if_match_of_the_current_version_passes(client, header):
    answer = await client.patch(f"{NOTES}/{uuid4()}", json={"title": "x"}, headers={"if-match": header})

    assert answer.status_code == 200


@pytest.mark.parametrize("header", ['"x"', "three", '"-1"', '"1", "2"', "9" * 30, '"²"'])
async def test_if_match_that_is_no_version_cannot_be_read(client, header):
    headers = {"if-match": header.encode()}

    refused(await client.patch(f"{NOTES}/{uuid4()}", json={"title": "x"}, headers=headers), 400)


async def test_a_stale_version_in_the_body_is_a_conflict(client):
    told = refused(await client.patch(f"{NOTES}/{uuid4()}", json={"title": "x", "version": 2}), 409)

    assert told["current_version"] == probe.VERSION
    assert "version 2" in told["detail"]


# ------------------------------------------------------------------------------- idempotency of POST


async def test_the_same_request_twice_has_one_effect_and_one_answer(client, probed):
    headers = {"idempotency-key": "once-1"}
    first, second = [await client.post(NOTES, json={"title": "once"}, headers=headers) for _ in range(2)]

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["location"] == first.headers["location"]
    assert second.headers["content-type"] == first.headers["content-type"]
    assert ("idempotency-replayed" in first.headers, second.headers["idempotency-replayed"]) == (
        False,
        "true",
    )
    assert await notes(probed, "once") == 1


async def test_the_same_key_with_another_body_is_refused(client, probed):
    headers = {"idempotency-key": "once-2"}
    await client.post(NOTES, json={"title": "first"}, headers=headers)

    refused(await client.post(NOTES, json={"title": "second"}, headers=headers), 422)
    assert await notes(probed, "second") == 0


async def test_a_refused_request_does_not_use_up_its_key(client, probed):
    headers = {"idempotency-key": "once-3"}
    refused(await client.post(NOTES, json={"title": 1}, headers=headers), 422)

    assert (await client.post(NOTES, json={"title": "third"}, headers=headers)).status_code == 201


async def test_twins_at_the_same_time_have_one_effect(client, probed):
    headers = {"idempotency-key": "twins"}
    answers = await asyncio.gather(
        *(client.post(NOTES, json={"title": "twin"}, headers=headers) for _ in range(6))
    )

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotency-replayed" in answer.headers for answer in answers) == 5
    assert await notes(probed, "twin") == 1


async def test_keys_of_two_people_and_of_two_organisations_are_apart(client, probed):
    others = [probed.client(RoleName.AGENT), probed.client(RoleName.ADMIN, org=probed.other)]
    headers = {"idempotency-key": "mine"}
    answers = [await who.post(NOTES, json={"title": "apart"}, headers=headers) for who in (client, *others)]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.json()["id"] for answer in answers}) == 3


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb", "ü".encode("latin-1") + b"\x07"])
async def test_a_strange_key_is_refused(client, key):
    value = key if isinstance(key, bytes) else key.encode()
    told = refused(await client.post(NOTES, json={"title": "x"}, headers={"idempotency-key": value}), 422)

    assert told["errors"][0]["loc"] == ["header", "Idempotency-Key"]


async def test_answers_under_a_key_are_sealed_at_rest(client, probed):
    answer = await client.post(NOTES, json={"title": "sealed"}, headers={"idempotency-key": "sealed"})
    async with probed.db.transaction(probed.org.tenant) as tx:
        kept = await tx.fetchval("select response from idempotency_keys where key = 'sealed'")

    assert answer.json()["id"].encode() not in kept


# --------------------------------------------------------------------------- the framework's refusals


async def test_an_unknown_address_is_not_found(client):
    assert "/docs" in refused(await client.get("/api/v1/no-such-thing"), 404)["detail"]


async def test_another_method_is_not_allowed_and_says_which_are(client):
    answer = await client.delete(NOTES)

    refused(answer, 405)
    assert answer.headers["allow"] == "POST"


async def test_a_service_that_is_away_says_when_to_come_back(client):
    answer = await client.get("/probe/fail/unavailable")

    refused(answer, 503)
    assert answer.headers["retry-after"] == "7"


async def test_nobody_gets_in_without_a_session(probed):
    answer = await probed.anonymous().post(NOTES, json={"title": "x"})

    refused(answer, 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.fixture
def log_file(tmp_path) -> Generator:
    """The log of the process, in a file."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    path = tmp_path / "desk.log"
    desk_logging.configure(file=path)
    yield path
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)
    structlog.reset_defaults()


async def test_a_bug_is_told_without_its_cause_and_found_in_the_log_by_its_id(client, log_file):
    answer = await client.get("/probe/fail/bug", headers={"x-correlation-id": "ticket-4711-abc"})

    told = refused(answer, 500)
    guarded(answer)
    assert told["correlation_id"] == "ticket-4711-abc"
    assert "ValueError" not in answer.text
    assert probe.SECRET not in answer.text
    lines = [orjson.loads(line) for line in log_file.read_text().splitlines()]
    [line] = [line for line in lines if line["event"] == "request.failed"]
    assert line["correlation_id"] == "ticket-4711-abc"
    assert "ValueError: a bug that knows" in line["exception"]
    assert probe.SECRET not in log_file.read_text()


@pytest.mark.parametrize("given", ["short", "x" * 65, "has space", "new\tline", ""])
async def test_a_strange_correlation_id_is_replaced(client, given):
    answer = await client.get("/health", headers={"x-correlation-id": given})

    assert answer.headers["x-correlation-id"] not in {given, ""}


# ------------------------------------------------------------------------------------ headers, limits


@pytest.mark.parametrize(
    "path", ["/health", "/api/v1/no-such-thing", f"{NOTES}/x", "/probe/fail/unavailable"]
)
async def test_every_answer_carries_the_security_headers(client, path):
    guarded(await client.get(path))


def guarded(answer: httpx2.Response) -> None:
    assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY


async def test_answers_of_the_api_are_not_kept_by_caches(client):
    assert (await client.get("/api/v1/me")).headers["cache-control"] == "no-store"


async def test_pages_have_a_policy_with_a_nonce_of_their_own(client):
    policies = [(await client.get("/app")).headers["content-security-policy"] for _ in range(2)]

    assert policies[0] != policies[1]
    for policy in policies:
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if " " in rule.strip())
        assert "'unsafe-inline'" not in policy
        assert "'unsafe-eval'" not in policy
        assert (rules["default-src"], rules["script-src"], rules["object-src"]) == (
            "'self'",
            "'self'",
            "'none'",
        )
        assert rules["frame-ancestors"] == "'none'"


async def test_over_the_rate_a_caller_waits_and_others_do_not(probed):
    limiter = RateLimiter(3, 60)
    front = Front(
        probed.app, metrics=probed.runtime.metrics, limiter=limiter, body_limit=LIMIT, upload_limit=LIMIT
    )
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=front), base_url=BASE) as client:
        mine, theirs = (
            {"authorization": f"Bearer {probed.org.tokens[r]}"} for r in (RoleName.ADMIN, RoleName.AGENT)
        )
        answers = [await client.get(f"{NOTES}/x", headers=mine) for _ in range(4)]
        other = await client.get(f"{NOTES}/x", headers=theirs)
        health = [await client.get("/health", headers=mine) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    told = refused(answers[-1], 429)
    assert int(answers[-1].headers["retry-after"]) == told["retry_after"] > 0
    assert other.status_code == 200
    assert {answer.status_code for answer in health} == {200}


# --------------------------------------------------------------------------------- commit that fails


async def test_a_commit_that_fails_answers_503_and_leaves_nothing(client, probed):
    owner = await asyncpg.connect(probed.runtime.owner_dsn)

    async def cut(tx: Tx) -> None:
        backend = await tx.fetchval("select pg_backend_pid()")
        await owner.execute("select pg_terminate_backend($1, 5000)", backend)

    probed.db.before_commit.append(cut)
    answer = await client.post(NOTES, json={"title": "cut"}, headers={"idempotency-key": "cut-1"})
    probed.db.before_commit.remove(cut)
    again = await client.post(NOTES, json={"title": "cut"}, headers={"idempotency-key": "cut-1"})
    await owner.close()

    refused(answer, 503)
    assert "retry-after" in answer.headers
    assert (again.status_code, "idempotency-replayed" in again.headers) == (201, False)
    assert await notes(probed, "cut") == 1


async def test_a_commit_that_a_constraint_refuses_answers_409(client, probed):
    owner = await asyncpg.connect(probed.runtime.owner_dsn)
    await owner.execute("create table late (n int constraint late_once unique deferrable initially deferred)")
    await owner.execute("grant insert on late to deskplane_app")
    await owner.close()

    async def break_late(tx: Tx) -> None:
        await tx.execute("insert into late values (1), (1)")

    probed.db.before_commit.append(break_late)
    answer = await client.post(NOTES, json={"title": "late"})
    probed.db.before_commit.remove(break_late)

    assert refused(answer, 409)["constraint"] == "late_once"
    assert await notes(probed, "late") == 0
