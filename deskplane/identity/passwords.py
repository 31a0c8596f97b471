"""Passwords: argon2id (RFC 9106) in a thread, and the rules a new one must meet."""

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from deskplane.kernel.errors import InvalidError

MIN_LENGTH: Final = 10
MAX_LENGTH: Final = 200
COMMON: Final = frozenset(
    {
        "password",
        "passwort",
        "password1",
        "password12",
        "password123",
        "passwort123",
        "1234567890",
        "0123456789",
        "0987654321",
        "qwertyuiop",
        "qwertzuiop",
        "letmeinplease",
        "iloveyou123",
        "administrator",
        "changeme123",
        "welcome123",
        "willkommen",
        "servicedesk",
        "helpdesk123",
        "deskplane123",
        "abcdefghij",
        "1q2w3e4r5t",
        "qwerty12345",
        "aaaaaaaaaa",
        "1111111111",
        "0000000000",
    }
)
_hasher: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_nobody: Final = _hasher.hash("nobody has this password")


def check_rules(password: str, *, field: str = "password", known: tuple[str, ...] = ()) -> None:
    """Refuse a weak password; ``known`` are the person's name and address.

    Raises:
        InvalidError: it is too short, too common or made of what everybody knows of the person.
    """
    lowered = password.lower()
    parts = [part for text in known for part in text.lower().replace("@", " ").split() if len(part) > 3]
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise InvalidError.field(field, f"a password has {MIN_LENGTH} to {MAX_LENGTH} characters")
    if lowered in COMMON or len(set(lowered)) < 4:
        raise InvalidError.field(field, "this password is one of the first that attackers try")
    if any(len(lowered.replace(part, "")) < 4 for part in parts):
        raise InvalidError.field(field, "the password is little more than the name or e-mail address")


async def hashed(password: str) -> str:
    """Return the hash to store; the loop stays free meanwhile."""
    return await asyncio.to_thread(_hasher.hash, password)


async def matches(stored: str | None, password: str) -> bool:
    """Say whether ``password`` is the one; without a stored hash the same time passes."""
    return await asyncio.to_thread(_verify, stored or _nobody, password) and stored is not None


def is_outdated(stored: str) -> bool:
    """Say whether the hash was made with older parameters."""
    return _hasher.check_needs_rehash(stored)


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
