"""Write docs/reference from the code: ``python -m scripts.reference``; with ``--check`` only say what is stale."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from pydantic.fields import FieldInfo

from deskplane.app.routes import Declared, route_table
from deskplane.app.web import described
from deskplane.connectors.sdk.contract import Manifest
from deskplane.connectors.sdk.mapping import Fit
from deskplane.connectors.sdk.quality import level_of, quality_of
from deskplane.connectors.sdk.registry import manifests
from deskplane.kernel.access import ROLE_GRANTS, Permission, RoleName
from deskplane.kernel.events import CATALOGUE, Event
from deskplane.kernel.settings import Settings

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
COMMAND = "python -m scripts.reference"
NOTE = f"<!-- Generated: {COMMAND} -->"
YES = "✓"
FITS = {Fit.EXACT: "↔", Fit.NARROWING: "→", Fit.WIDENING: "←"}


def openapi() -> str:
    """The OpenAPI document."""
    return json.dumps(described().openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def own_events() -> list[type[Event]]:
    """Events of the house; tests declare others."""
    found = (kind for kind in CATALOGUE.values() if kind.__module__.startswith("deskplane."))
    return sorted(found, key=lambda kind: kind.name)


def events() -> str:
    """Every event, with who may see which of its fields."""
    described()  # imports every slice that has a door
    import_module("deskplane.imports.events")  # this one has only the command line
    head = [
        "Every event of the log. Fields are keys of `changes` (`{field: [old, new]}`) or of `data`.",
        "Requesters, webhooks and streams without the right to read internal notes get public fields only.",
        "A payload is a contract: names are never removed.",
    ]
    rows = [
        (
            f"`{k.name}`",
            f"`{k.subject_type}`",
            _words(k.public_fields),
            _words(k.internal_fields),
            _first_line(k),
        )
        for k in own_events()
    ]
    return _page(
        "Events", head, _table(("Event", "Subject", "Public fields", "Internal fields", "Meaning"), rows)
    )


def settings() -> str:
    """Every setting that the environment can give."""
    rows = [
        (f"`{_variable(name, field)}`", _kind(field), _default(field), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    head = ["What the environment can set. Everything else lives in the database and is changed in the desk."]
    return _page("Settings", head, _table(("Variable", "Kind", "Default", "Meaning"), rows))


def permissions() -> str:
    """Which role has which permission, and which operation needs it."""
    head = ["What each role may do unless the organisation changes it, and which operations ask for it."]
    roles = list(RoleName)
    operations = _operations(route_table(described()))
    rows = [
        (
            f"`{p}`",
            *(YES if p in ROLE_GRANTS[role] else "" for role in roles),
            ", ".join(operations.get(p, [])),
        )
        for p in Permission
    ]
    public = ", ".join(operations.get(None, []))
    page = _page("Permissions", head, _table(("Permission", *roles, "Operations"), rows))
    return f"{page}\nWithout signing in: {public}.\n"


def _operations(routes: Iterable[Declared]) -> Mapping[Permission | None, list[str]]:
    found: dict[Permission | None, list[str]] = {}
    for route in routes:
        if route.in_schema and not route.operation_id.endswith("_alias"):
            key = None if route.is_public else route.permissions[0]
            found.setdefault(key, []).append(f"`{route.operation_id}`")
    return found


def connectors() -> str:
    """Every connector: what it can do, how values travel, how far it is."""
    head = [
        "What each connector can do, and how statuses and priorities travel. `→` says less than ours (narrowing, with",
        "a notice), `←` is only read (widening), `↔` is exact. Organisations add rows of their own.",
        "",
        *_table(("Connector", "Types", "Level", "Capabilities"), map(_connector, manifests().values())),
    ]
    rows = [
        (m.name, what, f"`{pair.local}`", FITS[pair.fit], f"`{pair.remote}`")
        for m in manifests().values()
        for what, pairs in (("status", m.statuses), ("priority", m.priorities))
        for pair in pairs
    ]
    return _page("Connectors", head, _table(("Connector", "Value", "Ours", "", "Theirs"), rows))


def _connector(manifest: Manifest) -> tuple[str, ...]:
    folder = FOLDER.parents[1] / "deskplane" / "connectors" / manifest.key
    level = level_of(quality_of(folder))
    return (manifest.name, _words(kind.key for kind in manifest.types), level, _words(manifest.capabilities))


def _page(title: str, head: Sequence[str], table: Iterable[str]) -> str:
    return "\n".join([NOTE, f"# {title}", "", *head, "", *table, ""])


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def _words(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _first_line(kind: type[Event]) -> str:
    return (kind.__doc__ or "").partition("\n")[0].replace("``", "`")


def _variable(name: str, field: FieldInfo) -> str:
    aliases = getattr(field.validation_alias, "choices", None)
    return str(aliases[0]) if aliases else f"DESKPLANE_{name.upper()}"


def _kind(field: FieldInfo) -> str:
    whole = hasattr(field.annotation, "__args__")
    return re.sub(r"\w+\.", "", str(field.annotation if whole else getattr(field.annotation, "__name__", "")))


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    return "" if value in (None, "", []) else f"`{value}`"


PAGES: Mapping[str, Callable[[], str]] = {
    "openapi.json": openapi,
    "events.md": events,
    "settings.md": settings,
    "permissions.md": permissions,
    "connectors.md": connectors,
}


def stale() -> list[str]:
    """Names of the pages that differ from the code."""
    return [name for name, make in PAGES.items() if _read(FOLDER / name) != make()]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or say which are stale."""
    if "--check" in arguments:
        found = stale()
        print(f"stale: {', '.join(found)}; run: {COMMAND}" if found else "docs/reference is up to date")
        return 1 if found else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")
        print(FOLDER / name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
