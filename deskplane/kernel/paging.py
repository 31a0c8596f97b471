"""Paging of lists: by cursor, or by page and limit; one envelope."""

import base64
import binascii
from dataclasses import dataclass
from typing import Annotated, Any, cast

import orjson
from fastapi import Depends, Query

from deskplane.kernel.errors import InvalidError, MalformedError

MAX_LIMIT = 200
DEFAULT_LIMIT = 50
MAX_PAGE = 10_000
MAX_OFFSET = 100_000


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted. ``after`` holds the sort values of the last row of the part before."""

    limit: int = DEFAULT_LIMIT
    after: tuple[Any, ...] | None = None
    number: int | None = None
    count: bool = False

    @property
    def offset(self) -> int:
        """Rows to skip when pages are numbered."""
        return (self.number - 1) * self.limit if self.number else 0


async def page_params(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Rows of one page")] = DEFAULT_LIMIT,
    cursor: Annotated[
        str | None, Query(max_length=2000, description="`page.next` of the page before")
    ] = None,
    page: Annotated[
        int | None, Query(ge=1, le=MAX_PAGE, description="Numbered page, instead of a cursor")
    ] = None,
    count: Annotated[bool, Query(description="Also count all rows")] = False,
) -> Page:
    """Read the paging parameters of a list."""
    if cursor is not None and page is not None:
        raise InvalidError(errors=[{"loc": ["query", "page"], "msg": "send cursor or page, not both"}])
    if page is not None and page * limit > MAX_OFFSET:
        raise InvalidError(
            errors=[
                {
                    "loc": ["query", "page"],
                    "msg": f"numbered pages end at row {MAX_OFFSET}; use the cursor instead",
                }
            ]
        )
    after = decode_cursor(cursor) if cursor else None
    return Page(limit=limit, after=after, number=page, count=count or page is not None)


Paging = Annotated[Page, Depends(page_params)]


def encode_cursor(values: tuple[Any, ...]) -> str:
    """Return the sort values of a row as an opaque text."""
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode().rstrip("=")


def decode_cursor(text: str) -> tuple[Any, ...]:
    """Return the sort values in ``text``.

    Raises:
        MalformedError: it is not a cursor of ours.
    """
    try:
        values = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error) as error:
        raise MalformedError("The cursor cannot be read. Start again without it.") from error
    if not isinstance(values, list):
        raise MalformedError("The cursor cannot be read. Start again without it.")
    return tuple(cast("list[Any]", values))


def envelope(
    rows: list[Any], page: Page, *, after: tuple[Any, ...] | None, total: int | None = None
) -> dict[str, Any]:
    """Return the list answer; ``after`` is None on the last page."""
    return {
        "data": rows,
        "page": {
            "next": encode_cursor(after) if after else None,
            "limit": page.limit,
            "total": total,
            "page": page.number,
        },
    }
