"""Identifiers: time-ordered UUIDs (RFC 9562, version 7)."""

import os
import struct
import time
from uuid import UUID

_LAST = [0, 0]
_COUNTER_BITS = 12
_START_BITS = 10
_RANDOM_BITS = 62
_WORDS = struct.Struct("=256Q")
_POOL: list[int] = []
os.register_at_fork(after_in_child=_POOL.clear)


def _random() -> int:
    """Sixty-four bits of the system's randomness; a call for each would be most of an id's price."""
    try:
        return _POOL.pop()
    except IndexError:
        _POOL.extend(_WORDS.unpack(os.urandom(_WORDS.size)))
        return _random()


def uuid7() -> UUID:
    """Return a version 7 UUID that is greater than every one this process made before.

    Twelve bits after the millisecond count within it, so ids made in one burst keep their order.
    """
    millis = time.time_ns() // 1_000_000
    last, count = _LAST
    if millis <= last:
        millis, count = last, count + 1
        if count >> _COUNTER_BITS:
            millis, count = last + 1, 0
    else:
        count = _random() >> (64 - _START_BITS)
    _LAST[0], _LAST[1] = millis, count
    value = (
        (millis & 0xFFFF_FFFF_FFFF) << 80
        | 0x7 << 76
        | count << 64
        | 0b10 << 62
        | _random() >> (64 - _RANDOM_BITS)
    )
    return UUID(int=value)


def as_uuid(text: str) -> UUID | None:
    """Return the UUID that ``text`` spells, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
