"""Recorded payloads of the vendors; they stay outside the repository, and tests without them skip."""

import json
from pathlib import Path
from typing import Any

import pytest

HOME = Path(__file__).parents[3] / "shared" / "vendors" / "data"


def folder(name: str) -> Path:
    found = HOME / name
    if not found.is_dir():
        pytest.skip(f"recorded payloads are not here: {found}")
    return found


def bodies(name: str) -> list[tuple[str, Any]]:
    """File name and content of each JSON file of a folder."""
    return [(path.name, loaded(path)) for path in sorted(folder(name).glob("*.json"))]


def loaded(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None


def records(value: Any, *keys: str) -> list[dict[str, Any]]:
    """Every object inside that has all of these keys."""
    if isinstance(value, list):
        return [found for item in value for found in records(item, *keys)]
    if not isinstance(value, dict):
        return []
    if all(key in value for key in keys):
        return [value]
    return [found for item in value.values() for found in records(item, *keys)]
