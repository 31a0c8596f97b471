"""What one process holds while it runs: keys, database, event log, live stream, background loops."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deskplane.app import maintenance, slices
from deskplane.app.embedded_postgres import PostgresSource
from deskplane.app.launch import source_of
from deskplane.app.migrate import Login, migrate
from deskplane.clustering import jobs as clustering_jobs
from deskplane.connections import hearing, jobs as connection_jobs
from deskplane.connections.owners import Owners
from deskplane.connections.reach import Reach
from deskplane.dispatch import jobs as dispatch_jobs, settings as dispatch_settings
from deskplane.dispatch.environment import Outside
from deskplane.identity.authenticator import Authenticator
from deskplane.identity.principals import Principals
from deskplane.inbound import jobs as inbound_jobs
from deskplane.kernel.crypto import KeyRing
from deskplane.kernel.db import AWAY, Database
from deskplane.kernel.dispatcher import Dispatcher
from deskplane.kernel.errors import UnavailableError
from deskplane.kernel.eventlog import EventLog
from deskplane.kernel.jobs import JobQueue
from deskplane.kernel.metrics import Metrics
from deskplane.kernel.settings import Settings
from deskplane.kernel.storage.files import FileStore
from deskplane.kernel.storage.local import LocalFiles
from deskplane.kernel.storage.s3 import S3Files, S3Settings, s3_client
from deskplane.kernel.stream import Hub
from deskplane.kernel.wakeup import FORGET, STREAM, WAKE, Bell, Ears
from deskplane.outbound.policy import OutboundPolicy
from deskplane.rca import jobs as rca_jobs
from deskplane.sync import jobs as sync_jobs, relaying

FLUSH_SECONDS = 60


@dataclass
class Runtime:
    """The parts of a running process; web and worker use the same."""

    settings: Settings
    keys: KeyRing
    owner_dsn: str
    login_dsn: str
    database: Database
    log: EventLog
    principals: Principals
    files: FileStore
    jobs: JobQueue
    bell: Bell
    ears: Ears
    outside: Outside
    reach: Reach
    metrics: Metrics = field(default_factory=Metrics)
    hub: Hub = field(default_factory=Hub)

    @property
    def authenticate(self) -> Authenticator:
        """Who turns requests into callers."""
        return Authenticator(database=self.database, principals=self.principals, keys=self.keys)


def key_ring(settings: Settings) -> KeyRing:
    """Load the key-encryption keys: from the environment, or from the data folder."""
    current = settings.secret_key.get_secret_value() if settings.secret_key else None
    previous = settings.secret_key_previous.get_secret_value() if settings.secret_key_previous else None
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return KeyRing.load(current, settings.data_dir, [previous] if previous else [])


def login_of(settings: Settings, keys: KeyRing) -> Login:
    """Return the role the application logs in as; every process that holds the key knows its password."""
    return Login(settings.database_login_role, keys.derive("database-login").hex())


@asynccontextmanager
async def opened(
    settings: Settings, *, pool: int | None = None, source: PostgresSource | None = None
) -> AsyncGenerator[Runtime]:
    """Start or attach to the database, migrate it and wire the parts; no loop runs yet.

    ``source`` is a database that was told to start already.
    """
    keys = key_ring(settings)
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(source or source_of(settings))
        login = login_of(settings, keys)
        await migrate(server.dsn, login)
        login_dsn = login.dsn(server.dsn)
        runtime = await wired(settings, keys, server.dsn, login_dsn, stack, pool=pool)
        await dispatch_settings.begin(runtime.database)
        yield runtime


async def wired(
    settings: Settings,
    keys: KeyRing,
    owner_dsn: str,
    login_dsn: str,
    stack: AsyncExitStack,
    *,
    pool: int | None = None,
) -> Runtime:
    """Connect and wire the parts on a database that is migrated."""
    database = await Database.connect(login_dsn, size=pool or settings.database_pool)
    stack.push_async_callback(database.close)
    owners = Owners(database, settings.env_credentials_org)
    log = EventLog()
    slices.subscribe_all(log)
    bell = Bell(database)
    runtime = Runtime(
        settings=settings,
        keys=keys,
        owner_dsn=owner_dsn,
        login_dsn=login_dsn,
        database=database,
        log=log,
        principals=Principals(),
        files=file_store(settings, stack),
        jobs=JobQueue(login_dsn),
        bell=bell,
        ears=Ears(login_dsn),
        outside=Outside(settings, owners),
        reach=Reach(settings, keys, owners),
    )
    runtime.jobs.bind(database)
    dispatch_jobs.register(runtime.jobs, database, runtime.outside)
    rca_jobs.register(runtime.jobs, database)
    clustering_jobs.register(runtime.jobs, database)
    database.before_commit.append(log.before_commit)
    database.after_append = bell.ring
    return runtime


def file_store(settings: Settings, stack: AsyncExitStack) -> FileStore:
    """Return the file storage that the settings name."""
    if not settings.s3_endpoint:
        return LocalFiles(settings.data_dir / "files")
    policy = OutboundPolicy.of(settings.outbound_allow, allow_http=settings.s3_endpoint.startswith("http://"))
    client = s3_client(policy)
    stack.push_async_callback(client.aclose)
    secret = settings.s3_secret_key.get_secret_value() if settings.s3_secret_key else ""
    place = S3Settings(
        endpoint=settings.s3_endpoint,
        bucket=settings.s3_bucket,
        region=settings.s3_region,
        access_key=settings.s3_access_key,
        secret_key=secret,
    )
    return S3Files(client, place)


@asynccontextmanager
async def serving(runtime: Runtime, *, web: bool, worker: bool) -> AsyncGenerator[None]:
    """Run the background loops of a web process, a worker, or both in one."""
    runtime.ears.on(STREAM, runtime.hub.hear)
    runtime.ears.on(FORGET, runtime.principals.forget)
    runtime.ears.on(FORGET, runtime.hub.forget)
    runtime.ears.on_restored(runtime.hub.resync)
    runtime.ears.on_restored(lambda: runtime.principals.forget("*"))
    loops: list[Coroutine[Any, Any, None]] = [runtime.bell.run()]
    if web:
        loops += [runtime.hub.keep_alive(), _flush(runtime)]
    if worker:
        dispatcher = Dispatcher(runtime.database, list(runtime.log.subscribers.values()))
        runtime.bell.local.append(dispatcher.wake)
        runtime.ears.on(WAKE, lambda _: dispatcher.wake.set())
        loops += [
            dispatcher.run(),
            maintenance.run(maintenance.House(runtime.database, runtime.metrics, runtime.files)),
            runtime.jobs.run(),
            dispatch_jobs.run(runtime.database, runtime.outside),
            connection_jobs.run(runtime.database, runtime.reach),
            sync_jobs.run(runtime.database, runtime.reach),
            inbound_jobs.run(runtime.database, runtime.reach, runtime.outside),
            relaying.run(runtime.database, runtime.reach),
            hearing.run(runtime.database, runtime.reach),
        ]
    loops.append(runtime.ears.run())
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        yield
    finally:
        runtime.hub.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(
            UnavailableError, *AWAY
        ):  # the database may be gone already; last-use times are a convenience
            await runtime.principals.flush(runtime.database)


async def _flush(runtime: Runtime) -> None:
    while True:
        await asyncio.sleep(FLUSH_SECONDS)
        with suppress(UnavailableError, *AWAY):  # kept in memory and tried again in a minute
            await runtime.principals.flush(runtime.database)


def data_file(settings: Settings, name: str) -> Path:
    """Return the path of a file in the data folder."""
    return settings.data_dir / name
