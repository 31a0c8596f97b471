"""Tickets of colleagues who write German."""

from typing import Final

from deskplane.app.demo.topics.topic import Topic
from deskplane.vocabulary.ticket_type import TicketType

TOPICS: Final = (
    Topic(
        key="drucker",
        path=("Workplace", "Printing"),
        team="Workplace",
        language="de",
        weight=0.35,
        titles=(
            "Drucker {printer} druckt nicht",
            "Papierstau an {printer}",
            "Etiketten an {printer} verrutscht",
        ),
        openings=(
            "seit {time} Uhr druckt {printer} bei uns nicht mehr. Die Aufträge stehen in der Warteschlange.",
            "{printer} zieht das Papier schief ein, nach etwa {count} Seiten kommt ein Stau.",
            "die Etiketten aus {printer} sind um einen Zentimeter verrutscht und nicht mehr lesbar.",
        ),
        details=(
            "Wir weichen so lange auf das Gerät im ersten Stock aus.",
            "Die Fahrer warten am Schalter.",
            "",
        ),
        questions=("Können Sie bitte am Gerät selbst eine Testseite drucken (Menü, Berichte)?",),
        answers=("Die Testseite ist in Ordnung.",),
        notes=(
            "Warteschlange geleert, Dienst neu gestartet.",
            "Einzugsrolle verschlissen, Teil {part} bestellt.",
        ),
        fixes=(
            "Die Warteschlange war blockiert. Bitte drucken Sie noch einmal, es sollte sofort kommen.",
            "Die Einzugsrolle ist getauscht, 50 Seiten liefen ohne Stau durch.",
        ),
        resolutions=("Warteschlange geleert.", "Einzugsrolle getauscht."),
        tags=("printing",),
        items=("printer",),
        minutes=(10, 40),
    ),
    Topic(
        key="passwort",
        path=("Access", "Passwords and lockouts"),
        team="Service Desk",
        language="de",
        weight=0.45,
        titles=("Konto gesperrt", "Passwort abgelaufen", "Anmeldung an {app} nicht möglich"),
        openings=(
            "mein Konto ist gesperrt. Ich habe nach dem Urlaub wohl zu oft das alte Passwort eingegeben.",
            "mein Passwort ist am Wochenende abgelaufen und ich kann es von zu Hause nicht ändern.",
            "die Anmeldung an {app} wird seit {time} Uhr abgelehnt, alles andere geht.",
        ),
        details=("Ich bin bis {time2} Uhr im Dienst.", ""),
        questions=(
            "Haben Sie noch ein Gerät, das das alte Passwort kennt, zum Beispiel ein Tablet mit Mail?",
        ),
        answers=("Stimmt, das Tablet. Dort habe ich es jetzt auch geändert.",),
        notes=("Rückruf über die Dienstnummer, Identität bestätigt.",),
        fixes=(
            "Ihr Konto ist wieder offen. Bitte ändern Sie das Passwort auf allen Geräten.",
            "Sie haben ein Einmalpasswort am Telefon bekommen und werden nach einem eigenen gefragt.",
        ),
        resolutions=("Konto entsperrt.", "Passwort nach Rückruf zurückgesetzt."),
        tags=("password",),
        minutes=(5, 15),
    ),
    Topic(
        key="zoll",
        askers=("Customs and Compliance", "Freight Forwarding"),
        path=("Business applications", "Customs"),
        team="Business Applications",
        language="de",
        weight=0.3,
        severity=1.4,
        titles=("Zollanmeldung für {container} abgelehnt", "Keine Antworten vom Zoll seit {time} Uhr"),
        openings=(
            (
                "die Anmeldung für Container {container} wurde mit {code} "
                "abgelehnt, obwohl dieselbe Ware am {day_de} durchging."
            ),
            "seit {time} Uhr kommen keine Antworten mehr vom Zoll zurück, {count} Anmeldungen sind offen.",
        ),
        details=("Der Fahrer wartet.", "{customer} fragt laufend nach."),
        questions=("Können Sie mir eine Referenz nennen, die hängt?",),
        answers=("Referenz {num}-{num2}.",),
        notes=("Eine fehlerhafte Antwort blockiert die Schlange, zur Seite gelegt.",),
        fixes=(
            "Eine fehlerhafte Antwort hat alle weiteren blockiert. Sie ist entfernt, alle Antworten sind da.",
        ),
        resolutions=("Blockierende Nachricht entfernt.",),
        tags=("customs",),
        items=("customs",),
        minutes=(20, 70),
    ),
    Topic(
        key="bildschirm",
        path=("Workplace", "Monitors and docks"),
        team="Workplace",
        language="de",
        type=TicketType.REQUEST,
        weight=0.3,
        severity=0.4,
        titles=("Zweiter Bildschirm für {room}", "Höhere Auflösung am Planungsplatz"),
        openings=(
            "für den neuen Arbeitsplatz in {room} brauchen wir einen zweiten Bildschirm mit Kabel.",
            "am Planungsplatz passt der Hofplan nicht mehr auf den Schirm. Gibt es einen größeren?",
        ),
        details=("Kostenstelle {cost}.", ""),
        questions=("Auf welche Kostenstelle darf ich bestellen?",),
        answers=("Auf die {cost}, danke.",),
        notes=("Aus dem Lager genommen, {asset}.",),
        fixes=("Der Bildschirm ist aufgebaut und angeschlossen.",),
        resolutions=("Bildschirm geliefert und angeschlossen.",),
        code="fulfilled",
        tags=("hardware", "order"),
        minutes=(20, 50),
        fields={"cost_centre": "{cost}"},
    ),
)
