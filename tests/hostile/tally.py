"""What the random desk expects: plain lists, counted anew for each figure."""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

OPEN, CLOSED, SIGNED, REOPENED = "open", "closed", "signed", "reopened"


@dataclass
class KeptVisit:
    """A visit: in the lobby, routed, referred, left, or undone."""

    day: date
    state: str = "in_lobby"


@dataclass
class KeptReferral:
    """A referral, and the latest word on it."""

    day: date
    status: str
    customer: str
    remarks: str
    manager: str
    visit: KeptVisit | None = None
    answer: str = ""
    result: bool = False
    undone: bool = False


@dataclass
class Tally:
    """Everything that was acknowledged."""

    days: dict[date, str] = field(default_factory=dict)
    visits: dict[uuid.UUID, KeptVisit] = field(default_factory=dict)
    referrals: dict[uuid.UUID, KeptReferral] = field(default_factory=dict)
    complaints: dict[uuid.UUID, date] = field(default_factory=dict)
    filed: set[uuid.UUID] = field(default_factory=set)
    incidents: dict[uuid.UUID, date] = field(default_factory=dict)
    carried: dict[date, int] = field(default_factory=dict)
    follow_ups: int = 0

    @property
    def open_day(self) -> date | None:
        """The day that is open, if one is."""
        return next((day for day, state in self.days.items() if state == OPEN), None)

    def enter(self, today: date) -> date:
        """The day that an entry belongs to: the open one, else a new one that is after all others."""
        if self.open_day is None:
            day = max([today, *(one + timedelta(days=1) for one in self.days)])
            self.days[day] = OPEN
        assert self.open_day is not None
        return self.open_day

    def figures(self, day: date) -> dict[str, int]:
        """The figures of a day, by their names in the desk's summary."""
        visits = [one.state for one in self.visits.values() if one.day == day and one.state != "undone"]
        standing = [one for one in self.referrals.values() if one.day == day and not one.undone]
        return {
            "visits": len(visits),
            "in_lobby": visits.count("in_lobby"),
            "left": visits.count("left"),
            "introduced": sum(one.status == "introduced" for one in standing),
            "to_follow_up": sum(one.status == "to_follow_up" for one in standing),
            "unconfirmed": sum(not one.answer for one in standing),
            "accepted": sum(one.answer == "accepted" for one in standing),
            "returned": sum(one.answer == "returned" for one in standing),
            "with_result": sum(one.result for one in standing),
            "second_claims": 0,
            "complaints": sum(on == day for on in self.complaints.values()),
            "incidents": sum(on == day for on in self.incidents.values()),
            "carried": self.carried.get(day, 0),
        }
