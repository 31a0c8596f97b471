"""One walk through everything a connector can do, against each simulator."""

from dataclasses import replace
from datetime import timedelta

import pytest

from deskplane.connectors.sdk.echoes import digest, is_echo, mark
from deskplane.connectors.sdk.errors import (
    CredentialsRejectedError,
    NotThereError,
    VendorUnavailableError,
)
from deskplane.connectors.sdk.normal import (
    Changes,
    NewComment,
    NoticeKind,
    Related,
    StepResult,
    Window,
)
from deskplane.simulators.faults import Fault
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.visibility import Visibility
from tests.connectors.rigs import NAMES, draft, rig

TWIN = Related(
    platform="servicenow",
    remote_id="9d385017c611228701d22104cc95c371",
    key="INC0010123",
    url="https://acme.service-now.com/nav_to.do?uri=incident.do",
)
TEAM = {"servicenow": "Network", "freshdesk": "Network"}
SOMEBODY = {"servicenow": "beth.anglin@example.com", "freshdesk": "rita@example.com"}


@pytest.mark.parametrize("name", NAMES)
async def test_verify_proves_every_step_and_brings_options(name):
    subject = rig(name)
    if name.startswith("jira"):
        subject.config = {"default_project_key": "OPS"}

    async with subject.open() as connector:
        found = await connector.verify()

    assert found.ok, found.steps
    assert {step.result for step in found.steps} == {StepResult.OK}
    assert found.account
    assert found.options is not None
    assert len(found.options.statuses) >= 6
    assert all(entry.method == "GET" for entry in subject.simulator.log)


@pytest.mark.parametrize("name", NAMES)
async def test_a_wrong_secret_is_named_as_such(name):
    subject = rig(name, tickets=0)
    subject.credentials = {
        "servicenow": {"username": "admin", "password": "wrong-one"},
        "jira-cloud": {"api_token": "wrong-one"},
        "jira-dc": {"username": "admin", "password": "wrong-one"},
        "freshdesk": {"api_key": "wrong-one"},
    }[name]

    async with subject.open() as connector:
        found = await connector.verify()
        with pytest.raises((CredentialsRejectedError, NotThereError)):
            await connector.get("10001" if name.startswith("jira") else "1" * 32)

    results = {step.key: step.result for step in found.steps}
    assert (results["host"], results["vendor"], results["login"]) == (
        StepResult.OK,
        StepResult.OK,
        StepResult.FAILED,
    )
    assert next(step.fix for step in found.steps if step.key == "login")
    assert "wrong-one" not in repr(found)


@pytest.mark.parametrize("name", NAMES)
async def test_a_ticket_is_created_changed_moved_commented_and_read(name):
    subject = rig(name, tickets=3)
    if name.startswith("jira"):
        subject.config = {"default_project_key": "OPS"}
    async with subject.open() as connector:
        made = await connector.create(draft(priority=Priority.HIGH, tags=("vip",), related=(TWIN,)))
        ticket = made.ticket
        assert (ticket.title, ticket.priority.value) == ("Checkout is slow", Priority.HIGH)
        assert "Related ServiceNow Incident: INC0010123" in ticket.description
        assert not made.found
        assert digest(await connector.get(ticket.remote_id)) == digest(ticket)
        several = await connector.get_many([ticket.remote_id, "0" * 32 if name == "servicenow" else "999999"])
        assert [digest(one) for one in several] == [digest(ticket)]

        subject.advance(5)
        changed = await connector.update(
            ticket.remote_id, Changes(title="Checkout is very slow", priority=Priority.LOW)
        )
        assert (changed.ticket.title, changed.ticket.priority.value) == (
            "Checkout is very slow",
            Priority.LOW,
        )
        assert changed.ticket.version != ticket.version

        subject.advance(5)
        note = await connector.comment(ticket.remote_id, NewComment(body="We look <here>\ninto it"))
        inside = await connector.comment(
            ticket.remote_id, NewComment(body="The disk is full", visibility=Visibility.INTERNAL)
        )
        comments = await connector.pull_comments(ticket.remote_id)
        assert [comment.body for comment in comments] == ["We look <here>\ninto it", "The disk is full"]
        assert [comment.remote_id for comment in comments] == [note.remote_id, inside.remote_id]
        if name != "jira-dc":
            assert [c.visibility for c in comments] == [Visibility.PUBLIC, Visibility.INTERNAL]
        assert await connector.pull_comments(ticket.remote_id, subject.now + timedelta(minutes=1)) == []

        for status in (Status.IN_PROGRESS, Status.PENDING, Status.ON_HOLD, Status.RESOLVED, Status.CLOSED):
            subject.advance(5)
            moved = await connector.transition(ticket.remote_id, status, note="Because.")
            if not moved.notices:
                assert moved.ticket.status.value == status
        again = await connector.transition(ticket.remote_id, Status.CLOSED)
        assert again.ticket == moved.ticket
        assert moved.ticket.closed_at or moved.ticket.resolved_at


@pytest.mark.parametrize("name", NAMES)
async def test_assigning_takes_people_and_teams_and_names_those_it_does_not_know(name):
    subject = rig(name, tickets=1)
    subject.config = {"default_project_key": "OPS"} if name.startswith("jira") else {}
    async with subject.open() as connector:
        ticket = (await connector.create(draft())).ticket
        done = await connector.assign(
            ticket.remote_id, assignee=SOMEBODY.get(name, "emma@example.com"), team=TEAM.get(name)
        )
        assert done.ticket.assignee.id
        assert not done.notices
        lost = await connector.assign(ticket.remote_id, assignee="nobody@example.com")
        assert [notice.kind for notice in lost.notices] == [NoticeKind.UNMAPPED]
        assert lost.ticket.assignee == done.ticket.assignee
        free = await connector.assign(ticket.remote_id, assignee="")
        if name != "servicenow":
            assert free.ticket.assignee.id == ""


@pytest.mark.parametrize("name", NAMES)
async def test_linking_twice_leaves_one_pointer(name):
    subject = rig(name, tickets=1)
    async with subject.open() as connector:
        ticket = (await connector.create(draft())).ticket
        for _ in range(2):
            await connector.link(ticket.remote_id, TWIN)
        comments = await connector.pull_comments(ticket.remote_id)

    if name.startswith("jira"):
        links = subject.simulator.store.find(ticket.remote_id).links
        assert [link["object"]["title"] for link in links.values()] == ["INC0010123"]
    else:
        assert sum("INC0010123" in comment.body for comment in comments) == 1


@pytest.mark.parametrize("name", NAMES)
async def test_a_preview_is_exactly_what_is_sent_and_sends_nothing(name):
    subject = rig(name, tickets=1)
    async with subject.open() as connector:
        subject.known = await connector.options()
    subject.simulator.log.clear()

    async with subject.open() as connector:
        wanted = draft(priority=Priority.URGENT, status=Status.IN_PROGRESS, tags=("a b",))
        preview = connector.preview(wanted)
        assert list(subject.simulator.log) == []
        await connector.create(wanted)

    [sent] = subject.simulator.requests("POST")
    [shown] = [request for request in preview.requests if request.method == "POST"]
    assert sent.body == shown.body
    assert shown.url.partition("?")[0].endswith(sent.path)
    assert sent.headers["content-type"] == shown.headers["content-type"]
    assert any(notice.kind is NoticeKind.NARROWING for notice in preview.notices)
    assert "authorization" not in str(preview).lower()


@pytest.mark.parametrize("name", NAMES)
async def test_names_that_need_a_look_up_show_as_such_in_a_preview(name):
    subject = rig(name, tickets=1)
    async with subject.open() as connector:
        preview = connector.preview(draft(assignee="beth.anglin@example.com"))

    assert [request.method for request in preview.requests][-1] == "POST"
    assert "beth.anglin@example.com" in str(preview.requests[-1].body)
    assert list(subject.simulator.log) == []


@pytest.mark.parametrize("name", NAMES)
async def test_counting_answers_what_the_vendor_holds(name):
    subject = rig(name, tickets=25)
    async with subject.open() as connector:
        found = await connector.stats(Window())

    assert found.total == 25


@pytest.mark.parametrize("name", NAMES)
async def test_our_own_write_is_known_when_it_comes_back(name):
    subject = rig(name, tickets=1)
    subject.config = {"default_project_key": "OPS"} if name.startswith("jira") else {}
    async with subject.open() as connector:
        mine = mark((await connector.create(draft())).ticket)
        subject.advance(60)
        assert is_echo(await connector.get(mine.remote_id), [mine])
        await connector.update(mine.remote_id, Changes(title="Changed by somebody else"))
        theirs = await connector.get(mine.remote_id)

    assert not is_echo(theirs, [mine])
    assert is_echo(replace(theirs, title="Checkout is slow", version="later"), [mine])


@pytest.mark.parametrize("name", NAMES)
async def test_a_long_wait_is_said_and_kept_and_nobody_sleeps(name):
    subject = rig(name, tickets=1)
    subject.simulator.faults.add(Fault("429", retry_after=3600))
    limits = subject.limits()

    async with subject.open(limits=limits) as connector:
        for _ in range(2):
            with pytest.raises(VendorUnavailableError) as wait:
                await connector.stats(Window())
            assert wait.value.retry_after == 3600
        assert len(subject.simulator.log) == 1
        assert limits.use().paused == {"*": 3600}
        subject.advance(3601)
        assert (await connector.stats(Window())).total == 1


async def test_cloud_slows_down_only_what_was_too_fast():
    subject = rig("jira-cloud", tickets=1)
    subject.simulator.faults.add(Fault("429", path="/search/jql", retry_after=60, reason="jira-burst-based"))

    async with subject.open() as connector:
        with pytest.raises(VendorUnavailableError) as wait:
            await anext(aiter(connector.pull(Window())))
        assert wait.value.scope == "search"
        assert (await connector.stats(Window())).total == 1


@pytest.mark.parametrize("name", NAMES)
async def test_what_is_gone_is_named_as_gone(name):
    subject = rig(name, tickets=1)
    async with subject.open() as connector:
        with pytest.raises(NotThereError):
            await connector.get("0" * 32 if name == "servicenow" else "424242")
