"""What a search answers."""

from datetime import datetime
from uuid import UUID

from deskplane.kernel.shape import Shape


class Named(Shape):
    """A reference with its name."""

    id: UUID
    name: str


class Found(Shape):
    """A ticket that matches; ``title_html`` and ``excerpt_html`` are escaped and mark the words."""

    id: UUID
    number: str
    type: str
    title: str
    title_html: str
    excerpt_html: str
    status: str
    priority: str
    rank: float
    created_at: datetime
    updated_at: datetime
    requester: Named | None
    assignee: Named | None


class Similar(Shape):
    """A ticket that looks like another one; ``score`` goes up to 1."""

    id: UUID
    number: str
    type: str
    title: str
    status: str
    priority: str
    created_at: datetime
    resolved_at: datetime | None
    same_requester: bool
    same_category: bool
    linked: bool
    shared_words: list[str]
    score: float


class SimilarList(Shape):
    """Tickets that look like another one, the likest first."""

    data: list[Similar]


class FacetValue(Shape):
    """How many of the matches have this value."""

    value: str | None
    label: str | None
    count: int


class SearchPage(Shape):
    """Where the next part is."""

    next: str | None
    limit: int
    total: int
    total_exact: bool
    page: int | None


class SearchAnswer(Shape):
    """Matches, best first; counts are exact up to 1,000 matches."""

    data: list[Found]
    page: SearchPage
    facets: dict[str, list[FacetValue]]
    suggestion: str | None
