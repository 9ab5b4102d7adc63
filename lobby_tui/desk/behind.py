"""Which records of a day a figure is made of."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lobby_tui.desk.day_rows import REFERRAL_KEYS, VISIT_KEYS, YES, DayLook, Made, Seen


class Kind(StrEnum):
    """The kinds of records that a day is counted by."""

    VISITS = "visits"
    REFERRALS = "referrals"
    COMPLAINTS = "complaints"
    FAULTS = "faults"
    INCIDENTS = "incidents"
    CARRIED = "carried"


class Measure(StrEnum):
    """How a figure is made of its records: their number, a sum over them, or a wait in seconds."""

    COUNT = "count"
    OPENED = "opened"
    SOLD = "sold"
    LONGEST = "longest"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Behind:
    """The records behind a figure: of `kind`, whose keys have these codes, taken together by `measure`.

    Keys are those of `day_rows`; besides, `product` of referrals, `kind` of complaints, `open` of faults.
    """

    kind: Kind
    where: tuple[tuple[str, str], ...] = ()
    measure: Measure = Measure.COUNT

    def of(self, **codes: str) -> "Behind":
        """Fewer of them: those with these codes as well."""
        return Behind(self.kind, (*self.where, *codes.items()), self.measure)

    def by(self, measure: Measure) -> "Behind":
        """The same records, taken together in another way; waits are known of timed visits only."""
        where = (*self.where, ("timed", YES)) if measure in (Measure.LONGEST, Measure.MEDIAN) else self.where
        return Behind(self.kind, where, measure)

    def code(self, key: str) -> str | None:
        """The code that a key must have; None where it does not matter."""
        return dict(self.where).get(key)


def visits_behind(look: DayLook, behind: Behind) -> list[Seen]:
    """The visits in the order of their numbers; for a wait the longest first."""
    found = [visit for visit in look.visits if all(VISIT_KEYS[key](look, visit) == code for key, code in behind.where)]
    if behind.measure is not Measure.COUNT:
        now = look.shift.now()
        found.sort(key=lambda visit: -visit.waited(now))
    return found


def referrals_behind(look: DayLook, behind: Behind) -> list[Made]:
    """The referrals in the order of their numbers."""
    keys = [(REFERRAL_KEYS[key], code) for key, code in behind.where if key != "product"]
    amounts = amounts_behind(look, behind)
    return [
        one
        for one in look.referrals
        if all(key(look, one) == code for key, code in keys) and (amounts is None or one.id in amounts)
    ]


def amounts_behind(look: DayLook, behind: Behind) -> Mapping[uuid.UUID, int] | None:
    """What is added up, by referral; None where referrals are counted."""
    if behind.measure is Measure.OPENED:
        return look.opened
    if behind.measure is Measure.SOLD:
        return look.sold.get(behind.code("product") or "", {})
    return None
