"""The things the company runs on: configuration items and how they hang together."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from deskplane.app.demo import names


@dataclass(frozen=True, slots=True)
class ConfigurationItem:
    """One thing, found by its key."""

    key: str
    name: str
    kind: str
    team: str
    status: str = "operational"
    environment: str = "production"
    relations: tuple[tuple[str, str], ...] = field(default=())


def _machines() -> Iterator[ConfigurationItem]:
    team = "Servers and Databases"
    for role, purpose in (
        *(("APP", "applications"), ("DB", "databases"), ("FILE", "files"), ("EDI", "messages")),
        *(("PRINT", "printing"), ("GATE", "gates")),
    ):
        for number in (1, 2):
            key = f"SRV-{role}-0{number}"
            yield ConfigurationItem(key, f"Server {number} for {purpose}", "server", team)
    for number, name in enumerate(("quayplan", "harborbooks", "cargodesk", "yardview", "crewtime"), start=1):
        relations = (("runs_on", f"SRV-DB-0{1 + number % 2}"),)
        yield ConfigurationItem(f"db-{name}", f"Database {name}", "database", team, relations=relations)
    yield ConfigurationItem(
        "BKP-01", "Backup system", "backup", team, relations=(("connected_to", "SRV-FILE-01"),)
    )
    yield ConfigurationItem("SRV-TEST-01", "Test server", "server", team, environment="test")
    yield ConfigurationItem("SRV-OLD-03", "Old file server", "server", team, status="retired")


def _applications() -> Iterator[ConfigurationItem]:
    team = "Business Applications"
    for name, purpose, kind, database in (
        ("QuayPlan", "Berth and vessel planning", "planning", "quayplan"),
        ("HarborBooks", "Accounts", "erp", "harborbooks"),
        ("CargoDesk", "Bookings and portal", "portal", "cargodesk"),
        ("CustomsLink", "Customs declarations", "customs", "cargodesk"),
        ("YardView", "Yard planning board", "yard", "yardview"),
        ("CrewTime", "Time and payroll", "hr", "crewtime"),
        ("TideTrack", "Track and trace", "tracking", "yardview"),
    ):
        relations = (("depends_on", f"db-{database}"), ("runs_on", "SRV-APP-01"))
        yield ConfigurationItem(name, f"{name}: {purpose}", kind, team, relations=relations)
    relations = (("runs_on", "SRV-EDI-01"), ("uses", "CargoDesk"))
    yield ConfigurationItem("EDI-HUB", "Message hub with partners", "edi", team, relations=relations)


def _network() -> Iterator[ConfigurationItem]:
    team = "Network"
    yield ConfigurationItem("FW-01", "Firewall head office", "firewall", team)
    yield ConfigurationItem(
        "FW-02", "Firewall terminals", "firewall", team, relations=(("connected_to", "FW-01"),)
    )
    yield ConfigurationItem(
        "VPN-A", "Remote access gateway a", "vpn", team, relations=(("connected_to", "FW-01"),)
    )
    yield ConfigurationItem(
        "VPN-B", "Remote access gateway b", "vpn", team, relations=(("connected_to", "FW-01"),)
    )
    for number, site in enumerate(names.SITES[1:], start=1):
        relations = (("connected_to", "FW-01"),)
        yield ConfigurationItem(f"WAN-{number}", f"Line to {site}", "line", team, relations=relations)
    for number in (12, 17, 23, 31, 44, 58):
        relations = (("connected_to", "FW-02"),)
        yield ConfigurationItem(f"SW-{number:03}", f"Switch {number}", "switch", team, relations=relations)
    for number in (104, 112, 127, 131, 145, 160):
        relations = (("connected_to", f"SW-{(12, 17, 23)[number % 3]:03}"),)
        yield ConfigurationItem(
            f"AP-{number}", f"Access point {number}", "access_point", team, relations=relations
        )


def _terminal() -> Iterator[ConfigurationItem]:
    team = "Terminal Systems"
    for gate in ("1", "2", "3", "East", "North"):
        relations = (("uses", "YardView"), ("depends_on", "SRV-GATE-01"))
        yield ConfigurationItem(f"Gate {gate}", f"Truck gate {gate}", "gate", team, relations=relations)
    for crane in ("STS-01", "STS-02", "STS-03", "RTG-11", "RTG-12", "RTG-14"):
        word = "Quay crane" if crane.startswith("STS") else "Yard crane"
        yield ConfigurationItem(crane, f"{word} {crane}", "crane", team, relations=(("uses", "QuayPlan"),))
    for rack in ("A", "B"):
        yield ConfigurationItem(
            f"RFR-{rack}", f"Reefer rack {rack}", "reefer", team, relations=(("uses", "TideTrack"),)
        )
    yield ConfigurationItem("WB-1", "Weighbridge 1", "scale", team, status="maintenance")
    yield ConfigurationItem("WB-2", "Weighbridge 2", "scale", team)


def _workplace() -> Iterator[ConfigurationItem]:
    for number, site in ((3, "HAM"), (7, "HAM"), (12, "HAM"), (4, "RTM"), (9, "GDN"), (2, "FXT")):
        key = f"PRT-{site}-{number:02}"
        yield ConfigurationItem(
            key, f"Printer {key}", "printer", "Workplace", relations=(("depends_on", "SRV-PRINT-01"),)
        )
    for room in names.ROOMS[:2]:
        yield ConfigurationItem(f"MR-{room}", f"Meeting room {room}", "room", "Workplace")


ITEMS: Final = (*_machines(), *_applications(), *_network(), *_terminal(), *_workplace())


def keys(kind: str) -> list[str]:
    """Return the keys of the things of a kind that are in use."""
    return [item.key for item in ITEMS if item.kind == kind and item.status != "retired"]


def concerned(text: str, kinds: tuple[str, ...]) -> list[str]:
    """Return the things of these kinds that a text names, by key."""
    return [item.key for item in ITEMS if item.kind in kinds and item.key in text]
