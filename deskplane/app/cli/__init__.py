"""The command line: each command is thin and calls the same services as the web."""

from deskplane.app.cli.main import main

__all__ = ["main"]
