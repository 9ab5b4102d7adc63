"""Does every referral have somebody who looks after it? Part of the check of the store."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import exists, literal_column
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from lobby_tui.desk.referral.views import staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import ReferralStatus
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.referral import Referral


def problems(session: Session, shift: Shift) -> Iterator[Message]:
    """Every standing referral that could end with nobody, by its number and day.

    One that waits for an answer, or was accepted and has no outcome, needs a customer manager at work; without one it
    stands in the red tray. One to follow up that was accepted needs something planned, or a contact that ended it, so
    that only its result is missing.
    """
    dates = _dates(session, shift)
    for row in _of(session, shift, [None]):
        yield msg(
            "Referral {number} of {day} stands in the red tray: no customer manager looks after it.",
            number=row.number,
            day=dates[row.day_id].isoformat(),
        )
    people = staff_names(session, shift)
    for row in _of(session, shift, [staff_id for staff_id, one in people.items() if not one.active]):
        yield msg(
            "Referral {number} of {day} is with {no}, who no longer works here.",
            number=row.number,
            day=dates[row.day_id].isoformat(),
            no=people[row.manager_id].no if row.manager_id else "",
        )
    for row in _forgotten(session, shift):
        yield msg(
            "Referral {number} of {day} is accepted, and nothing is planned for its customer.",
            number=row.number,
            day=dates[row.day_id].isoformat(),
        )


def _dates(session: Session, shift: Shift) -> dict[uuid.UUID, date]:
    days = select(col(BusinessDay.id), col(BusinessDay.date)).where(col(BusinessDay.branch_id) == shift.branch.id)
    return dict(session.exec(days).all())


def _standing(shift: Shift) -> SelectOfScalar[Referral]:
    return select(Referral).where(col(Referral.branch_id) == shift.branch.id, col(Referral.undone_at).is_(None))


def _unanswered(shift: Shift) -> SelectOfScalar[Referral]:
    return _standing(shift).where(col(Referral.answer).is_(None))


def _without_outcome(shift: Shift) -> SelectOfScalar[Referral]:
    return _standing(shift).where(col(Referral.answer) == literal_column("'accepted'"), col(Referral.outcome).is_(None))


def _of(session: Session, shift: Shift, managers: Sequence[uuid.UUID | None]) -> list[Referral]:
    """What is left to do with these managers, or with nobody, in the order in which it was logged."""
    found: list[Referral] = []
    for manager in managers:
        whose = col(Referral.manager_id).is_(None) if manager is None else col(Referral.manager_id) == manager
        for query in (_unanswered(shift), _without_outcome(shift)):
            found += session.exec(query.where(whose)).all()
    return sorted(found, key=lambda row: row.id)


def _forgotten(session: Session, shift: Shift) -> Iterator[Referral]:
    """Accepted referrals to follow up with nothing planned, unless a contact ended them."""
    ending = {one.code for one in shift.playbook.contact_outcomes if one.then == "done"}
    of_row = (
        col(FollowUp.branch_id) == col(Referral.branch_id),
        col(FollowUp.referral_id) == col(Referral.id),
        col(FollowUp.dropped_at).is_(None),
    )
    planned = exists().where(*of_row, col(FollowUp.done_at).is_(None))
    ended = exists().where(*of_row, col(FollowUp.outcome).in_(ending))
    query = _without_outcome(shift).where(
        col(Referral.status) == ReferralStatus.TO_FOLLOW_UP.value,
        # Whoever withdrew their consent is not to be contacted, whatever else becomes of their referral.
        col(Referral.consent_withdrawn_at).is_(None),
        ~planned,
        ~ended,
    )
    yield from session.exec(query.order_by(col(Referral.id)))
