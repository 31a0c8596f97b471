"""Which addresses may be called: the public internet, and what an administrator allows beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Final, TypeAlias

from deskplane.outbound.errors import AddressRefusedError

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

# Of IPv6 only 2000::/3 is in public use; these parts of it lead elsewhere or carry another address inside.
_PUBLIC_6: Final = IPv6Network("2000::/3")
_TUNNELS_6: Final = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


@dataclass(frozen=True, slots=True)
class OutboundPolicy:
    """Public addresses are allowed; others only by network or by name. ``own_ports`` guards our own services."""

    networks: tuple[Network, ...] = ()
    names: frozenset[str] = field(default=frozenset())
    own_ports: frozenset[int] = field(default=frozenset())
    allow_http: bool = False

    @classmethod
    def of(
        cls, allow: Iterable[str] = (), *, own_ports: Iterable[int] = (), allow_http: bool = False
    ) -> "OutboundPolicy":
        """Read an allow list of networks, addresses, host names and ``*.suffixes``.

        Raises:
            ValueError: an entry is none of these.
        """
        networks: list[Network] = []
        names: set[str] = set()
        for entry in filter(None, (item.strip().lower() for item in allow)):
            try:
                networks.append(ip_network(entry, strict=False))
            except ValueError:
                names.add(_name(entry))
        return cls(tuple(networks), frozenset(names), frozenset(own_ports), allow_http)

    def check_scheme(self, scheme: str) -> None:
        """Refuse everything but https, and http unless it is allowed.

        Raises:
            AddressRefusedError: the scheme is refused.
        """
        if scheme == "https" or (scheme == "http" and self.allow_http):
            return
        raise AddressRefusedError(f"Deskplane calls https addresses only, and this is {scheme or 'none'}.")

    def permits(self, host: str, address: str, port: int) -> bool:
        """Tell whether this address, to which the name was resolved, may be called."""
        plain = _plain(address)
        if plain is None:
            return False
        if (plain.is_loopback or plain.is_unspecified) and port in self.own_ports:
            return False
        return _is_public(plain) or self._is_named(host) or self._is_allowed(plain)

    def _is_named(self, host: str) -> bool:
        name = host.lower().rstrip(".")
        return any(name == known or (known[0] == "*" and name.endswith(known[1:])) for known in self.names)

    def _is_allowed(self, address: Address) -> bool:
        return any(address.version == network.version and address in network for network in self.networks)


def _name(entry: str) -> str:
    bare = entry.removeprefix("*.")
    if not bare or any(not (char.isalnum() or char in ".-_") for char in bare):
        raise ValueError(f"'{entry}' is neither a network, an address nor a host name.")
    return entry


def _plain(address: str) -> Address | None:
    """The address without disguise: an IPv4 address inside an IPv6 one counts as itself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address):
        return parsed.ipv4_mapped or (None if parsed.scope_id else parsed)
    return parsed


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    return address in _PUBLIC_6 and not any(address in tunnel for tunnel in _TUNNELS_6)
