"""What is particular to each vendor."""

import pytest

from deskplane.connectors.sdk.errors import CredentialsRejectedError, VendorRefusedError
from deskplane.connectors.sdk.mapping import Overrides
from deskplane.connectors.sdk.normal import Changes, NoticeKind, Related, StepResult, Window
from deskplane.simulators.faults import Fault
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status
from tests.connectors.rigs import draft, rig

TWIN = Related(
    platform="servicenow",
    remote_id="9d385017c611228701d22104cc95c371",
    key="INC0010123",
    url="https://acme.service-now.com/nav_to.do?uri=incident.do",
)


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
    assert reference["servicenow_incident_id"] == TWIN.key
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
