"""Modules stay small: every one under the limit, and all but one in twenty well under it."""

from pathlib import Path

from scripts.house.shape import MODULE_LINES

ROOT = Path(__file__).resolve().parents[2]
P95_LINES = 300


def modules() -> dict[str, int]:
    paths = (path for path in (ROOT / "deskplane").rglob("*.py") if "versions" not in path.parts)
    return {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in paths}


def test_no_module_is_over_the_limit():
    assert {name: lines for name, lines in modules().items() if lines > MODULE_LINES} == {}


def test_nineteen_of_twenty_modules_are_well_under_it():
    sizes = sorted(modules().items(), key=lambda module: module[1])
    name, lines = sizes[int(len(sizes) * 0.95)]

    assert lines <= P95_LINES, f"{name} stands at the 95th percentile: {sizes[int(len(sizes) * 0.95) :]}"
