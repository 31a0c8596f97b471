"""What the audit itself announces."""

from typing import ClassVar

from deskplane.kernel.events import Event


class AuditExported(Event):
    """Someone took a copy of the log."""

    name: ClassVar[str] = "audit.exported"
    subject_type: ClassVar[str] = "organization"
    public_fields: ClassVar[frozenset[str]] = frozenset({"format", "filters"})


class AuditCut(Event):
    """The retention rule removed old entries; ``before`` says up to when."""

    name: ClassVar[str] = "audit.cut"
    subject_type: ClassVar[str] = "organization"
    public_fields: ClassVar[frozenset[str]] = frozenset({"before", "entries"})


class RetentionChanged(Event):
    """Someone changed how long entries are kept."""

    name: ClassVar[str] = "audit.retention_changed"
    subject_type: ClassVar[str] = "organization"
    public_fields: ClassVar[frozenset[str]] = frozenset({"months"})
