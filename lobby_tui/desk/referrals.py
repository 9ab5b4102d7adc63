"""Logging referrals, changing them, taking them back."""

import uuid
from dataclasses import dataclass

from sqlalchemy import bindparam, delete
from sqlmodel import Session, col, select

from lobby_tui.desk import doubles
from lobby_tui.desk.absences import standing_in
from lobby_tui.desk.claiming import promote_after_undo, settle
from lobby_tui.desk.customer.erased import erased
from lobby_tui.desk.days import must_take_corrections
from lobby_tui.desk.follow_up.rows import begin as begin_follow_ups
from lobby_tui.desk.follow_up.rows import end as end_follow_ups
from lobby_tui.desk.lobby import find as find_visit
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.referral.entry import ReferralEntry, check
from lobby_tui.desk.referral.saving import new_row, typed
from lobby_tui.desk.referral.views import ReferralDetails, ReferralView, everybody, view, views
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.draft import Draft
from lobby_tui.models.enums import Answer, DayState, Step, VisitState
from lobby_tui.models.referral import Referral
from lobby_tui.models.text import said
from lobby_tui.store.prepared import Prepared
from lobby_tui.store.store import Writing

_BY_KEY = Prepared(
    select(Referral.id).where(col(Referral.branch_id) == bindparam("branch"), col(Referral.key) == bindparam("key"))
)
# What this person had typed of the referral that is saved now; forms of other kinds stay.
_DROP_DRAFT = Prepared(
    delete(Draft).where(
        col(Draft.branch_id) == bindparam("branch"),
        col(Draft.staff_id) == bindparam("staff"),
        col(Draft.kind) == bindparam("kind"),
        col(Draft.visit_id).is_not_distinct_from(bindparam("visit")),
    )
)


@dataclass(frozen=True, slots=True)
class Logged:
    """A saved referral, and what the person should know about it. Warnings never block."""

    referral: ReferralView
    warnings: tuple[Message, ...] = ()


def log(shift: Shift, entry: ReferralEntry) -> Logged:
    """Save a referral. The same `key` twice is one referral.

    Raises EntryError with every wrong field, NotAllowedError, StoreError.
    """
    shift.require(Action.REFER)
    checked = check(shift, entry)
    with shift.writing() as writing:
        done = _by_key(shift, writing, entry.key)
        if done:
            writing.record("referral_logged_again", f"referral:{done.id}")
            return Logged(views(writing.session, shift, [done])[0])
        found = doubles.likely(writing.connection, shift, checked.customer, checked.identifier, checked.contact)
        if entry.visit_id:
            _end_visit(shift, writing.session, entry.visit_id)
        people = everybody(writing.connection, shift)
        row, day = new_row(shift, writing, entry, checked, people)
        writing.insert(row)
        referral_search.index(writing.connection, row)
        _drop_draft(shift, writing, entry)
        writing.record("referral_logged", f"referral:{row.id}", number=row.number, status=row.status)
        return Logged(view(row, people, day), tuple(double.message for double in found))


def change(shift: Shift, referral_id: uuid.UUID, entry: ReferralEntry, version: int) -> Logged:
    """Save new values of a referral, if nobody changed it since `version` was read.

    Raises EntryError, NotAllowedError for somebody else's referral, RefusedError where a colleague was faster, or the
    day is closed.
    """
    checked = check(shift, entry)
    with shift.writing() as writing:
        row = _own_row(writing.session, shift, referral_id)
        must_take_corrections(writing.session, shift, row.day_id)
        if row.version != version:
            raise RefusedError(
                msg("A colleague has changed this referral in the meantime."),
                remedy=msg("Open it again to see their change, then enter yours."),
                code="changed_meanwhile",
            )
        found = doubles.likely(
            writing.connection, shift, checked.customer, checked.identifier, checked.contact, besides=row.id
        )
        before = referral_search.terms_of(row)
        people, status = everybody(writing.connection, shift), row.status
        for column, value in typed(shift, writing, entry, checked, people, before=row).items():
            setattr(row, column, value)
        if row.consent_withdrawn_at and entry.consent:  # given anew
            row.consent_at, row.consent_withdrawn_at = shift.now(), None
        row.version += 1
        row.changed_at = shift.now()
        settle(writing, shift, row)
        if row.answer == Answer.ACCEPTED and row.status != status:
            begin_follow_ups(writing, shift, row)
        referral_search.index(writing.connection, row, before)
        writing.record("referral_changed", f"referral:{row.id}", number=row.number, version=row.version)
        writing.session.flush()
        return Logged(views(writing.session, shift, [row])[0], tuple(double.message for double in found))


def undo(shift: Shift, referral_id: uuid.UUID) -> ReferralView:
    """Take a referral back. Its number is not given again, and its visit is open again.

    Raises NotAllowedError for somebody else's, RefusedError once its business day is closed: the day's visits and
    papers are settled then; nor once a customer manager entered what came of it.
    """
    with shift.writing() as writing:
        row = _own_row(writing.session, shift, referral_id)
        if writing.session.get_one(BusinessDay, (shift.branch.id, row.day_id)).state != DayState.OPEN:
            raise RefusedError(
                msg("The business day of this referral is closed."),
                remedy=msg("Once the supervisor has reopened the day, the referral can be corrected, not taken back."),
                code="day_closed",
            )
        if row.outcome:
            raise RefusedError(
                msg("No. {number} has a result already.", number=row.number),
                remedy=msg("Change the result, should it be wrong."),
                code="has_result",
            )
        row.undone_at = row.changed_at = shift.now()
        row.version += 1
        promote_after_undo(writing, shift, row)
        end_follow_ups(writing, shift, row.id)
        referral_search.remove(writing.connection, row)
        if row.visit_id:
            visit = find_visit(writing.session, shift, row.visit_id)
            visit.state, visit.step, visit.ended_at = VisitState.IN_LOBBY, Step.REFER, None
            writing.session.add(visit)
        writing.record("referral_undone", f"referral:{row.id}", number=row.number)
        writing.session.flush()
        return views(writing.session, shift, [row])[0]


def reveal(shift: Shift, referral_id: uuid.UUID, reason: str) -> ReferralDetails:
    """A referral in full. Every look leaves an audit event with its reason. Raises RefusedError without one."""
    shift.require(Action.REVEAL)
    reason = said(reason, limit=100, field="reason", needed=True)
    with shift.writing() as writing:
        row = _visible_row(writing.session, shift, referral_id)
        writing.record("referral_revealed", f"referral:{row.id}", reason=reason)
        # Here and not above: its four tables would be 0.3 MB on the desk's account all day.
        from lobby_tui.desk.referral.in_full import in_full

        return in_full(writing.session, shift, row)


def _end_visit(shift: Shift, session: Session, visit_id: uuid.UUID) -> None:
    visit = find_visit(session, shift, visit_id)
    if visit.state != VisitState.IN_LOBBY:
        raise RefusedError(
            msg("This visit has ended already; perhaps a colleague took care of it."),
            remedy=msg("Look at today's referrals before you enter it again."),
            code="visit_ended",
        )
    visit.state, visit.step, visit.ended_at = VisitState.REFERRED, Step.REFER, shift.now()
    session.add(visit)


def _drop_draft(shift: Shift, writing: Writing, entry: ReferralEntry) -> None:
    if entry.draft:
        mine = {"branch": shift.branch.id, "staff": shift.person.id, "kind": entry.draft, "visit": entry.visit_id}
        _DROP_DRAFT.run(writing.connection, mine)


def _by_key(shift: Shift, writing: Writing, key: uuid.UUID | None) -> Referral | None:
    found = _BY_KEY.first(writing.connection, branch=shift.branch.id, key=key) if key else None
    return writing.session.get(Referral, (shift.branch.id, found[0])) if found else None


def _visible_row(session: Session, shift: Shift, referral_id: uuid.UUID) -> Referral:
    row = session.get(Referral, (shift.branch.id, referral_id))
    if row is None:
        raise RefusedError(
            msg("This referral is not in the store."),
            remedy=msg("Go back to the list and choose it again."),
            code="unknown_referral",
        )
    mine = shift.person.id in (row.identified_by, row.logged_by, row.manager_id)
    if not mine and not shift.may(Action.SEE_ALL_REFERRALS) and row.manager_id not in standing_in(session, shift):
        raise NotAllowedError(
            msg("This is a colleague's referral."), remedy=msg("Ask the lobby manager to look at it.")
        )
    return row


def _own_row(session: Session, shift: Shift, referral_id: uuid.UUID) -> Referral:
    """A row that this person may change, and that has not been undone."""
    shift.require(Action.REFER)
    row = _visible_row(session, shift, referral_id)
    if shift.person.id not in (row.identified_by, row.logged_by) and not shift.may(Action.CHANGE_ALL_REFERRALS):
        raise NotAllowedError(msg("This is a colleague's referral."), remedy=msg("Ask the lobby manager to change it."))
    if row.undone_at:
        raise RefusedError(msg("This referral has been undone."), remedy=msg("Enter it again."), code="referral_undone")
    if row.erased_at:
        raise erased(row.number)
    return row
