"""The statements of a handler, taken down while it runs once, as a script for pgbench.

The denominator of every ratio is PostgreSQL itself doing the same work: pgbench, prepared, sixteen clients, the
handler's own SQL between BEGIN, set_config and COMMIT.
"""

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

import orjson

from deskplane.app.embedded_postgres.binaries import choose_binaries

TENANT = (
    "select set_config('app.org_id','{org}',true),set_config('app.person_id','{person}',true),"
    "set_config('app.role','admin',true);"
)
FRESH = "uuidv7()"


def literal(value: Any) -> str:
    """Return an argument as SQL text."""
    if value is None or isinstance(value, bool | int | float):
        return orjson.dumps(value).decode()
    if isinstance(value, datetime):
        return f"to_timestamp({value.timestamp()})"
    items = cast("Sequence[Any]", value) if isinstance(value, list | tuple) else [None]
    if all(isinstance(item, UUID) for item in items):
        return "array[" + ",".join(f"'{item}'" for item in items) + "]::uuid[]" if items else "'{}'"
    if isinstance(value, dict | list | tuple):
        return f"({_json(value)})::jsonb"
    return "'" + str(value).replace("'", "''") + "'"


def _json(value: Any) -> str:
    # pgbench takes a colon before a letter or digit for a variable of its own.
    text = orjson.dumps(value, default=str).decode().replace("'", "''")
    return "'" + text.replace('":', '"\0').replace(":", "\\u003a").replace("\0", ": ") + "'"


def filled(query: str, args: Sequence[Any], fresh: Mapping[str, str]) -> str:
    """Return the statement with its arguments in place; the texts of ``fresh`` become expressions (ids made anew)."""
    text = " ".join(query.split())
    for number in range(len(args), 0, -1):
        text = text.replace(f"${number}", literal(args[number - 1]))
    for old, expression in fresh.items():
        text = text.replace(f"'{old}'", expression).replace(old, f"'||{expression}||'")
    return text + ";"


def script(
    statements: Sequence[tuple[str, Sequence[Any]]], *, org: str, person: str, fresh: Mapping[str, str]
) -> str:
    """Return a transaction for pgbench."""
    lines = ["begin;", TENANT.format(org=org, person=person)]
    lines += [filled(query, args, fresh) for query, args in statements]
    return "\n".join([*lines, "commit;", ""])


def pgbench(dsn: str, scripts: Sequence[str], *, clients: int = 16, seconds: int = 5) -> float:
    """Run the scripts in turn and return transactions per second."""
    parts = urlsplit(dsn)
    host = parse_qs(parts.query).get("host", [parts.hostname or "127.0.0.1"])[0]
    port = parse_qs(parts.query).get("port", [str(parts.port or 5432)])[0]
    with tempfile.TemporaryDirectory() as folder:
        files: list[str] = []
        for index, text in enumerate(scripts):
            path = Path(folder) / f"{index}.sql"
            path.write_text(text, encoding="utf-8")
            files += ["-f", str(path)]
        argv = [
            str(choose_binaries(None).program("pgbench")),
            "-n",
            "-M",
            "prepared",
            "-c",
            str(clients),
            "-j",
            "2",
        ]
        argv += ["-T", str(seconds), "-h", unquote(host), "-p", port, "-U", parts.username or "", *files]
        env = {
            **os.environ,
            "PGPASSWORD": unquote(parts.password or ""),
            "PGOPTIONS": "-c role=deskplane_app",
        }
        done = subprocess.run(
            [*argv, parts.path.strip("/") or "postgres"], env=env, capture_output=True, text=True, check=False
        )
    for line in done.stdout.splitlines():
        if line.startswith("tps ="):
            return float(line.split()[2])
    raise RuntimeError(f"pgbench failed: {done.stderr[-2000:]}")
