"""What is open at a meeting: answers awaited, what was carried over, who is away, what is due, what is out of order.

Read from partial indexes of what is unfinished, so that a store of ten years answers as a new one does.
"""

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, select

from lobby_tui.desk import faults, gaps
from lobby_tui.desk.answer.words import hours_text
from lobby_tui.desk.calendar import working_time
from lobby_tui.desk.deadlines import running
from lobby_tui.desk.gap.kinds import GAP_KINDS, GapKind, reason_text
from lobby_tui.desk.referral.views import StaffName, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, msg
from lobby_tui.models.absence import Absence
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import Role
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.referral import Referral

MOST_COUNTED: Final = 1000
"""A store from before there were answers has them all waiting; nobody reads further than this."""
MOST_NUMBERS: Final = 12
"""How many records a line names before it only counts them."""


def unanswered(session: Session, shift: Shift) -> Iterator[Message]:
    """How many referrals each customer manager has not answered, and how many working hours the oldest waits."""
    hours, now = working_time(session, shift), shift.now()
    for manager_id, person in _managers(session, shift):
        count, oldest = _waiting(session, shift, manager_id)
        if oldest is None:
            continue
        shown = f"{MOST_COUNTED}+" if count == MOST_COUNTED else str(count)
        age = hours_text(hours.hours_between(oldest, now))
        if person is None:
            yield msg("With no customer manager: {count}, the oldest for {age} of working time", count=shown, age=age)
        else:
            yield msg(
                "{name}: {count} not answered, the oldest for {age} of working time",
                name=person.name,
                count=shown,
                age=age,
            )


def _managers(session: Session, shift: Shift) -> list[tuple[uuid.UUID | None, StaffName | None]]:
    """Nobody, then whoever can be asked: who has left the branch may have left referrals."""
    people = staff_names(session, shift).items()
    found = sorted((pair for pair in people if pair[1].role == Role.CUSTOMER_MANAGER), key=lambda pair: pair[1].no)
    return [(None, None), *found]


def _waiting(session: Session, shift: Shift, manager_id: uuid.UUID | None) -> tuple[int, datetime | None]:
    """How many wait for a manager, up to `MOST_COUNTED`, and since when the first does."""
    since = session.exec(
        select(Referral.created_at)
        .where(
            col(Referral.branch_id) == shift.branch.id,
            col(Referral.manager_id) == manager_id,
            col(Referral.undone_at).is_(None),
            col(Referral.answer).is_(None),
        )
        .order_by(col(Referral.created_at))
        .limit(MOST_COUNTED)
    ).all()
    return len(since), since[0] if since else None


def carried(session: Session, shift: Shift, day: BusinessDay) -> Iterator[Message]:
    """What was carried over when `day` was closed, and is still missing; items of its checklists are only counted, as
    nobody can go through them any more.
    """
    why = {(row.kind, row.subject): row.reason for row in gaps.carried_rows(session, shift, day)}
    found = [gap for gap in gaps.find(session, shift, day) if gap.key in why] if why else []
    checks = sum(gap.kind is GapKind.CHECKLIST for gap in found)
    for gap in found:
        if gap.kind is not GapKind.CHECKLIST:
            yield msg("{what} ({why})", what=gap.text, why=reason_text(why[gap.key]))
    if checks:
        yield msg("{what}: {count}", what=GAP_KINDS[GapKind.CHECKLIST], count=checks)


def missing(session: Session, shift: Shift, day: BusinessDay) -> Iterator[Message]:
    """What a day still lacks before it can be closed, a line for each kind."""
    found = gaps.find(session, shift, day)
    for kind, count in Counter(gap.kind for gap in found).items():
        numbers = [str(gap.number) for gap in found if gap.kind is kind and gap.number]
        if 0 < len(numbers) <= MOST_NUMBERS:
            yield msg("{what}: {count} (no. {numbers})", what=GAP_KINDS[kind], count=count, numbers=" ".join(numbers))
        else:
            yield msg("{what}: {count}", what=GAP_KINDS[kind], count=count)


def away(session: Session, shift: Shift, day: date) -> Iterator[Message]:
    """Who is away on a date, until when, and who stands in."""
    query = select(col(Absence.staff_id), col(Absence.last_on), col(Absence.stand_in_id)).where(
        col(Absence.branch_id) == shift.branch.id,
        col(Absence.dropped_at).is_(None),
        col(Absence.last_on) >= day,
        col(Absence.first_on) <= day,
    )
    people = staff_names(session, shift)
    for staff_id, last_on, stand_in in session.exec(query.order_by(col(Absence.last_on), col(Absence.id))):
        name, until = people[staff_id].name, last_on.isoformat()
        if stand_in:
            yield msg(
                "{name} is away until {day}; {other} stands in", name=name, day=until, other=people[stand_in].name
            )
        else:
            yield msg("{name} is away until {day}", name=name, day=until)


def follow_ups(session: Session, shift: Shift, day: date) -> Iterator[Message]:
    """How many follow-ups each customer manager has until a date, and how many of them are overdue by then."""
    query = select(col(FollowUp.owner_id), col(FollowUp.due_on), func.count()).where(
        col(FollowUp.branch_id) == shift.branch.id,
        col(FollowUp.done_at).is_(None),
        col(FollowUp.dropped_at).is_(None),
        col(FollowUp.due_on) <= day,
    )
    due: dict[uuid.UUID, Counter[bool]] = {}
    for owner, due_on, count in session.exec(query.group_by(col(FollowUp.owner_id), col(FollowUp.due_on))):
        due.setdefault(owner, Counter())[due_on < day] += count
    people = staff_names(session, shift)
    for owner, counts in sorted(due.items(), key=lambda pair: people[pair[0]].no):
        name, late, today = people[owner].name, counts[True], counts[False]
        if late:
            yield msg("{name}: {count} follow-ups due on {day}, {late} overdue", name=name, count=today, late=late,
                      day=f"{day:%m-%d}")  # fmt: skip
        else:
            yield msg("{name}: {count} follow-ups due on {day}", name=name, count=today, day=f"{day:%m-%d}")


def complaints(session: Session, shift: Shift, day: date) -> Iterator[Message]:
    """Complaints in hand whose deadline is near on a date, or past [CBIRC Order 2020-3]."""
    near = day + timedelta(days=shift.playbook.complaints.near_days)
    for one in running(session, shift):
        if one.due_on is None or one.due_on > near:
            continue
        number, due_on = one.number, one.due_on.isoformat()
        if one.late(day):
            yield msg("Complaint no. {number}: past its deadline of {day}", number=number, day=due_on)
        elif one.decided:
            yield msg("Complaint no. {number}: tell the complainant by {day}", number=number, day=due_on)
        else:
            yield msg("Complaint no. {number}: decide by {day}", number=number, day=due_on)


def out_of_order(session: Session, shift: Shift) -> Iterator[Message]:
    """The machines that are out of order, with their ticket and their time out of service."""
    for one in faults.unfixed(session, shift):
        device = msg("{name} {label}", name=one.name, label=one.label) if one.label else one.name
        ticket = msg("ticket {ticket}", ticket=one.ticket) if one.ticket else msg("no repair ticket")
        yield msg(
            "{device}: {what}, {ticket}, out of service for {out} of working time",
            device=device,
            what=one.what,
            ticket=ticket,
            out=hours_text(one.working_minutes / 60),
        )
