"""Passwords: hashing off the event loop, and which ones are refused."""

import asyncio
import unicodedata

import pytest

from deskplane.identity import passwords
from deskplane.kernel.errors import InvalidError, UnavailableError


async def test_only_the_password_itself_is_right():
    kept = await passwords.hashed("a long and winding road")
    assert kept.startswith("$argon2id$")
    assert await passwords.verified("a long and winding road", kept)
    assert not await passwords.verified("a long and winding roaD", kept)
    assert not await passwords.verified("a long and winding road", None)
    assert not await passwords.verified("a long and winding road", "no hash at all")


async def test_no_password_is_that_of_somebody_without_one():
    assert not await passwords.verified("\0 nobody", None)


async def test_the_same_letters_are_the_same_password_on_every_system():
    kept = await passwords.hashed("Zürichstraße 12")
    assert await passwords.verified(unicodedata.normalize("NFD", "Zürichstraße 12"), kept)


async def test_hashing_does_not_stop_the_event_loop():
    await passwords.verified("warm", None)
    work = asyncio.gather(*(passwords.hashed(f"a long and winding road {n}") for n in range(4)))
    turns = 0
    while not work.done():
        await asyncio.sleep(0.001)
        turns += 1
    # Not how quickly it turns, which depends on who else is at work: a loop that stands turns once for each hash.
    assert turns > 8
    assert len(set(await work)) == 4


async def test_too_many_at_once_are_sent_away_for_a_moment():
    work = [passwords.verified(str(n), "no hash at all") for n in range(passwords.MAX_WAITING + 3)]
    found = await asyncio.gather(*work, return_exceptions=True)
    assert [type(one) for one in found].count(UnavailableError) == 3


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("nine char", "at least 10"),
        ("x" * 201, "at most 200"),
        ("Password1234", "anybody would try"),
        ("aaaaaaaaaaaa", "anybody would try"),
        ("abababababab", "anybody would try"),
        ("ann.byron@example.test", "name or the e-mail"),
        ("Ann.Byron", "at least 10"),
        ("Ann M Byron", "name or the e-mail"),
        ("annmbyron ", "name or the e-mail"),
    ],
)
def test_passwords_that_are_guessed_first_are_refused(password, reason):
    with pytest.raises(InvalidError, match=reason):
        passwords.require_strong(
            password, field="password", email="ann.byron@example.test", name="Ann M Byron"
        )


@pytest.mark.parametrize(
    "password", ["a long and winding road", "ann byron is not my name", "ü" * 3 + "abcdefgh"]
)
def test_passwords_that_are_hard_to_guess_are_taken(password):
    passwords.require_strong(password, field="password", email="ann@example.test", name="Ann Byron")
