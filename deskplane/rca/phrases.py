"""What the analyser says, in the languages of the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from deskplane.rca.vocabulary import FindingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """One language: sentences with places to fill, and how numbers and moments are written."""

    point: str
    thousands: str
    moment: str
    titles: Mapping[FindingKind, str]
    advice: Mapping[FindingKind, str]
    because: str
    others: str
    shown: str
    of_change: str
    before: str
    went: str
    came: str
    blamed: str
    compared: tuple[str, str]
    stand_out: tuple[str, str]
    too_few: str
    no_usual: str
    nothing: str

    def number(self, value: float, decimals: int = 0) -> str:
        """A number as the language writes it."""
        text = f"{value:,.{decimals}f}"
        return text.translate(str.maketrans({",": self.thousands, ".": self.point}))


ENGLISH: Final = Phrases(
    point=".",
    thousands=",",
    moment="%Y-%m-%d %H:%M UTC",
    titles={
        FindingKind.ITEM: "{count} of {of} tickets concern {name}",
        FindingKind.CATEGORY: "{count} of {of} tickets are about {name}",
        FindingKind.TEAM: "{count} of {of} tickets went to {name}",
        FindingKind.DEPARTMENT: "{count} of {of} tickets come from {name}",
        FindingKind.WORDS: "{count} of {of} tickets speak of “{name}”",
    },
    advice={
        FindingKind.ITEM: "Look at the state and the recent changes of {name} and of what it depends on.",
        FindingKind.CATEGORY: "Compare the tickets of {name} with each other before they are worked on one by one.",
        FindingKind.TEAM: "Ask {name} what these tickets have in common, and let one person lead.",
        FindingKind.DEPARTMENT: "Ask in {name} since when it happens and what is different there.",
        FindingKind.WORDS: "Search for “{name}” in logs and in the notes of solved tickets.",
    },
    because=(
        "{share} of these tickets, {usually} of the {others} others of the time before: "
        "{ratio} times as often (G² {g2})."
    ),
    others=" On the same tickets: {names}.",
    shown="Tickets that show it, oldest first.",
    of_change="Check what this change altered, and whether it can be taken back.",
    before="Shortly before: {what}",
    went="{item} went from {change}",
    came=(
        "{count} of these tickets came within {hours} hours after {at} on what it touched; {usual} were usual in as "
        "much time before."
    ),
    blamed="People named it as the cause.",
    compared=(
        "{few} ticket against {usual} others of the same time and before.",
        "{few} tickets against {usual} others of the same time and before.",
    ),
    stand_out=("{count} thing stands out.", "{count} things stand out."),
    too_few="Nothing stands out: so few tickets cannot show what they have in common.",
    no_usual="Nothing stands out: there are too few others to say what is usual.",
    nothing="Nothing stands out: what these tickets have in common is as frequent elsewhere.",
)
GERMAN: Final = Phrases(
    point=",",
    thousands=".",
    moment="%d.%m.%Y %H:%M UTC",
    titles={
        FindingKind.ITEM: "{count} von {of} Tickets betreffen {name}",
        FindingKind.CATEGORY: "{count} von {of} Tickets gehören zu {name}",
        FindingKind.TEAM: "{count} von {of} Tickets gingen an {name}",
        FindingKind.DEPARTMENT: "{count} von {of} Tickets kommen aus {name}",
        FindingKind.WORDS: "{count} von {of} Tickets sprechen von „{name}“",
    },
    advice={
        FindingKind.ITEM: "Zustand und letzte Änderungen von {name} ansehen, auch von allem, was es braucht.",
        FindingKind.CATEGORY: "Die Tickets aus {name} miteinander vergleichen, ehe sie einzeln bearbeitet werden.",
        FindingKind.TEAM: "{name} fragen, was diese Tickets gemeinsam haben; eine Person übernimmt die Führung.",
        FindingKind.DEPARTMENT: "In {name} fragen, seit wann es auftritt und was dort anders ist.",
        FindingKind.WORDS: "Nach „{name}“ in Protokollen und in den Notizen gelöster Tickets suchen.",
    },
    because=(
        "{share} dieser Tickets, {usually} der {others} anderen aus der Zeit davor: {ratio}-mal so oft (G² {g2})."
    ),
    others=" An denselben Tickets: {names}.",
    shown="Tickets, die es zeigen, die ältesten zuerst.",
    of_change="Prüfen, was diese Änderung verändert hat und ob sie sich zurücknehmen lässt.",
    before="Kurz davor: {what}",
    went="{item} wechselte: {change}",
    came=(
        "{count} dieser Tickets kamen binnen {hours} Stunden nach dem {at} zu dem, was sie berührt hat; üblich waren "
        "{usual} in gleich langer Zeit davor."
    ),
    blamed="Sie wurde in Tickets als Ursache genannt.",
    compared=(
        "{few} Ticket, verglichen mit {usual} anderen derselben Zeit und davor.",
        "{few} Tickets, verglichen mit {usual} anderen derselben Zeit und davor.",
    ),
    stand_out=("{count} Auffälligkeit.", "{count} Auffälligkeiten."),
    too_few="Nichts fällt auf: So wenige Tickets können nicht zeigen, was sie gemeinsam haben.",
    no_usual="Nichts fällt auf: Es gibt zu wenige andere, um zu sagen, was üblich ist.",
    nothing="Nichts fällt auf: Was diese Tickets gemeinsam haben, ist anderswo ebenso häufig.",
)
SPOKEN: Final[Mapping[str, Phrases]] = {"en": ENGLISH, "de": GERMAN}


def phrases_of(locale: str) -> Phrases:
    """The phrases of a locale such as ``de`` or ``de-CH``; English where there are none."""
    return SPOKEN.get(locale.replace("_", "-").partition("-")[0].lower(), ENGLISH)
