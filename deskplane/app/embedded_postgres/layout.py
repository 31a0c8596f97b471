"""Where the server of a data folder keeps its things."""

import hashlib
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from deskplane.app.embedded_postgres.account import Account, current_account, service_account
from deskplane.app.embedded_postgres.install import make_open
from deskplane.app.embedded_postgres.source import FolderNotWritableError, PostgresStartError

ROOT_STATE = Path("/var/lib/deskplane")
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 107 if sys.platform == "linux" else 103


@dataclass(frozen=True, slots=True)
class Layout:
    """Folders of one server: locks in the data folder, where all its users meet; the rest is the account's."""

    data_dir: Path
    home: Path
    account: Account

    @property
    def locks(self) -> Path:
        """Folder of the lock files."""
        return self.data_dir / "postgres"

    @property
    def start_lock(self) -> Path:
        """Held while the server is being started, attached to or left."""
        return self.locks / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Shared by every process that uses the server."""
        return self.locks / "users.lock"

    @property
    def data(self) -> Path:
        """The cluster itself (PGDATA)."""
        return self.home / "data"

    @property
    def password(self) -> Path:
        """The owner's password, readable by the account alone."""
        return self.home / "password"

    @property
    def log(self) -> Path:
        """Folder of the server's log."""
        return self.home / "log"

    @property
    def run(self) -> Path:
        """Folder of the socket, unless its path is too long."""
        return self.home / "run"

    def data_major(self) -> int | None:
        """Major version that made the cluster; None if there is none yet."""
        try:
            text = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        return int(text) if text.isdigit() else 0


def socket_fits(folder: Path) -> bool:
    """Whether a socket in ``folder`` can be bound, and named in an address (a comma would split it)."""
    path = str(folder / SOCKET_NAME)
    return len(os.fsencode(path)) <= SOCKET_PATH_LIMIT and "," not in path


def prepared_layout(data_dir: Path, root_state: Path) -> Layout:
    """Create the folders of a server for the user we run as; blocks."""
    data_dir = Path(os.path.realpath(data_dir))
    _make_private(data_dir, data_dir)
    _make_private(data_dir / "postgres", data_dir)
    if os.geteuid() == 0:
        return _for_root(data_dir, root_state)
    layout = Layout(data_dir, data_dir / "postgres", current_account())
    _refuse_foreign(layout.locks, data_dir)
    return layout


def root_home(data_dir: Path, root_state: Path) -> Path:
    """Where root's servers keep the cluster of a data folder."""
    digest = hashlib.sha256(os.fsencode(os.path.realpath(data_dir))).hexdigest()
    return root_state / "data" / digest[:16]


def _for_root(data_dir: Path, root_state: Path) -> Layout:
    _refuse_foreign(data_dir / "postgres", data_dir)
    home = Path(os.path.realpath(root_home(data_dir, root_state)))
    try:
        make_open(home.parent)
        home.mkdir(mode=0o700, exist_ok=True)
        account = service_account(root_state, home.stat().st_uid)
        os.chown(home, account.uid, account.gid)
    except OSError as error:
        raise FolderNotWritableError(
            f"Cannot write to {root_state} ({error.strerror}); run as root, the database is kept there"
        ) from error
    return Layout(data_dir, home, account)


def _refuse_foreign(locks: Path, data_dir: Path) -> None:
    owner = locks.stat().st_uid
    if owner != os.geteuid():
        raise PostgresStartError(
            f"The database in {data_dir} belongs to the user with id {owner}; start Deskplane as that user"
        )


def _make_private(folder: Path, asked_for: Path) -> None:
    """Create a folder for us alone; one that exists keeps its mode."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK | os.X_OK)
    except OSError as error:
        raise FolderNotWritableError(_not_writable(asked_for, str(error.strerror))) from error
    if not writable:
        raise FolderNotWritableError(_not_writable(asked_for, "permission denied"))


def _not_writable(folder: Path, reason: str) -> str:
    return f"Cannot write to {folder} ({reason}); choose another folder with --data-dir or DESKPLANE_DATA_DIR"


def is_private(folder: Path, uid: int) -> bool:
    """Whether a folder is a real one, of this user, closed to all others."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and not found.st_mode & 0o077
