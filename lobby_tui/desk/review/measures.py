"""What the review measures over weeks and years: the names of it, how it is written, and the records behind it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from lobby_tui.desk import behind
from lobby_tui.desk.behind import Behind, Kind
from lobby_tui.desk.day_rows import YES
from lobby_tui.desk.record_lines import clock_text
from lobby_tui.locale import Message, msg
from lobby_tui.models.enums import Answer, ReferralStatus, VisitState


class Measure(StrEnum):
    """Waits are in seconds, everything else is a number of visits, referrals, accounts or complaints."""

    VISITS = "visits"
    MEAN_WAIT = "mean_wait"
    LONGEST_WAIT = "longest_wait"
    LEFT = "left"
    MISSED = "missed"
    REFERRALS = "referrals"
    INTRODUCED = "introduced"
    TO_FOLLOW_UP = "to_follow_up"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    WITH_RESULT = "with_result"
    OPENED = "opened"
    COMPLAINTS = "complaints"


NAMES: Final[Mapping[str, Message]] = MappingProxyType(
    {
        Measure.VISITS: msg("Visits"),
        Measure.MEAN_WAIT: msg("Mean wait"),
        Measure.LONGEST_WAIT: msg("Longest wait"),
        Measure.LEFT: msg("Left unserved"),
        Measure.MISSED: msg("Seen but not referred"),
        Measure.REFERRALS: msg("Referrals"),
        Measure.INTRODUCED: msg("Introduced"),
        Measure.TO_FOLLOW_UP: msg("To follow up"),
        Measure.CONFIRMED: msg("Accepted"),
        Measure.RETURNED: msg("Returned"),
        Measure.WITH_RESULT: msg("With a result"),
        Measure.OPENED: msg("Accounts opened"),
        Measure.COMPLAINTS: msg("Complaints received"),
    }
)
"""The words of the day's figures, as they are the same figures."""
WAITS: Final = frozenset({Measure.MEAN_WAIT, Measure.LONGEST_WAIT})
GOALS: Final[Sequence[Measure]] = (
    Measure.VISITS, Measure.REFERRALS, Measure.INTRODUCED, Measure.CONFIRMED, Measure.WITH_RESULT, Measure.OPENED,
)  # fmt: skip
"""What a branch can set itself for a month; never a person, and nothing where less would be better."""

ON_DAYS: Final[Mapping[str, Behind]] = MappingProxyType(
    {
        Measure.VISITS: Behind(Kind.VISITS),
        Measure.MEAN_WAIT: Behind(Kind.VISITS).by(behind.Measure.LONGEST),
        Measure.LONGEST_WAIT: Behind(Kind.VISITS).by(behind.Measure.LONGEST),
        Measure.LEFT: Behind(Kind.VISITS, (("state", VisitState.LEFT.value),)),
        Measure.MISSED: Behind(Kind.VISITS, (("not_referred", YES),)),
        Measure.COMPLAINTS: Behind(Kind.COMPLAINTS),
    }
)
"""What is looked into day by day: the records behind it on one of the days."""
REFERRED: Final[Mapping[str, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        Measure.REFERRALS: (),
        Measure.INTRODUCED: (("status", ReferralStatus.INTRODUCED.value),),
        Measure.TO_FOLLOW_UP: (("status", ReferralStatus.TO_FOLLOW_UP.value),),
        Measure.CONFIRMED: (("answer", Answer.ACCEPTED.value),),
        Measure.RETURNED: (("answer", Answer.RETURNED.value),),
        Measure.WITH_RESULT: (("result", YES),),
        Measure.OPENED: (("opened", YES),),
    }
)
"""What is made of referrals: the keys of those behind it, for `range_records`."""


def value_text(measure: Measure, value: int | None) -> str | None:
    """A wait in minutes and seconds, else the number; nothing where there is none."""
    if value is None:
        return None
    return clock_text(value) if measure in WAITS else str(value)


def difference_text(measure: Measure, value: int | None) -> str | None:
    """A difference with its sign: `+12`, `-0:45`, `0`."""
    if value is None:
        return None
    sign = "+" if value > 0 else "-" if value < 0 else ""
    return f"{sign}{value_text(measure, abs(value))}"
