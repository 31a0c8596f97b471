"""Through which door one change came, as each event keeps it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from deskplane.vocabulary.source import SourceType


class Origin(StrEnum):
    """The door of one change; a ticket has one source but changes of many origins."""

    WEB = "web"
    PORTAL = "portal"
    MOBILE = "mobile"
    API = "api"
    TOKEN = "token"
    CLI = "cli"
    EMAIL = "email"
    CHATBOT = "chatbot"
    SYNC = "sync"
    WEBHOOK = "webhook"
    JOB = "job"
    ALERT = "alert"
    ROUTING = "routing"
    CLASSIFICATION = "classification"
    WORKFLOW = "workflow"
    IMPORT = "import"
    DEMO = "demo"
    SYSTEM = "system"

    @property
    def is_history(self) -> bool:
        """The change happened elsewhere in the past: no rule, mail or sync may answer it."""
        return self in HISTORY

    @property
    def source_type(self) -> SourceType:
        """The source a ticket created through this door gets when none is named."""
        return _SOURCES.get(self, SourceType.API)


HISTORY: Final[frozenset[Origin]] = frozenset({Origin.IMPORT})

_SOURCES: Final[Mapping[Origin, SourceType]] = MappingProxyType(
    {
        Origin.WEB: SourceType.WEB,
        Origin.PORTAL: SourceType.PORTAL,
        Origin.MOBILE: SourceType.MOBILE,
        Origin.EMAIL: SourceType.EMAIL,
        Origin.CHATBOT: SourceType.CHATBOT,
        Origin.WEBHOOK: SourceType.WEBHOOK,
        Origin.JOB: SourceType.JOB,
        Origin.ALERT: SourceType.ALERT,
        Origin.WORKFLOW: SourceType.WORKFLOW,
        Origin.IMPORT: SourceType.IMPORT,
        Origin.DEMO: SourceType.WEB,
    }
)
