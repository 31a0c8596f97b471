"""What the figures look like; PostgreSQL renders them, tests hold them against these models."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from deskplane.kernel.shape import Shape


class TicketStats(Shape):
    """Ticket statistics: ``open`` counts new and open, ``resolved`` counts resolved and closed."""

    total_tickets: int
    open_tickets: int
    in_progress_tickets: int
    resolved_tickets: int
    critical_tickets: int
    avg_resolution_time_hours: float | None
    sla_compliance_percentage: float | None
    tickets_by_priority: dict[str, int]
    tickets_by_status: dict[str, int]
    tickets_by_category: dict[str, int]
    tickets_by_department: dict[str, int]


class Day(Shape):
    """One day of the chosen span; backlog and critical are as they stood at its end."""

    day: date
    opened: int
    resolved: int
    resolution_hours: float | None
    backlog: int
    critical: int


class Week(Shape):
    """Share of resolved tickets that met their service level."""

    week: date
    met: float


class StatusCount(Shape):
    """Unfinished tickets of one status."""

    status: str
    count: int


class Team(Shape):
    """A team by name."""

    id: UUID
    name: str


class TeamLoad(Shape):
    """Unfinished tickets of one team; null is the pile without a team."""

    team: Team | None
    critical: int
    urgent: int
    rest: int


class Person(Shape):
    """A person by name."""

    id: UUID
    name: str


class PersonLoad(Shape):
    """Unfinished tickets of one person."""

    person: Person
    critical: int
    urgent: int
    rest: int


class Overview(Shape):
    """All that the overview page shows; averages are over tickets resolved from ``since`` on."""

    as_of: datetime
    open: int
    in_progress: int
    unfinished: int
    opened_today: int
    critical: int
    urgent: int
    resolution_hours: float | None
    resolution_hours_before: float | None
    sla_compliance: float | None
    since: datetime
    resolved: int = Field(description="Tickets behind the average resolution")
    sla_counted: int = Field(description="Tickets behind the compliance: resolved ones with a service level")
    unassigned: int
    at_risk: int = Field(description="Unfinished and due within four hours")
    breached: int = Field(description="Unfinished and past their due date")
    oldest: datetime | None = Field(description="When the oldest unfinished ticket was created")
    series: list[Day]
    sla_weeks: list[Week]
    by_status: list[StatusCount]
    by_team: list[TeamLoad]
    by_assignee: list[PersonLoad] = Field(description="The dozen people with the most")


class Analytics(Overview):
    """The overview together with the stats object."""

    renews_in_seconds: int | None = Field(
        description="Set when these figures were counted a while ago: ask again then for newer ones"
    )
    stats: TicketStats
