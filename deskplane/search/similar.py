"""Tickets that look like another one: words of the title in common, then people and category."""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import orjson

from deskplane.kernel.access import Caller, Permission
from deskplane.kernel.db import Record, Statements
from deskplane.kernel.text import fold
from deskplane.search.queries import STATEMENTS, Wanted
from deskplane.tickets import reach, rendering
from deskplane.tickets.queries import Ref

WORD: Final = re.compile(r"[^\W_]{3,}")
MOST_WORDS: Final = 12
CANDIDATES: Final = 50
ENOUGH: Final = 0.2  # one word of six in common says little
# Words of nearly every report say nothing about likeness; both languages of the desk.
COMMON: Final = (
    "and are auf aus bei can cannot das dass dem den der des die does ein eine einer for from geht get has have hat "
    "how ich ist issue keine kein meine mein mit nach new nicht not oder our please problem sich sind that the this "
    "ticket und vom von was were when wie will with you your zum zur"
)
PLAIN: Final = frozenset(COMMON.split())
HERE: Final = "select title from tickets where org_id = app_org() and id = $1"
FACTS: Final = f"""
select t.id, {rendering.NUMBER} as number, t.type, t.title, t.status, t.priority, t.created_at, t.resolved_at,
       t.requester_id is not distinct from h.requester_id as same_requester,
       coalesce(t.category_id = h.category_id, false) as same_category,
       exists (select 1 from ticket_links l where l.org_id = t.org_id
           and (l.from_id, l.to_id) in ((t.id, h.id), (h.id, t.id))) as linked
from tickets t join tickets h on h.org_id = app_org() and h.id = $1
where t.org_id = app_org() and t.id = any($2::uuid[]) and t.id <> h.id and t.merged_into is null
"""


async def similar(reads: Statements, ref: Ref, caller: Caller, *, limit: int) -> list[dict[str, Any]]:
    """Return tickets whose titles share words with a ticket's, the likest first, each with what they share.

    Raises:
        NotFoundError: there is no such ticket.
    """
    ticket_id = await reach.seen(reads, ref, caller)
    own = words_of(str(await reads.fetchval(HERE, ticket_id)))
    if not own:
        return []
    found = await _candidates(reads, list(own.values())[:MOST_WORDS], caller)
    facts = await reads.fetch(FACTS, ticket_id, found)
    likes = [_like(own, row) for row in facts]
    likes = [like for like in likes if like["overlap"] >= ENOUGH]
    likes.sort(key=lambda like: (-like["score"], like["number"]))
    return [{name: value for name, value in like.items() if name != "overlap"} for like in likes[:limit]]


def words_of(title: str) -> dict[str, str]:
    """Return the telling words of a title: folded, and as they stand there."""
    return {fold(word): word for word in WORD.findall(title) if fold(word) not in PLAIN}


async def _candidates(reads: Statements, words: list[str], caller: Caller) -> list[UUID]:
    asked = Wanted(words=" or ".join(words), internal=caller.may(Permission.TICKET_READ_INTERNAL))
    text = await reads.fetchval(
        STATEMENTS["relevance"], asked.words, asked.facets, False, asked.cap, CANDIDATES, 0, asked.internal
    )
    return [UUID(row["id"]) for row in orjson.loads(text)["data"]]


def _like(own: Mapping[str, str], row: Record) -> dict[str, Any]:
    theirs = words_of(row["title"])
    shared = [word for key, word in own.items() if key in theirs]
    overlap = len(shared) / max(len(own.keys() | theirs.keys()), 1)
    score = overlap + 0.15 * row["same_category"] + 0.1 * row["same_requester"]
    return {**row, "shared_words": shared, "overlap": overlap, "score": round(min(score, 1.0), 3)}
