"""What every table of a tenant gets: row-level security, forced, and the grants of the app role."""

from contextlib import closing

from alembic import op


def protect(table: str, *, grants: str = "select, insert, update, delete") -> None:
    """Bind ``table`` to the organisation of the transaction and let the app role use it."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(
        f"create policy tenant on {table} "
        "using (org_id = (select app_org())) with check (org_id = (select app_org()))"
    )
    op.execute(f"grant {grants} on {table} to deskplane_app")


def run(script: str) -> None:
    """Run several statements separated by a line that holds only ``--``, as written: no parameter markers."""
    with closing(op.get_bind().connection.cursor()) as cursor:
        for statement in script.split("\n--\n"):
            if statement.strip():
                cursor.execute(statement)
