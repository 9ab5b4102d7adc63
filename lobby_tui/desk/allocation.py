"""Which customer manager gets a customer whom nobody could take over on the spot [ICBC 3].

The manager whose card the customer got comes first, then the rule of the playbook. Whoever is away or no longer works
here is not chosen; where nobody is left the referral stands in the red tray, which says so until somebody takes it out.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import bindparam, func, literal_column, union_all
from sqlmodel import Session, col, select

from lobby_tui.desk.absences import away_on, present
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import People, ReferralView, staff_names, views
from lobby_tui.desk.shift import Shift
from lobby_tui.models.enums import Allocation, ReferralStatus, Role
from lobby_tui.models.referral import Referral
from lobby_tui.playbook.after import AllocationPolicy

# Whoever got none of the last so many customers has waited longest, whatever came before them.
LOOK_BACK: Final = 300
SINCE: Final = timedelta(days=92)
MOST: Final = 200

_STANDING: Final = (
    col(Referral.branch_id) == bindparam("branch"),
    col(Referral.undone_at).is_(None),
    col(Referral.manager_id).in_(bindparam("managers", expanding=True)),
)
# The words are spelled out: the partial indexes serve only conditions that name them.
_WAITING = select(col(Referral.manager_id)).where(*_STANDING, col(Referral.answer).is_(None))
_NO_OUTCOME = select(col(Referral.manager_id)).where(
    *_STANDING, col(Referral.answer) == literal_column("'accepted'"), col(Referral.outcome).is_(None)
)
_LEFT = union_all(_WAITING, _NO_OUTCOME).subquery()
_LOADS = select(_LEFT.c.manager_id, func.count()).group_by(_LEFT.c.manager_id)
# By the primary key: ids are made in the order of time, so a bound on them is a bound on the time.
_LATEST = (
    select(col(Referral.manager_id))
    .where(
        col(Referral.branch_id) == bindparam("branch"),
        col(Referral.id) >= bindparam("since"),
        col(Referral.status) == ReferralStatus.TO_FOLLOW_UP.value,
        col(Referral.undone_at).is_(None),
    )
    .order_by(col(Referral.id).desc())
    .limit(LOOK_BACK)
)


@dataclass(frozen=True, slots=True)
class Allocated:
    """Who gets the customer, and how that was decided; nobody stands in the red tray."""

    manager_id: uuid.UUID | None
    how: Allocation


def decide(
    session: Session, shift: Shift, *, card: uuid.UUID | None, need: str | None = None, segment: str | None = None
) -> Allocated:
    """Whose customer this is. Reads only: the caller writes it into the referral's row, in its own transaction.

    `card` is whose business card the customer got. Such a manager keeps the customer while away, if they are back by
    the day on which the first contact is due: the customer expects them. Otherwise whoever stands in for them gets
    the customer, and where nobody does the playbook's rule decides, as without a card.
    """
    people = staff_names(session, shift)
    managers = {staff_id for staff_id, one in people.items() if one.active and one.role == Role.CUSTOMER_MANAGER}
    away = away_on(session, shift, shift.today())
    if card in managers:
        holder = _for_card(session, shift, card, away, managers)
        if holder:
            return Allocated(holder, Allocation.CARD)
    candidates = [one for one in sorted(managers, key=lambda one: people[one].no) if one not in away]
    if not candidates:
        return Allocated(None, Allocation.NONE)
    how, wanted = _by_rule(shift.playbook.allocation, people, candidates, need, segment)
    return Allocated(_choose(session, shift, wanted, shift.playbook.allocation, how), how)


def tray(shift: Shift) -> tuple[ReferralView, ...]:
    """The red tray: standing referrals without an answer that nobody at work here looks after, the oldest first.

    Whoever was disabled looks after nothing. `answers.assign` takes a referral out.
    """
    shift.require(Action.ALLOCATE)
    with shift.reading() as session:
        gone = [staff_id for staff_id, one in staff_names(session, shift).items() if not one.active]
        unanswered = select(Referral).where(
            col(Referral.branch_id) == shift.branch.id,
            col(Referral.undone_at).is_(None),
            col(Referral.answer).is_(None),
        )
        rows = list(session.exec(unanswered.where(col(Referral.manager_id).is_(None)).limit(MOST)).all())
        if gone:
            rows += session.exec(unanswered.where(col(Referral.manager_id).in_(gone)).limit(MOST)).all()
        rows.sort(key=lambda row: row.created_at)
        return views(session, shift, rows)


def _for_card(
    session: Session,
    shift: Shift,
    holder: uuid.UUID,
    away: Mapping[uuid.UUID, uuid.UUID | None],
    managers: set[uuid.UUID],
) -> uuid.UUID | None:
    """The holder of the card, or whoever stands in for them while they are away too long; None where nobody does."""
    if holder not in away or holder not in away_on(session, shift, _first_contact(session, shift)):
        return holder
    deputy = present(away, holder)
    return deputy if deputy in managers else None


def _first_contact(session: Session, shift: Shift) -> date:
    """The day on which a customer of today is to be contacted at the latest."""
    from lobby_tui.desk.calendar import working_time  # only where somebody is away

    return working_time(session, shift).add_days(shift.today(), shift.playbook.follow_up.first_contact_days)


def _by_rule(
    policy: AllocationPolicy, people: People, candidates: Sequence[uuid.UUID], need: str | None, segment: str | None
) -> tuple[Allocation, list[uuid.UUID]]:
    """The rule that decides, and among whom: a list of the playbook where one of those on it is there."""
    named: Sequence[str] = ()
    if policy.rule == "by_segment":
        named = policy.segments.get(segment or "", ())
    elif policy.rule == "by_product":
        named = policy.needs.get(need or "", ())
    listed = [one for one in candidates if people[one].no in named]
    if listed:
        return Allocation(policy.rule), listed
    shared = policy.fallback if policy.rule in ("by_segment", "by_product") else policy.rule
    return Allocation(shared), list(candidates)


def _choose(
    session: Session, shift: Shift, wanted: Sequence[uuid.UUID], policy: AllocationPolicy, how: Allocation
) -> uuid.UUID:
    """One of those wanted, who are at least one and in the order of their numbers."""
    if how is Allocation.LEAST_OPEN or (how is not Allocation.ROUND_ROBIN and policy.fallback == "least_open"):
        loads = _loads(session, shift, wanted)
        least = min(loads.get(one, 0) for one in wanted)
        wanted = [one for one in wanted if loads.get(one, 0) == least]
    return wanted[0] if len(wanted) == 1 else _longest_ago(session, shift, wanted)


def _loads(session: Session, shift: Shift, wanted: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How much each has left: unanswered, and accepted without an outcome."""
    rows = session.connection().execute(_LOADS, {"branch": shift.branch.id, "managers": list(wanted)})
    return {row[0]: row[1] for row in rows}


def _longest_ago(session: Session, shift: Shift, wanted: Sequence[uuid.UUID]) -> uuid.UUID:
    """Who was given a customer longest ago."""
    floor = uuid.UUID(int=int((shift.now() - SINCE).timestamp() * 1000) << 80)
    latest = session.exec(_LATEST, params={"branch": shift.branch.id, "since": floor}).all()
    place = {staff_id: n for n, staff_id in reversed(list(enumerate(latest)))}
    return max(wanted, key=lambda one: (place.get(one, LOOK_BACK), -wanted.index(one)))
