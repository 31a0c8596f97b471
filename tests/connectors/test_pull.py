"""An import loses nothing and ends, whatever the vendor does meanwhile."""

import random
from datetime import timedelta

import pytest

from deskplane.connectors.sdk.errors import MappingError, VendorUnavailableError
from deskplane.connectors.sdk.normal import Cursor, Window
from deskplane.simulators.faults import Fault
from tests.connectors.rigs import NAMES, rig
from tests.fixtures.effort import effort

MANY = effort(300, 2_000)


async def collected(pages):
    """Upsert by id, as the house does; the last page's cursor."""
    found, cursor = {}, Cursor("")
    async for page in pages:
        assert page.failures == ()
        found |= {ticket.remote_id: ticket for ticket in page.tickets}
        cursor = page.cursor
    return found, cursor


def burst(subject, share=0.3):
    """Let many records share one second of change."""
    moment = subject.now - timedelta(days=3, microseconds=subject.now.microsecond)
    store, dice = subject.simulator.store, random.Random(7)
    chosen = [ident for ident in sorted(subject.remote_ids()) if dice.random() < share]
    for ident in chosen:
        if subject.name == "servicenow":
            store.tables["incident"][ident]["sys_updated_on"] = store.stamp(moment)
        elif subject.name == "freshdesk":
            store.tickets[int(ident)]["updated_at"] = store.stamp(moment)
        else:
            issue = store.issues[ident]
            issue.updated = issue.indexed = moment + timedelta(milliseconds=dice.randrange(1000))
    if subject.name == "freshdesk":
        store._order = None


def change(subject, count):
    """Somebody works meanwhile."""
    dice = random.Random(str(subject.now))
    for ident in dice.sample(sorted(subject.remote_ids()), count):
        store = subject.simulator.store
        if subject.name == "servicenow":
            store.update_incident(ident, {"description": f"changed {subject.now}"}, "admin")
        elif subject.name == "freshdesk":
            store.change(store.tickets[int(ident)], {"subject": f"changed {subject.now}"})
        else:
            issue = store.issues[ident]
            issue.summary = f"changed {subject.now}"
            store.touch(issue)


@pytest.mark.parametrize("name", NAMES)
async def test_all_records_come_although_many_share_a_second(name):
    subject = rig(name, tickets=effort(1_600 if name == "servicenow" else 300, 10_000))
    burst(subject)
    async with subject.open() as connector:
        found, cursor = await collected(connector.pull(Window()))

    assert set(found) == subject.remote_ids()
    assert cursor.finished


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "Asia/Kolkata", "Pacific/Kiritimati"])
@pytest.mark.parametrize("name", NAMES)
async def test_the_accounts_zone_changes_no_time(name, zone):
    subject, plain = rig(name, tickets=40, time_zone=zone), rig(name, tickets=40)
    async with subject.open() as there, plain.open() as here:
        mine, _ = await collected(there.pull(Window()))
        theirs, _ = await collected(here.pull(Window()))

    assert {i: t.updated_at for i, t in mine.items()} == {i: t.updated_at for i, t in theirs.items()}
    assert {i: t.created_at for i, t in mine.items()} == {i: t.created_at for i, t in theirs.items()}


@pytest.mark.parametrize("name", NAMES)
async def test_records_that_change_while_pages_are_read_are_not_lost(name):
    subject = rig(name, tickets=MANY)
    burst(subject)
    found, cursor = {}, None
    async with subject.open() as connector:
        async for page in connector.pull(Window()):
            found |= {ticket.remote_id: ticket for ticket in page.tickets}
            cursor = page.cursor
            subject.advance(7)
            change(subject, 5)
            if len(subject.simulator.log) > MANY:
                raise AssertionError("it does not end")
        subject.advance(30)
        later, _ = await collected(connector.pull(Window(), cursor))

    assert set(found) == subject.remote_ids()
    changed = {i: t.version for i, t in (found | later).items()}
    async with subject.open() as connector:
        fresh, _ = await collected(connector.pull(Window()))
    assert changed == {ident: ticket.version for ident, ticket in fresh.items()}


@pytest.mark.parametrize("name", NAMES)
async def test_a_crash_at_any_page_resumes_to_the_same_end(name):
    subject = rig(name, tickets=effort(250, 2_000))
    burst(subject)
    dice = random.Random(3)
    found, cursor = {}, None
    for _ in range(effort(8, 50)):
        async with subject.open() as connector:
            left = dice.randint(1, 3)
            async for page in connector.pull(Window(), cursor):
                found |= {ticket.remote_id: ticket for ticket in page.tickets}
                cursor = Cursor(page.cursor.at, page.cursor.id, page.cursor.finished)
                left -= 1
                if left == 0:
                    break
    async with subject.open() as connector:
        rest, _ = await collected(connector.pull(Window(), cursor))

    assert set(found | rest) == subject.remote_ids()


@pytest.mark.parametrize("name", NAMES)
async def test_only_what_was_created_in_the_window_comes(name):
    subject = rig(name, tickets=120)
    edge = subject.now - timedelta(days=20)
    async with subject.open() as connector:
        everything, _ = await collected(connector.pull(Window()))
        found, _ = await collected(connector.pull(Window(created_since=edge)))

    second = edge.replace(microsecond=0)
    assert set(found) == {ident for ident, ticket in everything.items() if ticket.created_at >= second}


async def test_servicenow_steps_over_pages_that_an_acl_empties():
    subject = rig("servicenow", tickets=effort(1_200, 10_000), hidden=0.45)
    store = subject.simulator.store
    ordered = sorted(
        store.tables["incident"].values(), key=lambda row: (row["sys_updated_on"], row["sys_id"])
    )
    store.hidden |= {row["sys_id"] for row in ordered[:600]}
    async with subject.open() as connector:
        found, _ = await collected(connector.pull(Window()))

    assert set(found) == subject.remote_ids()


async def test_freshdesk_passes_the_wall_behind_page_300():
    subject = rig("freshdesk", tickets=effort(1_600, 30_001))
    async with subject.open() as connector:
        found, _ = await collected(connector.pull(Window()))

    assert len(found) == effort(1_600, 30_001)
    assert max(int(entry.query["page"]) for entry in subject.simulator.log) < 300


async def test_an_index_that_lags_is_caught_up_by_the_next_run():
    subject = rig("jira-cloud", tickets=80, lag=120)
    async with subject.open() as connector:
        made = subject.simulator.store.add("OPS", "Task", "Fresh")
        first, cursor = await collected(connector.pull(Window()))
        subject.advance(180)
        second, _ = await collected(connector.pull(Window(), cursor))

    assert made.id not in first
    assert set(first | second) == subject.remote_ids()


async def test_a_page_token_that_comes_twice_ends_the_run():
    subject = rig("jira-cloud", tickets=450)
    burst(subject, 1.0)
    subject.simulator.faults.add(Fault("repeat-token", times=-1))
    async with subject.open() as connector:
        with pytest.raises(VendorUnavailableError, match="twice"):
            await collected(connector.pull(Window()))


@pytest.mark.parametrize("name", ["jira-cloud", "jira-dc"])
async def test_projects_and_a_query_narrow_an_import(name):
    subject = rig(name, tickets=90)
    async with subject.open() as connector:
        found, _ = await collected(
            connector.pull(Window(projects=("OPS",), scope='priority = "High" OR labels = vip'))
        )
        counted = await connector.stats(Window(projects=("OPS",)))

    wanted = [i for i in subject.simulator.store.issues.values() if i.project == "OPS"]
    assert set(found) == {i.id for i in wanted if i.priority == "High" or "vip" in i.labels}
    assert counted.total == len(wanted)
    assert all(
        "updated >= " in e.body["jql"]
        for e in subject.simulator.requests("POST", "/search")
        if "ORDER" in str(e.body)
    )


async def test_one_bad_record_is_a_failure_and_the_rest_goes_on():
    subject = rig("servicenow", tickets=20)
    row = next(iter(subject.simulator.store.tables["incident"].values()))
    row["resolved_at"] = "yesterday"
    async with subject.open() as connector:
        pages = [page async for page in connector.pull(Window())]

    assert [failure.remote_id for page in pages for failure in page.failures] == [row["sys_id"]]
    assert sum(len(page.tickets) for page in pages) == 19


async def test_a_state_nobody_knows_is_kept_and_flagged():
    subject = rig("freshdesk", tickets=1)
    next(iter(subject.simulator.store.tickets.values()))["status"] = 8
    async with subject.open() as connector:
        found, _ = await collected(connector.pull(Window()))

    [ticket] = found.values()
    assert (ticket.status.id, ticket.status.value) == ("8", None)
    assert [notice.field for notice in ticket.notices] == ["status"]


async def test_a_cursor_that_is_no_time_is_refused():
    subject = rig("freshdesk", tickets=0)
    async with subject.open() as connector:
        pages = connector.pull(Window(), Cursor("yesterday"))
        with pytest.raises(MappingError):
            await anext(pages)
