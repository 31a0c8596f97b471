"""Which connectors there are: every folder beside the sdk with a manifest, and what other packages bring."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Final

from deskplane.connectors.sdk.contract import ConnectionType, Manifest

ENTRY_POINTS: Final = "deskplane.connectors"
_HOUSE: Final = "deskplane.connectors"


@lru_cache(maxsize=1)
def manifests() -> Mapping[str, Manifest]:
    """Every manifest by vendor key, in the order of the keys.

    Raises:
        TypeError: a connector's module holds no manifest.
    """
    found = [_manifest(module) for module in _own_modules()]
    found += [_checked(entry.load(), entry.value) for entry in entry_points(group=ENTRY_POINTS)]
    return {manifest.key: manifest for manifest in sorted(found, key=lambda manifest: manifest.key)}


def connection_types() -> Mapping[str, tuple[Manifest, ConnectionType]]:
    """Every connection type with its vendor, in the order in which they are offered."""
    found = [
        (kind.order, kind.key, manifest, kind) for manifest in manifests().values() for kind in manifest.types
    ]
    return {key: (manifest, kind) for _, key, manifest, kind in sorted(found, key=lambda row: row[:2])}


def _own_modules() -> list[str]:
    names = [found.name for found in iter_modules(import_module(_HOUSE).__path__) if found.ispkg]
    places = [f"{_HOUSE}.{name}.manifest" for name in names if name != "sdk"]
    return [place for place in places if find_spec(place) is not None]


def _manifest(module: str) -> Manifest:
    return _checked(getattr(import_module(module), "MANIFEST", None), module)


def _checked(found: object, place: str) -> Manifest:
    if not isinstance(found, Manifest):
        raise TypeError(f"{place} holds no connector manifest.")
    return found
