"""What a business rule or a flow posts: our own script's body, the plain one, and the shape other products use."""

from datetime import datetime

from deskplane.connectors.sdk.errors import MappingError
from deskplane.connectors.sdk.normal import Arrival, WebhookHint
from deskplane.connectors.sdk.shapes import moment, text
from deskplane.connectors.sdk.webhooks import check_sender, fingerprint, parsed
from deskplane.connectors.servicenow.mapping import SYS_ID


def read(arrival: Arrival, secret: str) -> WebhookHint:
    """Check the sender and name the incident; its body has no event id, so versions or the body tell copies apart.

    Raises:
        CredentialsRejectedError: it is not signed with the secret.
        MappingError: it names no incident.
    """
    check_sender(arrival, secret)
    body = parsed(arrival)
    words = (text(body.get(name)) for name in ("record_id", "sys_id", "incident_id", "number"))
    named = [word for word in words if word]
    sys_id = next((word for word in named if SYS_ID.fullmatch(word)), "")
    number = next(
        (word for word in (text(body.get("number")), *named) if word and not SYS_ID.fullmatch(word)), ""
    )
    if not (sys_id or number):
        raise MappingError("The webhook names no incident.")
    version = f"{text(body.get('sys_mod_count'))}@{text(body.get('sys_updated_on'))}"
    stamped = version != "@"
    return WebhookHint(
        event=text(body.get("operation")) or text(body.get("event_occurred")) or "update",
        remote_id=sys_id,
        key=number,
        dedupe_key=f"{sys_id or number}:{version}" if stamped else fingerprint(arrival),
        occurred_at=_moment(body.get("sys_updated_on")),
        deleted=text(body.get("operation")) == "delete",
        says={name: text(body.get(name)) for name in ("state", "assigned_to", "priority") if body.get(name)},
    )


def _moment(value: object) -> datetime | None:
    """When it happened; a script may send the time as its user sees it, which cannot be read."""
    try:
        return moment(value)
    except MappingError:
        return None
