"""The drawn sample of a day's referrals: nobody chooses it, and anybody can draw it again from its seed.

The seed is the beginning of the audit chain's head when the day was first closed: it is known to nobody before, and
stands on the day's papers. Each referral's place in the draw is the SHA-256 of the seed, the date and its number.
"""

import hashlib
import math
from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlmodel import Session

from lobby_tui.desk import day_heads
from lobby_tui.desk.shift import Shift
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import DayMoveKind
from lobby_tui.playbook.review import ReviewPolicy

_DIGITS: Final = 8


def seed_of(session: Session, shift: Shift, day: BusinessDay) -> int | None:
    """The seed of a day's sample; None before the day was ever closed, as the sample is not to be foreseen."""
    if day.closed_at is None:
        return None
    heads = (one.head for one in day_heads.moves(session, shift, day.id) if one.move == DayMoveKind.CLOSED)
    # A day that was closed before heads were kept has its id, of which nobody chose a digit either.
    return int((next(heads, "") or day.id.hex[::-1])[:_DIGITS], 16)


def size_of(count: int, policy: ReviewPolicy) -> int:
    """How many of `count` referrals are drawn: the share, rounded up, but at least so many as the playbook says."""
    # Rounded first: 0.1 of 30 is a little more than 3 for a computer.
    return min(count, max(policy.sample_least, math.ceil(round(policy.sample_share * count, 6))))


def drawn(day: date, numbers: Iterable[int], seed: int, size: int) -> frozenset[int]:
    """`size` of a day's referrals, by number; the same for the same seed."""

    def place(number: int) -> bytes:
        return hashlib.sha256(f"{seed} {day.isoformat()} {number}".encode()).digest()

    return frozenset(sorted(numbers, key=place)[:size])
