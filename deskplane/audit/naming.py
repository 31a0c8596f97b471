"""How the things that entries speak of are called now."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast
from uuid import UUID

from deskplane.kernel.db import Record, Statements
from deskplane.kernel.ids import as_uuid

MOST: Final = 2000
TICKET: Final = (
    "(case type when 'incident' then 'INC-' when 'request' then 'REQ-' when 'problem' then 'PRB-' "
    "when 'change' then 'CHG-' else 'TSK-' end) || number_int || ' ' || title"
)
SUBJECTS: Final = {
    "assignment": ("assignments", "title"),
    "board": ("boards", "name"),
    "canned_reply": ("canned_replies", "title"),
    "ci": ("ci_items", "name"),
    "custom_field": ("custom_field_defs", "label"),
    "macro": ("macros", "name"),
    "project": ("projects", "name"),
    "request_type": ("request_types", "name"),
    "resolution_code": ("resolution_codes", "label"),
    "skill": ("skills", "name"),
    "sub_status": ("sub_statuses", "label"),
    "tag": ("tags", "name"),
    "ticket": ("tickets", TICKET),
    "ticket_template": ("ticket_templates", "name"),
    "token": ("api_tokens", "name"),
    "view": ("views", "name"),
}
# What the values of changes point at, whatever the entry is about.
VALUES: Final = (("people", "name"), ("teams", "name"), ("categories", "path"))


async def names(reads: Statements, entries: Iterable[Record]) -> dict[str, str]:
    """Return the names of everything that the entries speak of, by id; one statement, nothing for what is gone."""
    found = list(entries)
    ids = {row["entity_id"] for row in found}
    ids |= {id for row in found for id in _ids_in(row["changes"], row["data"])}
    tables = [SUBJECTS[kind] for kind in sorted({row["entity_type"] for row in found} & SUBJECTS.keys())]
    sql = " union all ".join(
        f"select id, {name} as label from {table} where org_id = app_org() and id = any($1::uuid[])"
        for table, name in (*VALUES, *tables)
    )
    rows = await reads.fetch(sql, list(ids)[:MOST]) if ids else []
    return {str(row["id"]): row["label"] for row in rows}


def _ids_in(*facts: Mapping[str, Any]) -> set[UUID]:
    found: set[UUID] = set()
    for value in (value for fact in facts for value in fact.values()):
        items = cast("list[object]", value) if isinstance(value, list) else [value]
        found |= {id for item in items if isinstance(item, str) and (id := as_uuid(item))}
    return found
