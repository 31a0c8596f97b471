from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, strategies as st

from deskplane.outbound.errors import AddressRefusedError
from deskplane.outbound.policy import OutboundPolicy

NOTHING_ALLOWED = OutboundPolicy.of()


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1"),
        *(
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "2002:7f00:1::1",
            "2001::1",
            "2001:db8::1",
            "100::1",
        ),
        *("no address", ""),
    ],
)
def test_what_is_not_public_is_refused(address: str):
    assert not NOTHING_ALLOWED.permits("example.com", address, 443)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_a_public_address_is_permitted(address: str):
    assert NOTHING_ALLOWED.permits("example.com", address, 443)


def test_an_administrator_may_allow_networks_addresses_and_names():
    policy = OutboundPolicy.of(
        ["10.0.0.0/8", " 192.168.1.7 ", "fd00::/8", "Jira.corp.example", "*.lan.example"]
    )

    assert policy.permits("x", "10.1.2.3", 443)
    assert policy.permits("x", "::ffff:10.1.2.3", 443)
    assert policy.permits("x", "192.168.1.7", 443)
    assert policy.permits("x", "fd12::1", 443)
    assert policy.permits("jira.corp.example", "172.16.0.9", 443)
    assert policy.permits("JIRA.corp.example.", "172.16.0.9", 443)
    assert policy.permits("glpi.lan.example", "172.16.0.9", 443)
    assert not policy.permits("lan.example", "172.16.0.9", 443)
    assert not policy.permits("x.jira.corp.example", "172.16.0.9", 443)
    assert not policy.permits("x", "192.168.1.8", 443)


def test_our_own_ports_stay_closed_even_where_the_loopback_is_allowed():
    policy = OutboundPolicy.of(["127.0.0.0/8", "localhost", "0.0.0.0"], own_ports=[5432])

    assert policy.permits("localhost", "127.0.0.1", 9000)
    assert not policy.permits("localhost", "127.0.0.1", 5432)
    assert not policy.permits("x", "0.0.0.0", 5432)


@given(st.ip_addresses())
def test_nothing_reserved_slips_through(address: IPv4Address | IPv6Address):
    known = (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
    assert known.is_global or not NOTHING_ALLOWED.permits("x", str(address), 443)


@pytest.mark.parametrize("entry", ["10.0.0.0/99", "http://x", "a b", "*."])
def test_an_entry_that_means_nothing_is_refused(entry: str):
    with pytest.raises(ValueError, match="neither"):
        OutboundPolicy.of([entry])


def test_only_https_is_called_unless_http_is_allowed():
    NOTHING_ALLOWED.check_scheme("https")
    OutboundPolicy.of(allow_http=True).check_scheme("http")
    for scheme in ("http", "ftp", "file", "ws", ""):
        with pytest.raises(AddressRefusedError):
            NOTHING_ALLOWED.check_scheme(scheme)
