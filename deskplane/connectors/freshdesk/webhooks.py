"""What an automation posts: the usual envelope with labels and ids as words, or a flat body of one's own."""

from deskplane.connectors.sdk.errors import MappingError
from deskplane.connectors.sdk.normal import Arrival, WebhookHint
from deskplane.connectors.sdk.shapes import mapping, text
from deskplane.connectors.sdk.webhooks import check_sender, fingerprint, parsed


def read(arrival: Arrival, secret: str) -> WebhookHint:
    """Check the sender and name the ticket; there is no signature and no delivery id.

    Raises:
        CredentialsRejectedError: the secret is wrong.
        MappingError: it names no ticket.
    """
    check_sender(arrival, secret)
    whole = parsed(arrival)
    body = mapping(whole.get("freshdesk_webhook")) or mapping(whole.get("ticket")) or whole
    ident = text(body.get("ticket_id")) or text(body.get("id"))
    if not ident.isdigit():
        raise MappingError("The webhook names no ticket.")
    names = ("ticket_status", "status", "ticket_priority", "priority")
    return WebhookHint(
        event=text(body.get("triggered_event")).strip("{}") or "update",
        remote_id=ident,
        key=ident,
        dedupe_key=fingerprint(arrival),
        says={name.removeprefix("ticket_"): text(body.get(name)) for name in names if body.get(name)},
    )
