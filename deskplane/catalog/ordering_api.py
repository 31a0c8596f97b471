"""HTTP face of putting lists in order."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from pydantic import Field

from deskplane.catalog import ordering
from deskplane.catalog.rights import Writing
from deskplane.catalog.shelves import FIELDS, REPLIES, RESOLUTION_CODES, SUB_STATUSES, TEMPLATES
from deskplane.kernel.http import Body, InTx, router
from deskplane.kernel.rows import By

api = router(prefix="/api/v1", tags=["catalog"])
ROUTERS = (api,)


class Order(Body):
    """Ids in the order wanted; what is not named follows as it was."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=2000)]


@api.put("/custom-fields/order", operation_id="order_custom_fields", status_code=HTTPStatus.NO_CONTENT)
async def order_custom_fields(body: Order, caller: Writing, tx: InTx) -> None:
    """Put custom fields in another order."""
    await ordering.reorder(tx, FIELDS, body.ids, by=By.of(caller))


@api.put("/ticket-templates/order", operation_id="order_ticket_templates", status_code=HTTPStatus.NO_CONTENT)
async def order_ticket_templates(body: Order, caller: Writing, tx: InTx) -> None:
    """Put ticket templates in another order."""
    await ordering.reorder(tx, TEMPLATES, body.ids, by=By.of(caller))


@api.put("/canned-replies/order", operation_id="order_canned_replies", status_code=HTTPStatus.NO_CONTENT)
async def order_canned_replies(body: Order, caller: Writing, tx: InTx) -> None:
    """Put the shared canned replies in another order; personal ones are left alone."""
    await ordering.reorder(tx, REPLIES, body.ids, by=By.of(caller), where="owner_id is null")


@api.put("/sub-statuses/order", operation_id="order_sub_statuses", status_code=HTTPStatus.NO_CONTENT)
async def order_sub_statuses(body: Order, caller: Writing, tx: InTx) -> None:
    """Put sub-statuses in another order; those of one status stay together."""
    await ordering.reorder(tx, SUB_STATUSES, body.ids, by=By.of(caller))


@api.put("/resolution-codes/order", operation_id="order_resolution_codes", status_code=HTTPStatus.NO_CONTENT)
async def order_resolution_codes(body: Order, caller: Writing, tx: InTx) -> None:
    """Put resolution codes in another order."""
    await ordering.reorder(tx, RESOLUTION_CODES, body.ids, by=By.of(caller))
