"""Search tickets; when nothing matches, suggest what may have been meant."""

import time
from typing import Any
from uuid import UUID

import orjson
from rapidfuzz import fuzz, process

from deskplane.kernel.db import Reader
from deskplane.kernel.text import fold
from deskplane.search.queries import STATEMENTS, TYPING_LETTERS, Wanted

SAMPLE = 20_000
FRESH_SECONDS = 600.0
CLOSE_ENOUGH = 72
_vocabularies: dict[UUID, tuple[float, list[str]]] = {}


async def search(reads: Reader, wanted: Wanted, *, order: str, limit: int, offset: int) -> dict[str, Any]:
    """Return one page of matches with facets; one statement, and another only when nothing was found."""
    if wanted.typing and len(wanted.words.split()[-1:][0] if wanted.words.split() else "") < TYPING_LETTERS:
        return {"data": [], "total": 0, "total_exact": True, "facets": {}, "suggestion": None}
    text = await reads.fetchval(
        STATEMENTS[order],
        wanted.words,
        wanted.facets,
        wanted.typing,
        wanted.cap,
        limit,
        offset,
        wanted.internal,
    )
    answer: dict[str, Any] = orjson.loads(text)
    asking = wanted.hints and wanted.words and not answer["total"]
    # A phrase is looked up in the newest texts that hold its words, so there may be more.
    answer["total_exact"] = answer["total_exact"] and '"' not in wanted.words
    answer["suggestion"] = await suggest(reads, wanted.words) if asking else None
    return answer


async def suggest(reads: Reader, words: str) -> str | None:
    """Return ``words`` with the unknown ones replaced by the nearest known, or None when nothing is near."""
    known = await _vocabulary(reads)
    given = fold(words).split()
    mended = [_nearest(word, known) for word in given]
    return " ".join(mended) if mended != given else None


def _nearest(word: str, known: list[str]) -> str:
    found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    return found[0] if found else word


async def _vocabulary(reads: Reader) -> list[str]:
    kept = _vocabularies.get(reads.tenant.org_id)
    if kept and time.monotonic() - kept[0] < FRESH_SECONDS:
        return kept[1]
    rows = await reads.fetch("select word from search_vocabulary($1)", SAMPLE)
    words = [row["word"] for row in rows]
    _vocabularies[reads.tenant.org_id] = (time.monotonic(), words)
    return words
