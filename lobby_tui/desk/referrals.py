"""Logging referrals, changing them, taking them back."""

import uuid
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func
from sqlmodel import Session, col, select

from lobby_tui.desk import doubles, referral_search
from lobby_tui.desk.days import entered_into
from lobby_tui.desk.lobby import find as find_visit
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral_entry import Checked, ReferralEntry, check
from lobby_tui.desk.referral_views import People, ReferralDetails, ReferralView, staff_names, view, views
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.staff import find as find_staff
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.draft import Draft
from lobby_tui.models.enums import DayState, Role, Step, VisitState
from lobby_tui.models.identifiers import Identifier, tail
from lobby_tui.models.referral import Referral
from lobby_tui.models.text import fold, refuse_secrets, required

# Built once: a query takes longer to build than to run.
_BY_KEY = select(Referral.id).where(
    col(Referral.branch_id) == bindparam("branch"), col(Referral.key) == bindparam("key")
)
_HIGHEST = select(func.max(Referral.number)).where(
    col(Referral.branch_id) == bindparam("branch"), col(Referral.day_id) == bindparam("day")
)
# What this person had typed of the referral that is saved now; forms of other kinds stay.
_DROP_DRAFT = delete(Draft).where(
    col(Draft.branch_id) == bindparam("branch"),
    col(Draft.staff_id) == bindparam("staff"),
    col(Draft.kind) == bindparam("kind"),
    col(Draft.visit_id).is_not_distinct_from(bindparam("visit")),
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
        done = _by_key(writing.session, shift, entry.key)
        if done:
            writing.record("referral_logged_again", f"referral:{done.id}")
            return Logged(views(writing.session, shift, [done])[0])
        found = doubles.likely(writing.session, shift, checked.customer, checked.identifier, checked.contact)
        day = entered_into(shift, writing)
        people = staff_names(writing.session, shift)
        row = _new_row(shift, writing.session, day, entry, checked, people)
        writing.session.add(row)
        writing.session.flush()
        referral_search.index_new(writing.session, row)
        _end_visit(shift, writing.session, row)
        _drop_draft(writing.session, shift, entry)
        writing.record("referral_logged", f"referral:{row.id}", number=row.number, status=row.status)
        return Logged(view(row, people, day.date), tuple(double.message for double in found))


def change(shift: Shift, referral_id: uuid.UUID, entry: ReferralEntry, version: int) -> Logged:
    """Save new values of a referral, if nobody changed it since `version` was read.

    Raises EntryError, NotAllowedError for somebody else's referral, RefusedError where a colleague was faster.
    """
    checked = check(shift, entry)
    with shift.writing() as writing:
        row = _own_row(writing.session, shift, referral_id)
        if row.version != version:
            raise RefusedError(
                msg("A colleague has changed this referral in the meantime."),
                remedy=msg("Open it again to see their change, then enter yours."),
                code="changed_meanwhile",
            )
        found = doubles.likely(
            writing.session, shift, checked.customer, checked.identifier, checked.contact, besides=row.id
        )
        _fill(shift, writing.session, row, entry, checked, staff_names(writing.session, shift))
        row.version += 1
        row.changed_at = shift.now()
        writing.session.add(row)
        referral_search.index(writing.session, row)
        writing.record("referral_changed", f"referral:{row.id}", number=row.number, version=row.version)
        writing.session.flush()
        return Logged(views(writing.session, shift, [row])[0], tuple(double.message for double in found))


def undo(shift: Shift, referral_id: uuid.UUID) -> ReferralView:
    """Take a referral back. Its number is not given again, and its visit is open again.

    Raises NotAllowedError for somebody else's, RefusedError once its business day is closed: the day's visits and
    papers are settled then.
    """
    with shift.writing() as writing:
        row = _own_row(writing.session, shift, referral_id)
        if writing.session.get_one(BusinessDay, (shift.branch.id, row.day_id)).state != DayState.OPEN:
            raise RefusedError(
                msg("The business day of this referral is closed."),
                remedy=msg("Correct the referral instead of taking it back."),
                code="day_closed",
            )
        row.undone_at = row.changed_at = shift.now()
        row.version += 1
        writing.session.add(row)
        referral_search.remove(writing.session, row)
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
    reason = required(reason, limit=100, field="reason")
    refuse_secrets(reason, "reason")
    with shift.writing() as writing:
        row = _visible_row(writing.session, shift, referral_id)
        writing.record("referral_revealed", f"referral:{row.id}", reason=reason)
        return ReferralDetails(
            view=views(writing.session, shift, [row])[0],
            customer=row.customer,
            identifier=row.identifier or "",
            contact=row.contact or "",
            override_reason=row.override_reason,
        )


def _new_row(
    shift: Shift, session: Session, day: BusinessDay, entry: ReferralEntry, checked: Checked, people: People
) -> Referral:
    if entry.visit_id:
        _must_be_open(shift, session, entry.visit_id)
    highest = session.exec(_HIGHEST, params={"branch": day.branch_id, "day": day.id}).one()
    now = shift.now()
    row = Referral(
        branch_id=shift.branch.id,
        id=shift.ids.new(),
        day_id=day.id,
        number=(highest or 0) + 1,
        key=entry.key,
        visit_id=entry.visit_id,
        status=checked.status,
        customer=checked.customer,
        reasons="",
        identified_by=shift.person.id,
        logged_by=shift.person.id,
        created_at=now,
        changed_at=now,
    )
    _fill(shift, session, row, entry, checked, people)
    return row


def _fill(
    shift: Shift, session: Session, row: Referral, entry: ReferralEntry, checked: Checked, people: People
) -> None:
    """Put what was typed into the row."""
    row.status = checked.status
    row.customer = checked.customer
    row.reasons = " ".join(checked.signals)
    if entry.identified_by:
        row.identified_by = _person(session, shift, people, entry.identified_by, "identified_by")
    row.manager_id = _manager(session, shift, people, entry.manager_no)
    _identify(shift, row, checked.identifier)
    row.contact = checked.contact.value if checked.contact else None
    row.contact_index = shift.blind(row.contact)
    row.best_time = checked.best_time
    # The moment of consent is the first one; an edit that keeps it does not renew it.
    row.consent_at = (row.consent_at or shift.now()) if entry.consent else None
    row.need = shift.playbook.need(entry.need).code if entry.need else None
    row.override_reason = checked.override_reason
    row.remarks = checked.remarks


def _person(session: Session, shift: Shift, people: People, no: str, field: str) -> uuid.UUID:
    number = fold(no).strip()
    known = [staff_id for staff_id, person in people.items() if person.no == number]
    return known[0] if known else find_staff(session, shift, no, field).id


def _identify(shift: Shift, row: Referral, identifier: Identifier | None) -> None:
    """Keep as much of an identifier as the playbook asks for; the blind index is made of all of it."""
    if identifier and row.identifier == identifier.value:
        return  # a change that left it alone, where only the last digits are kept and shown
    row.identifier_kind = identifier.kind if identifier else None
    row.identifier_index = shift.blind(identifier.value if identifier else None)
    row.identifier = None
    if identifier:
        whole = shift.playbook.identifiers.keep[identifier.kind] == "full"
        row.identifier = identifier.value if whole else tail(identifier)


def _manager(session: Session, shift: Shift, people: People, no: str) -> uuid.UUID | None:
    if not no:
        return None
    staff_id = _person(session, shift, people, no, "manager")
    person = people[staff_id]
    if person.role != Role.CUSTOMER_MANAGER or not person.active:
        raise RefusedError(
            msg("{no} is not a customer manager at work in this branch.", no=person.no),
            remedy=msg("Choose one of the customer managers in the list."),
            field="manager",
            code="not_a_manager",
        )
    return staff_id


def _must_be_open(shift: Shift, session: Session, visit_id: uuid.UUID) -> None:
    if find_visit(session, shift, visit_id).state != VisitState.IN_LOBBY:
        raise RefusedError(
            msg("This visit has ended already; perhaps a colleague took care of it."),
            remedy=msg("Look at today's referrals before you enter it again."),
            code="visit_ended",
        )


def _end_visit(shift: Shift, session: Session, row: Referral) -> None:
    if row.visit_id:
        visit = find_visit(session, shift, row.visit_id)
        visit.state, visit.step, visit.ended_at = VisitState.REFERRED, Step.REFER, shift.now()
        session.add(visit)


def _drop_draft(session: Session, shift: Shift, entry: ReferralEntry) -> None:
    if entry.draft:
        mine = {"branch": shift.branch.id, "staff": shift.person.id, "kind": entry.draft, "visit": entry.visit_id}
        session.connection().execute(_DROP_DRAFT, mine)


def _by_key(session: Session, shift: Shift, key: uuid.UUID | None) -> Referral | None:
    if key is None:
        return None
    found = session.exec(_BY_KEY, params={"branch": shift.branch.id, "key": key}).one_or_none()
    return session.get(Referral, (shift.branch.id, found)) if found else None


def _visible_row(session: Session, shift: Shift, referral_id: uuid.UUID) -> Referral:
    row = session.get(Referral, (shift.branch.id, referral_id))
    if row is None:
        raise RefusedError(
            msg("This referral is not in the store."),
            remedy=msg("Go back to the list and choose it again."),
            code="unknown_referral",
        )
    mine = shift.person.id in (row.identified_by, row.logged_by, row.manager_id)
    if not mine and not shift.may(Action.SEE_ALL_REFERRALS):
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
    return row
