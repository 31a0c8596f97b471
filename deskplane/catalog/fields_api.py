"""HTTP face of custom fields and ticket templates."""

from http import HTTPStatus
from uuid import UUID

from fastapi import Response

from deskplane.catalog import fields, templates
from deskplane.catalog.field_schemas import (
    CustomFieldCreate,
    CustomFieldPatch,
    CustomFieldRead,
    TemplateCreate,
    TemplatePatch,
    TemplateRead,
)
from deskplane.catalog.rights import STATE, OnlyActive, Reading, Writing, state_for
from deskplane.catalog.shelves import FIELDS, TEMPLATES
from deskplane.kernel import rows
from deskplane.kernel.access import Caller, RoleName
from deskplane.kernel.errors import NotFoundError
from deskplane.kernel.http import IfMatch, InTx, Reads, json_response, router
from deskplane.kernel.rows import By, Change, Listed, LongPage
from deskplane.vocabulary.ticket_type import TicketType

definitions = router(prefix="/api/v1/custom-fields", tags=["catalog"])
forms = router(prefix="/api/v1/ticket-templates", tags=["catalog"])
FOR_TYPE = "($3::text is null or applies_to = '{}' or $3 = any(applies_to))"


def asks(caller: Caller) -> bool:
    """Say whether the caller sees only what is meant for requesters."""
    return caller.role is RoleName.REQUESTER


@definitions.get("", operation_id="list_custom_fields", response_model=Listed[CustomFieldRead])
async def list_custom_fields(
    caller: Reading, reads: Reads, page: LongPage, active: OnlyActive = None, type: TicketType | None = None
) -> Response:
    """List custom fields in their order; requesters see those meant for them."""
    where = f"{STATE} and (visible_to_requester or not $2) and {FOR_TYPE}"
    args = [*state_for(caller, active=active), asks(caller), type]
    return json_response(await rows.listed(reads, FIELDS, page, where=where, args=args))


@definitions.post(
    "", operation_id="create_custom_field", status_code=HTTPStatus.CREATED, response_model=CustomFieldRead
)
async def create_custom_field(body: CustomFieldCreate, caller: Writing, tx: InTx) -> Response:
    """Give tickets another field."""
    row = await fields.create(tx, body.model_dump(), by=By.of(caller))
    return json_response(row, status=HTTPStatus.CREATED)


@definitions.get("/{id}", operation_id="get_custom_field", response_model=CustomFieldRead)
async def get_custom_field(id: UUID, caller: Reading, reads: Reads) -> Response:
    """Show the definition of a custom field."""
    row = await rows.found(reads, FIELDS, id)
    if asks(caller) and not row["visible_to_requester"]:
        raise NotFoundError("There is no custom field with this id.")
    return json_response(row)


@definitions.patch("/{id}", operation_id="update_custom_field", response_model=CustomFieldRead)
async def update_custom_field(
    id: UUID, body: CustomFieldPatch, caller: Writing, tx: InTx, if_match: IfMatch
) -> Response:
    """Change a custom field; values on tickets stay."""
    change = Change(body.model_dump(exclude_unset=True, exclude={"version"}), if_match, body.version)
    return json_response(await fields.change(tx, id, change, by=By.of(caller)))


@definitions.delete("/{id}", operation_id="delete_custom_field", status_code=HTTPStatus.NO_CONTENT)
async def delete_custom_field(id: UUID, caller: Writing, tx: InTx, if_match: IfMatch) -> None:
    """Delete a custom field that no ticket has a value of."""
    await rows.remove(tx, FIELDS, id, if_match=if_match, by=By.of(caller))


@forms.get("", operation_id="list_ticket_templates", response_model=Listed[TemplateRead])
async def list_ticket_templates(
    caller: Reading, reads: Reads, page: LongPage, active: OnlyActive = None, type: TicketType | None = None
) -> Response:
    """List templates in their order; requesters see those meant for them."""
    where = f"{STATE} and (for_requesters or not $2) and ($3::text is null or type = $3)"
    args = [*state_for(caller, active=active), asks(caller), type]
    return json_response(await rows.listed(reads, TEMPLATES, page, where=where, args=args))


@forms.post(
    "", operation_id="create_ticket_template", status_code=HTTPStatus.CREATED, response_model=TemplateRead
)
async def create_ticket_template(body: TemplateCreate, caller: Writing, tx: InTx) -> Response:
    """Store a form filled in beforehand."""
    values = {**body.model_dump(), "fields": body.fields.model_dump(mode="json", exclude_unset=True)}
    return json_response(await templates.create(tx, values, by=By.of(caller)), status=HTTPStatus.CREATED)


@forms.get("/{id}", operation_id="get_ticket_template", response_model=TemplateRead)
async def get_ticket_template(id: UUID, caller: Reading, reads: Reads) -> Response:
    """Show a template."""
    row = await rows.found(reads, TEMPLATES, id)
    if asks(caller) and not (row["for_requesters"] and row["is_active"]):
        raise NotFoundError("There is no template with this id.")
    return json_response(row)


@forms.patch("/{id}", operation_id="update_ticket_template", response_model=TemplateRead)
async def update_ticket_template(
    id: UUID, body: TemplatePatch, caller: Writing, tx: InTx, if_match: IfMatch
) -> Response:
    """Change a template."""
    values = body.model_dump(exclude_unset=True, exclude={"version"})
    if "fields" in values:
        values["fields"] = body.fields.model_dump(mode="json", exclude_unset=True)
    change = Change(values, if_match, body.version)
    return json_response(await templates.change(tx, id, change, by=By.of(caller)))


@forms.delete("/{id}", operation_id="delete_ticket_template", status_code=HTTPStatus.NO_CONTENT)
async def delete_ticket_template(id: UUID, caller: Writing, tx: InTx, if_match: IfMatch) -> None:
    """Delete a template; tickets made from it stay."""
    await rows.remove(tx, TEMPLATES, id, if_match=if_match, by=By.of(caller))


ROUTERS = (definitions, forms)
