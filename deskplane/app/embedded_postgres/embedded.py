"""A server of our own in a data folder, shared by all Deskplane processes that use the folder."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType

from deskplane.app.embedded_postgres.binaries import Binaries, choose_binaries
from deskplane.app.embedded_postgres.bringup import bring_up, take_down
from deskplane.app.embedded_postgres.cluster import START_SECONDS, Cluster
from deskplane.app.embedded_postgres.install import reachable_copy
from deskplane.app.embedded_postgres.layout import ROOT_STATE, prepared_layout
from deskplane.app.embedded_postgres.locks import FolderLock, held_alone
from deskplane.app.embedded_postgres.probe import OWN_DATABASE, Socket
from deskplane.app.embedded_postgres.source import PostgresStartError, RunningPostgres
from deskplane.app.embedded_postgres.watchdog import Watchdog


class EmbeddedPostgres:
    """Starts the server of a data folder or attaches to it; the last process that leaves stops it.

    Whoever dies without leaving is simply no longer counted, so the next to come takes its server over.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        settings: Mapping[str, str] | None = None,
        binaries: Binaries | None = None,
        watch: bool = True,
        root_state: Path = ROOT_STATE,
    ) -> None:
        """Name the folder; ``watch`` keeps the server up while we use it."""
        self._data_dir = data_dir
        self._settings = dict(settings or {})
        self._binaries = binaries
        self._root_state = root_state
        self._watchdog = Watchdog(self._bring_up) if watch else None
        self._cluster: Cluster | None = None
        self._share: FolderLock | None = None

    async def start(self) -> RunningPostgres:
        """Start or attach; may be called again after stop."""
        cluster = await self._prepared()
        async with _start_lock(cluster):
            self._share = FolderLock(cluster.layout.users_lock)
            self._share.try_shared()
            try:
                socket = await bring_up(cluster)
                running = await _described(socket)
            except BaseException:
                await self._leave(cluster)
                raise
        if self._watchdog:
            self._watchdog.start(socket)
        return running

    async def stop(self) -> None:
        """Let go; stop the server if nobody else uses it."""
        if self._watchdog:
            await self._watchdog.stop()
        if self._share is not None:
            await self.stop_if_unused()

    async def stop_if_unused(self) -> bool:
        """Stop a server that no living process uses, also one left behind; tell whether it is down."""
        cluster = await self._prepared()
        async with _start_lock(cluster):
            return await self._leave(cluster)

    async def __aenter__(self) -> RunningPostgres:
        """Start or attach."""
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go."""
        await self.stop()

    async def _prepared(self) -> Cluster:
        if self._cluster is None:
            self._cluster = await asyncio.to_thread(self._prepare)
        return self._cluster

    def _prepare(self) -> Cluster:
        layout = prepared_layout(self._data_dir, self._root_state)
        binaries = choose_binaries(layout.data_major(), self._binaries)
        if layout.account.switch:
            binaries = reachable_copy(binaries, self._root_state / "pg")
        return Cluster(layout, binaries, self._settings)

    async def _bring_up(self) -> Socket:
        cluster = await self._prepared()
        async with _start_lock(cluster):
            return await bring_up(cluster)

    async def _leave(self, cluster: Cluster) -> bool:
        if self._share:
            self._share.release()
            self._share = None
        others = FolderLock(cluster.layout.users_lock)
        if not others.try_alone():
            return False
        try:
            await take_down(cluster)
        finally:
            others.release()
        return True


@asynccontextmanager
async def _start_lock(cluster: Cluster) -> AsyncGenerator[None]:
    try:
        async with held_alone(cluster.layout.start_lock, patience=START_SECONDS):
            yield
    except TimeoutError as error:
        raise PostgresStartError(
            f"Another Deskplane process has been starting the database in {cluster.layout.data_dir} "
            f"for {START_SECONDS // 60} minutes; look at its output"
        ) from error


async def _described(socket: Socket) -> RunningPostgres:
    connection = await socket.connect()
    try:
        version = str(await connection.fetchval("show server_version"))
        number = int(await connection.fetchval("show server_version_num"))
    finally:
        connection.terminate()
    return RunningPostgres(socket.dsn(OWN_DATABASE), version.split(maxsplit=1)[0], number)
