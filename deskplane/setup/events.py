"""What the slice announces; only those who work on tickets see it."""

from typing import ClassVar

from deskplane.kernel.events import Event
from deskplane.vocabulary.visibility import Visibility


class SetupEvent(Event):
    """Something about the checklist; ``step`` names the step, or the whole list."""

    subject_type: ClassVar[str] = "organization"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"step"})
    visibility: Visibility = Visibility.INTERNAL


class StepSkipped(SetupEvent):
    """Somebody decided that a step is not needed."""

    name: ClassVar[str] = "setup.skipped"


class StepResumed(SetupEvent):
    """A skipped step is to do again."""

    name: ClassVar[str] = "setup.resumed"
