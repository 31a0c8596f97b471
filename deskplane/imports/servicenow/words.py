"""What ServiceNow's words mean here, and the names that ids of an anonymised log are shown under."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.source import SourceType
from deskplane.vocabulary.status import Status

STATES: Final[Mapping[str, Status]] = MappingProxyType(
    {
        "new": Status.NEW,
        "1": Status.NEW,
        "active": Status.IN_PROGRESS,
        "in progress": Status.IN_PROGRESS,
        "work in progress": Status.IN_PROGRESS,
        "2": Status.IN_PROGRESS,
        "awaiting user info": Status.PENDING,
        "awaiting caller": Status.PENDING,
        "on hold": Status.ON_HOLD,
        "awaiting vendor": Status.ON_HOLD,
        "awaiting problem": Status.ON_HOLD,
        "awaiting change": Status.ON_HOLD,
        "awaiting evidence": Status.ON_HOLD,
        "3": Status.ON_HOLD,
        "4": Status.ON_HOLD,
        "5": Status.ON_HOLD,
        "resolved": Status.RESOLVED,
        "6": Status.RESOLVED,
        "closed": Status.CLOSED,
        "7": Status.CLOSED,
        "canceled": Status.CANCELLED,
        "cancelled": Status.CANCELLED,
        "8": Status.CANCELLED,
    }
)
PRIORITIES: Final[Mapping[str, Priority]] = MappingProxyType(
    {
        "1": Priority.CRITICAL,
        "2": Priority.HIGH,
        "3": Priority.MEDIUM,
        "4": Priority.LOW,
        "5": Priority.PLANNING,
    }
)
SOURCES: Final[Mapping[str, SourceType]] = MappingProxyType(
    {
        "phone": SourceType.PHONE,
        "ivr": SourceType.PHONE,
        "email": SourceType.EMAIL,
        "self service": SourceType.PORTAL,
        "self-service": SourceType.PORTAL,
        "chat": SourceType.CHATBOT,
        "virtual agent": SourceType.CHATBOT,
        "direct opening": SourceType.WEB,
        "walk-in": SourceType.WEB,
    }
)
PEOPLE: Final[Mapping[str, str]] = MappingProxyType(
    {"caller_id": "Caller", "assigned_to": "Resolver", "resolved_by": "Resolved by"}
)
"""Columns that name a person. Ids are anonymised per column: the same id in two columns is not the same person."""

NOT_IN_KEYS: Final = re.compile("[^a-z0-9]+")


def status_of(state: str) -> Status | None:
    """Return the canonical status, or None for a state nobody knows, such as ``-100``."""
    return STATES.get(state.casefold())


def sub_status_of(state: str) -> str | None:
    """Return the key of the sub-status that keeps what the canonical status does not say."""
    folded = state.casefold()
    return folded.replace(" ", "_") if folded.startswith("awaiting ") and folded in STATES else None


def level_of(value: str | None) -> int | None:
    """Return the number that impact, urgency and priority start with, as in ``3 - Moderate``."""
    return int(value[0]) if value and value[0] in "12345" else None


def priority_of(value: str | None) -> Priority:
    """Return the canonical priority; medium where the log names none."""
    level = level_of(value)
    return PRIORITIES[str(level)] if level else Priority.MEDIUM


def impact_of(value: str | None) -> int | None:
    """Return impact or urgency, 1 to 3; ServiceNow knows no others."""
    level = level_of(value)
    return level if level and level <= 3 else None


def source_of(contact_type: str | None) -> SourceType:
    """Return the door the incident came through."""
    return (
        SOURCES.get(contact_type.casefold(), SourceType.SERVICENOW) if contact_type else SourceType.SERVICENOW
    )


def resolution_code_of(code: str | None) -> str | None:
    """Return the key of a resolution code: ``code_6`` for a bare number, words joined by underscores otherwise."""
    if code is None:
        return None
    key = NOT_IN_KEYS.sub("_", code.casefold()).strip("_")[:50]
    return key if key[:1].isalpha() else f"code_{key}"


def named(word: str, value: str) -> str:
    """Return the name to show: ``Caller 2403`` for a bare id, the value itself if it is a name already."""
    return f"{word} {value}" if value.isdigit() else value
