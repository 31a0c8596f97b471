"""How every route of the house answers; on routes of our own, through the real front layer."""

import asyncio
import logging
from collections.abc import Generator

import asyncpg
import httpx2
import orjson
import pytest
import structlog

from deskplane.kernel import logging as desk_logging
from deskplane.kernel.access import RoleName
from deskplane.kernel.db import Tx
from deskplane.kernel.middleware import Front
from deskplane.kernel.ratelimit import RateLimiter
from tests.fixtures.desk import BASE
from tests.kernel import probe
from tests.kernel.probe import NOTES, notes, refused

SECURITY = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}
LIMIT = 2_000_000

# ------------------------------------------------------------------------------- idempotency of POST


async def test_the_same_request_twice_has_one_effect_and_one_answer(prober, probed):
    headers = {"idempotency-key": "once-1"}
    first, second = [await prober.post(NOTES, json={"title": "once"}, headers=headers) for _ in range(2)]

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["location"] == first.headers["location"]
    assert second.headers["content-type"] == first.headers["content-type"]
    assert ("idempotency-replayed" in first.headers, second.headers["idempotency-replayed"]) == (
        False,
        "true",
    )
    assert await notes(probed, "once") == 1


async def test_the_same_key_with_another_body_is_refused(prober, probed):
    headers = {"idempotency-key": "once-2"}
    await prober.post(NOTES, json={"title": "first"}, headers=headers)

    refused(await prober.post(NOTES, json={"title": "second"}, headers=headers), 422)
    assert await notes(probed, "second") == 0


async def test_a_refused_request_does_not_use_up_its_key(prober, probed):
    headers = {"idempotency-key": "once-3"}
    refused(await prober.post(NOTES, json={"title": 1}, headers=headers), 422)

    assert (await prober.post(NOTES, json={"title": "third"}, headers=headers)).status_code == 201


async def test_twins_at_the_same_time_have_one_effect(prober, probed):
    headers = {"idempotency-key": "twins"}
    answers = await asyncio.gather(
        *(prober.post(NOTES, json={"title": "twin"}, headers=headers) for _ in range(6))
    )

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotency-replayed" in answer.headers for answer in answers) == 5
    assert await notes(probed, "twin") == 1


async def test_keys_of_two_people_and_of_two_organisations_are_apart(prober, probed):
    others = [probed.client(RoleName.AGENT), probed.client(RoleName.ADMIN, org=probed.other)]
    headers = {"idempotency-key": "mine"}
    answers = [await who.post(NOTES, json={"title": "apart"}, headers=headers) for who in (prober, *others)]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.json()["id"] for answer in answers}) == 3


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb", "ü".encode("latin-1") + b"\x07"])
async def test_a_strange_key_is_refused(prober, key):
    value = key if isinstance(key, bytes) else key.encode()
    told = refused(await prober.post(NOTES, json={"title": "x"}, headers={"idempotency-key": value}), 422)

    assert told["errors"][0]["loc"] == ["header", "Idempotency-Key"]


async def test_answers_under_a_key_are_sealed_at_rest(prober, probed):
    answer = await prober.post(NOTES, json={"title": "sealed"}, headers={"idempotency-key": "sealed"})
    async with probed.db.transaction(probed.org.tenant) as tx:
        kept = await tx.fetchval("select response from idempotency_keys where key = 'sealed'")

    assert answer.json()["id"].encode() not in kept


# --------------------------------------------------------------------------- the framework's refusals


async def test_an_unknown_address_is_not_found(prober):
    assert "/docs" in refused(await prober.get("/api/v1/no-such-thing"), 404)["detail"]


async def test_another_method_is_not_allowed_and_says_which_are(prober):
    answer = await prober.delete(NOTES)

    refused(answer, 405)
    assert answer.headers["allow"] == "POST"


async def test_a_service_that_is_away_says_when_to_come_back(prober):
    answer = await prober.get("/probe/fail/unavailable")

    refused(answer, 503)
    assert answer.headers["retry-after"] == "7"


async def test_nobody_gets_in_without_a_session(probed):
    answer = await probed.anonymous().post(NOTES, json={"title": "x"})

    refused(answer, 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.fixture(autouse=True)
def log_file(tmp_path) -> Generator:
    """The log of the process as it is in earnest, in a file."""
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


async def test_a_bug_is_told_without_its_cause_and_found_in_the_log_by_its_id(prober, log_file):
    answer = await prober.get("/probe/fail/bug", headers={"x-correlation-id": "ticket-4711-abc"})

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
async def test_a_strange_correlation_id_is_replaced(prober, given):
    answer = await prober.get("/health", headers={"x-correlation-id": given})

    assert answer.headers["x-correlation-id"] not in {given, ""}


# ------------------------------------------------------------------------------------ headers, limits


@pytest.mark.parametrize(
    "path", ["/health", "/api/v1/no-such-thing", f"{NOTES}/x", "/probe/fail/unavailable"]
)
async def test_every_answer_carries_the_security_headers(prober, path):
    guarded(await prober.get(path))


def guarded(answer: httpx2.Response) -> None:
    assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY


async def test_answers_of_the_api_are_not_kept_by_caches(prober):
    assert (await prober.get("/api/v1/me")).headers["cache-control"] == "no-store"


async def test_pages_have_a_policy_with_a_nonce_of_their_own(prober):
    policies = [(await prober.get("/app")).headers["content-security-policy"] for _ in range(2)]

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


async def test_a_new_credential_with_each_request_does_not_evade_the_rate(probed):
    front = Front(
        probed.app,
        metrics=probed.runtime.metrics,
        limiter=RateLimiter(2, 60),
        body_limit=LIMIT,
        upload_limit=LIMIT,
    )
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=front), base_url=BASE) as client:
        answers = [
            await client.get(f"{NOTES}/x", headers={"authorization": f"Bearer made-up-{n}"})
            for n in range(21)
        ]

    assert {answer.status_code for answer in answers[:20]} == {401}
    refused(answers[20], 429)


# --------------------------------------------------------------------------------- commit that fails


async def test_a_mistake_with_the_driver_is_not_told_as_a_lost_database(prober, probed):
    async def ask_without_arguments(tx: Tx) -> None:
        await tx.fetch("select $1::int")

    probed.db.before_commit.append(ask_without_arguments)
    answer = await prober.post(NOTES, json={"title": "driver"})
    probed.db.before_commit.remove(ask_without_arguments)

    refused(answer, 500)
    assert await notes(probed, "driver") == 0


async def test_a_commit_that_fails_answers_503_and_leaves_nothing(prober, probed):
    owner = await asyncpg.connect(probed.runtime.owner_dsn)

    async def cut(tx: Tx) -> None:
        backend = await tx.fetchval("select pg_backend_pid()")
        await owner.execute("select pg_terminate_backend($1, 5000)", backend)

    probed.db.before_commit.append(cut)
    answer = await prober.post(NOTES, json={"title": "cut"}, headers={"idempotency-key": "cut-1"})
    probed.db.before_commit.remove(cut)
    again = await prober.post(NOTES, json={"title": "cut"}, headers={"idempotency-key": "cut-1"})
    await owner.close()

    refused(answer, 503)
    assert "retry-after" in answer.headers
    assert (again.status_code, "idempotency-replayed" in again.headers) == (201, False)
    assert await notes(probed, "cut") == 1


async def test_a_commit_that_a_constraint_refuses_answers_409(prober, probed):
    owner = await asyncpg.connect(probed.runtime.owner_dsn)
    await owner.execute("create table late (n int constraint late_once unique deferrable initially deferred)")
    await owner.execute("grant insert on late to deskplane_app")
    await owner.close()

    async def break_late(tx: Tx) -> None:
        await tx.execute("insert into late values (1), (1)")

    probed.db.before_commit.append(break_late)
    answer = await prober.post(NOTES, json={"title": "late"})
    probed.db.before_commit.remove(break_late)

    assert refused(answer, 409)["constraint"] == "late_once"
    assert await notes(probed, "late") == 0


# ------------------------------------------------------------------------- what the database refuses


@pytest.mark.parametrize(
    ("statement", "status"),
    [
        ("set local statement_timeout = '30ms'; select pg_sleep(5)", 503),
        ("set local lock_timeout = '30ms'; do $$ begin raise sqlstate '55P03'; end $$", 503),
        ("do $$ begin raise sqlstate '40P01'; end $$", 503),
        ("select 99999999999::int", 422),
        ("select 'x'::timestamptz", 422),
        ("select '\\u0000'::jsonb ->> 0", 422),
        ("insert into parked_events select * from parked_events limit 1", 409),
        ("insert into parked_events (org_id) values (app_org())", 409),
        ("select * from nothing_of_this_name", 500),
        ("insert into parked_events values (gen_random_uuid(), '', gen_random_uuid(), now(), '')", 500),
    ],
)
async def test_what_the_database_refuses_is_a_problem_and_leaves_nothing(prober, probed, statement, status):
    before = await notes(probed, "sql")
    answer = await prober.post("/probe/sql", params={"statement": statement})

    told = refused(answer, status)
    assert ("retry-after" in answer.headers) == (status == 503)
    assert "parked_events" not in told["detail"]
    assert await notes(probed, "sql") == before
