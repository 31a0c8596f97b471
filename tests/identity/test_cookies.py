"""The session cookie, its CSRF token, and the end of sessions."""

from datetime import timedelta

from deskplane.kernel import clock
from deskplane.kernel.access import RoleName
from tests.fixtures.desk import World
from tests.identity.accounts import LOGIN, PASSWORD, account, names_of_events, sign_in

ME = "/api/v1/me"


async def test_scripts_cannot_read_the_cookie_and_https_makes_it_secure(world: World):
    ann = await account(world)
    body = {"email": ann.email, "password": PASSWORD}
    plain = (await world.anonymous().post(LOGIN, json=body)).headers["set-cookie"]
    secure = (await world.anonymous().post(f"https://desk.test{LOGIN}", json=body)).headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age="):
        assert part in plain
        assert part in secure
    assert "Secure" not in plain
    assert "Secure" in secure


async def test_every_sign_in_gets_a_session_of_its_own(world: World):
    ann = await account(world)
    browser = await sign_in(world, ann)
    first = browser.cookies["deskplane_session"]
    await browser.post(LOGIN, json={"email": ann.email, "password": PASSWORD})
    assert browser.cookies["deskplane_session"] != first


async def test_a_session_that_somebody_planted_is_not_taken_over(world: World):
    ann = await account(world)
    browser = world.anonymous()
    browser.cookies.set("deskplane_session", "dps_planted")
    await browser.post(LOGIN, json={"email": ann.email, "password": PASSWORD})
    planted = world.anonymous()
    planted.cookies.set("deskplane_session", "dps_planted")
    assert (await planted.get(ME)).status_code == 401


async def test_changes_need_the_csrf_token_of_the_session_and_reading_does_not(world: World):
    ann, bob = await account(world), await account(world, email="bob@example.test")
    browser, other = await sign_in(world, ann), await sign_in(world, bob)
    right = browser.headers.pop("x-csrf-token")
    assert (await browser.get(ME)).status_code == 200
    for wrong in ("", "x", right[:-1] + "?", other.headers["x-csrf-token"], "ü"):
        answer = await browser.patch(ME, json={"title": "x"}, headers=[(b"x-csrf-token", wrong.encode())])
        assert (answer.status_code, "X-CSRF-Token" in answer.json()["detail"]) == (403, True)
    assert (await browser.patch(ME, json={"title": "x"})).status_code == 403
    assert (await browser.get(ME)).json()["csrf_token"] == right
    assert (await browser.patch(ME, json={"title": "x"}, headers={"x-csrf-token": right})).status_code == 200


async def test_signing_out_ends_the_session_at_once(world: World):
    browser = await sign_in(world, await account(world))
    cookie = browser.cookies["deskplane_session"]
    answer = await browser.post("/api/v1/auth/logout")
    assert answer.status_code == 204
    assert 'deskplane_session=""' in answer.headers["set-cookie"]
    thief = world.anonymous()
    thief.cookies.set("deskplane_session", cookie)
    assert (await thief.get(ME)).status_code == 401
    assert (await names_of_events(world))[-1] == "session.ended"


async def test_a_new_password_ends_all_other_sessions(world: World):
    ann = await account(world)
    here, there = await sign_in(world, ann), await sign_in(world, ann)
    change = {"current_password": PASSWORD, "new_password": "an even longer road"}
    assert (await here.post(f"{ME}/password", json=change)).status_code == 204
    assert ((await here.get(ME)).status_code, (await there.get(ME)).status_code) == (200, 401)
    old = await world.anonymous().post(LOGIN, json={"email": ann.email, "password": PASSWORD})
    assert old.status_code == 401


async def test_a_new_password_needs_the_current_one_and_is_not_to_be_guessed_here(world: World):
    browser = await sign_in(world, await account(world))
    change = {"current_password": "not the current one", "new_password": "an even longer road"}
    with clock.frozen(clock.now()):
        codes = [(await browser.post(f"{ME}/password", json=change)).status_code for _ in range(6)]
    assert codes == [422] * 5 + [429]


async def test_weak_new_passwords_are_refused_with_the_reason(world: World):
    browser = await sign_in(world, await account(world))
    weak = {
        "short": "at least 10",
        "password123": "first",
        "Ann@example.test": "must not be",
        "Ann Example": "name",
    }
    for new, reason in weak.items():
        answer = await browser.post(
            f"{ME}/password", json={"current_password": PASSWORD, "new_password": new}
        )
        [error] = answer.json()["errors"]
        assert (answer.status_code, error["loc"]) == (422, ["body", "new_password"])
        assert reason in error["msg"]


async def test_a_session_lives_as_long_as_it_is_used_and_ends_by_itself(world: World):
    ann = await account(world)
    browser = await sign_in(world, ann)
    ends = "select expires_at, last_seen_at from sessions where person_id = $1"
    async with world.db.transaction(world.org.tenant) as tx:
        before = await tx.fetchrow(ends, ann.id)
    with clock.frozen(clock.now() + timedelta(days=2)):
        await browser.get(ME)
    await world.runtime.principals.flush(world.db)
    async with world.db.transaction(world.org.tenant) as tx:
        after = await tx.fetchrow(ends, ann.id)
        assert before is not None
        assert after is not None
        assert after["expires_at"] - before["expires_at"] > timedelta(days=1)
        assert after["last_seen_at"] > before["last_seen_at"]
        await tx.execute("update sessions set expires_at = now() - interval '1 second'")
    world.runtime.principals.forget("*")
    assert (await browser.get(ME)).status_code == 401


async def test_reading_writes_nothing(world: World):
    browser = await sign_in(world, await account(world))
    sql = "select last_seen_at, xmin::text from sessions"
    async with world.db.transaction(world.org.tenant) as tx:
        before = await tx.fetch(sql)
    await browser.get(ME)
    async with world.db.transaction(world.org.tenant) as tx:
        assert await tx.fetch(sql) == before


async def test_somebody_deactivated_is_out_at_once(world: World):
    ann = await account(world)
    browser = await sign_in(world, ann)
    token = (await browser.post("/api/v1/tokens", json={"name": "mine"})).json()["token"]
    client = world.anonymous()
    client.headers["authorization"] = f"Bearer {token}"
    assert ((await browser.get(ME)).status_code, (await client.get(ME)).status_code) == (200, 200)
    await world.client().delete(f"/api/v1/people/{ann.id}")
    assert ((await browser.get(ME)).status_code, (await client.get(ME)).status_code) == (401, 401)


async def test_another_role_holds_from_the_next_request_on(world: World):
    ann = await account(world, role=RoleName.REQUESTER)
    browser = await sign_in(world, ann)
    assert (await browser.get("/api/v1/people")).status_code == 403
    await world.client().patch(f"/api/v1/people/{ann.id}", json={"role": "agent"})
    assert (await browser.get("/api/v1/people")).status_code == 200


async def test_nobody_is_answered_401_with_a_hint(world: World):
    answer = await world.anonymous().get(ME)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "Sign in" in answer.json()["detail"]
