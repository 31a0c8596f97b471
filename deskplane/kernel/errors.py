"""Errors that callers may see, as problem details (RFC 9457)."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar, NotRequired, TypedDict


class FieldError(TypedDict):
    """One refused field: where it is and why."""

    loc: list[str | int]
    msg: str
    type: NotRequired[str]


class DeskplaneError(Exception):
    """A problem with a plain reason; becomes problem+json at the HTTP door."""

    status: ClassVar[HTTPStatus] = HTTPStatus.INTERNAL_SERVER_ERROR
    slug: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something in Deskplane failed"

    def __init__(
        self, detail: str = "", /, *, headers: Mapping[str, str] | None = None, **extra: Any
    ) -> None:
        """Keep the reason, extra members of the problem document, and headers of the answer."""
        super().__init__(detail or self.title)
        self.detail = detail
        self.extra = extra
        self.headers = dict(headers or {})


class MalformedError(DeskplaneError):
    """The request could not be parsed."""

    status, slug, title = HTTPStatus.BAD_REQUEST, "malformed-request", "The request could not be read"


class UnauthenticatedError(DeskplaneError):
    """Nobody is logged in, or the token is not valid."""

    status, slug, title = HTTPStatus.UNAUTHORIZED, "not-signed-in", "Sign in first"

    def __init__(self, detail: str = "", /, **extra: Any) -> None:
        """Name the accepted schemes."""
        super().__init__(detail, headers={"WWW-Authenticate": 'Bearer realm="deskplane"'}, **extra)


class ForbiddenError(DeskplaneError):
    """The caller is known and may not do this."""

    status, slug, title = HTTPStatus.FORBIDDEN, "not-allowed", "You may not do this"


class NotFoundError(DeskplaneError):
    """There is no such thing, or the caller may not know of it."""

    status, slug, title = HTTPStatus.NOT_FOUND, "not-found", "There is nothing here"


class ConflictError(DeskplaneError):
    """The request contradicts the present state."""

    status, slug, title = HTTPStatus.CONFLICT, "conflict", "The request contradicts the present state"

    @classmethod
    def illegal_transition(cls, current: str, to: str, *, legal: Iterable[str]) -> "ConflictError":
        """Refuse a status change and name the legal ones."""
        names = list(legal)
        listed = ", ".join(names) or "none"
        return cls(
            f"A ticket cannot go from {current} to {to}. Possible now: {listed}.",
            current=current,
            legal=names,
        )

    @classmethod
    def stale_version(cls, *, sent: int, current: int) -> "ConflictError":
        """Refuse a write that was prepared on an older version."""
        return cls(
            f"Someone changed this in the meantime: you sent version {sent}, it is now {current}. "
            "Load it again and repeat your change.",
            current_version=current,
        )


class PreconditionFailedError(DeskplaneError):
    """If-Match names an older version."""

    status, slug, title = (
        HTTPStatus.PRECONDITION_FAILED,
        "stale-version",
        "Someone changed this in the meantime",
    )


class TooLargeError(DeskplaneError):
    """The body or file is larger than allowed."""

    status, slug, title = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", "The request is too large"


class UnsupportedMediaError(DeskplaneError):
    """The content type is not taken here."""

    status, slug, title = (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "unsupported-media-type",
        "This kind of content is not taken",
    )


class InvalidError(DeskplaneError):
    """The request was read and is refused; ``errors`` says where and why."""

    status, slug, title = HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-request", "Some values are not accepted"

    def __init__(self, detail: str = "", /, *, errors: Iterable[FieldError] = (), **extra: Any) -> None:
        """Keep one entry for each refused field."""
        self.errors = list(errors)
        super().__init__(detail or "; ".join(e["msg"] for e in self.errors), errors=self.errors, **extra)

    @classmethod
    def field(cls, name: str, msg: str, **extra: Any) -> "InvalidError":
        """Refuse one field of the body."""
        return cls(errors=[{"loc": ["body", name], "msg": msg}], **extra)


class RateLimitedError(DeskplaneError):
    """Too many requests; says when to come back."""

    status, slug, title = HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", "Too many requests"

    def __init__(self, detail: str = "", /, *, retry_after: float, **extra: Any) -> None:
        """Round the wait up to whole seconds for the header."""
        seconds = max(1, int(retry_after + 0.999))
        super().__init__(
            detail or f"Try again in {seconds} s.",
            headers={"Retry-After": str(seconds)},
            retry_after=seconds,
            **extra,
        )


class UnavailableError(DeskplaneError):
    """Something we need does not answer; nothing was written."""

    status, slug, title = HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "Deskplane cannot answer right now"

    def __init__(self, detail: str = "", /, *, retry_after: int = 1, **extra: Any) -> None:
        """Say when to try again."""
        super().__init__(detail, headers={"Retry-After": str(retry_after)}, **extra)


ERRORS: tuple[type[DeskplaneError], ...] = (
    MalformedError,
    UnauthenticatedError,
    ForbiddenError,
    NotFoundError,
    ConflictError,
    PreconditionFailedError,
    TooLargeError,
    UnsupportedMediaError,
    InvalidError,
    RateLimitedError,
    UnavailableError,
)
