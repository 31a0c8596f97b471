"""What the checklist shows."""

from datetime import datetime

from pydantic import Field

from deskplane.kernel.shape import Shape
from deskplane.setup.vocabulary import State, Step


class StepRead(Shape):
    """One step: how far it is, and by what that can be seen."""

    key: Step
    state: State
    page: str | None = Field(description="Where it is done; null where there is nothing to do by hand")
    count: int | None = Field(description="How many there are: people, teams, categories")
    fact: str | None = Field(description="A name or a version that shows the state")
    skipped_at: datetime | None


class Checklist(Shape):
    """The steps in their order; those that come with a later version stand at the end."""

    steps: list[StepRead]
    done: int = Field(description="Steps that are done or skipped")
    total: int = Field(description="Steps that can be done in this version")
    is_dismissed: bool


class Use(Shape):
    """One kind of place where something is used."""

    kind: str
    count: int
    names: list[str] = Field(description="The first five by name, where they have names")


class Uses(Shape):
    """Where something is used; kinds of places that do not use it are left out."""

    data: list[Use]
