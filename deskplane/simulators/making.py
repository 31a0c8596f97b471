"""Which simulators there are, and making one by its name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from deskplane.simulators.clock import Clock
from deskplane.simulators.freshdesk.vendor import Freshdesk
from deskplane.simulators.jira.vendor import JiraCloud, JiraDataCenter
from deskplane.simulators.servicenow.vendor import ServiceNow
from deskplane.simulators.simulator import Settings, Simulator

KINDS: Final[Mapping[str, type[Simulator]]] = MappingProxyType(
    {kind.name: kind for kind in (ServiceNow, JiraCloud, JiraDataCenter, Freshdesk)}
)
PORTS: Final[Mapping[str, int]] = MappingProxyType(
    {name: port for port, name in enumerate(KINDS, start=8190)}
)


def make(name: str, settings: Settings | None = None, clock: Clock | None = None) -> Simulator:
    """A simulator by name.

    Raises:
        ValueError: there is none of this name.
    """
    if name not in KINDS:
        raise ValueError(f"no simulator '{name}'; there are {', '.join(KINDS)}")
    return KINDS[name](settings, clock)
