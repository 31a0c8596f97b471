"""Options that many commands share, and the settings they make."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from deskplane.kernel import logging
from deskplane.kernel.settings import Settings

DataDir = Annotated[
    Path | None, Parameter(name="--data-dir", help="Folder of database, attachments and keys")
]
Port = Annotated[int | None, Parameter(name="--port", help="Port to listen on (the next free one if taken)")]
Host = Annotated[str | None, Parameter(name="--host", help="Address to listen on")]
Org = Annotated[
    str | None, Parameter(name="--org", help="Organisation, by slug (the first one if there is only one)")
]


def settings(**given: Any) -> Settings:
    """Read the settings; options of the command line win over the environment. Also sets up the log."""
    made = Settings(**{name: value for name, value in given.items() if value is not None})
    made = made.model_copy(update={"data_dir": made.data_dir.expanduser().resolve()})
    logging.configure(level=made.log_level, json=made.log_json, file=made.log_file)
    return made
