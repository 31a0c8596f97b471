"""Logs written by hand."""

from pathlib import Path

HEADER = (
    "number,incident_state,sys_mod_count,sys_updated_by,sys_updated_at,sys_created_at,opened_at,caller_id,category,"
    "subcategory,impact,urgency,priority,assignment_group,assigned_to,contact_type,reopen_count,made_sla,closed_code,"
    "resolved_by,resolved_at,closed_at,cmdb_ci"
)
END = "5,77,3/3/2020 11:00,8/3/2020 12:00"


def line(
    state: str,
    mod: int,
    time: str,
    *,
    number: str = "INC0000001",
    group: str = "40",
    agent: str = "?",
    priority: str = "3",
    sla: str = "true",
    item: str = "?",
) -> str:
    """Return one row of a log."""
    start = f"{number},{state},{mod},9,{time},1/3/2020 08:00,1/3/2020 07:50,11,7,8,2,2"
    return f"{start},{priority},{group},{agent},Phone,0,{sla},{END},{item}"


WHOLE = (
    line("New", 0, "1/3/2020 08:10"),
    line("Active", 1, "1/3/2020 09:00", agent="22"),
    line("Active", 2, "1/3/2020 09:30", agent="22"),
    line("Awaiting Vendor", 3, "1/3/2020 09:30", agent="22", item="scanner 7"),
    line("Resolved", 4, "3/3/2020 11:00", agent="22"),
    line("Closed", 5, "8/3/2020 12:00", agent="22", sla="false"),
)
OTHER = (
    line("New", 0, "1/3/2020 08:20", number="INC0000002"),
    line("-100", 1, "1/3/2020 08:21", number="INC0000002", priority="1"),
)


def written(path: Path, *lines: str) -> Path:
    """Write a log with these rows."""
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    return path
