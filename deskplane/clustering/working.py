"""A run: read the tickets in pages, group their words in a process of its own, keep what came out.

Deterministic: the same tickets lead to the same clusters. In the database nothing is held between two pages, and
nothing is kept of a run that was called off.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, TypedDict
from uuid import UUID

import orjson

from deskplane.clustering import queries, service
from deskplane.clustering.child import answered
from deskplane.clustering.grouping import Corpus
from deskplane.clustering.vocabulary import MOST_TICKETS, RunState
from deskplane.kernel import clock
from deskplane.kernel.db import Database, Tenant, Tx
from deskplane.kernel.ids import uuid7
from deskplane.tickets import sets

PAGE: Final = 2_000
POLL_SECONDS: Final = 1.0
SAMPLES: Final = 5
CANDIDATES: Final = 30
NAME_WORDS: Final = 3
COMMAND: Final = (sys.executable, "-m", "deskplane.clustering.child")
GONE: Final = "The tickets of this search are not there any more."


class CancelledError(Exception):
    """Somebody called the run off."""


class Answered(TypedDict):
    """A group as the process tells it: members are places in the order in which texts were sent."""

    words: list[dict[str, Any]]
    members: list[tuple[int, float]]
    cohesion: float


class Texts:
    """The tickets of a run in the order in which they were read."""

    def __init__(self) -> None:
        """Begin with none."""
        self.ids: list[UUID] = []
        self.first: datetime | None = None
        self.last: datetime | None = None

    def saw(self, id_: UUID, at: datetime) -> None:
        """Take a ticket."""
        self.ids.append(id_)
        self.first = min(self.first or at, at)
        self.last = max(self.last or at, at)


async def work(db: Database, tenant: Tenant, id_: UUID) -> None:
    """Do a run and end it; nothing happens to one that was called off."""
    async with db.transaction(tenant) as tx:
        run = await service.start(tx, id_)
    if run is None:
        return
    texts = Texts()
    try:
        groups = await _grouped(db, tenant, id_, texts)
    except CancelledError:
        return
    async with db.transaction(tenant) as tx:
        if texts.ids:
            await _keep(tx, id_, texts, groups)
        else:
            await service.finish(tx, id_, RunState.FAILED, error=GONE)


async def work_in(tx: Tx, id_: UUID) -> None:
    """Do a run within a transaction and this process, for data that come all at once."""
    if await service.start(tx, id_) is None:
        return
    texts, corpus = Texts(), Corpus()
    for row in await queries.texts(tx, id_, None, MOST_TICKETS):
        texts.saw(row["id"], row["created_at"])
        corpus.add([(row["title"], row["words"])])
    found = orjson.loads(orjson.dumps([answered(group) for group in corpus.groups()]))
    await _keep(tx, id_, texts, found)


async def _grouped(db: Database, tenant: Tenant, id_: UUID, texts: Texts) -> list[Answered]:
    """Feed the process page by page, then wait for its answer; between the steps the run may be called off."""
    process = await asyncio.create_subprocess_exec(*COMMAND, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    try:
        await _feed(db, tenant, id_, texts, process)
        answer = asyncio.create_task(process.communicate())
        while not (await asyncio.wait([answer], timeout=POLL_SECONDS))[0]:
            async with db.transaction(tenant) as tx:
                await _still(tx, id_)
        said, complaint = await answer
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise RuntimeError(
            f"grouping ended with {process.returncode}: {complaint.decode(errors='replace')[-2000:]}"
        )
    return orjson.loads(said)


async def _feed(db: Database, tenant: Tenant, id_: UUID, texts: Texts, process: Process) -> None:
    pipe, after = process.stdin, None
    if pipe is None:
        raise AssertionError("the process was started with a pipe")
    while True:
        async with db.transaction(tenant) as tx:
            await _still(tx, id_)
            page = await queries.texts(tx, id_, after, PAGE)
        for row in page:
            texts.saw(row["id"], row["created_at"])
        pipe.write(orjson.dumps([[row["title"], row["words"]] for row in page]) + b"\n")
        await pipe.drain()
        if len(page) < PAGE:
            pipe.close()  # the end of its input is what it waits for
            return
        after = page[-1]["id"]


async def _still(tx: Tx, id_: UUID) -> None:
    if not await service.goes_on(tx, id_):
        raise CancelledError


async def _keep(tx: Tx, id_: UUID, texts: Texts, groups: Sequence[Answered]) -> None:
    """End the run and store its clusters, all at once."""
    grouped = sum(len(one["members"]) for one in groups)
    result = {
        "tickets": len(texts.ids),
        "grouped": grouped,
        "clusters": len(groups),
        "first_at": texts.first,
        "last_at": texts.last,
    }
    if not await service.finish(tx, id_, RunState.COMPLETED, result):
        return
    members = [[texts.ids[place] for place, _ in one["members"]] for one in groups]
    titles = await _titles(tx, members)
    made: list[dict[str, Any]] = [
        {
            "id": uuid7(),
            "place": place,
            "name": name_of(one["words"]),
            "size": len(ids),
            "share": len(ids) / len(texts.ids),
            "cohesion": one["cohesion"],
            "words": one["words"],
            "sample_ids": _samples(ids, titles),
        }
        for place, (one, ids) in enumerate(zip(groups, members, strict=True), start=1)
    ]
    await queries.add(tx, id_, made, clock.now())
    for cluster, ids in zip(made, members, strict=True):
        await sets.put(tx, cluster["id"], ids)
    await tx.execute(queries.FACTS, id_, texts.first, texts.last)


def name_of(words: Sequence[Mapping[str, Any]]) -> str:
    """Return the name that a cluster has by itself: its first words."""
    return ", ".join(one["word"] for one in words[:NAME_WORDS]) or "–"


async def _titles(tx: Tx, members: Sequence[Sequence[UUID]]) -> dict[UUID, str]:
    wanted = [id_ for ids in members for id_ in ids[:CANDIDATES]]
    return {row["id"]: row["title"] for row in await tx.fetch(queries.TITLES, wanted)}


def _samples(ids: Sequence[UUID], titles: Mapping[UUID, str]) -> list[UUID]:
    """The tickets nearest to the centre, of those with the same title only the first."""
    different: dict[str, UUID] = {}
    for id_ in ids[:CANDIDATES]:
        different.setdefault(titles.get(id_, "").casefold(), id_)
    return list(different.values())[:SAMPLES]
