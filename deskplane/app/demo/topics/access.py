"""Accounts, passwords, rights, people who come and go, and what looks like an attack."""

from typing import Final

from deskplane.app.demo.topics.topic import Topic
from deskplane.vocabulary.ticket_type import TicketType

TEAM: Final = "Identity and Access"
DESK: Final = "Service Desk"
TOPICS: Final = (
    Topic(
        key="locked",
        path=("Access", "Passwords and lockouts"),
        team=DESK,
        weight=2.8,
        titles=(
            "Account locked",
            "Locked out of {app}",
            "Password expired over the weekend",
            "Cannot log in after holiday",
            "Account of {colleague} is locked again",
        ),
        openings=(
            "I am locked out. I typed the old password a few times before I remembered the new one.",
            "after two weeks of holiday my password is no longer accepted in {app}.",
            "my password expired over the weekend and I cannot change it from home.",
            "the account of {colleague} gets locked every hour or so although nobody types anything wrong.",
        ),
        details=("I am on shift until {time2}.", "I can be reached on {num}.", ""),
        questions=(
            (
                "Do you have a phone or tablet that still knows the old password? "
                "That locks an account again within minutes."
            ),
            "For safety: please call us from your desk phone, or ask your manager to confirm it is you.",
        ),
        answers=(
            "Right, the mail on my tablet. I changed it there too.",
            "I just called, {colleague} at the desk took it.",
        ),
        notes=(
            "Bad logins come from the tablet, {ip}.",
            "Identity confirmed by call back.",
            "Unlocked. Source: old session on the gate PC.",
        ),
        fixes=(
            (
                "Your account is open again. Please change the password on "
                "all your devices within the next hour."
            ),
            "I set a one-time password and gave it to you by phone. You will be asked to choose your own.",
            (
                "The locks came from an old session on a shared computer. I "
                "ended it; the account has stayed open since."
            ),
        ),
        resolutions=(
            "Account unlocked.",
            "Password reset after call back.",
            "Stale session ended, account unlocked.",
        ),
        tags=("password",),
        minutes=(5, 15),
    ),
    Topic(
        key="mfa",
        path=("Access", "Two-factor sign-in"),
        team=DESK,
        weight=1.5,
        titles=(
            "New phone, no codes any more",
            "Authenticator shows wrong codes",
            "Lost phone: please block my sign-in",
            "Two-factor prompt never arrives",
        ),
        openings=(
            "I have a new phone and the authenticator on it is empty. The old one is already wiped.",
            "the prompt on my phone does not arrive any more, so I cannot get into {app} from home.",
            "I lost my phone in {city}. Please block what has to be blocked.",
            "the codes of the app are refused since {day}.",
        ),
        details=("I am in the office until {time2}.", "", "It is the phone with the number ending in {num}."),
        questions=(
            "May I call you back on your office number to confirm that it is you?",
            "Does the clock of the phone run exactly? Please set it to automatic time.",
        ),
        answers=("Yes, any time before {time2}.", "It was four minutes late. Set to automatic now."),
        notes=("Confirmed by video with badge.", "All sessions ended, token removed, device wipe sent."),
        fixes=(
            "I reset the second factor. At the next sign-in you will be asked to set up the new phone.",
            "The clock of your phone was off, which makes every code wrong. It works with automatic time.",
            (
                "Everything on the lost phone is blocked and wiped as soon as it "
                "goes online. You get a spare at the IT counter."
            ),
        ),
        resolutions=("Second factor reset.", "Clock corrected.", "Lost device blocked and wiped."),
        tags=("mfa",),
        minutes=(8, 25),
    ),
    Topic(
        key="rights",
        path=("Access", "Folders and groups"),
        team=TEAM,
        type=TicketType.REQUEST,
        weight=2.0,
        severity=0.5,
        titles=(
            "Access to folder {folder}",
            "{colleague} needs the rights of {department}",
            "Please add me to {group}",
            "Read access to the reports of {department}",
        ),
        openings=(
            "I took over the work of {colleague} and need access to {folder}.",
            "please give {colleague} the same rights as I have in {app}.",
            "could you add me to {group}? I need it for the month-end.",
            "I need to read the reports of {department}, writing is not necessary.",
        ),
        details=("{colleague} is the owner and knows about it.", "From {date} on, please.", ""),
        questions=(
            "The owner of {folder} is {colleague}. I asked for approval; as soon as it is there I continue.",
        ),
        answers=("I talked to {colleague}, the answer is on its way.",),
        notes=(
            "Owner approved by mail.",
            "Group {group} grants more than asked for; used the read-only one instead.",
        ),
        fixes=(
            "You have access to {folder} now. Please log off and on once.",
            "Added to {group}. It takes up to 30 minutes until {app} knows.",
            "I gave read access, as agreed with the owner.",
        ),
        resolutions=("Access granted after the owner's approval.", "Added to {group}."),
        code="fulfilled",
        tags=("rights",),
        minutes=(8, 25),
    ),
    Topic(
        key="joiner",
        path=("Access", "Joiners and leavers"),
        team=TEAM,
        type=TicketType.REQUEST,
        weight=1.0,
        severity=0.6,
        titles=(
            "New colleague in {department} on {date}",
            "Joiner: {newcomer}, {department}",
            "Account for a trainee from {date}",
        ),
        openings=(
            (
                "{newcomer} starts in {department} at {site} on {date}. Please "
                "prepare account, mailbox, badge and standard laptop."
            ),
            "on {date} we get a trainee, {newcomer}, for {department}. Standard rights are enough.",
        ),
        details=("Desk is in {room}.", "Manager: {colleague}.", ""),
        questions=("Which shift system does {newcomer} belong to? The badge depends on it.",),
        answers=("Day shift, no access to the quay needed.",),
        notes=("Account {num} created, disabled until {date}.", "Badge printed, in the tray at reception."),
        fixes=(
            (
                "Everything is ready: account, mailbox and badge. The first "
                "password lies in a sealed envelope with {colleague}."
            ),
            "Account and mailbox exist and open on {date}. The laptop is at the desk in {room}.",
        ),
        resolutions=("Joiner set up.",),
        code="fulfilled",
        tags=("onboarding",),
        minutes=(40, 120),
        fields={"cost_centre": "{cost}"},
    ),
    Topic(
        key="leaver",
        path=("Access", "Joiners and leavers"),
        team=TEAM,
        type=TicketType.REQUEST,
        weight=0.6,
        severity=0.6,
        titles=("Leaver: {newcomer}, last day {date}", "Close the account of {newcomer}"),
        openings=(
            (
                "{newcomer} leaves {department} on {date}. Please close the account that "
                "evening and forward mails to {colleague} for a month."
            ),
            "the contract of {newcomer} ends on {date}. Laptop and badge come back to you.",
        ),
        details=("", "The mailbox may be deleted after 90 days."),
        questions=("Who shall get the files in the personal folder?",),
        answers=("{colleague}, please.",),
        notes=("Scheduled for {date} 18:00.", "Licences returned to the pool."),
        fixes=(
            "The account is closed, mails go to {colleague} until further notice, files are handed over.",
        ),
        resolutions=("Account closed, files handed over.",),
        code="fulfilled",
        tags=("offboarding",),
        minutes=(20, 60),
    ),
    Topic(
        key="phishing",
        path=("Security", "Suspicious mails"),
        team=TEAM,
        weight=1.3,
        severity=1.4,
        titles=(
            "Suspicious mail: 'Your parcel is waiting'",
            "Mail from 'the CEO' asking for gift cards",
            "Clicked a link in a strange mail",
            "Strange invoice from {customer}",
        ),
        openings=(
            "I got a mail that claims to be from {customer} with an invoice as zip. I did not open it.",
            (
                "somebody writes in the name of our managing director and wants "
                "gift cards. Several in {department} got it."
            ),
            "I clicked a link in a mail and typed my password before I noticed that the page was wrong.",
            "a mail says my mailbox is full and wants me to log in. The address looks odd.",
        ),
        details=("I forwarded it as an attachment.", "", "{count} of us got the same one."),
        questions=(
            (
                "Did you type anything into the page, or open the attachment? It "
                "is important, and nobody will blame you."
            ),
        ),
        answers=("No, I only looked at it.", "No. I moved it to the spam folder at once."),
        notes=(
            "Sender domain registered two days ago. Blocked, {count} mails pulled back.",
            "Password reset, sessions ended, no sign-in from outside in the log.",
        ),
        fixes=(
            "Thank you for reporting it. The mail is pulled out of all mailboxes and the sender is blocked.",
            (
                "We reset your password, ended all sessions and checked the sign-ins: "
                "nobody used it. Well done for telling us at once."
            ),
        ),
        resolutions=("Sender blocked, mails removed.", "Password reset, no misuse found."),
        tags=("security", "phishing"),
        minutes=(10, 45),
    ),
    Topic(
        key="mailbox",
        path=("Workplace", "Mail and calendar"),
        team=DESK,
        type=TicketType.REQUEST,
        weight=0.8,
        severity=0.4,
        titles=(
            "Shared mailbox for {department}",
            "Add {colleague} to the mailbox of {department}",
            "Distribution list for the night shift",
        ),
        openings=(
            (
                "we would like a shared mailbox for {department}; {colleague} "
                "and I should be able to send from it."
            ),
            "please add {colleague} to the shared mailbox of {department}.",
            "could we have a distribution list for the night shift at {place}?",
        ),
        details=("", "Name as short as possible, please."),
        questions=("What shall the address be, and who decides in future who may use it?",),
        answers=("nightshift@ would be fine. {colleague} decides.",),
        notes=("Created, owner {colleague}.",),
        fixes=(
            "The mailbox is there and shows up in Outlook by itself within the hour.",
            "{colleague} can use the mailbox now.",
        ),
        resolutions=("Shared mailbox set up.", "Member added."),
        code="fulfilled",
        tags=("mail",),
        minutes=(8, 20),
    ),
)
