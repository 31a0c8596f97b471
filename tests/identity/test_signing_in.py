"""Signing in with e-mail address and password."""

from datetime import timedelta

import pytest

from deskplane.identity import passwords
from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from tests.fixtures.desk import World
from tests.identity.accounts import LOGIN, PASSWORD, account, everything_stored, names_of_events, sign_in


async def test_who_signs_in_learns_what_they_may_do(world: World):
    ann = await account(world, role=RoleName.REQUESTER)
    answer = await world.anonymous().post(LOGIN, json={"email": " Ann@Example.TEST ", "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    me = answer.json()
    assert (me["person"]["id"], me["role"], me["organization"]["slug"]) == (str(ann.id), "requester", "first")
    assert "ticket:create" in me["permissions"]
    assert "people:read" not in me["permissions"]
    assert "session.started" in await names_of_events(world)


async def test_unknown_address_and_wrong_password_get_the_same_answer(world: World):
    ann = await account(world)
    client = world.anonymous()
    wrong = await client.post(LOGIN, json={"email": ann.email, "password": "not the password"})
    unknown = await client.post(LOGIN, json={"email": "nobody@example.test", "password": "not the password"})
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    for answer in (wrong.json(), unknown.json()):
        answer.pop("correlation_id")
        assert answer == {
            "type": "https://deskplane.dev/problems/not-signed-in",
            "title": "Sign in first",
            "status": 401,
            "detail": "E-mail address or password is wrong.",
            "instance": LOGIN,
        }
    assert "set-cookie" not in wrong.headers
    assert (await names_of_events(world)).count("login.failed") == 1


@pytest.mark.parametrize("email", ["ann@example.test", "nobody@example.test"])
async def test_guessing_is_slowed_down_whether_or_not_the_address_exists(world: World, email):
    await account(world)
    client = world.anonymous()
    wrong = {"email": email, "password": "a wrong password"}
    with clock.frozen(clock.now()):
        answers = [await client.post(LOGIN, json=wrong) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert answers[-1].headers["retry-after"] == "1"


async def test_the_right_password_is_refused_too_while_the_address_is_slowed_down(world: World):
    ann = await account(world)
    client, at = world.anonymous(), clock.now()
    right = {"email": ann.email, "password": PASSWORD}
    with clock.frozen(at):
        for _ in range(5):
            await client.post(LOGIN, json={"email": ann.email, "password": "a wrong password"})
        assert (await client.post(LOGIN, json=right)).status_code == 429
    with clock.frozen(at + timedelta(seconds=1)):
        assert (await client.post(LOGIN, json=right)).status_code == 200
        again = await client.post(LOGIN, json={"email": ann.email, "password": "a wrong password"})
    assert again.status_code == 401  # the count began anew


async def test_the_wait_doubles_with_each_further_failure(world: World):
    client, waits, at = world.anonymous(), [], clock.now()
    while len(waits) < 4:
        with clock.frozen(at):
            answer = await client.post(
                LOGIN, json={"email": "nobody@example.test", "password": "wrong wrong"}
            )
        if answer.status_code == 429:
            waits.append(int(answer.headers["retry-after"]))
            at += timedelta(seconds=waits[-1])
    assert waits == [1, 2, 4, 8]


async def test_one_network_may_not_try_many_addresses(world: World):
    client = world.anonymous()
    codes = [
        (await client.post("/api/v1/auth/password/forgot", json={"email": f"p{n}@example.test"})).status_code
        for n in range(52)
    ]
    assert codes.count(202) == 50
    assert codes[-1] == 429


async def test_somebody_in_two_organisations_names_one(world: World):
    await account(world)
    await account(world, org=world.other)
    client = world.anonymous()
    which = await client.post(LOGIN, json={"email": "ann@example.test", "password": PASSWORD})
    assert which.status_code == 422
    assert "first, second" in which.json()["detail"]
    named = {"email": "ann@example.test", "password": PASSWORD, "organization": "second"}
    answer = await client.post(LOGIN, json=named)
    assert answer.json()["organization"]["slug"] == "second"


async def test_without_the_password_nobody_learns_that_an_address_is_in_two_organisations(world: World):
    await account(world)
    await account(world, org=world.other)
    guess = {"email": "ann@example.test", "password": "a wrong password"}
    assert (await world.anonymous().post(LOGIN, json=guess)).status_code == 401


async def test_another_password_in_the_other_organisation_chooses_it(world: World):
    await account(world)
    await account(world, org=world.other, password="another long password")
    answer = await world.anonymous().post(
        LOGIN, json={"email": "ann@example.test", "password": "another long password"}
    )
    assert answer.json()["organization"]["slug"] == "second"


async def test_deactivated_people_cannot_sign_in_and_are_told_nothing_more(world: World):
    ann = await account(world)
    assert (await world.client().delete(f"/api/v1/people/{ann.id}")).status_code == 204
    answer = await world.anonymous().post(LOGIN, json={"email": ann.email, "password": PASSWORD})
    assert (answer.status_code, answer.json()["detail"]) == (401, "E-mail address or password is wrong.")
    active = await world.client().patch(f"/api/v1/people/{ann.id}", json={"is_active": True})
    assert active.status_code == 200
    await sign_in(world, ann)


async def test_a_changed_address_is_the_one_to_sign_in_with(world: World):
    ann = await account(world)
    changed = await world.client().patch(f"/api/v1/people/{ann.id}", json={"email": "new@example.test"})
    assert changed.status_code == 200
    client = world.anonymous()
    old = await client.post(LOGIN, json={"email": ann.email, "password": PASSWORD})
    new = await client.post(LOGIN, json={"email": "new@example.test", "password": PASSWORD})
    assert (old.status_code, new.status_code) == (401, 200)


async def test_service_accounts_cannot_sign_in(world: World):
    admin = world.client()
    refused = await admin.post(
        "/api/v1/people",
        json={"name": "Robot", "email": "robot@example.test", "role": "service", "password": PASSWORD},
    )
    assert refused.status_code == 422
    made = await admin.post(
        "/api/v1/people", json={"name": "Robot", "email": "robot@example.test", "role": "service"}
    )
    link = await admin.post(f"/api/v1/people/{made.json()['id']}/invite")
    answer = await world.anonymous().post(LOGIN, json={"email": "robot@example.test", "password": PASSWORD})
    assert (made.status_code, link.status_code, answer.status_code) == (201, 409, 401)


async def test_a_hash_of_older_parameters_is_renewed_at_the_next_sign_in(world: World):
    ann = await account(world)
    old = "$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
    weak = passwords.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    assert weak.startswith(old[:30])
    async with world.db.transaction(world.org.tenant) as tx:
        await tx.execute("update people set password_hash = $2 where id = $1", ann.id, weak)
    await sign_in(world, ann)
    async with world.db.transaction(world.org.tenant) as tx:
        kept = await tx.fetchval("select password_hash from people where id = $1", ann.id)
    assert "m=32768" in kept
    await sign_in(world, ann)


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"email": "ann@example.test"}, 422, "password"),
        ({"email": "no address", "password": "x"}, 422, "email"),
        ({"emial": "ann@example.test", "password": "x"}, 422, "Did you mean 'email'?"),
        ({"email": ["a"], "password": "x"}, 422, "email"),
        ([], 422, "body"),
        ({"email": "ann@example.test", "password": "x" * 1001}, 422, "password"),
    ],
)
async def test_what_is_wrong_with_a_sign_in_is_named(world: World, body, status, word):
    answer = await world.anonymous().post(LOGIN, json=body)
    assert answer.status_code == status
    assert word in answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_unreadable_bodies_are_400(world: World):
    client, kind = world.anonymous(), {"content-type": "application/json"}
    broken = await client.post(LOGIN, content=b'{"email": ', headers=kind)
    nul = await client.post(LOGIN, content=rb'{"email": "a\u0000b", "password": "x"}', headers=kind)
    assert (broken.status_code, nul.status_code) == (400, 400)


async def test_no_password_and_no_token_is_kept_or_announced(world: World):
    ann = await account(world)
    browser = await sign_in(world, ann)
    await world.anonymous().post(LOGIN, json={"email": ann.email, "password": "some wrong words"})
    made = await browser.post("/api/v1/tokens", json={"name": "mine"})
    stored = await everything_stored(world)
    secrets = [
        PASSWORD,
        "some wrong words",
        made.json()["token"],
        browser.cookies["deskplane_session"],
        browser.headers["x-csrf-token"],
    ]
    assert [secret for secret in secrets if secret in stored] == []
