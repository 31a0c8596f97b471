"""The request types a new organisation starts with; everything can be changed afterwards."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from deskplane.kernel import events
from deskplane.kernel.db import Tx
from deskplane.kernel.ids import uuid7
from deskplane.portal.events import PortalSeeded
from deskplane.portal.vocabulary import CardIcon
from deskplane.vocabulary.priority import Priority
from deskplane.vocabulary.ticket_type import TicketType

CARDS: Final[tuple[dict[str, Any], ...]] = (
    {
        "name": "Something does not work",
        "description": "A program, a website or a device fails or is slow",
        "icon": CardIcon.TOOL,
        "expected_text": "Usually today",
        "expected_hours": 8,
        "type": TicketType.INCIDENT,
        "template": "",
        "translations": {
            "de": {
                "name": "Etwas geht nicht",
                "description": "Ein Programm, eine Website oder ein Gerät ist gestört oder langsam",
                "expected_text": "Meist noch heute",
            }
        },
    },
    {
        "name": "Password or sign-in",
        "description": "Locked out, password forgotten, second factor lost",
        "icon": CardIcon.KEY,
        "expected_text": "Usually within 1 hour",
        "expected_hours": 1,
        "type": TicketType.INCIDENT,
        "priority": Priority.HIGH,
        "template": "Where do you sign in?\n\nWhat does it say?\n",
        "translations": {
            "de": {
                "name": "Passwort oder Anmeldung",
                "description": "Ausgesperrt, Passwort vergessen, zweiter Faktor verloren",
                "expected_text": "Meist innerhalb 1 Stunde",
                "template": "Wo möchten Sie sich anmelden?\n\nWas steht dort?\n",
            }
        },
    },
    {
        "name": "Laptop or screen",
        "description": "Repair, exchange or an additional device",
        "icon": CardIcon.LAPTOP,
        "expected_text": "Usually 1 day",
        "expected_hours": 24,
        "type": TicketType.INCIDENT,
        "template": "",
        "translations": {
            "de": {
                "name": "Laptop oder Bildschirm",
                "description": "Reparatur, Tausch oder ein weiteres Gerät",
                "expected_text": "Meist 1 Tag",
            }
        },
    },
    {
        "name": "Access to something",
        "description": "A folder, a mailbox, a program or a group",
        "icon": CardIcon.SHIELD,
        "expected_text": "1 day, needs approval",
        "expected_hours": 24,
        "type": TicketType.REQUEST,
        "template": "Access to:\n\nWhat for:\n",
        "translations": {
            "de": {
                "name": "Zugriff auf etwas",
                "description": "Ein Ordner, ein Postfach, ein Programm oder eine Gruppe",
                "expected_text": "1 Tag, mit Genehmigung",
                "template": "Zugriff auf:\n\nWofür:\n",
            }
        },
    },
    {
        "name": "New colleague",
        "description": "Account, mailbox and devices for somebody who starts",
        "icon": CardIcon.PERSON,
        "expected_text": "5 days",
        "expected_hours": 120,
        "type": TicketType.REQUEST,
        "template": "Name:\nStarts on:\nManager:\nDesk:\n",
        "translations": {
            "de": {
                "name": "Neue Kollegin, neuer Kollege",
                "description": "Konto, Postfach und Geräte für jemanden, der anfängt",
                "expected_text": "5 Tage",
                "template": "Name:\nBeginnt am:\nFührungskraft:\nArbeitsplatz:\n",
            }
        },
    },
    {
        "name": "Order equipment",
        "description": "Phone, headset, software licence and the like",
        "icon": CardIcon.CART,
        "expected_text": "About 1 week",
        "expected_hours": 168,
        "type": TicketType.REQUEST,
        "template": "What:\n\nFor whom:\n",
        "translations": {
            "de": {
                "name": "Ausstattung bestellen",
                "description": "Telefon, Headset, Softwarelizenz und Ähnliches",
                "expected_text": "Etwa 1 Woche",
                "template": "Was:\n\nFür wen:\n",
            }
        },
    },
)

PUT: Final = """
insert into request_types (org_id, id, name, description, icon, expected_text, expected_hours, type, priority, template,
                           translations, position)
select app_org(), c.id, c.name, c.description, c.icon, c.expected_text, c.expected_hours, c.type, c.priority,
       c.template, c.translations, c.position
from jsonb_to_recordset($1::jsonb) as c(id uuid, name text, description text, icon text, expected_text text,
    expected_hours int, type text, priority text, template text, translations jsonb, position int)
on conflict do nothing
"""
PLACE: Final = """
update request_types y set category_id = c.category_id, fields = c.fields
from jsonb_to_recordset($1::jsonb) as c(name text, category_id uuid, fields jsonb)
where y.org_id = app_org() and y.name = c.name
"""


async def seed(tx: Tx) -> None:
    """Give the organisation of ``tx`` its first request types; what is there already stays."""
    cards = [{**card, "id": uuid7(), "position": place * 10} for place, card in enumerate(CARDS, 1)]
    await tx.execute(PUT, cards)
    await events.append(tx, [PortalSeeded(subject=tx.tenant.org_id)])


async def place(
    tx: Tx, categories: Mapping[str, UUID], fields: Mapping[str, Sequence[Mapping[str, Any]]]
) -> None:
    """Say for seeded request types, by name, which category they go to and what else they ask."""
    rows = [
        {"name": name, "category_id": category, "fields": list(fields.get(name, ()))}
        for name, category in categories.items()
    ]
    await tx.execute(PLACE, rows)
