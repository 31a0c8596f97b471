"""Addresses and networks as people write them."""

from ipaddress import ip_network


def normalised_network(text: str) -> str:
    """Return an address or network in CIDR form.

    Raises:
        ValueError: it is neither.
    """
    try:
        return str(ip_network(text.strip(), strict=False))
    except ValueError:
        raise ValueError("must be an address or a network such as 10.0.0.0/8") from None
