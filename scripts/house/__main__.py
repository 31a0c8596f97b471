"""Run every house lint: ``python -m scripts.house [file or folder …]``; exit code 1 if one finds something."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from scripts.house import borders, habits, shape
from scripts.house.source import Finding, Source

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("deskplane", "scripts", "bench", "tests", "dev.py")

LINTS: tuple[Callable[[Source], Iterator[Finding]], ...] = (
    borders.commit_in_slice,
    borders.client_outside_outbound,
    borders.network_in_subscriber,
    borders.select_outside_queries,
    borders.sql_values,
    habits.inline_import,
    habits.broad_except,
    habits.silenced,
    habits.mocked_house,
    shape.module_size,
    shape.function_size,
    shape.vague_name,
)


def files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        found = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        yield from (path for path in found if path.suffix == ".py" and "__pycache__" not in path.parts)


def lint(source: Source) -> list[Finding]:
    return [finding for check in LINTS for finding in check(source)]


def main(arguments: Sequence[str]) -> int:
    """Print what the lints find in ``arguments``, or in the whole repository."""
    places = [Path(given).resolve() for given in arguments] or [ROOT / place for place in PLACES]
    checked, findings = 0, list[Finding]()
    for path in files(place for place in places if place.exists()):
        findings += lint(Source.of(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
        checked += 1
    for finding in sorted(findings):
        print(finding)
    print(f"house lints: {len(findings)} findings in {checked} files")
    return 1 if findings or not checked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
