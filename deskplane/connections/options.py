"""What a vendor offered last, as it is kept and shown: lists of plain values."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, cast

from deskplane.connectors.sdk.normal import Choice, Options
from deskplane.connectors.sdk.shapes import objects, text

KEYED: Final = "projects"
"""Projects go by their key, everything else by its id."""


def kept(options: Options) -> dict[str, list[dict[str, str]]]:
    """Options as rows; lists that the vendor does not have stay empty."""
    return {one.name: _rows(one.name, getattr(options, one.name)) for one in fields(Options)}


def known(stored: Mapping[str, Any]) -> Options:
    """Options as the connector reads them again."""
    return Options(**{one.name: _choices(one.name, stored.get(one.name)) for one in fields(Options)})


def _rows(name: str, choices: tuple[Choice, ...]) -> list[dict[str, str]]:
    ident = "key" if name == KEYED else "id"
    return [
        {
            ident: choice.id,
            "name": choice.name,
            **({"parent": choice.parent} if choice.parent else {}),
            **({"group": choice.group} if choice.group else {}),
        }
        for choice in choices
    ]


def _choices(name: str, rows: object) -> tuple[Choice, ...]:
    ident = "key" if name == KEYED else "id"
    return tuple(
        Choice(text(row.get(ident)), text(row.get("name")), text(row.get("parent")), text(row.get("group")))
        for row in objects(cast("Any", rows))
    )
