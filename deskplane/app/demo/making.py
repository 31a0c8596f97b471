"""Making the demo: an invented company and six months of its tickets, up to this minute."""

import time
from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Final

from deskplane.app import organizations
from deskplane.app.demo import company as firm
from deskplane.app.demo.furnishing import furnish
from deskplane.app.demo.inquiries import gather, investigate
from deskplane.app.demo.planning import Planning
from deskplane.app.demo.stories import DAYS, TOPICS
from deskplane.app.demo.storing import Storing
from deskplane.app.demo.story import Story
from deskplane.app.demo.together import tell
from deskplane.app.demo.topics import planned
from deskplane.app.runtime import Runtime
from deskplane.kernel import clock
from deskplane.kernel.db import Tenant
from deskplane.kernel.ids import uuid7
from deskplane.vocabulary.ticket_type import TicketType

BATCH: Final = 750
LOGINS: Final = {
    "Administrator": firm.AGENTS[0][0],
    "Team lead": firm.AGENTS[1][0],
    "Agent": firm.AGENTS[2][0],
    "Requester": firm.REQUESTER[0],
}
PEOPLE: Final = tuple(f"{what:<15}{firm.email_of(name)}" for what, name in LOGINS.items())


async def make_demo(
    runtime: Runtime, *, tickets: int = 3000, seed: int = 1, end: datetime | None = None
) -> str:
    """Make the organisation and its tickets; return a line that says what was made.

    Raises:
        ConflictError: the organisation is there already.
    """
    started, present = time.monotonic(), end or clock.now()
    company, stories = tell(seed=seed, count=tickets, end=present)
    paths = {topic.path for topic in (*TOPICS, *planned.CHANGES, *planned.PROBLEMS, *planned.TASKS)}
    since = present - timedelta(days=DAYS + 30)
    # All or nothing: a demo that was killed half way would never be made whole.
    async with runtime.database.transaction(Tenant(uuid7())) as tx:
        await tx.execute("set local statement_timeout = 0")
        await organizations.furnish(tx, slug=firm.SLUG, name=firm.NAME)
        ids = await furnish(tx, company, paths=paths, dice=Random(seed), since=since)
        storing = Storing(ids)
        for first in range(0, len(stories), BATCH):
            await storing.tickets(tx, stories[first : first + BATCH])
        await storing.links(tx, stories)
        await Planning(ids, stories, present).store(tx)
        await investigate(tx, ids, present)
        await gather(tx, ids)
    return _report(stories, len(company.people), time.monotonic() - started)


def _report(stories: list[Story], people: int, seconds: float) -> str:
    types = Counter(story.type for story in stories)
    said = sum(len(story.said) for story in stories)
    unfinished = sum(not story.last["status"].is_done for story in stories)
    kinds = f"{types[TicketType.CHANGE]} changes, {types[TicketType.PROBLEM]} problems"
    tickets = f"{len(stories):,} tickets ({unfinished} unfinished, {kinds})"
    return f"{firm.NAME}: {people} people, {tickets}, {said:,} comments, in {seconds:.1f} s."
