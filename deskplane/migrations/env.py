"""Alembic environment: one connection handed over by ``deskplane.app.migrate``.

Who compares the models with the database hands their metadata over too; a plain upgrade needs none.
"""

from alembic import context
from sqlalchemy.sql.schema import SchemaItem

PARTITIONED = ("events_", "ticket_search_")


def include(_item: SchemaItem, name: str | None, kind: str, reflected: bool, _: SchemaItem | None) -> bool:
    """Leave partitions out of autogenerate; functions, policies and grants are compared by the catalogue test."""
    return not (kind == "table" and reflected and name is not None and name.startswith(PARTITIONED))


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("metadata"),
    include_object=include,
    transaction_per_migration=False,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
