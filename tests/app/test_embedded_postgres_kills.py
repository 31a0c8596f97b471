"""The server and its users die at the worst moments; nothing is lost, and the next start goes on."""

import asyncio
import os
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from deskplane.app.embedded_postgres.account import Account
from deskplane.app.embedded_postgres.pidfile import read_pidfile
from tests.fixtures.servers import Servers, kill_postmaster, postmaster_pid, value

PATIENCE = 30


async def value_when_back(dsn: str, query: str) -> object:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return await value(dsn, query)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            assert time.monotonic() < deadline, "the server did not come back"
        await asyncio.sleep(0.02)


@contextmanager
def sleeper(account: Account) -> Generator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(["sleep", "600"], user=account.uid if account.switch else None)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def test_a_server_whose_owner_was_killed_is_taken_over_and_stopped_at_the_end(servers: Servers):
    data_dir = servers.seeded()
    owner = servers.other_process(data_dir)
    dsn = owner.wait_ready()["dsn"]
    started = await value(dsn, "select pg_postmaster_start_time()")
    owner.kill()
    assert await value(dsn, "select pg_postmaster_start_time()") == started
    async with servers.source(data_dir) as running:
        assert running.dsn == dsn
        assert await value(running.dsn, "select pg_postmaster_start_time()") == started
    assert postmaster_pid(servers.layout(data_dir).data) == 0


async def test_a_killed_postmaster_is_brought_back_with_all_that_was_committed(servers: Servers):
    data_dir = servers.seeded()
    async with servers.source(data_dir) as running:
        data = servers.layout(data_dir).data
        await value(running.dsn, "create table kept (n int)")
        for round_ in range(3):
            await value(running.dsn, f"insert into kept values ({round_})")
            kill_postmaster(data)
            assert await value_when_back(running.dsn, "select count(*) from kept") == round_ + 1
    assert postmaster_pid(data) == 0


async def test_the_address_of_a_short_socket_folder_survives_a_killed_postmaster(servers: Servers):
    long = servers.folder / ("x" * 120)
    servers.homes_below.append(long)
    if os.geteuid() == 0:
        servers.folder.chmod(0o755)
    async with servers.source(long / "data", root_state=long / "state") as running:
        kill_postmaster(Path(await value(running.dsn, "show data_directory")))
        assert await value_when_back(running.dsn, "select 1") == 1


async def test_a_postmaster_killed_with_its_owner_leaves_nothing_that_hinders_a_start(servers: Servers):
    data_dir = servers.seeded()
    owner = servers.other_process(data_dir)
    dsn = owner.wait_ready()["dsn"]
    await value(dsn, "create table kept as select 42 as answer")
    owner.kill()
    kill_postmaster(servers.layout(data_dir).data)
    async with servers.source(data_dir) as running:
        assert await value(running.dsn, "select answer from kept") == 42


async def test_a_pid_file_that_names_another_live_process_is_seen_through(servers: Servers):
    data_dir = servers.seeded()
    async with servers.source(data_dir, watch=False):
        layout = servers.layout(data_dir)
        kill_postmaster(layout.data)
    left = read_pidfile(layout.data)
    assert left
    account = layout.account
    with sleeper(account) as bystander:
        words = "\n".join([str(bystander.pid), *left.lines[1:], ""])
        (layout.data / "postmaster.pid").write_text(words, encoding="utf-8")
        (layout.run / ".s.PGSQL.5432.lock").write_text(words, encoding="utf-8")
        async with servers.source(data_dir) as running:
            assert await value(running.dsn, "select 1") == 1
        assert bystander.poll() is None


@pytest.mark.parametrize("content", ["", "not a number\n", "1\n", "-5\n/x\n"])
async def test_a_damaged_pid_file_does_not_hinder_a_start(servers: Servers, content: str):
    data_dir = servers.seeded()
    async with servers.source(data_dir, watch=False):
        pass
    layout = servers.layout(data_dir)
    (layout.data / "postmaster.pid").write_text(content, encoding="ascii")
    os.chown(layout.data / "postmaster.pid", layout.account.uid, layout.account.gid)
    async with servers.source(data_dir, watch=False) as running:
        assert await value(running.dsn, "select 1") == 1


async def test_a_query_that_outlives_its_postmaster_does_not_hold_up_the_restart(servers: Servers):
    data_dir = servers.seeded()
    async with servers.source(data_dir) as running:
        layout = servers.layout(data_dir)
        connection = await asyncpg.connect(running.dsn)
        busy = asyncio.create_task(
            connection.fetchval("select sum(a) from generate_series(1, 100000000000) a")
        )
        await asyncio.sleep(0.2)
        kill_postmaster(layout.data)
        assert await value_when_back(running.dsn, "select 1") == 1
        with pytest.raises((OSError, asyncpg.PostgresError, asyncpg.InterfaceError)):
            await busy
        connection.terminate()


async def test_two_processes_that_start_at_once_share_one_server(servers: Servers):
    data_dir = servers.folder / "data"
    processes = [servers.other_process(data_dir) for _ in range(2)]
    told = [process.wait_ready() for process in processes]
    assert told[0]["dsn"] == told[1]["dsn"]
    pid = postmaster_pid(servers.layout(data_dir).data)
    assert pid
    processes[0].leave()
    assert postmaster_pid(servers.layout(data_dir).data) == pid
    assert await value(told[1]["dsn"], "select 1") == 1
    processes[1].leave()
    assert postmaster_pid(servers.layout(data_dir).data) == 0


async def test_a_short_command_beside_a_running_server_leaves_it_running(servers: Servers):
    data_dir = servers.seeded()
    serve = servers.other_process(data_dir)
    dsn = serve.wait_ready()["dsn"]
    async with servers.source(data_dir) as command:
        assert command.dsn == dsn
    assert await value(dsn, "select 1") == 1
    serve.leave()


async def test_a_server_that_serves_others_outlives_the_killed_process_that_started_it(servers: Servers):
    data_dir = servers.seeded()
    first = servers.other_process(data_dir)
    first.wait_ready()
    second = servers.other_process(data_dir)
    dsn = second.wait_ready()["dsn"]
    first.kill()
    kill_postmaster(servers.layout(data_dir).data)
    assert await value_when_back(dsn, "select 1") == 1
    second.leave()
    assert postmaster_pid(servers.layout(data_dir).data) == 0


@pytest.mark.slow
async def test_a_server_whose_socket_was_removed_is_restarted(servers: Servers):
    data_dir = servers.seeded()
    async with servers.source(data_dir, watch=False) as running:
        for leftover in servers.layout(data_dir).run.iterdir():
            leftover.unlink()
        async with servers.source(data_dir) as again:
            assert again.dsn == running.dsn
            assert await value(again.dsn, "select 1") == 1
