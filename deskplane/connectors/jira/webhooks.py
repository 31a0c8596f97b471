"""What Jira posts: bodies in the words of v2, in several generations."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from deskplane.connectors.sdk.errors import MappingError
from deskplane.connectors.sdk.normal import Arrival, WebhookHint
from deskplane.connectors.sdk.shapes import at, mapping, text
from deskplane.connectors.sdk.webhooks import VENDOR_SIGNATURE, check_sender, fingerprint, parsed


def read(arrival: Arrival, secret: str) -> WebhookHint:
    """Check the sender and name the issue; Cloud gives each delivery an id that stays the same when repeated.

    Raises:
        CredentialsRejectedError: it is not signed with the secret.
        MappingError: it names no event.
    """
    check_sender(arrival, secret, headers=(VENDOR_SIGNATURE,))
    return hint(
        parsed(arrival), arrival.headers.get("x-atlassian-webhook-identifier") or fingerprint(arrival)
    )


def hint(body: Mapping[str, Any], dedupe_key: str) -> WebhookHint:
    """What a body says.

    Raises:
        MappingError: it names no event.
    """
    event = text(body.get("webhookEvent")) or text(body.get("issue_event_type_name"))
    if not event:
        raise MappingError("The webhook names no event.")
    issue = mapping(body.get("issue"))
    stamp = text(body.get("timestamp"))
    says = {
        "status": text(at(issue, "fields", "status", "name")),
        "priority": text(at(issue, "fields", "priority", "name")),
        "assignee": text(at(issue, "fields", "assignee", "displayName")),
        "actor": text(at(body, "user", "accountId")) or text(at(body, "user", "name")),
    }
    return WebhookHint(
        event=event,
        remote_id=text(issue.get("id")) or _issue_of(at(body, "comment", "self")),
        key=text(issue.get("key")),
        dedupe_key=dedupe_key,
        occurred_at=_moment(stamp),
        deleted=event == "jira:issue_deleted",
        comment_id=text(at(body, "comment", "id")),
        says={name: said for name, said in says.items() if said},
    )


def _issue_of(place: object) -> str:
    """Data Center's comment events name no issue, but their address does: …/issue/10040/comment/10500."""
    _, found, rest = text(place).partition("/issue/")
    return rest.partition("/")[0] if found else ""


def _moment(stamp: str) -> datetime | None:
    if not stamp.isdigit():
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(stamp))
