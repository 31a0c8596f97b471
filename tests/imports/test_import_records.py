"""Tickets come in from CSV and JSON files: all or nothing of a bad file, once of a good one."""

import json
from collections.abc import Sequence

import pytest

from deskplane.imports.mapping import FieldMap
from deskplane.imports.records import Form
from deskplane.imports.service import Wanted, import_records
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import InvalidError, UnavailableError
from deskplane.kernel.events import Event
from deskplane.tickets.events import TicketCreated

HEADER = "Id,Summary,Text,State,Prio,Opened,Solved,Closed,Who,Name,Agent,Group,Area,Tags,Talk\n"
CLOSED = (
    'A-1,VPN is down,"From home, since nine",Done,high,2026-03-01 09:00,2026-03-02 10:00,2026-03-07 10:00,'
    "ann@partner.example,Ann Lee,ben@old.example,Field team,Network / VPN,vip;remote,Fixed the tunnel\n"
)
OPEN = "A-2,Paper jam,,Open,low,2026-03-03 09:00,,,ANN@partner.example,,,,Hardware,,\n"
PAIRS = (
    "title=Summary",
    "description=Text",
    "status=State|Done:closed",
    "priority=Prio",
    "created_at=Opened",
    "resolved_at=Solved",
    "closed_at=Closed",
    "requester=Who",
    "requester_name=Name",
    "assignee=Agent",
    "team=Group",
    "category=Area",
    "tags=Tags",
    "comments=Talk",
)


@pytest.fixture
def bring(world, tmp_path):
    async def go(content, *pairs, form=Form.CSV, key="Id", **given):
        file = tmp_path / f"tickets.{form}"
        file.write_text(content)
        mapping = FieldMap.of(pairs or PAIRS, key=key)
        return await import_records(
            world.db, world.org.id, Wanted(file=file, form=form, mapping=mapping, **given)
        )

    return go


@pytest.fixture
def rows(world):
    async def go(sql, *args):
        async with world.db.transaction(world.org.tenant) as tx:
            return [dict(row) for row in await tx.fetch(sql, *args)]

    return go


TICKETS = "select * from tickets where org_id = app_org() order by number_int"


async def test_records_become_tickets_with_all_that_they_name(bring, rows):
    report = await bring(HEADER + CLOSED + OPEN)
    first, second = await rows(TICKETS)
    people = {row["id"]: row for row in await rows("select * from people")}
    [path] = await rows("select path from categories where id = $1", first["category_id"])

    assert (report.tickets_created, report.refused, report.people_created) == (2, 0, 2)
    assert (first["title"], first["description_text"]) == ("VPN is down", "From home, since nine")
    assert (first["status"], first["priority"], first["tags"]) == ("closed", "high", ["vip", "remote"])
    assert first["created_at"].isoformat() == "2026-03-01T09:00:00+00:00"
    assert path["path"] == "Network / VPN"
    assert people[first["requester_id"]]["name"] == "Ann Lee"
    assert people[first["requester_id"]]["kind"] == "external"
    assert people[first["assignee_id"]]["name"] == "Ben"
    assert second["requester_id"] == first["requester_id"]
    assert second["source_type"] == "IMPORT"
    assert second["source_reference"] == {"system": "import", "key": "A-2"}


async def test_counts_and_hashes_of_file_and_store_match(bring, rows):
    report = await bring(HEADER + CLOSED + OPEN)
    stored = await rows("select count(*) as n from import_keys where org_id = app_org()")

    assert report.records == report.tickets_created == stored[0]["n"] == 2
    assert report.records_sha256 == report.stored_sha256


async def test_the_dates_of_a_record_make_its_history(world, bring, rows):
    await bring(HEADER + CLOSED)
    [ticket] = await rows(TICKETS)
    client = world.client()

    async def at(time):
        answer = await client.get(f"/api/v1/desk/tickets/{ticket['id']}/at", params={"time": time})
        return answer.json()["ticket"]["status"]

    assert await at("2026-03-01T12:00:00Z") == "new"
    assert await at("2026-03-02T12:00:00Z") == "resolved"
    assert await at("2026-03-08T12:00:00Z") == "closed"


async def test_comments_come_with_the_ticket(world, bring, rows):
    talk = [
        {"text": "Looking at it", "author": "ben@old.example", "at": "2026-03-01T10:00:00Z"},
        {"text": "Known fault", "at": "2026-03-01T11:00:00Z", "visibility": "internal"},
    ]
    record = {"Id": "B-1", "Summary": "VPN", "Opened": "2026-03-01T09:00:00Z", "Talk": talk}
    pairs = ("title=Summary", "created_at=Opened", "comments=Talk")
    await bring(json.dumps([record]), *pairs, form=Form.JSON)
    again = await bring(json.dumps([record]), *pairs, form=Form.JSON)
    [ticket] = await rows(TICKETS)
    answer = await world.client().get(f"/api/v1/desk/tickets/{ticket['id']}/timeline")
    said = [item["comment"] for item in answer.json()["data"] if item["kind"] == "comment"]

    assert [(one["body_text"], one["visibility"], one["author"]["name"]) for one in said] == [
        ("Looking at it", "public", "Ben"),
        ("Known fault", "internal", "Import"),
    ]
    assert (ticket["comment_count"], ticket["public_comment_count"]) == (2, 1)
    assert again.tickets_unchanged == 1


async def test_a_dry_run_counts_and_hashes_and_writes_nothing(bring, rows):
    before = await rows("select count(*) as n from events where org_id = app_org()")
    dry = await bring(HEADER + CLOSED + OPEN, dry_run=True)

    assert (dry.tickets_created, dry.people_created, dry.teams_created, dry.categories_created) == (
        2,
        2,
        1,
        3,
    )
    assert await rows(TICKETS) == []
    assert await rows("select count(*) as n from events where org_id = app_org()") == before
    assert (await bring(HEADER + CLOSED + OPEN)).records_sha256 == dry.records_sha256


async def test_a_second_run_changes_nothing_and_a_changed_record_one_ticket(bring, rows):
    await bring(HEADER + CLOSED + OPEN)
    same = await bring(HEADER + CLOSED + OPEN)
    changed = await bring(HEADER + CLOSED + OPEN.replace("Paper jam", "Paper jam again"))
    back = await bring(HEADER + CLOSED + OPEN)
    tickets = await rows(TICKETS)

    assert (same.tickets_created, same.tickets_changed, same.tickets_unchanged) == (0, 0, 2)
    assert (changed.tickets_changed, changed.tickets_unchanged) == (1, 1)
    assert back.tickets_changed == 1
    assert [ticket["title"] for ticket in tickets] == ["VPN is down", "Paper jam"]
    assert [ticket["version"] for ticket in tickets] == [3, 3]


async def test_a_changed_record_leaves_alone_what_the_mapping_does_not_fill(world, bring, rows):
    pairs = ("title=Summary", "created_at=Opened")
    await bring(HEADER + OPEN, *pairs)
    [ticket] = await rows(TICKETS)
    patch = {"priority": "critical", "tags": ["local"]}
    answer = await world.client().patch(f"/api/v1/desk/tickets/{ticket['id']}", json=patch)
    assert answer.status_code == 200, answer.text
    await bring(HEADER + OPEN.replace("Paper jam", "Paper jam again"), *pairs)
    [after] = await rows(TICKETS)

    assert (after["title"], after["priority"], after["tags"]) == ("Paper jam again", "critical", ["local"])


async def test_without_a_key_column_the_row_itself_is_the_key(bring, rows):
    report = await bring(HEADER + OPEN + OPEN, key=None)
    again = await bring(HEADER + OPEN, key=None)

    assert (report.tickets_created, report.duplicates) == (1, 1)
    assert again.tickets_unchanged == 1
    assert len(await rows(TICKETS)) == 1


async def test_one_bad_record_stops_the_whole_file_unless_it_may_be_left_out(bring, rows):
    bad = "A-3,Third,,unknown,low,2026-03-03 09:00,,,nobody,,,,,,\n"
    stopped = await bring(HEADER + CLOSED + bad)
    assert stopped.stopped
    assert await rows(TICKETS) == []

    report = await bring(HEADER + CLOSED + bad, skip_invalid=True)
    assert [error["line"] for error in report.errors] == [3]
    assert any("'nobody' is not an e-mail address" in reason for reason in report.errors[0]["reasons"])
    assert (report.tickets_created, report.refused) == (1, 1)
    assert len(await rows(TICKETS)) == 1


async def test_a_key_that_stands_twice_with_other_values_is_refused(bring):
    report = await bring(HEADER + OPEN + OPEN.replace("Paper jam", "Something else"), dry_run=True)

    assert report.errors == [
        {"line": 3, "reasons": ["the key 'A-2' stands in an earlier record with other values"]}
    ]


@pytest.mark.parametrize(
    ("content", "pairs", "message"),
    [
        ("Id,Sumary\n1,x\n", ("title=Summary",), "no column 'Summary'. Did you mean 'Sumary'"),
        ('Id,Summary\n1,"x\n', ("title=Summary",), "line 2: unexpected end"),
        ("", ("title=Summary",), "is empty"),
    ],
)
async def test_a_file_that_cannot_be_read_stores_nothing(bring, rows, content, pairs, message):
    with pytest.raises(InvalidError, match=message):
        await bring(content, *pairs)

    assert await rows(TICKETS) == []


async def test_json_that_breaks_off_stores_nothing(bring, rows):
    good = json.dumps({"Id": 1, "Summary": "x"})
    with pytest.raises(InvalidError, match="line 2"):
        await bring(f"[{good},\n{{", "title=Summary", form=Form.JSON)

    assert await rows(TICKETS) == []


async def test_unknown_codes_and_custom_fields_are_named(world, bring):
    made = await world.client().post(
        "/api/v1/custom-fields", json={"key": "cost_centre", "label": "Cost centre", "kind": "text"}
    )
    assert made.status_code == 201, made.text
    csv = "Id,Summary,Code,Cost\n1,x,soved,CC-1\n"
    report = await bring(
        csv, "title=Summary", "resolution_code=Code", "custom.cost_centre=Cost", dry_run=True
    )
    good = await bring(
        csv.replace("soved", "solved"), "title=Summary", "resolution_code=Code", "custom.cost_centre=Cost"
    )

    assert report.errors[0]["reasons"] == [
        "resolution_code: there is no resolution code 'soved'. Did you mean 'solved'?"
    ]
    assert good.tickets_created == 1


async def test_many_records_are_stored_in_batches_in_the_order_they_were_created(bring, rows):
    lines = "".join(f"K{n},Ticket {n},2026-01-{1 + n % 28:02} 10:00\n" for n in range(1200))
    report = await bring("Id,Summary,Opened\n" + lines, "title=Summary", "created_at=Opened")
    tickets = await rows("select created_at from tickets where org_id = app_org() order by number_int")
    times = [ticket["created_at"] for ticket in tickets]

    assert (report.tickets_created, report.batches) == (1200, 3)
    assert times == sorted(times)


async def test_a_batch_that_fails_leaves_those_before_it_and_the_next_run_goes_on(world, bring, rows):
    batches: list[int] = []

    async def break_second(_tx: Tx, events: Sequence[Event]) -> None:
        batches.append(len(events))
        if len(batches) == 2:
            raise UnavailableError

    world.runtime.log.inline(TicketCreated, break_second, history=True)
    content = "Id,Summary\n" + "".join(f"K{n},Ticket {n}\n" for n in range(700))
    with pytest.raises(UnavailableError, match="500 of 700 tickets were stored before"):
        await bring(content, "title=Summary")
    half = len(await rows(TICKETS))
    report = await bring(content, "title=Summary")

    assert (half, report.tickets_created, len(await rows(TICKETS))) == (500, 200, 700)
    assert report.stored_sha256 == report.records_sha256


async def test_an_import_is_announced_when_it_stored_something(bring, rows):
    await bring(HEADER + CLOSED)
    await bring(HEADER + CLOSED)
    told = await rows("select data from events where org_id = app_org() and name = 'import.finished'")

    assert [event["data"]["tickets_created"] for event in told] == [1]
