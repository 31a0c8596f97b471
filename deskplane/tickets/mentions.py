"""Drawing people into a conversation by naming them."""

from typing import ClassVar

from deskplane.tickets.events import InternalTicketEvent


class PeopleMentioned(InternalTicketEvent):
    """A comment names people (``people``), who watch the ticket from then on."""

    name: ClassVar[str] = "ticket.people_mentioned"
    internal_fields: ClassVar[frozenset[str]] = frozenset({"people"})
