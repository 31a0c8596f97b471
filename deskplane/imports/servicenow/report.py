"""What an import of a log did, in numbers that can be recounted."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from deskplane.imports.servicenow.past import Past
from deskplane.imports.servicenow.reading import Log
from deskplane.tickets.history import Counts

BAD_ROWS_SHOWN = 20


@dataclass(slots=True)
class LogReport:
    """Rows are created + changed + unchanged + known + late + unreadable; ``events`` are what was stored."""

    file: str
    sha256: str
    rows: int = 0
    incidents: int = 0
    tickets_created: int = 0
    tickets_changed: int = 0
    tickets_unchanged: int = 0
    events: int = 0
    rows_unchanged: int = 0
    rows_known: int = 0
    rows_late: int = 0
    rows_unreadable: int = 0
    bad_rows: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    oddities: dict[str, int] = field(default_factory=dict[str, int])
    unknown_states: dict[str, int] = field(default_factory=Counter[str])
    lines: list[str] = field(default_factory=list[str])
    seconds: float = 0.0

    def of_log(self, log: Log) -> None:
        """Take over what reading found."""
        self.rows, self.incidents = log.rows, len(log.incidents)
        self.rows_unreadable = len(log.bad)
        self.bad_rows = [{"line": bad.line, "reason": bad.reason} for bad in log.bad[:BAD_ROWS_SHOWN]]
        self.oddities = dict(log.oddities.counts)
        self.unknown_states = dict(log.oddities.unknown_states)
        self.lines = log.oddities.lines()

    def add(self, past: Past) -> None:
        """Count the rows of an incident."""
        self.rows_unchanged += past.unchanged
        self.rows_known += past.known
        self.rows_late += past.late

    def stored(self, counts: Counts) -> None:
        """Count what a batch stored."""
        self.tickets_created += counts.created
        self.tickets_changed += counts.changed
        self.events += counts.events

    def sentences(self) -> list[str]:
        """Return the report as lines of text."""
        read = f"{self.rows:,} rows of {self.incidents:,} incidents read from {self.file} in {self.seconds:.1f} s"
        made = f"{self.tickets_created:,} created, {self.tickets_changed:,} changed"
        rest = f"{self.rows_unchanged:,} change nothing, {self.rows_known:,} were known"
        told = [
            read,
            f"Tickets: {made}, {self.tickets_unchanged:,} unchanged; {self.events:,} events stored",
            f"Rows: {rest}, {self.rows_unreadable:,} unreadable",
        ]
        if self.rows_late:
            told.append(f"{self.rows_late:,} rows came after later ones of an earlier import: left out")
        return told
