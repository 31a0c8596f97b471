"""Rules that the database holds, in words: a violated constraint becomes the refusal that its slice wrote for it."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager

import asyncpg

from deskplane.kernel.errors import DeskplaneError

Refusals = Mapping[str, Callable[[], DeskplaneError]]


@contextmanager
def explained(refusals: Refusals) -> Generator[None]:
    """Raise the refusal under the violated constraint's name; a constraint without one passes as it is."""
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as error:
        refusal = refusals.get(error.constraint_name or "")
        if refusal is None:
            raise
        raise refusal() from error
