"""The maps of a connection: what its connector takes values for, what the organisation says, what tickets hold."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from deskplane.catalog import service as catalog
from deskplane.connections import kinds, options, queries as connections, service as connections_service
from deskplane.connections.overriding import VALUES, doubled
from deskplane.connections.reach import Reach
from deskplane.connections.service import Asked
from deskplane.connectors.sdk.contract import Manifest
from deskplane.connectors.sdk.mapping import Overrides, Pair, meanings
from deskplane.connectors.sdk.normal import Choice, Options
from deskplane.kernel.db import Record, Statements, Tx
from deskplane.kernel.errors import FieldError, InvalidError
from deskplane.kernel.rows import By
from deskplane.kernel.text import suggestion
from deskplane.sync import queries
from deskplane.sync.fielding import MAPPABLE
from deskplane.sync.map_schemas import MapsChange
from deskplane.sync.service import require_source
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.status import Status

FALLBACKS: Final[Mapping[str, str]] = {"status": Status.OPEN, "priority": Priority.MEDIUM}
SEEN: Final = {"status": queries.SEEN_STATUSES, "priority": queries.SEEN_PRIORITIES}


@dataclass
class Seen:
    """What imported tickets say of one raw value."""

    name: str = ""
    flagged: int = 0
    taken: Counter[str] = field(default_factory=Counter[str])


async def read(reads: Statements, id_: UUID) -> dict[str, Any]:
    """Every map of a connection.

    Raises:
        NotFoundError: there is no such connection.
        InvalidError: tickets cannot be imported from its type.
    """
    row = await connections.whole(reads, id_)
    require_source(row["type"])
    manifest, own = kinds.manifest_of(row["type"]), Overrides.model_validate(row["overrides"])
    known = options.known(row["latest_options"])
    values = [
        _table(name, manifest, row, known, own, _seen(await reads.fetch(SEEN[name], id_))) for name in VALUES
    ]
    ours = [one for one in await catalog.custom_fields(reads) if one["kind"] in MAPPABLE]
    left_out = {one["field"]: one for one in await reads.fetch(queries.LEFT_OUT, id_)}
    theirs = {one.id: one.name for one in known.fields}
    labels = {one["key"]: one["label"] for one in ours}
    return {
        "version": row["version"],
        "values": values,
        "fields": [_field(key, name, labels, theirs, left_out) for key, name in sorted(own.fields.items())],
        "our_fields": [{"key": one["key"], "label": one["label"], "kind": one["kind"]} for one in ours],
        "their_fields": [{"id": id_, "name": name} for id_, name in theirs.items()],
        "linked": sum(row["tickets"] for row in values[0]["rows"]),
        "pending": max(_pending(table) for table in values),
    }


async def change(tx: Tx, reach: Reach, id_: UUID, body: MapsChange, if_match: int | None, *, by: By) -> None:
    """Set an organisation's own rows; the next import and the next webhook read by them.

    Raises:
        NotFoundError: there is no such connection.
        InvalidError: tickets cannot be imported from its type, or a field cannot be mapped.
        PreconditionFailedError, ConflictError: prepared on an older version, or the agent reads just now.
    """
    row = await connections.whole(tx, id_, lock=True)
    require_source(row["type"])
    own = Overrides.model_validate(row["overrides"])
    new = own.model_dump(mode="json", exclude_defaults=True)
    if body.fields is not None:
        await _require_fields(tx, body.fields)
        new["fields"] = dict(body.fields)
    known = options.known(row["latest_options"])
    manifest = kinds.manifest_of(row["type"])
    for name in VALUES:
        rows: Mapping[str, str] | None = getattr(body, name)
        if rows is not None:
            usual = meanings(_pairs(name, manifest, row, known))
            read = {raw: str(value) for raw, value in rows.items() if usual.get(raw) != value}
            new[name] = {**new.get(name, {}), "read": read}
    wanted = Asked({"overrides": new}, if_match, body.version)
    await connections_service.change(tx, reach, id_, wanted, by=by)


async def _require_fields(tx: Tx, fields: Mapping[str, str]) -> None:
    there = {one["key"]: one for one in await catalog.custom_fields(tx)}
    errors: list[FieldError] = doubled(fields, ["body", "fields"])
    for key in fields:
        if key not in there:
            msg = f"there is no custom field '{key}'.{suggestion(key, there)}"
            errors.append({"loc": ["body", "fields", key], "msg": msg})
        elif there[key]["kind"] not in MAPPABLE:
            msg = f"{there[key]['label']} holds a person or a team of ours: nothing of theirs fits"
            errors.append({"loc": ["body", "fields", key], "msg": msg})
    if errors:
        raise InvalidError(errors=errors)


def _pairs(name: str, manifest: Manifest, row: Record, known: Options) -> Sequence[Pair]:
    return manifest.states(row["settings"], known) if name == "status" else manifest.priorities


def _choices(name: str, known: Options) -> Sequence[Choice]:
    return known.statuses if name == "status" else known.priorities


def _seen(rows: Iterable[Record]) -> dict[str, Seen]:
    found: dict[str, Seen] = {}
    for row in rows:
        one = found.setdefault(row["raw"], Seen())
        one.name, one.flagged = row["name"], one.flagged + row["flagged"]
        one.taken[row["taken"] or ""] += row["tickets"]
    return found


def _table(
    name: str, manifest: Manifest, row: Record, known: Options, own: Overrides, seen: Mapping[str, Seen]
) -> dict[str, Any]:
    pairs = _pairs(name, manifest, row, known)
    usual, chosen = meanings(pairs), getattr(own, name).read
    names = {(one.name if manifest.by_name else one.id): one.name for one in _choices(name, known)}
    labels = {**{pair.remote: pair.label for pair in pairs if pair.label}, **names}
    rows: list[dict[str, Any]] = [
        _row(raw, usual.get(raw), chosen.get(raw), seen.get(raw, Seen()), guesses=manifest.guesses)
        | {"label": labels.get(raw) or _named(seen, raw), "offered": raw in usual or raw in names}
        for raw in dict.fromkeys([*usual, *names, *seen, *chosen])
    ]
    rows.sort(key=_place)
    return {"field": name, "values": [*VALUES[name]], "fallback": FALLBACKS[name], "rows": rows}


def _place(row: Mapping[str, Any]) -> tuple[bool, int]:
    """What nothing is known of comes first, the most frequent before others; the rest as the connector has it."""
    known = bool(row["default"] or row["chosen"])
    return known, 0 if known else -row["tickets"]


def _named(seen: Mapping[str, Seen], raw: str) -> str:
    return (seen[raw].name if raw in seen else "") or raw


def _row(raw: str, usual: str | None, chosen: str | None, seen: Seen, *, guesses: bool) -> dict[str, Any]:
    taken, tickets = dict(seen.taken), seen.taken.total()
    sure = guesses and tickets and not seen.flagged and chosen is None
    guessed = seen.taken.most_common(1)[0][0] if sure else None
    return {
        "raw": raw,
        "default": usual or guessed,
        "chosen": chosen,
        "tickets": tickets,
        "taken": taken,
    }


def _pending(table: Mapping[str, Any]) -> int:
    """Tickets whose record now means something else than they took it for."""
    return sum(
        count
        for row in table["rows"]
        for value, count in row["taken"].items()
        if value != (row["chosen"] or row["default"] or table["fallback"])
    )


def _field(
    key: str,
    name: str,
    labels: Mapping[str, str],
    theirs: Mapping[str, str],
    left_out: Mapping[str, Record],
) -> dict[str, Any]:
    lost = left_out.get(key)
    return {
        "ours": key,
        "label": labels.get(key, ""),
        "theirs": name,
        "their_label": theirs.get(name, ""),
        "left_out": lost["tickets"] if lost else 0,
        "why": lost["message"] if lost else "",
    }
