"""Proving a connection, and what an account offers."""

from collections.abc import Mapping
from typing import Any, Final

from deskplane.connectors.freshdesk.config import Config
from deskplane.connectors.sdk.errors import (
    ConnectorError,
    CredentialsRejectedError,
    NotThatVendorError,
    NotThereError,
    VendorRefusedError,
)
from deskplane.connectors.sdk.http import Answer, Wire
from deskplane.connectors.sdk.normal import Choice, Options, Verification
from deskplane.connectors.sdk.shapes import at, items, mapping, objects, text
from deskplane.connectors.sdk.verifying import HOST, LOGIN, VENDOR, Checklist

_STEPS: Final = {
    HOST: "The address can be reached",
    VENDOR: "It is Freshdesk",
    LOGIN: "The key is accepted",
    "scope": "The agent sees all tickets",
    "read": "Tickets can be read",
    "options": "States, types and groups can be read",
    "fields": "The fields named here exist, and no other is required",
}
_GLOBAL: Final = 1
_BY_US: Final = frozenset({"default_status", "default_priority", "default_subject", "default_description"})


async def verify(wire: Wire, config: Config) -> Verification:
    """Prove step by step; nothing is written."""
    checks = Checklist(_STEPS)
    me: dict[str, Any] = {}
    if not await checks.contact(_log_in(wire, me)):
        return checks.done()
    account = text(at(me, "contact", "name"))
    if me.get("ticket_scope") in (None, _GLOBAL):
        checks.ok("scope")
    else:
        checks.warn("scope", "The agent sees only some tickets.", "Give the agent global ticket access.")
    await checks.probe("read", _read(wire))
    try:
        fields = await _ticket_fields(wire)
        found = await options(wire, fields)
    except ConnectorError as error:
        checks.fail("options", error.message, error.fix or "Let the agent read ticket fields and groups.")
        return checks.done(account=account)
    checks.ok("options", f"{len(found.statuses)} states, {len(found.groups)} groups")
    _check_fields(checks, config, fields)
    return checks.done(account=account, options=found)


async def options(wire: Wire, fields: list[Mapping[str, Any]] | None = None) -> Options:
    """What forms and maps need, in the account's own words."""
    rows = await _ticket_fields(wire) if fields is None else fields
    groups = objects((await wire.send("GET", "api/v2/groups", params={"per_page": "100"})).body)
    custom = [row for row in rows if text(row.get("type")).startswith("custom_")]
    return Options(
        statuses=_labelled(_choices(rows, "default_status")),
        priorities=_numbered(_choices(rows, "default_priority")),
        issue_types=tuple(
            Choice(text(one), text(one)) for one in items(_choices(rows, "default_ticket_type"))
        ),
        groups=tuple(Choice(text(row.get("id")), text(row.get("name"))) for row in groups),
        fields=tuple(
            Choice(text(row.get("name")), text(row.get("label")), group=text(row.get("type")))
            for row in custom
        ),
    )


def explain(answer: Answer) -> ConnectorError | None:
    """Freshdesk's own words for a refusal."""
    code, message = text(at(answer.body, "code")), text(at(answer.body, "message"))
    if answer.status == 401:
        fix = "Copy the API key from the agent's profile settings."
        return CredentialsRejectedError("Freshdesk does not accept this key.", fix=fix)
    if answer.status == 404:
        return (
            None
            if answer.is_json
            else NotThatVendorError("Nothing of Freshdesk answers here.", fix="Check the address.")
        )
    rows = objects(at(answer.body, "errors"))
    fields = {text(row.get("field")) or "ticket": text(row.get("message")) for row in rows}
    said = "; ".join(f"{name}: {words}" for name, words in fields.items()) or message or code
    return VendorRefusedError(
        f"Freshdesk refused: {said or answer.status}", status=answer.status, fields=fields
    )


async def _log_in(wire: Wire, me: dict[str, Any]) -> str:
    me.update(mapping((await wire.send("GET", "api/v2/agents/me")).body))
    if not me.get("id"):
        raise NotThatVendorError("What answers at this address is not Freshdesk.", fix="Check the address.")
    return text(at(me, "contact", "email"))


async def _read(wire: Wire) -> str:
    await wire.send("GET", "api/v2/tickets", params={"per_page": "1"})
    return ""


async def _ticket_fields(wire: Wire) -> list[Mapping[str, Any]]:
    """Tenants answer at one of two addresses."""
    try:
        return objects((await wire.send("GET", "api/v2/ticket_fields")).body)
    except (NotThereError, VendorRefusedError):
        return objects((await wire.send("GET", "api/v2/admin/ticket_fields")).body)


def _check_fields(checks: Checklist, config: Config, rows: list[Mapping[str, Any]]) -> None:
    names = {text(row.get("name")) for row in rows}
    missing = [
        name for name in (config.reference_field, config.cancelled_field) if name and name not in names
    ]
    required = [
        text(row.get("label"))
        for row in rows
        if row.get("required_for_agents") is True and text(row.get("type")).startswith("custom_")
    ]
    if missing:
        checks.fail(
            "fields",
            f"There is no field {', '.join(missing)}.",
            "Create it under Ticket fields, or name another.",
        )
    elif required:
        checks.warn(
            "fields", f"Agents must fill in {', '.join(required)}.", "Map a field of ours to each of them."
        )
    else:
        checks.ok("fields")


def _choices(rows: list[Mapping[str, Any]], kind: str) -> Any:
    return next((row.get("choices") for row in rows if row.get("type") == kind), None)


def _labelled(choices: Any) -> tuple[Choice, ...]:
    """States come as number → labels (for agents, for customers)."""
    found = mapping(choices).items()
    return tuple(Choice(number, text(next(iter(items(labels)), labels))) for number, labels in found)


def _numbered(choices: Any) -> tuple[Choice, ...]:
    """Priorities come as label → number."""
    return tuple(Choice(text(number), label) for label, number in mapping(choices).items())
