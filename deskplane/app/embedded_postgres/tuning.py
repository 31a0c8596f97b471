"""Server settings for the machine at hand."""

import os
from collections.abc import Mapping
from pathlib import Path

MIB = 1024 * 1024
CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
MAX_CONNECTIONS = 100
NOTE = "# Written at every start. Lasting changes: ALTER SYSTEM, which wins over this file."


def usable_memory() -> int:
    """Bytes of memory this process may use: the machine's, or what its container was given."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for path in CGROUP_LIMITS:
        try:
            limit = Path(path).read_text(encoding="ascii").strip()
        except OSError:
            continue
        if limit.isdigit():
            memory = min(memory, int(limit))
    return memory


def tuned_settings(memory: int, processors: int) -> dict[str, str]:
    """Settings for a server that shares the machine with the application; every write is durable."""
    return {
        "max_connections": str(MAX_CONNECTIONS),
        "shared_buffers": _megabytes(memory // 8, 48, 2048),
        "effective_cache_size": _megabytes(memory // 2, 128, 1 << 20),
        "work_mem": _megabytes(memory // 1024, 4, 32),
        "maintenance_work_mem": _megabytes(memory // 32, 32, 512),
        "max_parallel_workers_per_gather": str(min(2, processors // 2)),
        "jit": "off",
        "random_page_cost": "1.1",
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "wal_level": "replica",
        "wal_buffers": "16MB",
        "min_wal_size": "64MB",
        "max_wal_size": _megabytes(memory // 4, 256, 4096),
        "checkpoint_timeout": "10min",
        "autovacuum_vacuum_scale_factor": "0.05",
        "autovacuum_analyze_scale_factor": "0.02",
        "password_encryption": "scram-sha-256",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "default_text_search_config": "pg_catalog.simple",
    }


def log_settings(folder: Path) -> dict[str, str]:
    """A file per weekday, overwritten a week later."""
    return {
        "logging_collector": "on",
        "log_directory": str(folder),
        "log_filename": "postgresql-%a.log",
        "log_file_mode": "0600",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_truncate_on_rotation": "on",
        "log_checkpoints": "off",
        "log_lock_waits": "on",
        "log_min_duration_statement": "5s",
    }


def conf_text(settings: Mapping[str, str]) -> str:
    """Render settings as a configuration file."""
    lines = [f"{name} = {_quoted(value)}" for name, value in settings.items()]
    return "\n".join([NOTE, *lines, ""])


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _megabytes(size: int, low: int, high: int) -> str:
    return f"{max(low, min(high, size // MIB))}MB"
