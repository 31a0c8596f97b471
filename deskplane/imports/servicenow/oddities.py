"""What is odd about a log, counted so that anybody can recount it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from deskplane.imports.servicenow import words
from deskplane.imports.servicenow.rows import Row, moment
from deskplane.vocabulary.status import Status

SENTENCES: Final = {
    "unknown_state_rows": "rows with a state nobody knows; the raw state is kept, the status stays as it was",
    "out_of_order_rows": "rows that stand in the file after a later row of their incident; replayed in order",
    "mod_count_falls": "rows whose modification count is lower than that of the row before",
    "same_minute_rows": "rows that share their minute with another row of the incident",
    "repeated_rows": "rows that repeat the row before in every business column",
    "not_starting_as_new": "incidents that do not start as New",
    "first_rows_missing": "incidents whose log does not start with modification 0",
    "without_created": "incidents without a time of creation; the time of opening is used",
    "without_opened": "incidents with neither a time of creation nor of opening; the first row is used",
    "created_after_first_row": "incidents whose first row is older than their creation; the first row is used",
    "without_caller": "incidents without a caller at the end",
    "without_category": "incidents without a category at the end",
    "without_group": "incidents without an assignment group at the end",
    "without_resolved_at": "finished incidents without a time of resolution; left empty",
    "closed_without_resolving": "incidents that were closed without ever being resolved",
    "left_closed": "incidents that were opened again after they were closed",
    "unfinished": "incidents that are not closed at the end of the log",
}
"""Every oddity that is looked for, in the words of the report."""


@dataclass(slots=True)
class Oddities:
    """Counts by name, and the unknown states by what the log says."""

    counts: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(SENTENCES, 0)))
    unknown_states: Counter[str] = field(default_factory=Counter[str])

    def add(self, in_file: Sequence[Row], in_order: Sequence[Row]) -> None:
        """Look at one incident: its rows as they stand in the file, and as they were written."""
        self._rows(in_file, in_order)
        self._start(in_order[0])
        self._end(in_order)

    def _rows(self, in_file: Sequence[Row], in_order: Sequence[Row]) -> None:
        counts = self.counts
        for row in in_order:
            state = row.get("incident_state") or ""
            if words.status_of(state) is None:
                self.unknown_states[state] += 1
                counts["unknown_state_rows"] += 1
        counts["out_of_order_rows"] += sum(
            later.order < earlier.order for earlier, later in pairwise(in_file)
        )
        minutes = Counter(row.at.replace(second=0) for row in in_order)
        counts["same_minute_rows"] += sum(times for times in minutes.values() if times > 1)
        for earlier, later in pairwise(in_order):
            counts["mod_count_falls"] += later.mod_count < earlier.mod_count
            counts["repeated_rows"] += later.values == earlier.values

    def _start(self, first: Row) -> None:
        counts = self.counts
        created, opened = first.get("sys_created_at"), first.get("opened_at")
        counts["not_starting_as_new"] += words.status_of(first.get("incident_state") or "") is not Status.NEW
        counts["first_rows_missing"] += first.mod_count != 0
        counts["without_created"] += created is None
        counts["without_opened"] += created is None and opened is None
        counts["created_after_first_row"] += _later(created or opened, first)

    def _end(self, rows: Sequence[Row]) -> None:
        counts, last = self.counts, rows[-1]
        states = [words.status_of(row.get("incident_state") or "") for row in rows]
        counts["without_caller"] += last.get("caller_id") is None
        counts["without_category"] += last.get("category") is None
        counts["without_group"] += last.get("assignment_group") is None
        finished = states[-1] in {Status.RESOLVED, Status.CLOSED}
        counts["without_resolved_at"] += finished and last.get("resolved_at") is None
        counts["closed_without_resolving"] += Status.CLOSED in states and Status.RESOLVED not in states
        counts["left_closed"] += any(
            a is Status.CLOSED and b is not Status.CLOSED for a, b in pairwise(states)
        )
        counts["unfinished"] += states[-1] is not Status.CLOSED

    def lines(self) -> list[str]:
        """Return a sentence for each oddity that was met."""
        told = [f"{count:,} {SENTENCES[name]}" for name, count in self.counts.items() if count]
        states = ", ".join(
            f"'{state}' ({count:,} rows)" for state, count in self.unknown_states.most_common()
        )
        return [*told, f"unknown states: {states}"] if states else told


def _later(told: str | None, first: Row) -> bool:
    return told is not None and moment(told) > first.at
