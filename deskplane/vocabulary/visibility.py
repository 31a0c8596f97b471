"""Who may read a comment, an attachment or an event."""

from enum import StrEnum


class Visibility(StrEnum):
    """Public reaches the requester; internal stays with those who work on the ticket."""

    PUBLIC = "public"
    INTERNAL = "internal"
