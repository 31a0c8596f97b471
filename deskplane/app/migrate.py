"""Brings a database to the newest schema and prepares the role that the application logs in as."""

import asyncio
import logging
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import structlog

FOLDER = Path(__file__).resolve().parents[1] / "migrations"
LOCK = 0x6465736B
STATEMENT_TIMEOUT = "30s"
IDLE_TIMEOUT = "2min"
REVISION = re.compile(r'^revision = "(\w+)"', re.MULTILINE)
log = structlog.get_logger(__name__)
logging.getLogger("alembic").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Login:
    """The role that the application logs in as; it owns nothing."""

    role: str
    password: str

    def dsn(self, owner_dsn: str) -> str:
        """Return ``owner_dsn`` with this role instead of the owner."""
        parts = urlsplit(owner_dsn)
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit(parts._replace(netloc=f"{self.role}:{self.password}@{host}"))


@cache
def head() -> str:
    """Return the newest revision, without importing Alembic."""
    newest = max((FOLDER / "versions").glob("v[0-9]*.py"))
    found = REVISION.search(newest.read_text(encoding="utf-8"))
    if found is None:
        raise RuntimeError(f"{newest.name} names no revision")
    return found[1]


async def migrate(owner_dsn: str, login: Login) -> bool:
    """Upgrade to the newest schema; return whether there was anything to do. Safe to call from many processes."""
    connection = await asyncpg.connect(owner_dsn)
    try:
        await connection.execute("select pg_advisory_lock($1)", LOCK)
        behind = await _revision(connection) != head()
        if behind:
            await asyncio.to_thread(upgrade, owner_dsn)
            log.info("database.migrated", revision=head())
        if behind or not await _can_log_in(owner_dsn, login):
            await _prepare_login(connection, login)
        return behind
    finally:
        await connection.close()


async def _revision(connection: asyncpg.Connection) -> str | None:
    if await connection.fetchval("select to_regclass('alembic_version')") is None:
        return None
    return await connection.fetchval("select version_num from alembic_version")


async def _can_log_in(owner_dsn: str, login: Login) -> bool:
    try:
        connection = await asyncpg.connect(login.dsn(owner_dsn), timeout=5)
    except asyncpg.InvalidAuthorizationSpecificationError:
        return False
    await connection.close()
    return True


async def _prepare_login(connection: asyncpg.Connection, login: Login) -> None:
    # Role names cannot be parameters; the name's pattern is checked in Settings and the password is hex.
    exists = await connection.fetchval("select true from pg_roles where rolname = $1", login.role)
    verb = "alter" if exists else "create"
    await connection.execute(f"{verb} role {login.role} login noinherit password '{login.password}'")
    await connection.execute(f"grant deskplane_app, deskplane_dispatcher to {login.role}")
    await connection.execute(f"alter role {login.role} set statement_timeout = '{STATEMENT_TIMEOUT}'")
    await connection.execute(
        f"alter role {login.role} set idle_in_transaction_session_timeout = '{IDLE_TIMEOUT}'"
    )


def upgrade(owner_dsn: str, revision: str = "head") -> None:
    """Run Alembic in this thread, in one transaction."""
    _alembic(owner_dsn, "upgrade", revision)


def downgrade(owner_dsn: str, revision: str) -> None:
    """Go back to ``revision``."""
    _alembic(owner_dsn, "downgrade", revision)


def _alembic(owner_dsn: str, verb: str, revision: str) -> None:
    from alembic import command  # deferred: a warm start needs no Alembic (0.4 s)
    from alembic.config import Config  # deferred: as above
    from sqlalchemy import create_engine, pool  # deferred: as above

    parts = urlsplit(owner_dsn)
    engine = create_engine(urlunsplit(parts._replace(scheme="postgresql+psycopg")), poolclass=pool.NullPool)
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        (command.upgrade if verb == "upgrade" else command.downgrade)(config, revision)
