"""Slows down guessing: counted in the database for each address and each network, known or not."""

import hashlib
import ipaddress
from dataclasses import dataclass

from deskplane.kernel.clock import now
from deskplane.kernel.db import Database
from deskplane.kernel.errors import RateLimitedError

FREE_FOR_ADDRESS = 5
FREE_FOR_NETWORK = 50
ATTEMPT = "select login_attempt($1, $2, $3)"
PROVED = "select login_proved($1, $2)"


@dataclass(frozen=True, slots=True)
class Turn:
    """A counted attempt; ``proved`` takes it back."""

    address: str
    network: str


async def attempt(db: Database, what: str, address: str, ip: str) -> Turn:
    """Count an attempt at ``what`` before it is checked.

    Raises:
        RateLimitedError: there were too many; says when to come back.
    """
    turn = Turn(f"{what}:{_digest(address)}", f"{what}:{_network(ip)}")
    async with db.transaction() as tx:
        waits = await tx.fetchval(
            ATTEMPT, [turn.address, turn.network], [FREE_FOR_ADDRESS, FREE_FOR_NETWORK], now()
        )
    if waits > 0:
        raise RateLimitedError("Too many attempts. Wait a moment, then try again.", retry_after=waits)
    return turn


async def proved(db: Database, turn: Turn) -> None:
    """Forget the failures of the address: the attempt was right."""
    async with db.transaction() as tx:
        await tx.execute(PROVED, turn.address, turn.network)


def _digest(address: str) -> str:
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def _network(ip: str) -> str:
    """An IPv6 caller owns a /64, so that is what counts."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    bits = 64 if address.version == 6 else 32
    return str(ipaddress.ip_network((address, bits), strict=False))
