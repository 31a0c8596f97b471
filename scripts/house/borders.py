"""Lints about who may do what: transactions, the network, SQL."""

import ast
from collections.abc import Iterator

from scripts.house.source import DOORS, Finding, Source

TRANSACTION_WORDS = frozenset({"begin", "commit", "rollback", "start transaction", "end"})
RUN_SQL = frozenset({"execute", "executemany", "fetch", "fetchrow", "fetchval"})
CLIENTS = ("AsyncClient", "Client", "AsyncHTTPTransport", "HTTPTransport")
CALLS = ("delete", "get", "head", "options", "patch", "post", "put", "request", "stream")
BUILD_CLIENT = frozenset(f"httpx2.{name}" for name in (*CLIENTS, *CALLS))
NETWORK = (
    "aiosmtplib",
    "asyncio.open_connection",
    "deskplane.connectors",
    "deskplane.outbound",
    "ftplib",
    "http.client",
    "httpx2",
    "imap_tools",
    "imaplib",
    "ldap3",
    "smtplib",
    "socket",
    "ssl",
    "urllib.request",
    "websockets",
)
NO_SQL = DOORS | {"schemas", "events", "vocabulary"}
SQL_STARTS = ("select ", "insert ", "update ", "delete ", "with ", "merge ", "copy ")


def _first_text(call: ast.Call) -> str:
    """The first argument as text when it is written out on the spot, in lower case."""
    first = call.args[0] if call.args else None
    if isinstance(first, ast.JoinedStr) and first.values:
        first = first.values[0]
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return " ".join(first.value.lower().split()) + " "
    return ""


def commit_in_slice(source: Source) -> Iterator[Finding]:
    """A service never commits: one request, one job or one batch is one transaction."""
    if not source.in_slice:
        return
    for call in source.calls():
        if not isinstance(call.func, ast.Attribute):
            continue
        spoken = call.func.attr in RUN_SQL and _first_text(call).rstrip("; ") in TRANSACTION_WORDS
        if call.func.attr in {"commit", "rollback"} or spoken:
            yield source.finding(call, "commit_in_slice", "the caller's transaction commits, not the slice")


def client_outside_outbound(source: Source) -> Iterator[Finding]:
    """An HTTP client is built only in ``deskplane.outbound``, which guards where it may connect."""
    if source.room in {None, "outbound"}:
        return
    for call in source.calls():
        name = source.full_name(call.func)
        if name in BUILD_CLIENT:
            yield source.finding(call, "client_outside_outbound", f"{name}() is for deskplane.outbound only")


def network_in_subscriber(source: Source) -> Iterator[Finding]:
    """Subscribers run inside a transaction; what needs the outside becomes a job."""
    if source.role != "subscribers":
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for module in modules:
            if module in NETWORK or module.startswith(tuple(f"{name}." for name in NETWORK)):
                yield source.finding(node, "network_in_subscriber", f"a subscriber imports {module}")
                break


def select_outside_queries(source: Source) -> Iterator[Finding]:
    """What a caller may see is decided in one place; doors and contracts hold no SQL."""
    if not source.in_slice:
        return
    for call in source.calls():
        name = source.full_name(call.func)
        if name == "sqlalchemy.select" and source.role not in {"models", "queries", "service"}:
            yield source.finding(call, "select_outside_queries", "select() belongs into queries or service")
        elif (
            source.role in NO_SQL
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in RUN_SQL
            and _first_text(call).startswith(SQL_STARTS)
        ):
            yield source.finding(
                call, "select_outside_queries", f"SQL in {source.role}: it belongs into queries"
            )


def _quoted_values(text: ast.JoinedStr) -> Iterator[ast.FormattedValue]:
    """Interpolations that stand between single quotes: values, where fragments would stand bare."""
    quotes = 0
    for part in text.values:
        if isinstance(part, ast.Constant):
            quotes += str(part.value).count("'")
        elif isinstance(part, ast.FormattedValue) and quotes % 2:
            yield part


def sql_values(source: Source) -> Iterator[Finding]:
    """SQL may be composed from our own fragments; values travel as $n, never inside the text."""
    if source.room in {None, "kernel", "migrations"}:
        return
    for call in source.calls():
        if not (isinstance(call.func, ast.Attribute) and call.func.attr in RUN_SQL and call.args):
            continue
        text = call.args[0]
        formatted = (
            isinstance(text, ast.Call) and isinstance(text.func, ast.Attribute) and text.func.attr == "format"
        )
        if formatted or (isinstance(text, ast.BinOp) and isinstance(text.op, ast.Mod)):
            yield source.finding(text, "sql_values", "SQL is formatted with values: pass them as $n")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.JoinedStr) and _is_sql(node):
            for value in _quoted_values(node):
                yield source.finding(value, "sql_values", "a value between quotes in SQL: pass it as $n")


def _is_sql(text: ast.JoinedStr) -> bool:
    constants = [str(part.value) for part in text.values if isinstance(part, ast.Constant)]
    return " ".join("".join(constants).lower().split()).startswith(SQL_STARTS)
