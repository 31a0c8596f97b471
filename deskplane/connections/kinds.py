"""Connection types: those of the connectors' manifests, and kinds of knowledge that have a name but no connector."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from deskplane.connections.vocabulary import SourceKind
from deskplane.connectors.sdk.contract import ConnectionType, Manifest, Use
from deskplane.connectors.sdk.registry import connection_types
from deskplane.kernel.errors import InvalidError
from deskplane.kernel.text import suggestion


@dataclass(frozen=True, slots=True)
class NamedOnly:
    """A type that is known by name; nothing here can open it."""

    name: str
    description: str


WITHOUT_CONNECTOR: Final[Mapping[str, NamedOnly]] = {
    "confluence": NamedOnly("Confluence", "Pages of knowledge from Confluence."),
    "sharepoint": NamedOnly("SharePoint", "Documents from SharePoint."),
    "websearch": NamedOnly("Web search", "Public pages of chosen sites."),
}


def known() -> list[str]:
    """Every allowed type, in the order in which they are offered."""
    return [*connection_types(), *WITHOUT_CONNECTOR]


def sources() -> list[str]:
    """Types that tickets can be imported from."""
    return [key for key, (_, kind) in connection_types().items() if Use.TICKET_SOURCE in kind.uses]


def uses_of(type_: str) -> frozenset[Use]:
    """What a connection of a type may be used for."""
    found = connection_types().get(type_)
    return found[1].uses if found else frozenset({Use.KNOWLEDGE_SOURCE})


def require_known(type_: str) -> None:
    """Refuse a type that is not allowed.

    Raises:
        InvalidError: names the allowed ones and the nearest.
    """
    allowed = known()
    if type_ not in allowed:
        hint = suggestion(type_, allowed)
        raise InvalidError.field(
            "type", f"there is no connection type '{type_}'. Allowed: {', '.join(allowed)}.{hint}"
        )


def manifest_of(type_: str) -> Manifest:
    """The vendor behind a type.

    Raises:
        InvalidError: no connector opens this type here.
    """
    found = connection_types().get(type_)
    if found is None:
        named = WITHOUT_CONNECTOR.get(type_)
        raise InvalidError(
            f"There is no connector for {named.name if named else type_} here, so it cannot be opened. "
            f"Types with one: {', '.join(connection_types())}."
        )
    return found[0]


def name_of(type_: str) -> tuple[str, str]:
    """Name and description of a type."""
    found = connection_types().get(type_)
    if found is not None:
        return found[1].name, found[1].description
    named = WITHOUT_CONNECTOR[type_]
    return named.name, named.description


def described(*, by_agent: bool = False, by_environment: bool = False) -> list[dict[str, Any]]:
    """Every type as the API shows it, with the forms it is set up by.

    ``by_agent``: there is an agent outside; ``by_environment``: whoever asks may use the environment's credentials.
    """
    types = connection_types().values()
    mine = [
        {
            **_described(manifest, kind),
            "by_agent": by_agent,
            "by_environment": by_environment and bool(manifest.env),
        }
        for manifest, kind in types
    ]
    return [*mine, *(_named(key, named) for key, named in WITHOUT_CONNECTOR.items())]


def _described(manifest: Manifest, kind: ConnectionType) -> dict[str, Any]:
    itsm, knowledge = Use.TICKET_SOURCE in kind.uses, Use.KNOWLEDGE_SOURCE in kind.uses
    kinds = [SourceKind.ITSM] if itsm else []
    forms = manifest.forms()
    return {
        "type": kind.key,
        "name": kind.name,
        "description": kind.description,
        "vendor": manifest.key,
        "vendor_name": manifest.name,
        "kinds": [*kinds, *([SourceKind.KNOWLEDGE] if knowledge else [])],
        "uses": sorted(kind.uses),
        "order": kind.order,
        "visible": kind.visible,
        "available": True,
        "settings_schema": forms["config"],
        "credentials_schema": forms["credentials"],
        "main_fields": main_fields(manifest),
        "sign_ins": [asdict(one) for one in manifest.sign_ins],
        "needs": manifest.needs,
        "narrowed_by": sorted(manifest.narrowed_by),
        "help_url": manifest.help_url,
    }


def _named(key: str, named: NamedOnly) -> dict[str, Any]:
    return {
        "type": key,
        "name": named.name,
        "description": named.description,
        "vendor": key,
        "vendor_name": named.name,
        "kinds": [SourceKind.KNOWLEDGE],
        "uses": [Use.KNOWLEDGE_SOURCE],
        "order": 1000,
        "visible": True,
        "available": False,
        "by_environment": False,
        "by_agent": False,
        "settings_schema": {},
        "credentials_schema": {},
        "main_fields": [],
        "sign_ins": [],
        "needs": "",
        "narrowed_by": [],
        "help_url": "",
    }


def main_fields(manifest: Manifest) -> list[str]:
    """What most people fill in: required fields, and those of the first way that the environment knows."""
    first = manifest.env_ways[0] if manifest.env_ways else ()
    wanted = {manifest.env[name] for name in first}
    return [
        f"{form}.{name}"
        for form, model in (("config", manifest.config), ("credentials", manifest.credentials))
        for name, field in model.model_fields.items()
        if field.is_required() or f"{form}.{name}" in wanted
    ]


def offered() -> list[str]:
    """Types that people see."""
    mine = [key for key, (_, kind) in connection_types().items() if kind.visible]
    return [*mine, *WITHOUT_CONNECTOR]
