"""SQLAlchemy Core statements as text and arguments for asyncpg."""

from functools import lru_cache
from typing import Any, cast

from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

_DIALECT = dialect()


def compiled(statement: ClauseElement, values: dict[str, Any]) -> tuple[str, list[Any]]:
    """Return ``statement`` as SQL with ``$n`` and its arguments in order.

    A statement object that is kept (module constant with bindparams) is compiled once.
    """
    sql, names, defaults = _text(statement)
    merged = {**defaults, **values}
    return sql, [merged[name] for name in names]


@lru_cache(maxsize=512)
def _text(statement: ClauseElement) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    made = cast(
        "SQLCompiler", statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    )
    return made.string, tuple(made.positiontup or ()), dict(made.params)
