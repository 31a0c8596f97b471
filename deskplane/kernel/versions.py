"""Optimistic locking: a change names the version it was prepared on."""

from deskplane.kernel.errors import ConflictError, PreconditionFailedError


def require_version(current: int, *, if_match: int | None = None, sent: int | None = None) -> None:
    """Refuse a change that was prepared on another version than ``current``.

    Raises:
        PreconditionFailedError: ``if_match``, from the header, is another one.
        ConflictError: ``sent``, from the body, is another one.
    """
    if if_match is not None and if_match != current:
        raise PreconditionFailedError(
            f"You sent version {if_match}, it is now {current}. Load it again and repeat your change.",
            current_version=current,
        )
    if sent is not None and sent != current:
        raise ConflictError.stale_version(sent=sent, current=current)
