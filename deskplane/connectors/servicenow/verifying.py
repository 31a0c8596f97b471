"""Proving a connection, and what an instance offers."""

from collections.abc import Mapping
from typing import Any, Final

from deskplane.connectors.sdk.errors import ConnectorError, VendorRefusedError
from deskplane.connectors.sdk.http import Answer, Wire
from deskplane.connectors.sdk.normal import Choice, Options, Verification
from deskplane.connectors.sdk.shapes import at, objects, text
from deskplane.connectors.sdk.verifying import HOST, LOGIN, VENDOR, Checklist

_ROOT: Final = "/api/now/v2/table"
_ROLES: Final = frozenset({"itil", "incident_manager", "admin", "sn_incident_write"})
_MYSELF: Final = "javascript:gs.getUserName()"
_NEEDS_ROLE: Final = "Give the account the role itil or incident_manager."
_STEPS: Final = {
    HOST: "The address can be reached",
    VENDOR: "It is ServiceNow",
    LOGIN: "The log-in is accepted",
    "read": "Incidents can be read",
    "create": "Incidents can be created",
    "zone": "The account's time zone is GMT",
    "options": "States, categories and groups can be read",
}


async def verify(wire: Wire, login: str = "") -> Verification:
    """Prove step by step; nothing is written."""
    checks = Checklist(_STEPS)
    me: dict[str, str] = {}
    if not await checks.contact(_log_in(wire, login, me)):
        return checks.done()
    await checks.probe("read", _read(wire), fix=_NEEDS_ROLE)
    await _create_right(wire, checks, me)
    zone = me.get("time_zone", "")
    if zone in ("GMT", "UTC", "Etc/UTC"):
        checks.ok("zone", zone)
    else:
        checks.warn("zone", f"The account's time zone is '{zone or 'the system default'}'.", "Set it to GMT.")
    try:
        found = await options(wire)
    except ConnectorError as error:
        checks.fail("options", error.message, "Let the account read sys_choice and sys_user_group.")
        return checks.done(account=me.get("name", ""))
    checks.ok("options", f"{len(found.statuses)} states, {len(found.groups)} groups")
    return checks.done(account=me.get("name", ""), options=found)


async def options(wire: Wire) -> Options:
    """What forms and maps need, in the instance's own words."""
    choices = await _rows(
        wire,
        "sys_choice",
        "name=incident^elementINstate,priority,category,subcategory,close_code^inactive=false^language=en",
        "element,value,label,dependent_value",
    )
    groups = await _rows(wire, "sys_user_group", "active=true^ORDERBYname", "sys_id,name")
    return Options(
        statuses=_choices(choices, "state"),
        priorities=_choices(choices, "priority"),
        categories=_choices(choices, "category"),
        subcategories=_choices(choices, "subcategory"),
        resolutions=_choices(choices, "close_code"),
        groups=tuple(Choice(text(row.get("sys_id")), text(row.get("name"))) for row in groups),
    )


def explain(answer: Answer) -> ConnectorError | None:
    """ServiceNow's own words for a refusal."""
    error = at(answer.body, "error")
    message, detail = text(at(error, "message")), text(at(error, "detail"))
    if answer.status in (401, 404, 410) or not (message or detail):
        return None
    said = ": ".join(part for part in (message, detail) if part)
    fix = _NEEDS_ROLE if answer.status == 403 and "ACL" in detail else ""
    return VendorRefusedError(
        f"ServiceNow refused: {said}", status=answer.status, fields=_fields(detail), fix=fix
    )


def _fields(detail: str) -> dict[str, str]:
    _, found, names = detail.partition("fields are mandatory: ")
    return {name.strip(): "is mandatory" for name in names.split(",")} if found else {}


async def _log_in(wire: Wire, login: str, me: dict[str, str]) -> str:
    fields = "sys_id,name,user_name,email,time_zone"
    rows = await _rows(wire, "sys_user", f"user_name={login or _MYSELF}", fields, limit=1)
    if rows:
        me.update({name: text(value) for name, value in rows[0].items()})
    return text(me.get("user_name"))


async def _read(wire: Wire) -> str:
    params = {"sysparm_limit": "1", "sysparm_fields": "sys_id"}
    answer = await wire.send("GET", f"{_ROOT}/incident", params=params)
    total = answer.headers.get("x-total-count", "0")
    if not objects(at(answer.body, "result")) and total not in ("", "0"):
        said = f"There are {total} incidents, but the first is hidden from this account."
        raise VendorRefusedError(said, status=403, fix=_NEEDS_ROLE)
    return f"{total} incidents"


async def _create_right(wire: Wire, checks: Checklist, me: Mapping[str, str]) -> None:
    """By the roles: the API has no question for it, and a trial would leave a record."""
    try:
        query = f"user={me.get('sys_id', '')}"
        rows = await _rows(wire, "sys_user_has_role", query, "role.name")
    except ConnectorError:
        rows = []
    roles = {text(row.get("role.name")) for row in rows}
    if roles & _ROLES:
        checks.ok("create", ", ".join(sorted(roles & _ROLES)))
    elif roles:
        checks.fail("create", f"The account has only the roles {', '.join(sorted(roles))}.", _NEEDS_ROLE)
    else:
        checks.warn("create", "The account's roles cannot be read, so this is not proved.", _NEEDS_ROLE)


async def _rows(
    wire: Wire, table: str, query: str, fields: str, limit: int = 5000
) -> list[Mapping[str, Any]]:
    params = {"sysparm_query": query, "sysparm_fields": fields, "sysparm_limit": str(limit)}
    return objects(at((await wire.send("GET", f"{_ROOT}/{table}", params=params)).body, "result"))


def _choices(rows: list[Mapping[str, Any]], element: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(text(row.get("value")), text(row.get("label")), parent=text(row.get("dependent_value")))
        for row in rows
        if row.get("element") == element
    )
