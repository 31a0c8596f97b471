"""Search finds at once what was written, in any accent, and shows nobody what is not theirs."""

from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest

from deskplane.kernel.access import RoleName
from deskplane.kernel.ids import uuid7
from tests.fixtures.desk import Desk, World

DESK = "/api/v1/desk/tickets"


async def create(client: httpx2.AsyncClient, title: str, **fields: Any) -> dict[str, Any]:
    answer = await client.post(DESK, json={"title": title, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def found(client: httpx2.AsyncClient, q: str = "", **params: Any) -> list[str]:
    answer = await client.get(f"{DESK}/search", params={"q": q, **params})
    assert answer.status_code == 200, answer.text
    return [row["title"] for row in answer.json()["data"]]


async def test_a_new_ticket_is_found_by_the_next_request(client: httpx2.AsyncClient) -> None:
    await create(client, "The quokka sits in the rack")
    assert await found(client, "quokka") == ["The quokka sits in the rack"]


@pytest.mark.parametrize("q", ["müller", "MULLER", "Müller", "muller"])
async def test_accents_and_case_do_not_matter(client: httpx2.AsyncClient, q: str) -> None:
    await create(client, "Laptop of Frau Müller")
    assert await found(client, q) == ["Laptop of Frau Müller"]


async def test_descriptions_comments_tags_and_numbers_are_searched(client: httpx2.AsyncClient) -> None:
    made = await create(client, "Something", description="The flux capacitor hums", tags=["delorean"])
    await client.post(
        f"{DESK}/{made['id']}/comments", json={"body_html": "<p>replaced the <b>gasket</b></p>"}
    )
    for word in ("capacitor", "gasket", "delorean", made["number"].split("-")[1]):
        assert await found(client, word) == ["Something"], word


async def test_phrases_or_and_without_work(client: httpx2.AsyncClient) -> None:
    for title in ("red apple pie", "apple red car", "green pear"):
        await create(client, title)
    assert await found(client, '"red apple"') == ["red apple pie"]
    assert set(await found(client, "pie or pear")) == {"red apple pie", "green pear"}
    assert await found(client, "apple -pie") == ["apple red car"]


async def test_as_you_type_the_last_word_may_be_unfinished(client: httpx2.AsyncClient) -> None:
    await create(client, "Projector in meeting room four")
    assert await found(client, "meeting proj", typing=True) == ["Projector in meeting room four"]
    assert await found(client, "pr", typing=True) == []
    assert await found(client, "proj") == []


async def test_titles_weigh_more_than_descriptions(client: httpx2.AsyncClient) -> None:
    await create(client, "Printer broken")
    await create(client, "Something else", description="near the printer")
    assert (await found(client, "printer"))[0] == "Printer broken"
    assert (await found(client, "printer", order="newest"))[0] == "Something else"


async def test_facets_add_up_and_filters_narrow(client: httpx2.AsyncClient) -> None:
    for priority in ("high", "high", "low"):
        await create(client, f"Badge reader {priority}", priority=priority)
    answer = (await client.get(f"{DESK}/search", params={"q": "badge"})).json()
    counts = {item["value"]: item["count"] for item in answer["facets"]["priority"]}
    assert counts == {"high": 2, "low": 1}
    assert answer["page"]["total"] == sum(counts.values())
    assert answer["page"]["total_exact"] is True
    assert await found(client, "badge", priority="low") == ["Badge reader low"]
    assert len(await found(client, priority="high")) == 2


async def test_a_changed_ticket_is_found_by_its_new_words_only(client: httpx2.AsyncClient) -> None:
    made = await create(client, "Old words")
    await client.patch(f"{DESK}/{made['id']}", json={"title": "Fresh words", "priority": "critical"})
    assert await found(client, "old") == []
    assert await found(client, "fresh", priority="critical") == ["Fresh words"]
    assert (await client.delete(f"{DESK}/{made['id']}")).status_code == 204
    assert await found(client, "fresh") == []
    await client.post(f"{DESK}/{made['id']}/restore")
    assert await found(client, "fresh") == ["Fresh words"]


async def test_a_filter_by_category_includes_what_is_below(client: httpx2.AsyncClient) -> None:
    top = (await client.post("/api/v1/categories", json={"name": "Hardware"})).json()
    leaf = (await client.post("/api/v1/categories", json={"name": "Docks", "parent_id": top["id"]})).json()
    await create(client, "Dock is dead", category_id=leaf["id"])
    assert await found(client, "dock", category=top["id"]) == ["Dock is dead"]
    assert await found(client, "dock", category=str(uuid7())) == []


async def test_a_requester_finds_own_tickets_and_never_internal_words(desk: Desk) -> None:
    async with desk.client(RoleName.REQUESTER) as requester, desk.client(RoleName.AGENT) as agent:
        mine = await create(requester, "My screen flickers")
        await create(agent, "Screen of somebody else")
        note = {"body_html": "<p>canaryword</p>", "visibility": "internal"}
        assert (await agent.post(f"{DESK}/{mine['id']}/comments", json=note)).status_code == 201
        assert await found(requester, "screen") == ["My screen flickers"]
        assert await found(requester, "canaryword") == []
        assert await found(agent, "canaryword") == ["My screen flickers"]


async def test_a_watcher_finds_the_ticket_while_watching(desk: Desk) -> None:
    async with desk.client(RoleName.REQUESTER) as requester, desk.client() as admin:
        made = await create(admin, "Walrus in the lobby")
        assert await found(requester, "walrus") == []
        watcher = {"person_id": str(desk.people[RoleName.REQUESTER])}
        assert (await admin.post(f"{DESK}/{made['id']}/watchers", json=watcher)).status_code in {200, 201}
        assert await found(requester, "walrus") == ["Walrus in the lobby"]


async def test_another_organisation_finds_nothing_of_ours(world: World) -> None:
    await create(world.client(), "Ours alone")
    other = world.client(org=world.other)
    answer = (await other.get(f"{DESK}/search", params={"q": "ours"})).json()
    assert answer["data"] == []
    assert answer["facets"] == {}


async def test_a_typing_error_gets_a_suggestion(world: World) -> None:
    await create(world.client(), "Projector is dark")
    answer = (await world.client().get(f"{DESK}/search", params={"q": "porjector"})).json()
    assert answer["suggestion"] == "projector"


async def test_marks_are_escaped(client: httpx2.AsyncClient) -> None:
    await create(client, "<script>alert(1)</script> spam")
    row = (await client.get(f"{DESK}/search", params={"q": "spam"})).json()["data"][0]
    assert row["title_html"] == "&lt;script&gt;alert(1)&lt;/script&gt; <mark>spam</mark>"


@pytest.mark.parametrize("q", ["'", '"', "&", "!", "((", ":*", "\\", "a" * 500, "-", "or or", "<->"])
async def test_odd_words_are_no_error(client: httpx2.AsyncClient, q: str) -> None:
    for typing in (False, True):
        answer = await client.get(f"{DESK}/search", params={"q": q, "typing": typing})
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"status": "open or 1=1"}, 422),
        ({"team": "x"}, 422),
        ({"cursor": "zzz"}, 400),
        ({"q": "a" * 501}, 422),
    ],
)
async def test_bad_filters_are_refused(
    client: httpx2.AsyncClient, params: dict[str, str], status: int
) -> None:
    assert (await client.get(f"{DESK}/search", params=params)).status_code == status


async def test_pages_follow_each_other(client: httpx2.AsyncClient) -> None:
    for n in range(5):
        await create(client, f"Cable {n}")
    first = (await client.get(f"{DESK}/search", params={"q": "cable", "limit": 3})).json()
    second = (
        await client.get(f"{DESK}/search", params={"q": "cable", "limit": 3, "cursor": first["page"]["next"]})
    ).json()
    titles = [row["title"] for row in [*first["data"], *second["data"]]]
    assert sorted(titles) == [f"Cable {n}" for n in range(5)]
    assert second["page"]["next"] is None


async def test_the_older_path_answers_the_same(client: httpx2.AsyncClient) -> None:
    await create(client, "Alias")
    new = (await client.get(f"{DESK}/search", params={"q": "alias"})).json()
    assert (await client.get("/api/enhanced-tickets/search", params={"q": "alias"})).json() == new


async def test_a_full_partition_is_followed_by_a_new_one_and_everything_stays_found(world: World) -> None:
    client = world.client()
    first = await create(client, "Before the cut")
    async with world.db.transaction(world.org.tenant) as tx:
        await tx.fetch("select search_refresh($1)", [UUID(first["id"])])
    owner = await asyncpg.connect(world.runtime.owner_dsn)
    assert await owner.fetchval("select search_cut(0, $1)", uuid7())
    await create(client, "After the cut")
    parts = await owner.fetch(
        "select tableoid::regclass::text as part, count(*) as n from ticket_search group by 1 order by 1"
    )
    await owner.close()
    assert [(row["part"], row["n"]) for row in parts] == [
        ("ticket_search_0001", 1),
        ("ticket_search_0002", 1),
    ]
    assert set(await found(client, "cut")) == {"Before the cut", "After the cut"}
    await client.patch(f"{DESK}/{first['id']}", json={"title": "Changed after the cut"})
    assert await found(client, "changed") == ["Changed after the cut"]
