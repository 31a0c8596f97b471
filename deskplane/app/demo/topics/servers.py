"""Servers, databases, backups, certificates."""

from typing import Final

from deskplane.app.demo.topics.topic import Topic
from deskplane.vocabulary.ticket_type import TicketType

TEAM: Final = "Servers and Databases"
TOPICS: Final = (
    Topic(
        key="disk",
        askers=("IT",),
        path=("Servers", "Capacity"),
        team=TEAM,
        weight=1.2,
        severity=1.2,
        titles=(
            "Disk of {server} at {percent} %",
            "{server}: no space left on /var",
            "File share {folder} is full",
        ),
        openings=(
            "monitoring reports {percent} % on the data volume of {server}, growing by 2 % an hour.",
            "saving to {folder} ends with 'disk is full'.",
            "{server} stopped writing logs at {time}: no space left on /var.",
        ),
        details=("", "Nothing else was changed today as far as I know."),
        questions=("Can anything in {folder} be moved to the archive? Some folders there are from {year}.",),
        answers=("You may move everything before {year}.",),
        notes=(
            "Trace of the interface left on, {count} GB a day. Switched off.",
            "Snapshots of the last release still there, removed three.",
            "Extended the volume by 100 GB; ordering disks for the next quarter.",
        ),
        fixes=(
            "A forgotten trace filled the disk. It is off, the files are gone, usage is down to 61 %.",
            "I extended the volume by 100 GB. Saving works.",
            "Old files moved to the archive share; links are left in place.",
        ),
        resolutions=("Trace switched off, files removed.", "Volume extended.", "Old data archived."),
        tags=("capacity",),
        items=("server",),
        minutes=(15, 60),
    ),
    Topic(
        key="database",
        askers=("IT",),
        path=("Servers", "Databases"),
        team=TEAM,
        weight=1.2,
        severity=1.5,
        titles=(
            "{app}: waits of several seconds",
            "Deadlocks on {db}",
            "Night job on {db} ran until {time}",
            "{db}: connections exhausted",
        ),
        openings=(
            "users of {app} report waits of up to {minutes} seconds, mostly when saving.",
            "we see {count} deadlocks in an hour on {db}, normally there are none.",
            "the night job on {db} took until {time} and collided with the first shift.",
            "{app} cannot connect any more: '{code} too many connections'.",
        ),
        details=("It started about {time}.", "", "{department} stopped entering moves."),
        questions=("Was anything deployed or loaded yesterday evening? The pattern begins at {time}.",),
        answers=("A correction for {customer} was loaded, about {count2} rows.",),
        notes=(
            "Plan flipped to a sequential scan after the statistics run. Pinned, statistics target raised.",
            (
                "One session idle in transaction since {time} holds {count} "
                "locks. Ended with consent of the owner."
            ),
            "Pool of {app} leaks after errors, restarted. Vendor ticket {num}.",
        ),
        fixes=(
            (
                "A session left open overnight held locks. It is ended and "
                "waits are gone; the job gets a time limit."
            ),
            (
                "The database chose a bad plan after the statistics run. "
                "Corrected, response is back below 200 ms."
            ),
            "The application leaked connections. Restarted for now; the vendor sends a correction.",
        ),
        resolutions=(
            "Blocking session ended.",
            "Statistics and plan corrected.",
            "Application restarted, vendor informed.",
        ),
        tags=("database", "performance"),
        items=("database",),
        minutes=(30, 120),
    ),
    Topic(
        key="backup",
        path=("Servers", "Backup and restore"),
        team=TEAM,
        weight=1.0,
        titles=("Backup of {server} failed", "Please restore a file from {day}", "Restore folder {folder}"),
        openings=(
            "the backup of {server} failed for the second night: {code}.",
            "I overwrote the berth plan of {vessel}. Could you restore the version from {day}, {time}?",
            "the folder {folder} is gone since this morning, nobody knows why.",
        ),
        details=("", "It is not urgent before {day}."),
        questions=("Do you know the exact file name, or at least when it was last right?",),
        answers=("berthplan_{num}.xlsx, it was right on {day} at {time}.",),
        notes=(
            "Agent on {server} lost its certificate after patching.",
            "Moved by drag and drop into a neighbouring folder, see audit log.",
        ),
        fixes=(
            "The file is restored next to the present one, with the date in its name.",
            "The backup agent is registered again and last night's run was complete.",
            "The folder had been moved into another one by mistake. It is back where it was.",
        ),
        resolutions=("File restored.", "Backup agent registered again.", "Folder moved back."),
        tags=("backup",),
        items=("server", "backup"),
        minutes=(15, 60),
    ),
    Topic(
        key="certificate",
        askers=("IT",),
        path=("Servers", "Certificates"),
        team=TEAM,
        weight=0.6,
        severity=1.4,
        titles=(
            "Certificate of {host} expired",
            "Browser warns on {host}",
            "Certificate of {host} ends in {count1} days",
        ),
        openings=(
            "since this morning the browser warns that {host} is not safe.",
            "{customer} cannot send to us because our certificate on {host} has expired.",
            "monitoring says the certificate of {host} ends in {count1} days.",
        ),
        details=("", "It is used by the portal and the handhelds."),
        questions=("Do you see the warning on every computer, or only at {place}?",),
        answers=("On every one we tried.",),
        notes=("Automatic renewal failed: address check blocked by the new firewall rule.",),
        fixes=(
            "The certificate is renewed, valid until next year. Please close the browser once.",
            "Renewed and spread to all four servers. Automatic renewal works again.",
        ),
        resolutions=("Certificate renewed.", "Certificate and automatic renewal repaired."),
        tags=("certificate",),
        items=("server",),
        minutes=(20, 60),
    ),
    Topic(
        key="machine",
        askers=("IT",),
        path=("Servers", "Virtual machines"),
        team=TEAM,
        type=TicketType.REQUEST,
        weight=0.7,
        severity=0.4,
        titles=(
            "Test machine for {app}",
            "More memory for {server}",
            "Virtual machine for the project {project}",
        ),
        openings=(
            "for the project {project} we need a test machine with 4 cores and 16 GB, data from last month.",
            "{server} swaps in the afternoon. Could it get 8 GB more?",
            "{vendor} needs a machine to install the trial of {software}.",
        ),
        details=("Cost centre {cost}.", "", "Until {date}."),
        questions=("Does it have to be backed up, and may it be stopped at night?",),
        answers=("No backup needed, may stop at night.",),
        notes=("Cluster at 71 % memory, fits.", "Built from template, in group test."),
        fixes=(
            "The machine {server} is ready; access is in the mail to you.",
            "Memory is raised; a restart took place at {time} as agreed.",
        ),
        resolutions=("Machine provided.", "Memory extended."),
        code="fulfilled",
        tags=("capacity",),
        items=("server",),
        minutes=(30, 90),
        fields={"cost_centre": "{cost}"},
    ),
)
