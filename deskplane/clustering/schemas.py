"""What the API of clusters takes and gives."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from deskplane.clustering.vocabulary import RunState, Trigger
from deskplane.kernel.http import Body
from deskplane.kernel.shape import Shape
from deskplane.tickets.filters import StoredQuery
from deskplane.tickets.schemas import Named

Title = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class ClusterScope(Body):
    """Which tickets are grouped: those that fit all that is said; without a word all but changes."""

    created_from: AwareDatetime | None = None
    created_to: AwareDatetime | None = None
    connection_id: UUID | None = Field(default=None, description="Tickets imported through this connection")
    filter: StoredQuery = Field(
        default_factory=dict, description="Filters of the ticket list by parameter, `where` included"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.created_from and self.created_to and self.created_from >= self.created_to:
            raise ValueError("created_to must be later than created_from")
        return self


class ClusterRunCreate(Body):
    """A search for clusters."""

    title: Title = ""
    scope: ClusterScope = Field(default_factory=ClusterScope)


class ClusterRename(Body):
    """A name for a cluster."""

    name: Name
    version: Annotated[int | None, Field(ge=1, le=2_000_000_000)] = None


class ClusterRunRead(Shape):
    """A search for clusters, and how it went."""

    id: UUID
    state: RunState
    trigger: Trigger
    title: str
    scope: dict[str, Any]
    connection: Named | None
    tickets: int = Field(description="Tickets that were looked at")
    grouped: int = Field(description="Tickets that are in a cluster")
    clusters: int
    first_at: datetime | None
    last_at: datetime | None
    error: str
    created_by: Named | None
    version: int
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class ClusterWord(Shape):
    """A word of a cluster."""

    word: str
    share: float = Field(description="Share of the cluster's tickets that have it, 0 to 1")
    score: float = Field(
        description="How telling it is: the share times the bits by which it is more frequent"
    )


class ClusterSample(Shape):
    """A ticket that is like most of its cluster."""

    id: UUID
    number: str
    title: str
    status: str


class NamedShare(Shape):
    """What is most frequent among the tickets of a cluster, and at how many."""

    id: UUID
    name: str
    share: float


class ClusterRead(Shape):
    """Tickets that say much the same. `GET /api/v1/desk/tickets?set=<id>` lists them."""

    id: UUID
    run_id: UUID
    place: int = Field(description="1 is the largest cluster of its run")
    name: str
    is_named: bool = Field(description="A person gave the name; else it is made of the top words")
    size: int
    share: float = Field(description="Of all tickets of the run, 0 to 1")
    cohesion: float = Field(description="Mean likeness to the centre, 0 to 1")
    words: list[ClusterWord]
    samples: list[ClusterSample]
    resolved: int
    median_resolve_seconds: float | None = Field(description="From created to resolved, of those resolved")
    first_at: datetime | None
    last_at: datetime | None
    trend: list[int] = Field(description="Tickets in twelve equal parts of the time that the run spans")
    category: NamedShare | None
    team: NamedShare | None
    version: int
    created_at: datetime
    updated_at: datetime
