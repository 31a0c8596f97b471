"""Refusals that forms can show beside the field."""

from collections.abc import Callable

from deskplane.kernel.errors import ConflictError, DeskplaneError


def taken(field: str, words: str) -> Callable[[], DeskplaneError]:
    """Return the refusal of a value that must be unique."""
    return lambda: ConflictError(words, field=field, errors=[{"loc": ["body", field], "msg": words}])
