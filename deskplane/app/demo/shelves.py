"""The catalogue of the demo: custom fields, templates, canned replies, tags."""

from typing import Any, Final

from deskplane.app.demo import names

FIELDS: Final[tuple[dict[str, Any], ...]] = (
    {
        "key": "site",
        "label": "Site",
        "description": "Where it happens",
        "kind": "select",
        "options": [{"value": site, "label": site} for site in names.SITES],
        "visible_to_requester": True,
    },
    {
        "key": "asset_tag",
        "label": "Asset tag",
        "description": "Number on the silver label, such as KQ-A20110",
        "kind": "text",
        "visible_to_requester": True,
    },
    {
        "key": "cost_centre",
        "label": "Cost centre",
        "description": "Who pays, such as CC-4100",
        "kind": "text",
        "applies_to": ["request", "change"],
        "visible_to_requester": True,
    },
    {
        "key": "change_risk",
        "label": "Risk",
        "description": "How likely the change disturbs operations",
        "kind": "select",
        "options": [{"value": level, "label": level.capitalize()} for level in ("low", "medium", "high")],
        "applies_to": ["change"],
    },
)
TEMPLATES: Final = (
    (
        "New colleague",
        "Account, mailbox, badge and laptop for somebody who starts",
        "request",
        ("Access", "Joiners and leavers"),
        "Identity and Access",
        {
            "title": "New colleague in ...",
            "description_html": "<p>Name:<br>Starts on:<br>Manager:<br>Desk:</p>",
            "tags": ["onboarding"],
        },
    ),
    (
        "New device",
        "Laptop, screen, phone or tablet",
        "request",
        ("Workplace", "Laptops and PCs"),
        "Workplace",
        {
            "title": "New device for ...",
            "description_html": "<p>For whom:<br>Which device:<br>Cost centre:</p>",
            "tags": ["order"],
        },
    ),
    (
        "Site without connection",
        "A site or a large part of it cannot work",
        "incident",
        ("Network", "Lines between sites"),
        "Network",
        {"title": "...: no connection", "impact": 1, "urgency": 1, "tags": ["outage"]},
    ),
    (
        "Standard change",
        "Reason, plan and way back in three lines",
        "change",
        ("Servers", "Virtual machines"),
        "Servers and Databases",
        {"description_html": "<p>Reason:</p><p>Plan:</p><p>Way back:</p>"},
    ),
)
REPLIES: Final = (
    (
        "Ask for a screenshot",
        "Could you send us a screenshot on which the message and the time can be read?\n\nThank you!",
        None,
    ),
    (
        "Restart first",
        "Please restart the device once (not only close the lid) and tell us whether it still happens.",
        "Service Desk",
    ),
    (
        "Account is open again",
        "Your account is open again. Please change the password on all devices within the next hour.",
        "Service Desk",
    ),
    (
        "Call back to confirm",
        "For your safety we call you back on your office number before we change a password or a second factor.",
        "Identity and Access",
    ),
    (
        "No answer yet",
        "We have not heard from you for a while. If it is solved, leave this unanswered: we close it in three days.",
        None,
    ),
    (
        "Waiting for the vendor",
        "The vendor has our data and looks into it. We come back to you as soon as there is an answer.",
        None,
    ),
)
TAGS: Final = (
    ("vip", "#b42318"),
    ("outage", "#b42318"),
    ("security", "#c4421a"),
    ("hardware", "#0f6e78"),
    ("yard", "#4a6572"),
    ("order", "#5c6670"),
    ("onboarding", "#0f6e78"),
    ("month-end", "#b25e09"),
)
# What the cards of the portal ask beside summary and details, and where their requests go.
CARDS: Final = {
    "Something does not work": (("Workplace", "Software"), ("site",)),
    "Password or sign-in": (("Access", "Passwords and lockouts"), ()),
    "Laptop or screen": (("Workplace", "Laptops and PCs"), ("asset_tag", "site")),
    "Access to something": (("Access", "Folders and groups"), ()),
    "New colleague": (("Access", "Joiners and leavers"), ("site", "cost_centre")),
    "Order equipment": (("Workplace", "Laptops and PCs"), ("cost_centre", "site")),
}
