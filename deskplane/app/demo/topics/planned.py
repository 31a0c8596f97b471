"""Changes, problems and the small tasks of a larger request."""

from typing import Final

from deskplane.app.demo.topics.topic import Topic
from deskplane.vocabulary.ticket_type import TicketType


def change(
    key: str,
    team: str,
    path: tuple[str, str],
    titles: tuple[str, ...],
    why: str,
    plan: str,
    back: str,
    *items: str,
) -> Topic:
    """Return a kind of change: why, how, and how to go back."""
    return Topic(
        key=key,
        type=TicketType.CHANGE,
        path=path,
        team=team,
        titles=titles,
        openings=(f"Reason: {why}\n\nPlan: {plan}\n\nWay back: {back}",),
        questions=(),
        answers=(),
        notes=("Backup checked, window announced to {department}.", "Test on the second machine went well."),
        fixes=(
            "The change is done as planned and tested with {department}.",
            "Done within the window, no findings.",
        ),
        resolutions=("Carried out as planned.", "Carried out, no findings."),
        code="fulfilled",
        severity=0.9,
        minutes=(60, 240),
        items=items,
    )


def problem(
    key: str, team: str, path: tuple[str, str], title: str, seen: str, cause: str, *items: str
) -> Topic:
    """Return a kind of problem: what was seen, and what it came from."""
    return Topic(
        key=key,
        type=TicketType.PROBLEM,
        path=path,
        team=team,
        titles=(title,),
        openings=(f"{seen}\n\nThe single cases are linked. We look for the common cause.",),
        questions=(),
        answers=(),
        notes=(
            "Collected the logs of all cases, same pattern each time.",
            "{vendor} has the traces, case {num}.",
        ),
        fixes=(f"Cause found: {cause} It is removed and has not come back since.",),
        resolutions=(cause,),
        severity=1.2,
        minutes=(90, 300),
        items=items,
    )


def task(key: str, team: str, path: tuple[str, str], title: str, text: str) -> Topic:
    """Return a kind of small task."""
    return Topic(
        key=key,
        type=TicketType.TASK,
        path=path,
        team=team,
        titles=(title,),
        openings=(text,),
        questions=(),
        answers=(),
        notes=("Prepared, see the list.",),
        fixes=("Done.", "Ready, lies at the IT counter."),
        resolutions=("Done.",),
        code="fulfilled",
        severity=0.5,
        minutes=(15, 45),
    )


CHANGES: Final = (
    change(
        "switch_firmware",
        "Network",
        ("Network", "Local network"),
        ("Firmware of switch {switch}", "Exchange of switch {switch}"),
        "the present firmware restarts under load, see the incidents of {month}.",
        "update {switch} in the night window, then check ports and wireless at {place}.",
        "the previous image stays on the second partition.",
        "switch",
    ),
    change(
        "firewall_rules",
        "Network",
        ("Network", "Firewall"),
        ("Clean-up of firewall rules, part {count1}", "New zone for {project} on the firewall"),
        "{count} rules were not used for a year.",
        "switch them off, watch the log for a week, then delete.",
        "rules are only switched off at first and can be switched on in seconds.",
        "firewall",
    ),
    change(
        "database_update",
        "Servers and Databases",
        ("Servers", "Databases"),
        ("Minor update of database {db}", "More memory for database {db}"),
        "the update closes two security gaps and a fault in the planner.",
        "stop the application, update the standby, switch over, update the other one.",
        "switch back to the old primary, which stays untouched until the next day.",
        "database",
    ),
    change(
        "server_patch",
        "Servers and Databases",
        ("Servers", "Virtual machines"),
        ("Monthly patches for {server}", "Move {server} to the new cluster"),
        "monthly patches are due.",
        "snapshot, patch, restart, check services by the list.",
        "return to the snapshot.",
        "server",
    ),
    change(
        "certificate_renewal",
        "Servers and Databases",
        ("Servers", "Certificates"),
        ("Renew the certificate of {host}",),
        "the certificate of {host} ends this month.",
        "request, spread to all four servers, reload one by one.",
        "the old certificate is valid for {count1} more days.",
    ),
    change(
        "app_release",
        "Business Applications",
        ("Business applications", "Bookings"),
        ("Release {count1}.{count} of {app}", "Switch on the new gate list in {app}"),
        "the release brings the wishes of {department} and {count1} corrections.",
        "install on Thursday after 20:00, test with {department} on Friday at 06:00.",
        "the previous release can be brought back in 15 minutes.",
        "portal",
    ),
    change(
        "gate_camera",
        "Terminal Systems",
        ("Terminal systems", "Gates"),
        ("New cameras at gate {gate}", "New recognition model for gate {gate}"),
        "the reading rate at gate {gate} is below 96 % in the morning sun.",
        "one lane a night, both systems run side by side for a week.",
        "the old cameras stay in place until the end of the month.",
        "gate",
    ),
    change(
        "wifi_masts",
        "Network",
        ("Network", "Wireless"),
        ("Two more access points on light mast {count1}", "New channel plan for the yard"),
        "the survey shows gaps between block {block} and {block2}.",
        "mount by day, switch on at the change of shift.",
        "switch off the new ones.",
        "access_point",
    ),
)
PROBLEMS: Final = (
    problem(
        "vpn_problem",
        "Network",
        ("Network", "Remote access"),
        "VPN drops with certain providers",
        "Several people at home lose the VPN several times a day, all with the same kind of line.",
        "packets too large for lines with address sharing.",
        "vpn",
    ),
    problem(
        "print_problem",
        "Workplace",
        ("Workplace", "Printing"),
        "Print queues hang after the first job of the day",
        "Print queues on both print servers hang in the morning, on different printers.",
        "a driver that keeps the queue open after it sleeps.",
        "server",
    ),
    problem(
        "gate_problem",
        "Terminal Systems",
        ("Terminal systems", "Gates"),
        "Gate cameras read badly at low sun",
        "All gates that look east read fewer plates between 06:30 and 08:00.",
        "missing shades and a model trained without such pictures.",
        "gate",
    ),
    problem(
        "customs_problem",
        "Business Applications",
        ("Business applications", "Customs"),
        "Answers from customs block one another",
        "One faulty answer stops all that come after it until somebody moves it aside.",
        "the queue was read strictly in order, without a place for faulty messages.",
        "customs",
    ),
    problem(
        "wifi_problem",
        "Network",
        ("Network", "Wireless"),
        "Wireless gaps behind high stacks of empties",
        "Handhelds lose the connection where empties are stacked four high.",
        "two masts stand in the shadow of the new stacks.",
        "access_point",
    ),
    problem(
        "locked_problem",
        "Identity and Access",
        ("Access", "Passwords and lockouts"),
        "Accounts are locked by shared computers at the gates",
        "Gate computers keep sessions with old passwords and lock accounts for hours.",
        "sessions on shared computers were never ended at the change of shift.",
        "gate",
    ),
    problem(
        "database_problem",
        "Servers and Databases",
        ("Servers", "Databases"),
        "Waits in the database after the nightly statistics",
        "On some mornings saving takes seconds until the statistics are made again.",
        "statistics were made in the middle of the nightly load.",
        "database",
    ),
)
PROBLEM_SOURCES: Final = {
    "vpn_problem": "vpn",
    "print_problem": "printer",
    "gate_problem": "gate",
    "customs_problem": "customs",
    "wifi_problem": "wifi",
    "locked_problem": "locked",
    "database_problem": "database",
}
"""From which topic the incidents of a problem come."""

TASKS: Final = (
    task(
        "task_laptop",
        "Workplace",
        ("Access", "Joiners and leavers"),
        "Prepare the laptop",
        "Standard image, docking station, headset.",
    ),
    task(
        "task_badge",
        "Identity and Access",
        ("Access", "Joiners and leavers"),
        "Badge and door rights",
        "Standard zone and canteen.",
    ),
    task(
        "task_shift",
        "Business Applications",
        ("Access", "Joiners and leavers"),
        "Enter into the shift system",
        "From the first working day on.",
    ),
)
