"""Passwords: argon2id in threads of its own, and the rules for new ones."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from deskplane.kernel.errors import InvalidError, UnavailableError

MIN_LENGTH: Final = 10
MAX_LENGTH: Final = 200
MAX_WAITING: Final = 64
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)
# Two at a time: each takes 32 MiB and a core for some 50 ms.
_THREADS: Final = ThreadPoolExecutor(2, thread_name_prefix="argon2")
_waiting: set[object] = set()

COMMON: Final = frozenset(
    {
        *(
            "1234567890",
            "12345678910",
            "123456789a",
            "0987654321",
            "1q2w3e4r5t",
            "1qaz2wsx3edc",
            "qwertyuiop",
        ),
        *(
            "qwerty1234",
            "qwerty12345",
            "qwerty123456",
            "asdfghjkl1",
            "zxcvbnm123",
            "abcdefghij",
            "abcd123456",
        ),
        *(
            "password10",
            "password12",
            "password123",
            "password1234",
            "password12345",
            "passw0rd123",
            "p@ssw0rd123",
        ),
        *(
            "iloveyou12",
            "iloveyou123",
            "letmein123",
            "letmein1234",
            "welcome123",
            "welcome1234",
            "welcome2024",
        ),
        *(
            "welcome2025",
            "welcome2026",
            "administrator",
            "admin12345",
            "admin123456",
            "adminadmin",
            "changeme123",
        ),
        *("changemenow", "summer2024", "summer2025", "summer2026", "winter2024", "winter2025", "winter2026"),
        *(
            "football123",
            "baseball123",
            "superman123",
            "princess123",
            "dragon1234",
            "monkey12345",
            "sunshine123",
        ),
        *(
            "trustno1234",
            "master1234",
            "michael123",
            "charlie123",
            "computer123",
            "internet123",
            "servicedesk",
        ),
        *(
            "helpdesk123",
            "servicenow1",
            "deskplane1",
            "deskplane123",
            "correcthorsebatterystaple",
            "q1w2e3r4t5",
        ),
    }
)


async def hashed(password: str) -> str:
    """Return the hash to store.

    Raises:
        UnavailableError: too many wait for a hash already.
    """
    return await _in_thread(password, None)


async def verified(password: str, kept: str | None) -> bool:
    """Say whether the password is the one behind ``kept``; without one it takes the same time and is wrong.

    Raises:
        UnavailableError: too many wait for a hash already.
    """
    return bool(await _in_thread(password, kept or _decoy()))


def outdated(kept: str) -> bool:
    """Say whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


async def _in_thread(password: str, kept: str | None) -> str:
    if len(_waiting) >= MAX_WAITING:
        raise UnavailableError("Too many people sign in at this moment. Try again.", retry_after=2)
    mark = object()
    _waiting.add(mark)
    try:
        return await asyncio.get_running_loop().run_in_executor(_THREADS, _work, password, kept)
    finally:
        _waiting.discard(mark)


def _work(password: str, kept: str | None) -> str:
    """Hash, or verify against ``kept``: the answer is empty when it does not match."""
    if kept is None:
        return _HASHER.hash(password)
    try:
        _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return ""
    return kept


@lru_cache(maxsize=1)
def _decoy() -> str:
    """A hash that no password has, made with today's parameters."""
    return _HASHER.hash("\0 nobody")


def require_strong(password: str, *, field: str, email: str | None = None, name: str = "") -> None:
    """Refuse a password that is easily guessed.

    Raises:
        InvalidError: it is too short, too long, very common, or the person's own name or address.
    """
    if reason := _weakness(password, {word.lower() for word in (email or "", name) if word}):
        raise InvalidError.field(field, reason)


def _weakness(password: str, own: set[str]) -> str:
    low = password.strip().lower()
    if len(password) < MIN_LENGTH:
        return f"a password needs at least {MIN_LENGTH} characters"
    if len(password) > MAX_LENGTH:
        return f"a password has at most {MAX_LENGTH} characters"
    if low in COMMON or len(set(low)) < 4:
        return "this password is among the first that anybody would try"
    parts = {part for word in own for part in (word, word.partition("@")[0])}
    if low in parts or low.replace(" ", "") in {part.replace(" ", "") for part in parts}:
        return "a password must not be the name or the e-mail address"
    return ""
