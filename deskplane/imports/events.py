"""What the slice announces."""

from typing import ClassVar

from deskplane.kernel.events import Event


class ImportFinished(Event):
    """Tickets were brought in from a file; the counts say how many."""

    name: ClassVar[str] = "import.finished"
    subject_type: ClassVar[str] = "import"
    internal_fields: ClassVar[frozenset[str]] = frozenset(
        {"file", "sha256", "source", "tickets_created", "tickets_changed", "records_refused"}
    )
