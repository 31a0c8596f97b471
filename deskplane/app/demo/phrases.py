"""Greetings, thanks and other words that do not depend on the topic."""

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, tuple[str, ...]]
ENGLISH: Final[Words] = {
    "greeting": ("Hi,", "Hello,", "Hello team,", "Good morning,", "Hi all,", "Dear service desk,", ""),
    "farewell": (
        "Thanks, {first}",
        "Thank you\n{name}",
        "Regards\n{name}, {department}",
        "Best, {first}",
        "{first}",
        "",
    ),
    "to": ("Hi {first},", "Hello {first},", "Good morning {first},", "{first},"),
    "from": ("Regards, {first}", "Best regards\n{name}", "{first} (IT)", "", ""),
    "passed": (
        "thank you for the details. This needs our colleagues of {team}; they will get in touch with you.",
        "I had a first look and hand this over to {team}, who can see more than I can.",
        "I cannot mend this from here, so {team} takes over. You will hear from them here in the ticket.",
    ),
    "hand_over": (
        "Checked the usual suspects, nothing found. Please take a look.",
        "User reachable at the desk. Not urgent but annoying for them.",
        "Looks like the case of last month, see related tickets.",
        "Restarted the client, same picture. Passing on with the log.",
    ),
    "looking": (
        "I am looking into it and come back to you today.",
        "thank you for telling us. I am on it.",
        "got it, I will have a look right away.",
        "thanks for the report. We see it on our side too and work on it.",
    ),
    "waiting": (
        "we need help from {vendor} for this. I keep the ticket on hold until they answer.",
        "a spare part is on its way, it should arrive on {day}. Until then please use the way around.",
        "the correction comes with the next maintenance window. I come back to you then.",
    ),
    "vendor_note": (
        "{vendor} case {num} opened, second level has it.",
        "{vendor} asks for a trace; sent.",
        "Part shipped, tracking number in the order.",
    ),
    "thanks": (
        "Works, thank you very much!",
        "Perfect, thanks for the quick help.",
        "Yes, all good now. Thanks, {first}.",
        "Great, that did it. You can close this.",
        "Thank you! I will come back if it happens again.",
        "Everything is fine on our side. Thanks to the team.",
    ),
    "again": (
        "Sorry, it is back. Same as before.",
        "I was too quick: since this morning it happens again.",
        "Unfortunately not solved yet, it just occurred once more.",
    ),
    "sorry": (
        "sorry that it came back. I am on it again and look deeper this time.",
        "thanks for telling us. I reopened the ticket and take it up again.",
    ),
    "second_fix": (
        "This time we found the cause: two settings got in each other's way after the last update. Both are corrected.",
        "We replaced the part for good instead of mending it once more. It has run since then without trouble.",
        "A second place had the same old entry. It is corrected now as well; we watched it for a day.",
    ),
    "reminder": (
        "just a short reminder: could you answer the question above? Without it we cannot go on.",
        "did you have a chance to try it?",
    ),
    "silent": (
        "As we did not hear from you, I close this. Simply answer here if it still matters, and it opens again.",
        "I suppose that it works by now and close the ticket. Write back any time.",
    ),
    "withdrawn": (
        "Please forget it, it works again by itself.",
        "Solved it myself, the cable was loose. Sorry for the trouble!",
        "We do not need this any more, plans have changed.",
        "This was meant for the facility team, please cancel.",
    ),
    "duplicate": (
        "we know about this already and work on it in an earlier ticket. You hear from us there.",
        "this is the same as an earlier report. To keep everything in one place I close this ticket.",
    ),
    "worked": (
        "Analysis and correction",
        "Remote session",
        "On site",
        "Call and correction",
        "Set-up and test",
    ),
    "nudge": (
        "Any news? We still have to work around it.",
        "Could somebody have a look please? It holds us up.",
        "Just asking how it stands.",
    ),
    "progress": (
        "a short update: we know the cause and prepare the correction.",
        "still on it. The first attempt did not help, the second looks better.",
        "I have talked to {colleague}, we try it tomorrow morning before the shift.",
    ),
}
GERMAN: Final[Words] = {
    "greeting": ("Hallo,", "Guten Morgen,", "Hallo zusammen,", "Moin,", ""),
    "farewell": ("Danke und Gruß\n{name}", "Viele Grüße, {first}", "Danke, {first}", ""),
    "to": ("Hallo {first},", "Guten Tag {name},"),
    "from": ("Viele Grüße\n{name}", "Gruß, {first}", ""),
    "passed": (
        "dafür brauchen wir die Kollegen von {team}; ich gebe es weiter, sie melden sich hier bei Ihnen.",
    ),
    "hand_over": ("Das Übliche geprüft, nichts gefunden. Bitte schaut ihr einmal.",),
    "looking": (
        "danke für die Meldung, ich schaue es mir gleich an.",
        "ich kümmere mich darum und melde mich heute noch.",
    ),
    "waiting": (
        "wir brauchen dafür die Hilfe von {vendor}. Bis zur Antwort liegt das Ticket auf Wiedervorlage.",
    ),
    "vendor_note": ("Fall {num} bei {vendor} eröffnet.",),
    "thanks": ("Läuft wieder, vielen Dank!", "Danke für die schnelle Hilfe.", "Passt, danke!"),
    "again": ("Leider tritt es seit heute Morgen wieder auf.",),
    "sorry": ("schade, dann schaue ich noch einmal genauer.",),
    "second_fix": (
        "Diesmal haben wir die Ursache gefunden: ein alter Eintrag an zweiter Stelle. Er ist entfernt.",
    ),
    "reminder": ("konnten Sie es schon ausprobieren?",),
    "silent": (
        "Da wir nichts mehr gehört haben, schließe ich das Ticket. Antworten Sie einfach, falls es noch klemmt.",
    ),
    "withdrawn": (
        "Hat sich erledigt, geht von selbst wieder.",
        "Bitte stornieren, wir brauchen es nicht mehr.",
    ),
    "duplicate": ("das ist uns schon bekannt, wir arbeiten in einem früheren Ticket daran.",),
    "worked": ("Analyse und Korrektur", "Fernwartung", "Vor Ort"),
    "nudge": ("Gibt es schon etwas Neues?",),
    "progress": ("kurzer Stand: Die Ursache ist bekannt, wir bereiten die Korrektur vor.",),
}
LANGUAGES: Final[Mapping[str, Words]] = {"en": ENGLISH, "de": GERMAN}

GENERAL_QUESTIONS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "en": (
        (
            "Since when exactly do you see this, and does it concern only you?",
            "Since {time} today, and two colleagues as well.",
        ),
        ("Could you send me a screenshot with the time on it?", "I put it on the share, folder {num}."),
        ("When would be a good moment to look at it together?", "At {time2} would be fine, I am at my desk."),
        (
            "Did it work before, and was anything changed in between?",
            "It worked until {day}. I did not change anything.",
        ),
    ),
    "de": (("Seit wann genau, und betrifft es nur Sie?", "Seit {time} Uhr, die Kollegin nebenan auch."),),
}
GENERAL_NOTES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        "Could reproduce it on the second try.",
        "Compared with a working one next to it: only the version differs.",
        "Talked to {colleague}, who saw the same in {month}.",
        "Log attached to the knowledge article {kb}.",
    ),
    "de": ("Beim zweiten Versuch nachgestellt.", "Mit einem funktionierenden Platz verglichen."),
}
