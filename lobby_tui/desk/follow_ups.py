"""Following customers up: contact attempts and appointments, each with its outcome and what comes next."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from lobby_tui.desk.absences import standing_in
from lobby_tui.desk.follow_up.checks import checked_kind, must_be_theirs, must_go_on, open_row, referral_row
from lobby_tui.desk.follow_up.rows import add, begin, end, left, today, working_time
from lobby_tui.desk.follow_up.views import FollowUpView, Urgency, follow_up_views
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.enums import FollowUpKind
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.referral import Referral
from lobby_tui.models.text import said
from lobby_tui.playbook.after import ContactOutcome
from lobby_tui.store.store import Writing

__all__ = ["Done", "FollowUpView", "Planned", "Urgency", "begin", "done", "drop", "due", "end", "of_referral", "plan"]

FARTHEST: Final = timedelta(days=366)
NOTE_LIMIT: Final = 200
PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Planned:
    """A saved follow-up, and what the person should know about its date. Warnings never block."""

    follow_up: FollowUpView
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """A follow-up that was done, and the one that came of it, if one did."""

    follow_up: FollowUpView
    following: FollowUpView | None
    awaits_result: bool
    """Nothing more is planned: what came of the referral is to be entered."""
    warnings: tuple[Message, ...] = ()


def due(shift: Shift, until: date | None = None, limit: int = PAGE) -> tuple[FollowUpView, ...]:
    """What is planned and not done, the longest overdue first: mine and that of those I stand in for today.

    The supervisor sees everybody's. With `until` only what is due on that date or before.
    """
    shift.require(Action.FOLLOW_UP)
    with shift.reading() as session:
        if shift.may(Action.ANSWER_FOR_OTHERS):
            owners = set(staff_names(session, shift))
        else:
            owners = {shift.person.id, *standing_in(session, shift)}
        query = select(FollowUp).where(
            col(FollowUp.branch_id) == shift.branch.id,
            col(FollowUp.owner_id).in_(owners),
            col(FollowUp.done_at).is_(None),
            col(FollowUp.dropped_at).is_(None),
        )
        if until:
            query = query.where(col(FollowUp.due_on) <= until)
        order = col(FollowUp.due_on), col(FollowUp.appointment_at).nulls_first(), col(FollowUp.id)
        return follow_up_views(session, shift, session.exec(query.order_by(*order).limit(limit)).all())


def of_referral(shift: Shift, referral_id: uuid.UUID) -> tuple[FollowUpView, ...]:
    """Everything that was planned or done about a referral, in order. Raises NotAllowedError, RefusedError."""
    shift.require(Action.FOLLOW_UP)
    with shift.reading() as session:
        must_be_theirs(session, shift, referral_row(session, shift, referral_id).manager_id)
        rows = session.exec(
            select(FollowUp)
            .where(col(FollowUp.branch_id) == shift.branch.id, col(FollowUp.referral_id) == referral_id)
            .order_by(col(FollowUp.id))
        ).all()
        return follow_up_views(session, shift, rows)


def plan(
    shift: Shift,
    referral_id: uuid.UUID,
    kind: str = FollowUpKind.CONTACT.value,
    due_on: date | None = None,
    appointment_at: datetime | None = None,
) -> Planned:
    """Plan a contact for a date, or an appointment for a moment, with the customer of an accepted referral.

    A contact without a date is due when the playbook says. Raises NotAllowedError for a colleague's customer;
    RefusedError where the referral is not accepted or has an outcome, and for a date that is over or too far off.
    """
    shift.require(Action.FOLLOW_UP)
    with shift.writing() as writing:
        referral = referral_row(writing.session, shift, referral_id)
        must_be_theirs(writing.session, shift, referral.manager_id)
        must_go_on(referral)
        row = _write(writing, shift, referral, checked_kind(kind), due_on, appointment_at)
        writing.record("follow_up_planned", f"follow_up:{row.id}", kind=row.kind, due_on=row.due_on.isoformat())
        writing.session.flush()
        (view,) = follow_up_views(writing.session, shift, [row])
        return Planned(view, _warnings(writing.session, shift, row))


def done(
    shift: Shift,
    follow_up_id: uuid.UUID,
    outcome: str,
    note: str = "",
    next_on: date | None = None,
    appointment_at: datetime | None = None,
) -> Done:
    """Save how a contact or an appointment went, and plan in the same transaction what the outcome leads to.

    The playbook says what: another contact, due on `next_on` or when the playbook says; an appointment, for which
    `appointment_at` is needed; or nothing. Raises NotAllowedError for a colleague's; RefusedError for one that is
    done already, an unknown outcome (field `outcome`), and a next date that does not fit (`next_on`,
    `appointment_at`).
    """
    shift.require(Action.FOLLOW_UP)
    chosen = shift.playbook.contact_outcome(outcome)
    note = said(note, limit=NOTE_LIMIT, field="note")
    with shift.writing() as writing:
        row = open_row(writing.session, shift, follow_up_id)
        referral = referral_row(writing.session, shift, row.referral_id)
        row.outcome, row.note = chosen.code, note
        row.done_by, row.done_at = shift.person.id, shift.now()
        writing.session.add(row)
        following = _following(writing, shift, referral, chosen, next_on, appointment_at)
        writing.record("follow_up_done", f"follow_up:{row.id}", outcome=chosen.code, goes_on=following is not None)
        writing.session.flush()
        shown = follow_up_views(writing.session, shift, [row, following] if following else [row])
        warnings = _warnings(writing.session, shift, following) if following else ()
        awaits = not referral.outcome and not left(writing.session, shift, referral.id)
        return Done(shown[0], shown[1] if following else None, awaits, warnings)


def drop(shift: Shift, follow_up_id: uuid.UUID) -> FollowUpView:
    """Take a follow-up out that is not to be done. Raises NotAllowedError, and RefusedError for the last one.

    An accepted referral without an outcome always has something planned: nobody is forgotten.
    """
    shift.require(Action.FOLLOW_UP)
    with shift.writing() as writing:
        row = open_row(writing.session, shift, follow_up_id)
        if len(left(writing.session, shift, row.referral_id)) == 1:
            raise RefusedError(
                msg("Nothing else is planned for this customer."),
                remedy=msg("Plan the next contact first, or enter what came of the referral."),
                code="last_follow_up",
            )
        row.dropped_at = shift.now()
        writing.session.add(row)
        writing.record("follow_up_dropped", f"follow_up:{row.id}")
        writing.session.flush()
        return follow_up_views(writing.session, shift, [row])[0]


def _following(
    writing: Writing,
    shift: Shift,
    referral: Referral,
    outcome: ContactOutcome,
    next_on: date | None,
    appointment_at: datetime | None,
) -> FollowUp | None:
    """What an outcome leads to. One of those that end it leaves what else is planned as it is."""
    if outcome.then == "done":
        if next_on or appointment_at:
            raise RefusedError(
                msg("After this outcome nothing more is planned."),
                remedy=msg("Leave the next date empty, or choose another outcome."),
                field="next_on" if next_on else "appointment_at",
                code="nothing_follows",
            )
        return None
    if referral.outcome:
        return None
    kind = FollowUpKind.APPOINTMENT if outcome.then == "appointment" else FollowUpKind.CONTACT
    return _write(writing, shift, referral, kind, next_on, appointment_at)


def _write(
    writing: Writing,
    shift: Shift,
    referral: Referral,
    kind: FollowUpKind,
    due_on: date | None,
    appointment_at: datetime | None,
) -> FollowUp:
    now = today(writing, shift)
    if kind is FollowUpKind.APPOINTMENT:
        due_on, field = _date_of(shift, appointment_at), "appointment_at"
    else:
        appointment_at, field = None, "next_on"
        days = shift.playbook.follow_up.again_days
        due_on = due_on or working_time(writing.session, shift).add_days(now, days)
    if not now <= due_on <= now + FARTHEST:
        raise RefusedError(
            msg("{day} is over, or more than a year off.", day=due_on.isoformat()),
            remedy=msg("Choose today or a later day."),
            field=field,
            code="date",
        )
    return add(writing, shift, referral, kind, due_on, appointment_at)


def _date_of(shift: Shift, appointment_at: datetime | None) -> date:
    if appointment_at is None:
        raise RefusedError(
            msg("When the appointment is to be is missing."),
            remedy=msg("Enter its day and its time."),
            field="appointment_at",
            code="appointment_missing",
        )
    try:
        return shift.local(appointment_at).date()
    except OverflowError:  # the first or the last hours of the calendar, beyond which the branch's zone leads
        return appointment_at.date()


def _warnings(session: Session, shift: Shift, row: FollowUp) -> tuple[Message, ...]:
    """What is odd about a date. Somebody may agree to meet on a Saturday, so it is said and not refused."""
    calendar = working_time(session, shift)
    found = []
    if not calendar.works_on(row.due_on):
        found.append(msg("{day} is not a working day of this branch.", day=row.due_on.isoformat()))
    if not calendar.is_announced(row.due_on.year):
        found.append(msg("The public holidays of {year} are not known yet.", year=row.due_on.year))
    return tuple(found)
