"""Moving an issue through its workflow."""

from collections.abc import Mapping, Sequence
from typing import Any

from deskplane.connectors.jira.mapping import status_parts
from deskplane.connectors.sdk.errors import VendorRefusedError
from deskplane.connectors.sdk.http import Effect, Wire
from deskplane.connectors.sdk.mapping import Remote, ValueMap
from deskplane.connectors.sdk.shapes import at, mapping, objects, text
from deskplane.vocabulary.status import Status


async def move(wire: Wire, path: str, raw: str, status: Status, table: ValueMap) -> None:
    """Take the transition to a raw state, else one to another state that means the same.

    Raises:
        VendorRefusedError: no way leads there; the message names what is offered.
    """
    answer = await wire.send("GET", f"{path}/transitions", params={"expand": "transitions.fields"})
    ways = objects(at(answer.body, "transitions"))
    name, resolution = status_parts(raw)
    way = _to(ways, name) or _meaning(ways, status, table)
    if way is None:
        offered = ", ".join(sorted({_target(one) for one in ways})) or "nothing"
        raise VendorRefusedError(
            f"No transition leads to '{name}' from here; offered: {offered}.",
            status=409,
            fix="Move the issue step by step, or map the status to one that can be reached.",
        )
    body: dict[str, Any] = {"transition": {"id": text(way.get("id"))}}
    chosen = _resolution(way, resolution)
    if chosen:
        body["fields"] = {"resolution": {"name": chosen}}
    await wire.send("POST", f"{path}/transitions", json=body, effect=Effect.WRITE, scope=path)


def _target(way: Mapping[str, Any]) -> str:
    return text(at(way, "to", "name"))


def _to(ways: Sequence[Mapping[str, Any]], name: str) -> Mapping[str, Any] | None:
    return next((way for way in ways if _target(way).lower() == name.lower()), None)


def _meaning(ways: Sequence[Mapping[str, Any]], status: Status, table: ValueMap) -> Mapping[str, Any] | None:
    return next((way for way in ways if table.from_vendor(Remote(_target(way))) == status), None)


def _resolution(way: Mapping[str, Any], wanted: str) -> str:
    """The resolution to give: the wanted one, else Done or the first, where the screen asks for one."""
    field = mapping(at(way, "fields", "resolution"))
    allowed = [text(one.get("name")) for one in objects(field.get("allowedValues"))]
    if not field or not allowed:
        return ""
    if wanted in allowed:
        return wanted
    return "Done" if "Done" in allowed else allowed[0]
