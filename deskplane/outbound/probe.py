"""A look at an address before anything is sent: does its name resolve, does it answer, is its certificate good."""

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, Final, cast

import httpx2

from deskplane.outbound.client import shared_tls
from deskplane.outbound.errors import AddressRefusedError
from deskplane.outbound.network import Resolver, resolve
from deskplane.outbound.policy import OutboundPolicy

SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one part of the look found; ``trouble`` is empty when it is fine."""

    detail: str = ""
    trouble: str = ""
    fix: str = ""
    milliseconds: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of an address; ``tls`` is None where none is spoken or the address does not answer."""

    host: Seen
    tls: Seen | None = None


async def look(
    policy: OutboundPolicy,
    url: str,
    now: datetime,
    *,
    tls: ssl.SSLContext | None = None,
    resolver: Resolver = resolve,
) -> Look:
    """Resolve the name, connect to the first address the policy permits, shake hands."""
    started = perf_counter()
    target = httpx2.URL(url)
    port = target.port or (443 if target.scheme == "https" else 80)
    try:
        policy.check_scheme(target.scheme)
        address = await _answering(policy, target.host, port, resolver)
    except AddressRefusedError as error:
        return Look(Seen(trouble=str(error), fix="Check the address.", milliseconds=_since(started)))
    except (OSError, TimeoutError, UnicodeError) as error:
        said = f"{target.host} cannot be reached: {_words(error)}."
        fix = "Check the spelling, the DNS, and that this server may call it."
        return Look(Seen(trouble=said, fix=fix, milliseconds=_since(started)))
    host = Seen(detail=f"{target.host} answers at {address}", milliseconds=_since(started))
    if target.scheme != "https":
        return Look(host)
    return Look(host, await _shaken((target.host, address, port), tls or shared_tls(), now))


async def _answering(policy: OutboundPolicy, host: str, port: int, resolver: Resolver) -> str:
    async with asyncio.timeout(SECONDS):
        addresses = await resolver(host, port)
    permitted = [address for address in addresses if policy.permits(host, address, port)]
    if not permitted:
        raise AddressRefusedError(
            f"{host} leads to an address that Deskplane may not call. "
            "An administrator can allow it with DESKPLANE_OUTBOUND_ALLOW."
        )
    async with asyncio.timeout(SECONDS):
        _, writer = await asyncio.open_connection(permitted[0], port)
    await _closed(writer)
    return permitted[0]


async def _shaken(place: tuple[str, str, int], tls: ssl.SSLContext, now: datetime) -> Seen:
    host, address, port = place
    started = perf_counter()
    try:
        async with asyncio.timeout(SECONDS):
            _, writer = await asyncio.open_connection(address, port, ssl=tls, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        said = f"The certificate of {host} is not trusted: {error.verify_message}."
        fix = "Renew the certificate, or let it be signed by an authority that this server trusts."
        return Seen(trouble=said, fix=fix, milliseconds=_since(started))
    except (ssl.SSLError, OSError, TimeoutError) as error:
        said = f"{host} does not speak TLS at port {port}: {_words(error)}."
        return Seen(trouble=said, fix="Check the address and the port.", milliseconds=_since(started))
    found = cast("Mapping[str, Any]", writer.get_extra_info("peercert") or {})
    version = writer.get_extra_info("ssl_object").version()
    await _closed(writer)
    days = _days_left(found, now)
    detail = version if days is None else f"{version}, certificate valid for {days} days"
    return Seen(detail=detail, milliseconds=_since(started))


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(1):
            await writer.wait_closed()


def _days_left(certificate: Mapping[str, Any], now: datetime) -> int | None:
    until = certificate.get("notAfter")
    if not isinstance(until, str):
        return None
    end = datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC)
    return (end - now).days


def _since(started: float) -> int:
    return round((perf_counter() - started) * 1000)


def _words(error: BaseException) -> str:
    said = getattr(error, "strerror", None) or str(error)
    return str(said).rstrip(".") or "no answer in time"
