"""Ids of rows: UUIDv7, made by the terminal, in the order in which they were made."""

from random import Random, SystemRandom
from threading import Lock
from uuid import UUID

from lobby_tui.models.clock import Clock, SystemClock

_COUNTER_BITS = 12
_RANDOM_BITS = 62


class Ids:
    """Makes UUIDs of version 7 that only ever go up, even when the clock is set back.

    RFC 9562, section 6.2, method 1: the 12 bits after the milliseconds count the ids of one millisecond,
    from a random start in the lower half. Package uuid6 takes neither a clock nor a source of random bits,
    which the sample branch and the tests need. With a seeded `Random` and a fixed clock the ids are the
    same each time.
    """

    def __init__(self, random: Random | None = None, clock: Clock | None = None) -> None:
        self._random = random or SystemRandom()
        self._clock = clock or SystemClock()
        self._lock = Lock()
        # Milliseconds and counter in one number, so that a full counter runs over into the next millisecond.
        self._last = -1

    def new(self) -> UUID:
        """The next id, greater than every one made before. Safe to call from several threads."""
        with self._lock:
            moment = int(self._clock.now().timestamp() * 1000) << _COUNTER_BITS
            start = moment | self._random.getrandbits(_COUNTER_BITS - 1)
            self._last = start if moment >> _COUNTER_BITS > self._last >> _COUNTER_BITS else self._last + 1
            milliseconds, counter = divmod(self._last, 1 << _COUNTER_BITS)
            rest = self._random.getrandbits(_RANDOM_BITS)
        return UUID(int=milliseconds << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | rest)
