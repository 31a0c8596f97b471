"""What can go wrong with a vendor, told apart by what to do about it."""

from collections.abc import Mapping
from datetime import datetime


class ConnectorError(Exception):
    """A call to a vendor failed; ``fix`` says what a person can do.

    ``since`` is set by a create only: an attempt up to then may have made the record. Give it back as ``earlier``.
    """

    since: datetime | None = None

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


class CredentialsRejectedError(ConnectorError):
    """The vendor does not know us: stop, mark the connection, tell a person.

    ``locked`` means that each further attempt makes it worse.
    """

    def __init__(self, message: str, *, fix: str = "", locked: bool = False) -> None:
        super().__init__(message, fix=fix)
        self.locked = locked


class NotThatVendorError(ConnectorError):
    """Something answers at this address, but not this vendor's API."""


class VendorUnavailableError(ConnectorError):
    """Not now: the job runs again in ``retry_after`` seconds. Nothing was changed over there."""

    def __init__(self, message: str, *, retry_after: float, scope: str = "*", fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.retry_after = retry_after
        self.scope = scope


class OutcomeUnknownError(VendorUnavailableError):
    """A create may or may not have happened: run again with ``since`` as ``earlier``, which looks for it first."""


class VendorRefusedError(ConnectorError):
    """The vendor understood and said no; ``fields`` holds its words per field of its own."""

    def __init__(
        self, message: str, *, status: int, fields: Mapping[str, str] | None = None, fix: str = ""
    ) -> None:
        super().__init__(message, fix=fix)
        self.status = status
        self.fields = dict(fields or {})


class NotThereError(ConnectorError):
    """The record is gone, or we may not see it."""


class MappingError(ConnectorError):
    """One record cannot be read: skip it, count it, go on."""
