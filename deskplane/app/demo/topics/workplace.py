"""Printers, laptops, screens."""

from typing import Final

from deskplane.app.demo.topics.topic import Topic
from deskplane.vocabulary.ticket_type import TicketType

TEAM: Final = "Workplace"
TOPICS: Final = (
    Topic(
        key="printer",
        path=("Workplace", "Printing"),
        team=TEAM,
        weight=2.2,
        titles=(
            "Printer {printer} does not print",
            "{printer} shows offline since {time}",
            "Paper jam on {printer} again",
            "Delivery notes come out blank on {printer}",
            "Print jobs for {printer} stay in the queue",
            "Label printer at {place} prints every second label",
        ),
        openings=(
            (
                "since {time} nobody here can print on {printer}. The display "
                "says ready, but jobs just sit in the queue."
            ),
            "{printer} at {place} prints blank pages. We changed the toner on {day}, it did not help.",
            "our printer {printer} jams after about {count} pages. We opened every flap and found nothing.",
            "I sent the papers for {vessel} to {printer} three times and nothing comes out.",
            (
                "the queue of {printer} shows {count} jobs waiting. "
                "Restarting the printer did not change anything."
            ),
        ),
        details=(
            "Drivers are waiting at the counter, so this is rather urgent for us.",
            "We print on the one upstairs for now.",
            "The message on the display is {code}.",
            "It worked fine on {day}.",
            "",
        ),
        questions=(
            (
                "Could you tell me whether a page printed from the printer's own menu "
                "(Settings, Reports, Configuration page) looks right?"
            ),
            (
                "Is it only your jobs that get stuck, or those of your colleagues "
                "too? And from which application do you print?"
            ),
            "Which paper tray is selected in the print dialogue? Tray 2 was moved to A5 labels last week.",
        ),
        answers=(
            "The configuration page prints fine. It is only what we send from the computers.",
            "All of us, from the warehouse system and from Outlook as well.",
            (
                "It was set to tray 2, indeed. I changed it and now I get "
                "pages, but with a grey bar on the left."
            ),
        ),
        notes=(
            (
                "Spooler on PRINT-01 had {count} jobs of one user, all 0 bytes. "
                "Cleared the queue and restarted the service."
            ),
            "Driver on this queue is two versions behind the others, see {kb}.",
            (
                "Pickup roller is worn; same model, same fault as at the gate "
                "office in spring. Ordered part {part}."
            ),
            (
                "Port of the queue pointed to the old address {ip}. Printer "
                "got a new lease after the switch swap."
            ),
        ),
        fixes=(
            (
                "I cleared the stuck jobs and restarted the print service. Please "
                "print once more, it should come out right away."
            ),
            (
                "The queue pointed to the printer's old address. I corrected it "
                "and printed a test page; it lies in the tray."
            ),
            "We replaced the pickup roller this morning and ran 50 pages without a jam.",
            (
                "The driver was outdated. I updated it on the print server; "
                "you need not do anything on your computer."
            ),
        ),
        resolutions=(
            "Print queue cleared, spooler restarted.",
            "Queue moved to the printer's new address.",
            "Worn pickup roller replaced.",
            "Printer driver updated on the server.",
        ),
        tags=("printing",),
        items=("printer",),
        minutes=(10, 45),
    ),
    Topic(
        key="laptop",
        path=("Workplace", "Laptops and PCs"),
        team=TEAM,
        weight=2.0,
        titles=(
            "Laptop {laptop} very slow since the update",
            "Blue screen on {laptop}: {code}",
            "Notebook does not start in the docking station",
            "Fan of my laptop runs at full speed all day",
            "Laptop {laptop} shuts down at 40 % battery",
            "Computer at {place} freezes several times a day",
        ),
        openings=(
            (
                "my laptop {laptop} takes about {minutes} minutes until I can "
                "work. That started after the updates on {day}."
            ),
            "I had a blue screen ({code}) for the third time this week, each time in the middle of {app}.",
            (
                "the computer at {place} freezes and only the power button "
                "helps. We lose what we typed each time."
            ),
            "my notebook switches off without a warning as soon as the battery is below 40 %.",
            "since {day} the fan is so loud that people in calls ask what that noise is.",
        ),
        details=(
            "I already restarted twice and removed all USB devices.",
            "I have a customer meeting on {day} and need it to be reliable.",
            "A colleague with the same model has no such trouble.",
            "The device is about four years old, maybe it is simply time.",
            "",
        ),
        questions=(
            "When did you last restart it (not only close the lid)? And how much space is free on drive C:?",
            "Does it also happen with only the charger connected, without the dock?",
            "May I connect remotely today between {time} and {time2}? Please save your work before.",
        ),
        answers=(
            "Restarted an hour ago. Drive C: shows 3.1 GB free of 237.",
            "Without the dock it seems fine so far, I will watch it.",
            "Yes, {time} is fine. I will leave it switched on and logged in.",
        ),
        notes=(
            (
                "Event log: {count} disk warnings in a week. SMART says 11 "
                "reallocated sectors. Replace the drive."
            ),
            "Search index was rebuilding since the update; CPU at 90 %. Excluded the sync folder.",
            "Dock firmware 1.0.4, should be 1.0.22. Known to cause this, {kb}.",
            "Battery wear 61 %. Under warranty until {month}.",
        ),
        fixes=(
            (
                "I updated the firmware of the dock and the graphics driver "
                "remotely. It has been stable for two hours now."
            ),
            (
                "The drive was nearly full: old update files and a huge Outlook cache. "
                "I freed 46 GB; it starts in under a minute now."
            ),
            (
                "The drive shows early signs of failure. Your replacement is ready at the "
                "IT counter at {site}; your data is already on it."
            ),
            "A new battery is in. Please charge it fully once before you work on battery.",
        ),
        resolutions=(
            "Dock firmware and graphics driver updated.",
            "Disk space freed, update completed.",
            "Drive replaced, data moved.",
            "Battery replaced under warranty.",
        ),
        tags=("hardware",),
        items=("laptop",),
        minutes=(15, 90),
    ),
    Topic(
        key="screen",
        path=("Workplace", "Monitors and docks"),
        team=TEAM,
        weight=1.1,
        titles=(
            "Second monitor stays black",
            "Monitor at {place} flickers",
            "Docking station no longer charges my laptop",
            "Screens swapped after every restart",
        ),
        openings=(
            (
                "my second monitor stays black since I came back from holiday. "
                "The cable is plugged in on both sides."
            ),
            "the monitor at {place} flickers so much that nobody wants to sit there.",
            "the docking station still gives me picture and network, but the laptop is not charged any more.",
            "after every start the left and right screens are swapped and I have to set it again.",
        ),
        details=("I tried another cable, no change.", "It is the desk by the window in {room}.", ""),
        questions=(
            (
                "Does the monitor show anything when you connect it with the "
                "short HDMI cable directly to the laptop?"
            ),
            "Which dock is it? There is a small label underneath that starts with DK.",
        ),
        answers=(
            "Directly it works. So it must be the dock.",
            "It says DK-{num}.",
        ),
        notes=(
            "Dock DK-{num} is from the batch with the weak power supplies.",
            "Spare dock taken from the cabinet in {room}.",
        ),
        fixes=(
            "I swapped the dock at your desk during lunch. Both screens and charging work.",
            "It was the cable after all, with a bent pin. A new one is plugged in.",
            "A driver update fixed the order of the screens; it stays after a restart now.",
        ),
        resolutions=("Dock replaced.", "Display cable replaced.", "Display driver updated."),
        tags=("hardware",),
        items=("dock",),
        minutes=(10, 40),
    ),
    Topic(
        key="new_laptop",
        path=("Workplace", "Laptops and PCs"),
        team=TEAM,
        type=TicketType.REQUEST,
        weight=1.2,
        severity=0.4,
        titles=(
            "New laptop for {colleague}",
            "Replacement for a five year old notebook",
            "Second screen and keyboard for {room}",
            "Rugged tablet for the shift leads at {place}",
        ),
        openings=(
            "please order a standard laptop for {colleague}, who joins {department} on {date}.",
            (
                "my notebook is from {year} and takes minutes to open large "
                "yard plans. Could I get a current one?"
            ),
            "we would like a second screen, keyboard and mouse for the new desk in {room}.",
            "the shift leads at {place} need one rugged tablet to check containers on the yard.",
        ),
        details=(
            "Cost centre is {cost}.",
            "{colleague} approved it by mail, see below.",
            "English keyboard, please.",
            "",
        ),
        questions=(
            (
                "Which profile shall it be: office (14 inch, light) or planning "
                "(16 inch, more memory)? And which cost centre?"
            ),
            "Could your manager confirm the order with a short reply here?",
        ),
        answers=(
            "Planning profile please, cost centre {cost}.",
            "Approved from my side. {colleague}",
        ),
        notes=(
            "In stock: {count} office, 2 planning. Reserved one, asset {asset}.",
            "Ordered with {vendor}, delivery in about ten days.",
        ),
        fixes=(
            (
                "The device is set up (asset {asset}) and can be fetched at "
                "the IT counter at {site}, ground floor."
            ),
            "Delivered to {room} and connected. The old device comes back to us within a week, please.",
        ),
        resolutions=("Device delivered and set up, asset {asset}.", "Ordered, installed and handed over."),
        code="fulfilled",
        tags=("hardware", "order"),
        minutes=(30, 120),
        fields={"cost_centre": "{cost}", "asset_tag": "{asset}"},
    ),
)
