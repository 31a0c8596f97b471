"""One walk through everything a connector can do, against each simulator."""

from dataclasses import replace
from datetime import timedelta

import pytest

from deskplane.connectors.sdk.echoes import digest, is_echo, mark
from deskplane.connectors.sdk.errors import (
    CredentialsRejectedError,
    NotThereError,
    VendorRefusedError,
    VendorUnavailableError,
)
from deskplane.connectors.sdk.mapping import Overrides
from deskplane.connectors.sdk.normal import (
    Changes,
    Choice,
    NewComment,
    NoticeKind,
    Options,
    Related,
    StepResult,
    Window,
)
from deskplane.simulators.faults import Fault
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status
from deskplane.vocabulary.visibility import Visibility
from tests.connectors.rigs import NAMES, START, draft, rig

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


async def test_servicenow_resolves_names_and_maps_custom_fields():
    subject = rig("servicenow", tickets=0)
    subject.overrides = Overrides(fields={"service": "u_business_service"})
    wanted = draft(
        team="Database",
        assignee="abel.tuter",
        requester_email="fred.luddy@example.com",
        configuration_item="db-01",
        category="Network",
        subcategory="VPN",
        custom={"service": "Checkout"},
        extra={"u_custom_field": "x", "priority": "2"},
    )
    async with subject.open() as connector:
        subject.known = await connector.options()
    async with subject.open() as connector:
        made = await connector.create(wanted)

    assert made.notices == ()
    record = made.ticket.raw
    shown = {
        name: record[name]["display_value"]
        for name in ("assignment_group", "assigned_to", "caller_id", "cmdb_ci")
    }
    assert list(shown.values()) == ["Database", "Abel Tuter", "Fred Luddy", "db-01"]
    assert (made.ticket.category, made.ticket.subcategory, made.ticket.priority.id) == ("network", "vpn", "2")
    assert made.ticket.custom == {"service": "Checkout"}
    [row] = subject.simulator.store.tables["incident"].values()
    assert (row["u_custom_field"], row["correlation_id"]) == ("x", "org-1:ticket-42")


async def test_servicenow_says_when_the_instance_computes_another_priority():
    subject = rig("servicenow", tickets=0)
    async with subject.open() as connector:
        made = await connector.create(draft(extra={"priority": "1", "impact": "3", "urgency": "3"}))

    assert [notice.kind for notice in made.notices] == [NoticeKind.OVERRIDDEN]


async def test_servicenow_names_what_is_missing_for_a_reader():
    subject = rig("servicenow", tickets=3)
    subject.credentials = {"username": "abel.tuter", "password": "tuter"}
    async with subject.open() as connector:
        found = await connector.verify()
        with pytest.raises(VendorRefusedError) as refused:
            await connector.create(draft())

    assert [step.result for step in found.steps if step.key == "create"] == [StepResult.WARNING]
    assert "itil" in refused.value.fix


@pytest.mark.parametrize("grant", [{"username": "admin", "password": "admin"}, {}])
async def test_servicenow_renews_its_token_before_the_end_and_once_when_refused(grant):
    subject = rig("servicenow", tickets=1)
    subject.credentials = {"client_id": "client", "client_secret": "secret", **grant}
    async with subject.open() as connector:
        await connector.stats(Window())
        await connector.stats(Window())
        assert len(subject.simulator.requests(path="/oauth_token.do")) == 1
        subject.advance(1790)
        await connector.stats(Window())
        assert len(subject.simulator.requests(path="/oauth_token.do")) == 2
        subject.simulator.faults.add(Fault("401", path="/stats"))
        await connector.stats(Window())
        assert len(subject.simulator.requests(path="/oauth_token.do")) == 3


async def test_a_sleeping_instance_is_not_taken_for_servicenow():
    subject = rig("servicenow", tickets=1)
    subject.simulator.faults.add(Fault("html", times=-1))
    async with subject.open() as connector:
        found = await connector.verify()

    assert [step.result for step in found.steps][:3] == [StepResult.OK, StepResult.FAILED, StepResult.SKIPPED]


@pytest.mark.parametrize("name", ["jira-cloud", "jira-dc"])
async def test_jira_leaves_out_a_field_that_is_not_on_the_screen_and_says_so(name):
    subject = rig(name, tickets=0)
    async with subject.open() as connector:
        made = await connector.create(draft(kind="Bug", priority=Priority.HIGH))

    assert [(notice.kind, notice.field) for notice in made.notices] == [(NoticeKind.DROPPED, "priority")]
    assert len(subject.remote_ids()) == 1


@pytest.mark.parametrize("name", ["jira-cloud", "jira-dc"])
async def test_jira_names_the_near_project_the_type_and_the_required_field(name):
    subject = rig(name, tickets=0)
    subject.config = {"default_project_key": "ops"}
    async with subject.open() as connector:
        [step] = [step for step in (await connector.verify()).steps if step.key == "project"]
    assert "Did you mean OPS" in step.cause

    subject.config = {"default_project_key": "OPS", "default_issue_type": "Change"}
    async with subject.open() as connector:
        steps = {step.key: step for step in (await connector.verify()).steps}
        with pytest.raises(VendorRefusedError) as refused:
            await connector.create(draft())
    assert "Change reason" in steps["fields"].cause
    assert refused.value.fields == {"customfield_10050": "Change reason is required."}


async def test_jira_of_the_other_product_is_recognised():
    subject = rig("jira-dc", tickets=0)
    subject.config = {"deployment": "cloud", "email": "admin@example.com"}
    async with subject.open() as connector:
        found = await connector.verify()

    [step] = [step for step in found.steps if step.result is StepResult.FAILED]
    assert (step.key, step.cause) == ("vendor", "This is Jira Data Center.")
    assert "e-mail + API token" in step.fix


async def test_jira_stops_at_a_captcha():
    subject = rig("jira-dc", tickets=0)
    subject.credentials = {"username": "admin", "password": "wrong-one"}
    async with subject.open() as connector:
        for locked in (False, False, False, True):
            with pytest.raises(CredentialsRejectedError) as refused:
                await connector.get("1")
            assert refused.value.locked is locked


async def test_jira_says_which_ways_are_open_when_none_leads_there():
    subject = rig("jira-cloud", tickets=0)
    async with subject.open() as connector:
        ticket = (await connector.create(draft())).ticket
        with pytest.raises(VendorRefusedError, match="offered: In Progress"):
            await connector.transition(ticket.remote_id, Status.RESOLVED)


async def test_jira_cancels_by_a_resolution_and_reads_it_back():
    subject = rig("jira-cloud", tickets=0)
    subject.config = {"default_project_key": "OPS"}
    async with subject.open() as connector:
        ticket = (await connector.create(draft())).ticket
        subject.overrides = Overrides.model_validate(
            {"status": {"write": {"cancelled": "Resolved [Won't Do]"}}}
        )
    async with subject.open() as connector:
        moved = await connector.transition(ticket.remote_id, Status.CANCELLED)

    assert (moved.ticket.status.id, moved.ticket.status.value) == ("Resolved [Won't Do]", Status.CANCELLED)


async def test_jira_keeps_a_title_that_is_too_long_and_blanks_in_labels():
    subject = rig("jira-dc", tickets=0)
    title = "word " * 80
    async with subject.open() as connector:
        made = await connector.create(draft(title=title, description="x" * 40_000, tags=("two words",)))

    assert len(made.ticket.title) <= 255
    assert made.ticket.description.startswith(title.strip())
    assert made.ticket.tags == ("two-words",)
    assert {notice.field for notice in made.notices} == {"description", "labels"}


async def test_jira_stores_the_twin_in_a_property():
    subject = rig("jira-cloud", tickets=0)
    async with subject.open() as connector:
        made = await connector.create(draft(related=(TWIN,)))

    reference = subject.simulator.store.find(made.ticket.remote_id).properties["deskplane.ref"]
    assert reference["servicenow_incident_id"] == TWIN.remote_id
    assert reference["correlation_id"] == "org-1:ticket-42"


async def test_freshdesk_keeps_our_tag_and_cancels_by_a_field():
    subject = rig("freshdesk", tickets=0)
    async with subject.open() as connector:
        ticket = (await connector.create(draft(tags=("vip",), requester_email="ann@example.com"))).ticket
        changed = await connector.update(ticket.remote_id, Changes(tags=("mobile",)))
        cancelled = await connector.transition(ticket.remote_id, Status.CANCELLED)

    assert (ticket.tags, changed.ticket.tags) == (("vip",), ("mobile",))
    assert len(changed.ticket.raw["tags"]) == 2
    assert (cancelled.ticket.status.id, cancelled.ticket.status.value) == ("5!", Status.CANCELLED)
    assert ticket.requester.email in ("", "ann@example.com")


async def test_freshdesk_shows_its_words_per_field():
    subject = rig("freshdesk", tickets=0)
    async with subject.open() as connector:
        with pytest.raises(VendorRefusedError) as refused:
            await connector.create(draft(extra={"source": 99}))

    assert "source" in refused.value.fields


def test_known_options_are_plain_values():
    assert Options(groups=(Choice("1", "Network"),)).groups[0].name == "Network"
    assert START.tzinfo is not None
