"""One pool and one transaction object; the tenant is set here and nowhere else.

Every connection logs in as a role that owns nothing and starts as ``deskplane_app``, which row-level security binds.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self, cast
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy.sql.expression import ClauseElement

from deskplane.kernel import sqltext
from deskplane.kernel.errors import UnavailableError

Record = asyncpg.Record
LOST = (
    ConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # between the server's last words and the end of the connection
)
AWAY = (*LOST, OSError, TimeoutError, asyncpg.TooManyConnectionsError)
CONNECT_SECONDS = 3.0
TURN_SECONDS = 5.0
BUSY = "The desk is very busy. Nothing was changed; try again in a moment."
GONE = "The database does not answer. Nothing was changed; try again in a moment."


class Role(StrEnum):
    """Database role of a transaction."""

    APP = "deskplane_app"
    DISPATCHER = "deskplane_dispatcher"


@dataclass(frozen=True, slots=True)
class Tenant:
    """Whose data a transaction sees, and as whom."""

    org_id: UUID
    person_id: UUID | None = None
    role: str = "system"


class DeskConnection(asyncpg.Connection):
    """A connection that remembers which tenant its session is set to."""

    __slots__ = ("session_tenant",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session_tenant: Tenant | None = None

    async def be(self, tenant: Tenant) -> None:
        """Set the tenant of the session, for single statements outside a transaction."""
        if self.session_tenant != tenant:
            self.session_tenant = None
            await self.execute(_set_tenant(tenant, local=False))
            self.session_tenant = tenant


def _set_tenant(tenant: Tenant | None, *, local: bool) -> str:
    # Built from typed values only (UUIDs and a role word), so that it can ride in one message with BEGIN.
    org = str(tenant.org_id) if tenant else ""
    person = str(tenant.person_id) if tenant and tenant.person_id else ""
    role = tenant.role if tenant else ""
    if not (role.isidentifier() or not role):
        raise ValueError(f"not a role: {role!r}")
    flag = "true" if local else "false"
    return (
        f"select set_config('app.org_id','{org}',{flag}),"
        f"set_config('app.person_id','{person}',{flag}),set_config('app.role','{role}',{flag})"
    )


class Statements:
    """What can be asked of a connection."""

    __slots__ = ("_connection",)

    def __init__(self, connection: DeskConnection) -> None:
        """Take a connection of the pool."""
        self._connection = connection

    async def fetch(self, sql: str, *args: Any) -> list[Record]:
        """Return all rows."""
        return await self._connection.fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: Any) -> Record | None:
        """Return the first row or None."""
        return await self._connection.fetchrow(sql, *args)

    async def fetchval(self, sql: str, *args: Any) -> Any:
        """Return the first value of the first row, or None."""
        return await self._connection.fetchval(sql, *args)

    async def run(self, statement: ClauseElement, **values: Any) -> list[Record]:
        """Run a Core statement; one kept at module level with bindparams is compiled once."""
        sql, args = sqltext.compiled(statement, values)
        return await self._connection.fetch(sql, *args)


class Reader(Statements):
    """Single statements outside a transaction, as one tenant."""

    __slots__ = ("tenant",)

    def __init__(self, connection: DeskConnection, tenant: Tenant) -> None:
        """Take a connection whose session is already set to ``tenant``."""
        super().__init__(connection)
        self.tenant = tenant


class Tx(Statements):
    """One open transaction. ``pending`` holds what was announced in it and waits for inline subscribers."""

    __slots__ = ("_tenant", "after_commit", "pending")

    def __init__(self, connection: DeskConnection, tenant: Tenant | None) -> None:
        """Take a connection on which BEGIN was sent."""
        super().__init__(connection)
        self._tenant = tenant
        self.pending: list[Any] = []
        self.after_commit: list[Callable[[], None]] = []

    @property
    def tenant(self) -> Tenant:
        """The tenant; a transaction without one has no business asking."""
        if self._tenant is None:
            raise RuntimeError("this transaction has no tenant")
        return self._tenant

    async def execute(self, sql: str, *args: Any) -> str:
        """Run a statement and return its command tag."""
        return await self._connection.execute(sql, *args)

    async def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement for many rows of arguments."""
        await self._connection.executemany(sql, rows)

    async def stream(self, sql: str, *args: Any, batch: int = 500) -> AsyncGenerator[Record]:
        """Yield rows through a server-side cursor, ``batch`` at a time, in bounded memory."""
        async for row in self._connection.cursor(sql, *args, prefetch=batch):
            yield row

    async def copy_rows(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """COPY rows into a table the role may insert into (RLS forbids COPY FROM: temporary tables only)."""
        await self._connection.copy_records_to_table(table, records=rows, columns=list(columns))

    @asynccontextmanager
    async def savepoint(self) -> AsyncGenerator[Self]:
        """Undo only what happens inside when it fails."""
        await self._connection.execute("savepoint inner_part")
        before = len(self.pending)
        try:
            yield self
        except BaseException:
            del self.pending[before:]
            await self._connection.execute("rollback to savepoint inner_part; release savepoint inner_part")
            raise
        await self._connection.execute("release savepoint inner_part")

    @asynccontextmanager
    async def acting_for(self, tenant: Tenant) -> AsyncGenerator["Tx"]:
        """Become the app role of one organisation inside a dispatcher transaction; a failure undoes only this part."""
        inner = Tx(self._connection, tenant)
        become = f"set local role {Role.APP}; {_set_tenant(tenant, local=True)}"
        await self._connection.execute(f"savepoint tenant_part; {become}")
        try:
            yield inner
        except BaseException:
            await self._connection.execute("rollback to savepoint tenant_part; release savepoint tenant_part")
            raise
        back = f"set local role {Role.DISPATCHER}; {_set_tenant(self._tenant, local=True)}"
        await self._connection.execute(f"{back}; release savepoint tenant_part")
        self.pending.extend(inner.pending)
        self.after_commit.extend(inner.after_commit)


BeforeCommit = Callable[[Tx], Awaitable[None]]


@dataclass
class Database:
    """The pool of one process."""

    pool: asyncpg.Pool
    before_commit: list[BeforeCommit] = field(default_factory=list[BeforeCommit])
    after_append: Callable[[], None] | None = None
    patience: float = TURN_SECONDS
    """How long a request may wait for a connection, seconds."""
    _turns: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        """Line up in order of arrival: the pool itself lets latecomers pass those who wait."""
        self._turns = asyncio.Semaphore(self.pool.get_max_size())

    @classmethod
    async def connect(cls, dsn: str, *, size: int = 10, minimum: int = 1) -> Self:
        """Open the pool; ``dsn`` logs in as the application's login role.

        Raises:
            UnavailableError: nobody answers at ``dsn``.
        """
        try:
            pool = await asyncpg.create_pool(
                dsn,
                min_size=minimum,
                max_size=size,
                connection_class=DeskConnection,
                init=_prepare,
                reset=_reset,
                statement_cache_size=500,
                max_inactive_connection_lifetime=0,
                timeout=CONNECT_SECONDS,
                server_settings={"role": Role.APP.value, "application_name": "deskplane", "timezone": "UTC"},
            )
        except AWAY as error:
            raise UnavailableError("The database does not answer.") from error
        return cls(pool)

    async def close(self) -> None:
        """Close all connections; those still busy after five seconds are cut."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.pool.close(), 5)
            return
        self.pool.terminate()

    @asynccontextmanager
    async def transaction(
        self, tenant: Tenant | None = None, *, role: Role = Role.APP, resumable: bool = False
    ) -> AsyncGenerator[Tx]:
        """Open a transaction as ``tenant``; commit on success, roll back on any exception.

        ``resumable`` does not wait for the disk: when the machine or the database falls within the next second, this
        is lost together with all that was noted about it, and whoever reads where the work stands goes on from there.

        Raises:
            UnavailableError: the database is away; nothing was written.
        """
        become = "" if role is Role.APP else f"set local role {role};"
        become += "set local synchronous_commit = off;" if resumable else ""
        async with self._connection() as connection:
            tx = Tx(connection, tenant)
            await connection.execute(f"begin; {become} {_set_tenant(tenant, local=True)}")
            try:
                yield tx
                announced = bool(tx.pending)
                for hook in self.before_commit:
                    await hook(tx)
            except BaseException:
                with suppress(*AWAY):
                    await connection.execute("rollback")
                raise
            if await connection.execute("commit") != "COMMIT":
                raise RuntimeError(
                    "a statement failed and went unnoticed: everything was rolled back instead of committed"
                )
        if announced and self.after_append:
            self.after_append()
        for done in tx.after_commit:
            done()

    @asynccontextmanager
    async def read(self, tenant: Tenant) -> AsyncGenerator[Reader]:
        """Lend a connection for single read statements; each sees its own snapshot.

        Raises:
            UnavailableError: the database is away.
        """
        async with self._connection() as connection:
            await connection.be(tenant)
            yield Reader(connection, tenant)

    @asynccontextmanager
    async def bare(self) -> AsyncGenerator[Statements]:
        """Lend a connection for look-ups that cross organisations, through functions made for it.

        Raises:
            UnavailableError: the database is away.
        """
        async with self._connection() as connection:
            yield Statements(connection)

    @asynccontextmanager
    async def _turn(self) -> AsyncGenerator[None]:
        try:
            async with asyncio.timeout(self.patience):
                await self._turns.acquire()
        except TimeoutError as error:
            raise UnavailableError(BUSY) from error
        try:
            yield
        finally:
            self._turns.release()

    @asynccontextmanager
    async def _connection(self) -> AsyncGenerator[DeskConnection]:
        async with self._turn(), self._lent() as connection:
            yield connection

    @asynccontextmanager
    async def _lent(self) -> AsyncGenerator[DeskConnection]:
        try:
            # The pool wraps our connections in a proxy with the same methods.
            connection = cast("DeskConnection", await self.pool.acquire(timeout=CONNECT_SECONDS))
        except AWAY as error:
            raise UnavailableError(GONE) from error
        try:
            yield connection
        except LOST as error:
            if isinstance(error, asyncpg.InterfaceError) and _alive(connection):
                raise  # a mistake in how the driver is used, not a lost connection
            raise UnavailableError(GONE) from error
        finally:
            with suppress(*AWAY):  # a lost connection cannot be cleaned up; the pool has dropped it
                await self.pool.release(connection)


def _alive(connection: DeskConnection) -> bool:
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:  # the pool took the dead connection out of its proxy
        return False


async def _prepare(connection: DeskConnection) -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(
            kind, schema="pg_catalog", encoder=_encode, decoder=orjson.loads, format="text"
        )


def _encode(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()


async def _reset(connection: DeskConnection) -> None:
    if connection.is_in_transaction():
        await connection.execute("rollback")
