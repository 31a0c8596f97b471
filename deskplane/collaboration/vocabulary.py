"""Words of the slice."""

from enum import StrEnum


class Doing(StrEnum):
    """What somebody does on a ticket at this moment."""

    VIEWING = "viewing"
    IDLE = "idle"
    REPLYING = "replying"
    NOTING = "noting"
