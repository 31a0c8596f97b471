"""The chain of seals: each covers a run of final events and the digest of the seal before."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from deskplane.kernel.db import Record, Tx
from deskplane.kernel.events import Event

BEGINNING = b"\0" * 32

# The seal before is locked by the chain itself: two sealers would collide on (org_id, number).
SEAL = """
with last as (
    select number, digest from audit_seals where org_id = app_org() order by number desc limit 1
), told as (
    select e.epoch, e.xid, e.seq, e.recorded_at, event_digest(e) as digest from events e
    where e.org_id = app_org() and e.recorded_at between $2 and $3 and e.id = any($1::uuid[])
), ends as (
    select count(*)::int as n, min(recorded_at) as first_at, max(recorded_at) as last_at,
           string_agg(digest, ''::bytea order by epoch, xid, seq) as body
    from told
), first as (select * from told order by epoch, xid, seq limit 1),
   final as (select * from told order by epoch desc, xid desc, seq desc limit 1)
insert into audit_seals (org_id, number, from_epoch, from_xid, from_seq, to_epoch, to_xid, to_seq, recorded_from,
                         recorded_to, entries, digest, previous)
select app_org(), coalesce((select number from last), 0) + 1, first.epoch, first.xid::text, first.seq, final.epoch,
       final.xid::text, final.seq, ends.first_at, ends.last_at, ends.n,
       sha256(coalesce((select digest from last), $4) || ends.body), coalesce((select digest from last), $4)
from ends, first, final
"""

SEALS = "select * from audit_seals where org_id = app_org() and number > $1 order by number limit 500"

CHECK = """
select count(*)::int as n, sha256($1::bytea || coalesce(string_agg(event_digest(e), ''::bytea order by epoch, xid, seq),
       ''::bytea)) as digest
from events e
where e.org_id = app_org() and e.recorded_at between $2 and $3
  and (e.epoch, e.xid, e.seq) >= ($4, ($5::text)::xid8, $6) and (e.epoch, e.xid, e.seq) <= ($7, ($8::text)::xid8, $9)
"""

TAIL = """
select count(*)::int from events e where e.org_id = app_org()
  and ($1::int is null or ((e.epoch, e.xid, e.seq) > ($1, ($2::text)::xid8, $3)
       and e.recorded_at >= $4::timestamptz - interval '7 days'))
"""


@dataclass(frozen=True, slots=True)
class Broken:
    """A seal that does not match what is stored."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found. ``unsealed`` are the newest entries, not yet covered."""

    seals: int
    entries: int
    cut_seals: int
    unsealed: int
    broken: tuple[Broken, ...]

    @property
    def intact(self) -> bool:
        """Nothing was changed, removed or put in between."""
        return not self.broken


async def seal(tx: Tx, events: Sequence[Event]) -> None:
    """Batch subscriber: cover one organisation's next events with a seal."""
    recorded = [event.recorded_at for event in events if event.recorded_at is not None]
    ids: list[UUID] = [event.id for event in events]
    await tx.execute(SEAL, ids, min(recorded), max(recorded), BEGINNING)


async def verify(tx: Tx) -> Verdict:
    """Recompute every seal of the organisation from what is stored now."""
    cut = await tx.fetchval("select cut_before from audit_retention where org_id = app_org()")
    seals = entries = cut_seals = 0
    broken: list[Broken] = []
    previous, last = BEGINNING, None
    async for row in _seals(tx):
        if row["number"] != seals + 1:
            broken.append(Broken(row["number"], "a seal before this one is missing"))
        if row["previous"] != previous:
            broken.append(Broken(row["number"], "does not follow from the seal before"))
        seals, previous, last = row["number"], row["digest"], row
        if cut is not None and row["recorded_from"] < cut:
            cut_seals += 1
            continue
        entries += row["entries"]
        if reason := await _mismatch(tx, row):
            broken.append(Broken(row["number"], reason))
    return Verdict(seals, entries, cut_seals, await _tail(tx, last), tuple(broken))


async def _seals(tx: Tx) -> AsyncIterator[Record]:
    number = 0
    while rows := await tx.fetch(SEALS, number):
        for row in rows:
            yield row
        number = rows[-1]["number"]


async def _mismatch(tx: Tx, row: Record) -> str:
    found = await tx.fetchrow(
        CHECK,
        row["previous"],
        row["recorded_from"],
        row["recorded_to"],
        row["from_epoch"],
        row["from_xid"],
        row["from_seq"],
        row["to_epoch"],
        row["to_xid"],
        row["to_seq"],
    )
    if found is None or found["n"] != row["entries"]:
        return f"covers {row['entries']} entries, {found['n'] if found else 0} are stored"
    return "" if found["digest"] == row["digest"] else "an entry was changed"


async def _tail(tx: Tx, last: Record | None) -> int:
    if last is None:
        return int(await tx.fetchval(TAIL, None, None, None, None))
    return int(
        await tx.fetchval(TAIL, last["to_epoch"], last["to_xid"], last["to_seq"], last["recorded_from"])
    )
