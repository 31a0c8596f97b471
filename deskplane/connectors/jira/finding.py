"""Finding an issue that a create may have made although its answer got lost."""

from collections.abc import Mapping
from typing import Any, Final

from deskplane.connectors.jira.drafting import label
from deskplane.connectors.jira.mapping import PROPERTY
from deskplane.connectors.jira.searching import Search
from deskplane.connectors.sdk.errors import NotThereError, VendorRefusedError
from deskplane.connectors.sdk.shapes import at, text

_STEP_CLOUD: Final = 100
_STEP_SERVER: Final = 10
_MOST: Final = 1_000
"""How many numbers beyond the index are looked at; more issues are not made while it lags."""


async def ids(search: Search, project: str, correlation_id: str, *, cloud: bool) -> list[str]:
    """Ids of the issues that carry our mark: by its label, and past the index by the numbers around the newest.

    Neither way asks for a time, so it does not matter whose clock is wrong. The index may lag behind for minutes;
    an issue read by its key is always there.
    """
    found = [text(row.get("id")) for row in await search.labelled(label(correlation_id))]
    if found:
        return found
    try:
        return await _beside_the_index(
            search, project, correlation_id, _STEP_CLOUD if cloud else _STEP_SERVER
        )
    except (VendorRefusedError, NotThereError):
        return []  # there is no such project, or it shows us nothing: nothing was made in it


async def _beside_the_index(search: Search, project: str, correlation_id: str, step: int) -> list[str]:
    newest = await search.newest(project)
    start = max(newest - step, 0) + 1
    while start <= newest + _MOST:
        rows = await search.fetched([f"{project}-{number}" for number in range(start, start + step)])
        ours = [text(row.get("id")) for row in rows if _mark(row) == correlation_id]
        if ours or (not rows and start > newest):
            return ours
        start += step
    return []


def _mark(row: Mapping[str, Any]) -> str:
    return text(at(row, "properties", PROPERTY, "correlation_id"))
