"""Names for rows: random enough to be unguessable, ordered by time so that indexes stay small."""

import secrets
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0

RANDOM_BITS = 62
COUNTER_BITS = 12


def uuid7() -> UUID:
    """A UUID of version 7 (RFC 9562, 5.7, May 2024), greater than any this process made before.

    The twelve bits after the milliseconds carry the fraction of the millisecond (method 3 of
    section 6.2); when two fall together the later one takes the next fraction.
    """
    global _last  # noqa: PLW0603 -- the one thing that makes them monotone
    with _lock:
        milliseconds, rest = divmod(time.time_ns(), 1_000_000)
        stamp = (milliseconds << COUNTER_BITS) | ((rest << COUNTER_BITS) // 1_000_000)
        _last = max(stamp, _last + 1)
        stamp = _last
    milliseconds, fraction = stamp >> COUNTER_BITS, stamp & 0xFFF
    return UUID(
        int=(milliseconds & 0xFFFF_FFFF_FFFF) << 80
        | 7 << 76
        | fraction << 64
        | 2 << 62
        | secrets.randbits(RANDOM_BITS)
    )
