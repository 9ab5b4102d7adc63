"""Some weeks of a branch, written straight into the store: rare rows among them, two years apart."""

import random
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from lobby_tui.desk.shift import Shift
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result
from lobby_tui.models.visit import Visit, VisitSignal
from tests.desk.random_day import RandomDay

TODAY = date(2026, 11, 23)
"""The date of the tests' clock, a Monday; its own day is not among the weeks."""
SIGNALS = ("A01", "A02", "D01")


def working_days(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]


def write(shift: Shift, days: list[date], seed: int = 1) -> None:
    """Random days, closed; the same seed gives the same ones."""
    chance = random.Random(seed)
    with shift.store.scribbling() as session:
        ids = []
        for day in days:
            one = RandomDay(shift, session, day)
            one.write(_drawn(chance))
            ids.append(one.day.id)
        session.flush()
        _more(shift, session, ids, chance)


def _drawn(chance: random.Random) -> dict[str, Any]:
    pick = chance.choice
    return {
        "visits": [
            {
                "state": pick(["routed", "routed", "referred", "left", "undone"]),
                "minute": chance.randrange(540),
                "waited": pick([0, 0, 59, 600, chance.randrange(1, 3000)]),
                "zone": pick([None, "cash_counter", "vip_area", "zone_of_old"]),
                "need": pick([None, "cash_small", "wealth"]),
                "leave_reason": pick([None, "wait_too_long"]),
                "not_referred_reason": pick([None, None, "declined"]),
            }
            for _ in range(chance.randrange(7))
        ],
        "referrals": [
            {
                "status": pick(["introduced", "to_follow_up"]),
                "manager": pick(["301", "302", None]),
                "identified_by": pick(["101", "201", "202", "001"]),
                "answer": pick([None, "accepted", "returned"]),
                "opened": pick([None, None, 0, 1, 3]),
                "sold": {},
                "second": pick([False, False, True]),
                "undone": pick([False, False, False, True]),
            }
            for _ in range(chance.randrange(6))
        ],
        "complaints": [pick(["service", "fees"]) for _ in range(pick([0, 0, 1, 2]))],
        "faults": [],
        "incidents": 0,
        "carried": 0,
    }


def _more(shift: Shift, session: Any, days: list[Any], chance: random.Random) -> None:
    """Several signals, hours, needs and visits for the referrals, and signals for some of the visits."""
    visits = list(session.exec(select(Visit).where(col(Visit.day_id).in_(days))).all())
    chance.shuffle(visits)
    for visit in visits[::3]:
        session.add(
            VisitSignal(branch_id=shift.branch.id, id=shift.ids.new(), visit_id=visit.id, code=chance.choice(SIGNALS),
                        suggested=False, seen_by=shift.person.id, seen_at=visit.arrived_at)
        )  # fmt: skip
    for row in session.exec(select(Referral).where(col(Referral.day_id).in_(days))).all():
        row.reasons = " ".join(sorted(chance.sample(SIGNALS, chance.randrange(1, 3))))
        row.created_at += timedelta(hours=chance.randrange(8))
        row.need = chance.choice([None, "wealth", "cash_small"])
        if visits and chance.random() < 0.5:
            row.visit_id = visits.pop().id
        session.add(row)


def standing(shift: Shift) -> list[Referral]:
    """All referrals that stand, as objects."""
    with shift.reading() as session:
        rows = session.exec(select(Referral)).all()
        for row in rows:
            session.expunge(row)
        return [row for row in rows if row.undone_at is None]


def results(shift: Shift) -> dict[Any, int]:
    """Accounts opened, by referral."""
    with shift.reading() as session:
        return {row.referral_id: row.opened for row in session.exec(select(Result)).all()}
