"""Rows as the Table API shows them: value, display value, or both; dates in the account's zone and format."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from deskplane.simulators.servicenow import choices
from deskplane.simulators.servicenow.query import Row
from deskplane.simulators.servicenow.store import Store

_SHOWN: Final = "%d/%m/%Y %H:%M:%S"


class Rendering:
    """How one request wants its rows."""

    def __init__(self, store: Store, query: Mapping[str, str], base: str, zone: str) -> None:
        self._store = store
        self._mode = query.get("sysparm_display_value", "false").lower()
        self._links = query.get("sysparm_exclude_reference_link", "false").lower() != "true"
        self._fields = [name for name in query.get("sysparm_fields", "").split(",") if name]
        self._base = base
        self._zone = ZoneInfo(zone)

    def row(self, table: str, row: Row) -> dict[str, Any]:
        """One row."""
        names = self._fields or list(row)
        found = ((name, self._store.value(row, name)) for name in names)
        return {name: self._cell(table, name, value) for name, value in found if value is not None}

    def _cell(self, table: str, name: str, value: str) -> Any:
        if name in choices.JOURNALS:
            value = ""
        shown = self._display(table, name, value)
        target = choices.REFERENCES.get(name)
        link = (
            {"link": f"{self._base}/api/now/table/{target}/{value}"}
            if target and value and self._links
            else {}
        )
        if self._mode == "all":
            return {"display_value": shown, "value": value, **link}
        if self._mode == "true":
            return {"display_value": shown, **link} if link else shown or ""
        return {**link, "value": value} if link else value

    def _display(self, table: str, name: str, value: str) -> str | None:
        if name in choices.REFERENCES:
            return self._store.display(choices.REFERENCES[name], value)
        if name in choices.DATES:
            return self._date(name, value)
        if table == "incident" and name in choices.CHOICES:
            return choices.CHOICES[name].get(value, value) if value else None
        return value

    def _date(self, name: str, value: str) -> str:
        if not value:
            return "UNKNOWN" if name == "sla_due" else ""
        try:
            moment = datetime.fromisoformat(value).replace(tzinfo=UTC)
        except ValueError:
            return value
        return moment.astimezone(self._zone).strftime(_SHOWN)
