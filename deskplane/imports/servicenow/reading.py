"""A whole log in memory: its incidents in the order they were created, and what is odd about them."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from deskplane.imports.progress import Progress, quiet
from deskplane.imports.servicenow.folding import created_at, in_order
from deskplane.imports.servicenow.oddities import Oddities
from deskplane.imports.servicenow.rows import BadRow, Row, read_log

TICK = 2_000


@dataclass(slots=True)
class Log:
    """Incidents as lists of rows in order."""

    incidents: list[list[Row]] = field(default_factory=list[list[Row]])
    bad: list[BadRow] = field(default_factory=list[BadRow])
    oddities: Oddities = field(default_factory=Oddities)
    rows: int = 0


def read(path: Path, progress: Progress = quiet) -> Log:
    """Read a log.

    Raises:
        InvalidError: the file cannot be read as a log.
    """
    log, by_number = Log(), defaultdict[str, list[Row]](list)
    for row in read_log(path):
        log.rows += 1
        if isinstance(row, BadRow):
            log.bad.append(row)
        else:
            by_number[row.number].append(row)
        if log.rows % TICK == 0:
            progress("Reading rows", log.rows, 0)
    for in_file in by_number.values():
        rows = in_order(in_file)
        log.oddities.add(in_file, rows)
        log.incidents.append(rows)
    log.incidents.sort(key=lambda rows: (created_at(rows), rows[0].number))
    return log
