"""Structured logs: readable or JSON lines, with the correlation id of the request and without secrets.

Modules log with ``structlog.get_logger(__name__)``; what other libraries log passes the same way.
"""

import logging
import secrets
import sys
from collections.abc import Mapping, MutableMapping
from contextvars import ContextVar
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any, Final, cast

import orjson
import structlog
from structlog.types import EventDict, Processor

from deskplane.outbound.redaction import MASK, is_secret_name, redact

correlation_id: ContextVar[str | None] = ContextVar("correlation_id", default=None)
"""The request, job or batch that is being worked on; events and log lines carry it."""

LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_QUIET: Final = (
    "httpx2",
    "httpcore2",
    "uvicorn.access",
    "asyncio",
    "procrastinate",
    "multipart",
    "python_multipart",
)
_DEEP: Final = 6


def new_correlation_id() -> str:
    """Make an id for a piece of work that came without one."""
    return secrets.token_hex(12)


def configure(*, level: str = "INFO", json: bool = False, file: Path | None = None) -> None:
    """Set up logging of the whole process, once at its start; a file always gets JSON lines.

    Raises:
        ValueError: there is no such level.
    """
    name = level.upper()
    if name not in LEVELS:
        raise ValueError(f"There is no log level '{level}'. Known: {', '.join(LEVELS)}.")
    _configure_structlog(logging.getLevelNamesMapping()[name])
    _replace_handlers(name, _handlers(json=json, file=file))


def mask(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Take secrets out of a log line: by the name of the field, and by what looks like one."""
    return cast("EventDict", _masked(event, 0))


def _configure_structlog(level: int) -> None:
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _replace_handlers(level: str, handlers: list[logging.Handler]) -> None:
    root = logging.getLogger()
    for old in root.handlers[:]:
        if isinstance(old.formatter, structlog.stdlib.ProcessorFormatter):
            root.removeHandler(old)
            old.close()
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True


def _handlers(*, json: bool, file: Path | None) -> list[logging.Handler]:
    console = logging.StreamHandler(sys.stderr)
    console.setFormatter(_formatter(json=json))
    if file is None:
        return [console]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    to_file = WatchedFileHandler(file, encoding="utf-8")
    to_file.setFormatter(_formatter(json=True))
    return [console, to_file]


def _formatter(*, json: bool) -> structlog.stdlib.ProcessorFormatter:
    readable = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_shared(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            mask,
            structlog.processors.JSONRenderer(_json) if json else readable,
        ],
    )


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        _correlated,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _correlated(_logger: object, _method: str, event: EventDict) -> EventDict:
    current = correlation_id.get()
    if current is not None:
        event.setdefault("correlation_id", current)
    return event


def _json(event: Mapping[str, Any], **_: object) -> str:
    return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


def _masked(value: object, depth: int) -> object:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if depth >= _DEEP or value is None or isinstance(value, bool | int | float):
        return value if not isinstance(value, dict | list | tuple) else "…"
    if isinstance(value, MutableMapping):
        items = cast("MutableMapping[object, object]", value).items()
        return {
            key: _hidden(item) if is_secret_name(str(key)) else _masked(item, depth + 1)
            for key, item in items
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(item, depth + 1) for item in cast("list[object]", value)]
    return redact(str(value))


def _hidden(value: object) -> object:
    return value if value is None or isinstance(value, bool) else MASK
