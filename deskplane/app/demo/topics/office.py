"""Mail, meeting rooms, programs and phones."""

from typing import Final

from deskplane.app.demo.topics.topic import Topic
from deskplane.vocabulary.ticket_type import TicketType

TEAM: Final = "Workplace"
TOPICS: Final = (
    Topic(
        key="outlook",
        path=("Workplace", "Mail and calendar"),
        team="Service Desk",
        weight=1.8,
        titles=(
            "Outlook asks for the password again and again",
            "Mails to {customer} come back",
            "Shared calendar of {department} is empty",
            "Outlook search finds nothing newer than {month}",
            "Cannot open attachments from {customer}",
        ),
        openings=(
            "since {time} Outlook asks for my password every few minutes although it is right.",
            (
                "every mail to {customer} comes back with '{code} recipient "
                "rejected'. By phone they say they get mails from others."
            ),
            "the shared calendar of {department} shows nothing at all; my colleagues see all entries.",
            "when I search in Outlook I get nothing newer than {month}. The mails are there when I scroll.",
            "attachments from {customer} cannot be opened, it says the file is blocked.",
        ),
        details=(
            "On the phone it works.",
            "We have to send the arrival notice for {vessel} today.",
            "Webmail works, only the program does not.",
            "",
        ),
        questions=(
            "Did you change your password in the last days? And does webmail accept it?",
            "Could you forward one of the returned mails as an attachment? I need the technical part.",
            "Which version do you see under File, Office Account?",
        ),
        answers=(
            "Yes, on {day}. Webmail is fine with the new one.",
            "Attached in the mail I just sent to the desk address.",
            "It says 24{num}.",
        ),
        notes=(
            "Old password cached in the credential store. Removed, profile rebuilt.",
            (
                "Their gateway rejects us because of a list entry for our "
                "second relay {ip}. Asked for delisting."
            ),
            "Index at 71,000 of 240,000 items; rebuild forced.",
        ),
        fixes=(
            "I removed the old saved password. Outlook asked once more and stays connected since.",
            (
                "The other side blocked one of our mail relays by mistake. They "
                "took us off the list; a test mail arrived."
            ),
            "The search index is rebuilt. It took the night, as it had to read the whole mailbox.",
            "I gave you the right to the calendar again; it had been lost with the move of the mailbox.",
        ),
        resolutions=(
            "Cached credentials removed.",
            "Relay delisted at the recipient's gateway.",
            "Search index rebuilt.",
            "Calendar permission restored.",
        ),
        tags=("mail",),
        minutes=(8, 40),
    ),
    Topic(
        key="meetings",
        path=("Workplace", "Meeting rooms"),
        team=TEAM,
        weight=0.8,
        titles=(
            "No sound in {room}",
            "Camera in {room} shows only the ceiling",
            "Room {room} cannot be booked",
            "Screen in {room}: no signal from laptops",
        ),
        openings=(
            "in {room} the others hear us, but we do not hear them. We moved the call to a phone.",
            "the camera in {room} points to the ceiling and the remote control does nothing.",
            "{room} is shown as busy all week although nobody uses it.",
            "none of our laptops gets a picture on the big screen in {room}.",
        ),
        details=("We have the weekly call with {customer} there at {time}.", "", "Both cables tried."),
        questions=("Is the small panel on the table lit? If so, what does it show?",),
        answers=("It shows a spinning circle.", "It is dark."),
        notes=("Room controller hung after the firmware update; power cycle from the switch port.",),
        fixes=(
            (
                "The controller of the room hung. I restarted it from here and tested "
                "with a colleague: picture and sound are there."
            ),
            "An old series of meetings blocked the room. I removed it after asking its owner.",
            "The cable in the table was broken, we put in a new one.",
        ),
        resolutions=("Room controller restarted.", "Orphaned booking removed.", "Table cable replaced."),
        tags=("meeting-room",),
        items=("room",),
        minutes=(10, 30),
    ),
    Topic(
        key="software",
        path=("Workplace", "Software"),
        team="Service Desk",
        type=TicketType.REQUEST,
        weight=1.7,
        severity=0.4,
        titles=(
            "Please install {software}",
            "Licence for {software}",
            "{software} for {colleague}",
            "Update of {software} to the current version",
        ),
        openings=(
            "I need {software} on {laptop} for the stowage plans of {customer}.",
            "could you give {colleague} a licence for {software}? {department} pays, cost centre {cost}.",
            "my version of {software} can no longer open the files we get from {customer}.",
            "please install {software} on the computers at {place}.",
        ),
        details=("It would be good to have it by {day}.", "My manager agreed.", ""),
        questions=(
            "Which cost centre shall carry the licence, and for how long do you need it?",
            "Is the free viewer enough, or do you have to edit these files?",
        ),
        answers=("Cost centre {cost}, for the whole year please.", "I have to edit them, unfortunately."),
        notes=("{count} licences free in the pool.", "Licence pool empty, asked {vendor} for an offer."),
        fixes=(
            "{software} is installed; you find it in the start menu. Please tell us if it asks for a key.",
            "The licence is assigned. Log off and on once, then it is active.",
            (
                "It is now in the software centre on your computer, where you "
                "can install it whenever it suits you."
            ),
        ),
        resolutions=("Software installed.", "Licence assigned, cost centre {cost}."),
        code="fulfilled",
        tags=("software",),
        minutes=(10, 40),
        fields={"cost_centre": "{cost}"},
    ),
    Topic(
        key="phone",
        path=("Workplace", "Phones and mobiles"),
        team=TEAM,
        weight=1.0,
        titles=(
            "Work phone cannot make calls",
            "Mobile of the duty manager has no mail",
            "Forward the number of {department} to {colleague}",
            "Handheld radio gateway at {place} is silent",
        ),
        openings=(
            "my work phone shows 'no service' since {time}, in the office and outside.",
            "the phone of the duty manager gets no mails since the update on {day}.",
            "please forward the number of {department} to {colleague} until {date}.",
            "calls from the radio gateway at {place} do not reach the control room.",
        ),
        details=("The number ends in {num}.", "", "We use private phones for now."),
        questions=("Does the phone show a SIM at all (Settings, Mobile network)?",),
        answers=("It says 'SIM not registered'.",),
        notes=("SIM was blocked by the provider after the contract change, unlocked at {time2}.",),
        fixes=(
            (
                "The provider had blocked the card by mistake after the contract "
                "change. It is active again, please restart the phone."
            ),
            "The mail profile had expired. I sent a new one; accept it on the phone and wait five minutes.",
            "The forwarding is set and ends on {date} by itself.",
        ),
        resolutions=("SIM reactivated.", "Mail profile renewed.", "Call forwarding set until {date}."),
        tags=("mobile",),
        minutes=(10, 30),
    ),
)
