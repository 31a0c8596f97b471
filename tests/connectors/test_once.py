"""No second ticket, whatever happens to the answer of a create."""

import random

import pytest

from deskplane.connectors.sdk.errors import (
    ConnectorError,
    CredentialsRejectedError,
    NotThatVendorError,
    OutcomeUnknownError,
    VendorUnavailableError,
)
from deskplane.connectors.sdk.normal import NoticeKind
from deskplane.simulators.faults import Fault
from tests.connectors.rigs import NAMES, draft, rig
from tests.fixtures.effort import effort

FAULTS = ("drop-after-write", "502-after-write", "html-after-write", "timeout", "drop", "502", "503", "429")
DAY = 86_400
CREATE = {"servicenow": "/table/incident", "freshdesk": "/tickets"}


async def until_done(subject, wanted, tries=12):
    """What the job does: note when it began, call, wait as long as it is told, call again."""
    earlier = None
    for _ in range(tries):
        try:
            async with subject.open() as connector:
                return await connector.create(wanted, earlier=earlier)
        except OutcomeUnknownError as lost:
            earlier = lost.since
            subject.advance(lost.retry_after + 0.01)
        except VendorUnavailableError as wait:
            earlier = wait.since
            subject.advance(wait.retry_after + 0.01)
        except NotThatVendorError as strange:  # an HTML page where an answer to a look-up should be
            earlier = strange.since
            subject.advance(60)
    raise AssertionError("never done")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", NAMES)
async def test_one_ticket_after_a_fault(name, fault):
    subject = rig(name, tickets=2, lag=60 if name == "jira-cloud" else 0)
    before = subject.remote_ids()
    subject.simulator.faults.add(
        Fault(fault, "POST", CREATE.get(name, "/issue"), seconds=100, retry_after=30)
    )

    receipt = await until_done(subject, draft())

    assert subject.remote_ids() - before == {receipt.ticket.remote_id}
    assert receipt.found is (fault == "timeout" or fault.endswith("-after-write"))


@pytest.mark.parametrize("name", NAMES)
async def test_one_ticket_in_random_trials(name):
    dice = random.Random(4)
    subject = rig(name, tickets=2, lag=40 if name == "jira-cloud" else 0)
    for trial in range(effort(10, 200)):
        before = subject.remote_ids()
        for _ in range(dice.randint(1, 3)):
            subject.simulator.faults.add(
                Fault(
                    dice.choice(FAULTS),
                    dice.choice(["POST", "POST", ""]),
                    CREATE.get(name, "/issue") if dice.random() < 0.7 else "",
                    skip=dice.randint(0, 2),
                    seconds=100,
                    retry_after=dice.choice([1, 30, 3600]),
                )
            )
        await until_done(subject, draft(correlation_id=f"trial-{trial}"), tries=40)
        subject.simulator.faults.clear()
        assert len(subject.remote_ids() - before) == 1
        subject.advance(dice.randint(1, 600))


@pytest.mark.parametrize("name", NAMES)
async def test_a_crash_after_the_write_is_found_by_the_next_attempt(name):
    subject = rig(name, tickets=2)
    async with subject.open() as connector:
        first = await connector.create(draft())
    subject.advance(10)

    async with subject.open() as connector:
        second = await connector.create(draft(), earlier=subject.now)

    assert second.found
    assert second.ticket.remote_id == first.ticket.remote_id


@pytest.mark.parametrize("name", NAMES)
async def test_another_tickets_id_is_never_taken_for_ours(name):
    subject = rig(name, tickets=5)
    async with subject.open() as connector:
        await connector.create(draft(correlation_id="somebody-elses"))
        began = subject.now
        with pytest.raises(OutcomeUnknownError):
            await connector.create(draft(), earlier=began)
        subject.advance(400)
        made = await connector.create(draft(), earlier=began)

    assert not made.found
    assert len(subject.remote_ids()) == 7


@pytest.mark.parametrize("name", NAMES)
async def test_doubles_that_others_made_are_named(name):
    subject = rig(name, tickets=0)
    async with subject.open() as connector:
        began = subject.now
        await connector.create(draft())
        await connector.create(draft())
        found = await connector.create(draft(), earlier=began)

    assert [notice.kind for notice in found.notices] == [NoticeKind.DOUBLED]
    assert len(subject.remote_ids()) == 2


@pytest.mark.parametrize("skew", [-DAY / 2, -3600, 3600, DAY])
@pytest.mark.parametrize("name", NAMES)
async def test_a_wrong_clock_hides_nothing(name, skew):
    subject = rig(name, tickets=2)
    subject.simulator.clock.skew = skew
    before = subject.remote_ids()
    path = CREATE.get(name, "/issue")
    subject.simulator.faults.add(Fault("drop-after-write", "POST", path))
    subject.simulator.faults.add(Fault("502", "", skip=1, times=4))  # the first look fails, too

    receipt = await until_done(subject, draft())

    assert subject.remote_ids() - before == {receipt.ticket.remote_id}
    assert receipt.found


@pytest.mark.parametrize("name", ["jira-cloud", "jira-dc"])
@pytest.mark.parametrize("others", [0, 130])
async def test_an_index_that_lags_for_hours_hides_nothing(name, others):
    subject = rig(name, tickets=30, lag=5 * 3600)
    before = subject.remote_ids()
    subject.simulator.faults.add(Fault("502-after-write", "POST", "/issue"))
    subject.simulator.faults.add(Fault("503", "", skip=1, times=3))
    for number in range(others):
        subject.simulator.store.add("PROJ", "Task", f"Meanwhile {number}")

    receipt = await until_done(subject, draft())

    assert len(subject.remote_ids() - before) == 1 + others
    assert receipt.found


async def test_a_copy_of_an_issue_is_not_taken_for_it():
    subject = rig("jira-cloud", tickets=0)
    async with subject.open() as connector:
        began = subject.now
        made = (await connector.create(draft())).ticket
        copied = subject.simulator.store.add("PROJ", "Task", "A copy")
        copied.labels = list(subject.simulator.store.find(made.remote_id).labels)
        found = await connector.create(draft(), earlier=began)

    assert found.ticket.remote_id == made.remote_id
    assert not found.notices


@pytest.mark.parametrize("name", NAMES)
async def test_an_answer_that_is_no_json_leaves_the_question_open(name):
    subject = rig(name, tickets=2)
    subject.simulator.faults.add(Fault("html", "POST", CREATE.get(name, "/issue")))

    async with subject.open() as connector:
        with pytest.raises(OutcomeUnknownError) as lost:
            await connector.create(draft())
        assert lost.value.since == subject.now


@pytest.mark.parametrize("name", NAMES)
async def test_a_failed_look_says_what_is_in_question(name):
    subject = rig(name, tickets=2)
    began = subject.now
    subject.advance(1000)
    subject.simulator.faults.add(Fault("401", "", times=-1))

    async with subject.open() as connector:
        with pytest.raises(CredentialsRejectedError) as refused:
            await connector.create(draft(), earlier=began)

    assert refused.value.since == began


@pytest.mark.parametrize("name", ["jira-cloud", "jira-dc"])
async def test_what_was_made_but_cannot_be_read_is_made_once(name):
    subject = rig(name, tickets=2)
    before = subject.remote_ids()
    subject.simulator.faults.add(Fault("503", "GET", "/issue/", times=-1))

    async with subject.open() as connector:
        receipt = await connector.create(draft())

    assert subject.remote_ids() - before == {receipt.ticket.remote_id}
    assert receipt.ticket.key
    assert [notice.kind for notice in receipt.notices] == [NoticeKind.UNREAD]


async def test_a_correlation_id_that_servicenow_would_cut_is_refused_before_anything_is_sent():
    subject = rig("servicenow", tickets=2)

    async with subject.open() as connector:
        with pytest.raises(ConnectorError):
            await connector.create(draft(correlation_id="x" * 101))

    assert not subject.simulator.log
