"""Ticket templates: forms filled in beforehand."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from deskplane.catalog.fields import check_custom_fields
from deskplane.catalog.shelves import TEMPLATES
from deskplane.kernel import rows, text
from deskplane.kernel.db import Tx
from deskplane.kernel.errors import FieldError, InvalidError
from deskplane.kernel.rows import By, Change, Row

# One query: which of the things that a template names are there.
FACTS: Final = """
select exists (select 1 from categories where org_id = app_org() and id = $1) as category_id,
       exists (select 1 from people where org_id = app_org() and id = $2) as assignee_id,
       exists (select 1 from teams where org_id = app_org() and id = $3) as team_id
"""
REFERENCES: Final = {"category_id": "category", "assignee_id": "person", "team_id": "team"}


async def create(tx: Tx, values: Mapping[str, Any], *, by: By) -> Row:
    """Store a template.

    Raises:
        InvalidError: it names something that is not there, or a custom field does not fit.
    """
    checked = await _checked(tx, values["fields"], values["type"])
    return await rows.add(tx, TEMPLATES, {**values, "fields": checked}, by=by)


async def change(tx: Tx, id: UUID, change: Change, *, by: By) -> Row:
    """Change a template.

    Raises:
        InvalidError: it names something that is not there, or a custom field does not fit.
    """
    values = dict(change.values)
    if "fields" in values:
        before = await rows.found(tx, TEMPLATES, id, lock=True)
        values["fields"] = await _checked(tx, values["fields"], values.get("type", before["type"]))
    return await rows.change(tx, TEMPLATES, id, Change(values, change.if_match, change.sent), by=by)


async def _checked(tx: Tx, fields: Mapping[str, Any], type: str) -> dict[str, Any]:
    checked = {name: value for name, value in fields.items() if value is not None}
    await _check_references(tx, checked)
    if "description_html" in checked:
        checked["description_html"] = text.sanitise(checked["description_html"])
    if checked.get("custom_fields"):
        checked["custom_fields"] = await check_custom_fields(
            tx, checked["custom_fields"], types=[type], partial=True
        )
    return checked


async def _check_references(tx: Tx, fields: Mapping[str, Any]) -> None:
    named = {name: _uuid(fields[name]) for name in REFERENCES if name in fields}
    if not named:
        return
    [there] = await tx.fetch(FACTS, *(named.get(name) for name in REFERENCES))
    errors: list[FieldError] = [
        {"loc": ["body", "fields", name], "msg": f"there is no {REFERENCES[name]} with this id"}
        for name in named
        if not there[name]
    ]
    if errors:
        raise InvalidError(errors=errors)


def _uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
