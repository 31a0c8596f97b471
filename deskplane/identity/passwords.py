"""Passwords: argon2id in threads of its own, and the rules for new ones."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Final, ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from deskplane.kernel.errors import InvalidError, UnavailableError

P = ParamSpec("P")
T = TypeVar("T")
MIN_LENGTH: Final = 10
MAX_LENGTH: Final = 200
MAX_WAITING: Final = 64
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)
# Two at a time: each takes 32 MiB and a core for some 50 ms.
_THREADS: Final = ThreadPoolExecutor(2, thread_name_prefix="argon2")
_waiting: set[object] = set()

_WORDS: Final = """
1234567890 12345678910 123456789a 123456789q 0123456789 0987654321 9876543210 1111111111 123123123123 1q2w3e4r5t
1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc q1w2e3r4t5 q1w2e3r4t5y6 qwertyuiop qwertyuiop123 qwerty1234 qwerty12345
qwerty123456 qwertz1234 qwertzuiop azertyuiop asdfghjkl1 asdfghjkl123 zxcvbnm123 zaq12wsxcde3 abcdefghij abcdefghijk
abcd123456 abc1234567 abc123456789 a123456789 aa123456789 password10 password11 password12 password123 password1234
password12345 password123! password2024 password2025 password2026 passw0rd123 p@ssw0rd123 p@ssword123 passwort123
passwort1234 iloveyou12 iloveyou123 iloveyou1234 letmein123 letmein1234 welcome123 welcome1234 welcome123! welcome2024
welcome2025 welcome2026 willkommen willkommen1 administrator administrator1 admin12345 admin123456 adminadmin
adminadmin1 changeme123 changeme1234 changemenow secret1234 secret12345 summer2024 summer2025 summer2026 winter2024
winter2025 winter2026 spring2025 spring2026 autumn2025 autumn2026 sommer2025 sommer2026 football123 football1234
baseball123 basketball superman123 batman1234 princess123 dragon1234 monkey12345 sunshine123 trustno1234 master1234
michael123 charlie123 computer123 internet123 servicedesk servicedesk1 helpdesk123 helpdesk1234 servicenow1
servicenow123 deskplane1 deskplane123 correcthorsebatterystaple
"""
COMMON: Final = frozenset(_WORDS.split())


async def hashed(password: str) -> str:
    """Return the hash to store.

    Raises:
        UnavailableError: too many wait for a hash already.
    """
    return await _in_thread(_hash, password)


async def verified(password: str, kept: str | None) -> bool:
    """Say whether the password is the one behind ``kept``; without one it takes the same time and is wrong.

    Raises:
        UnavailableError: too many wait for a hash already.
    """
    return bool(await _in_thread(_verify, password, kept))


def outdated(kept: str) -> bool:
    """Say whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


async def _in_thread(work: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
    if len(_waiting) >= MAX_WAITING:
        raise UnavailableError("Too many people sign in at this moment. Try again.", retry_after=2)
    mark = object()
    _waiting.add(mark)
    try:
        return await asyncio.get_running_loop().run_in_executor(_THREADS, partial(work, *args, **more))
    finally:
        _waiting.discard(mark)


def _same_everywhere(password: str) -> str:
    """One system types ü as one character, another as two."""
    return unicodedata.normalize("NFKC", password)


def _hash(password: str) -> str:
    return _HASHER.hash(_same_everywhere(password))


def _verify(password: str, kept: str | None) -> bool:
    try:
        return _HASHER.verify(kept or _decoy(), _same_everywhere(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


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
