"""Key rotation: every sealed value of every organisation is opened with the old key and sealed with the current one."""

from dataclasses import dataclass

from deskplane.app.organizations import organizations
from deskplane.app.runtime import Runtime
from deskplane.connections import vocabulary as connections
from deskplane.inbound import vocabulary as inbound
from deskplane.kernel import idempotency
from deskplane.kernel.db import Tenant


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column that holds sealed values, and the purpose they were sealed for."""

    table: str
    column: str
    purpose: str


# Every column that holds a sealed value is listed here; the catalogue test looks for bytea columns that are not.
SEALED = (
    Sealed("idempotency_keys", "response", idempotency.PURPOSE),
    Sealed("data_source_connections", "sealed_credentials", connections.PURPOSE),
    Sealed("inbound_receivers", "sealed_secret", inbound.PURPOSE),
)


async def rotate(runtime: Runtime) -> int:
    """Seal again what is not under the current key; return how many values changed."""
    changed = 0
    for org_id in (await organizations(runtime.database)).values():
        for place in SEALED:
            changed += await _rotate_column(runtime, Tenant(org_id), place)
    return changed


async def _rotate_column(runtime: Runtime, tenant: Tenant, place: Sealed) -> int:
    changed = 0
    async with runtime.database.transaction(tenant) as tx:
        rows = await tx.fetch(
            f"select ctid::text as place, {place.column} as sealed from {place.table} "
            f"where org_id = app_org() and {place.column} is not null for update"
        )
        for row in rows:
            if runtime.keys.needs_rotation(row["sealed"]):
                sealed = runtime.keys.reseal(row["sealed"], org_id=tenant.org_id, purpose=place.purpose)
                await tx.execute(
                    f"update {place.table} set {place.column} = $1 "
                    "where org_id = app_org() and ctid = $2::text::tid",
                    sealed,
                    row["place"],
                )
                changed += 1
    return changed
