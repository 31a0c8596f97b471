"""All tables of the house, for Alembic and the architecture tests."""

from deskplane.kernel.tables import METADATA

__all__ = ["METADATA"]
