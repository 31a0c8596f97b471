"""HTTP face of the organisation: its name and how it works."""

from typing import Any

from fastapi import Response

from deskplane.identity import organizations
from deskplane.identity.doors import ChangesAccess, ReadsSettings, WritesSettings
from deskplane.identity.schemas import OrganizationPatch, OrganizationRead
from deskplane.kernel.http import IfMatch, Reads, json_response, router
from deskplane.kernel.rows import By, Change

api = router(prefix="/api/v1/organization", tags=["organization"])


@api.get("", operation_id="get_organization", response_model=OrganizationRead)
async def get_organization(_: ReadsSettings, reads: Reads) -> Response:
    """Show the organisation with all its settings."""
    return json_response(await organizations.read(reads))


@api.patch("", operation_id="update_organization", response_model=OrganizationRead)
async def update_organization(
    body: OrganizationPatch, caller: WritesSettings, tx: ChangesAccess, if_match: IfMatch
) -> Response:
    """Change name or settings; what is not sent stays."""
    values: dict[str, Any] = body.model_dump(mode="json", exclude_unset=True, exclude={"version"})
    await organizations.change(tx, Change(values, if_match, body.version), by=By.of(caller))
    return json_response(await organizations.read(tx))
