"""What the figures look like; PostgreSQL renders them, tests hold them against these models."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel


class TicketStats(BaseModel):
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


class Day(BaseModel):
    """One day of the chosen span; backlog and critical are as they stood at its end."""

    day: date
    opened: int
    resolved: int
    resolution_hours: float | None
    backlog: int
    critical: int


class Week(BaseModel):
    """Share of resolved tickets that met their service level."""

    week: date
    met: float


class StatusCount(BaseModel):
    """Unfinished tickets of one status."""

    status: str
    count: int


class Team(BaseModel):
    """A team by name."""

    id: UUID
    name: str


class TeamLoad(BaseModel):
    """Unfinished tickets of one team; null is the pile without a team."""

    team: Team | None
    critical: int
    urgent: int
    rest: int


class Overview(BaseModel):
    """All that the overview page shows."""

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
    series: list[Day]
    sla_weeks: list[Week]
    by_status: list[StatusCount]
    by_team: list[TeamLoad]


class Analytics(Overview):
    """The overview together with the stats object."""

    stats: TicketStats
