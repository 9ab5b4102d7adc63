"""Taking a customer out of a record: the row stays for the branch's figures, and says nothing about a person.

No row goes away, as each is bound to the audit chain; `erased_at` says since when it is nobody's. What the row of a
referral to follow up has to hold (a contact, a best time) is left empty.
"""

from collections.abc import Iterable
from typing import Final

from sqlmodel import Session, col, select

from lobby_tui.desk.follow_up.rows import end as end_follow_ups
from lobby_tui.desk.import_review import _PERSONAL as PERSONAL_FIELDS
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.review.marked import Decision
from lobby_tui.desk.shift import Shift
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.complaint import Complaint, ComplaintStep
from lobby_tui.models.crm import ImportLine
from lobby_tui.models.enums import Answer, ImportState, Outcome, ReferralStatus
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.incident import Incident
from lobby_tui.models.names import ERASED
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result
from lobby_tui.models.review import ReviewMark
from lobby_tui.store.store import Writing

_NOTED: Final = (FollowUp, Confirmation, Result)


def wipe_referral(writing: Writing, shift: Shift, row: Referral) -> None:
    """A referral that is nobody's: name, number, contact and every note about it go. The caller records the event.

    What is left to do about it is nobody's either: it counts as returned, or as accepted without a result, by whoever
    erased it. No answer is written down for it, so that no figure of answers or results changes.
    """
    referral_search.remove(writing.connection, row)
    row.customer = ERASED
    row.identifier_kind = row.identifier = row.identifier_index = None
    forget_contact(row)
    row.remarks, row.home_branch = "", None
    if row.undone_at is None:
        _leave_nothing_to_do(shift, row)
        end_follow_ups(writing, shift, row.id)
    row.erased_at = row.changed_at = shift.now()
    row.version += 1
    writing.session.add(row)
    for note in _notes(writing.session, shift, row):
        note.note = ""
        writing.session.add(note)
    _forget_review(writing, shift, row)


def forget_contact(row: Referral) -> None:
    """Nobody can be reached by this referral any more. The caller takes care of its search terms."""
    # A referral to follow up has both by a rule of its table, which an empty text keeps.
    nothing = "" if row.status == ReferralStatus.TO_FOLLOW_UP and row.undone_at is None else None
    row.contact = row.best_time = nothing
    row.contact_index = None


def wipe_complaint(writing: Writing, shift: Shift, row: Complaint) -> None:
    """A complaint that is nobody's: who complained, in which words, and every note. The caller records the event."""
    row.customer = row.what = ERASED
    row.contact = row.contact_index = None
    row.wish = ""
    row.erased_at = shift.now()
    row.version += 1
    writing.session.add(row)
    steps = select(ComplaintStep).where(
        col(ComplaintStep.branch_id) == shift.branch.id, col(ComplaintStep.complaint_id) == row.id
    )
    for step in writing.session.exec(steps).all():
        if step.note:
            step.note = ""
            writing.session.add(step)


def wipe_incident(writing: Writing, shift: Shift, row: Incident) -> None:
    """An incident without its words: its kind, its times and its counts stay. The caller records the event."""
    row.what = ERASED
    row.place = row.measures = row.reported_to = row.outcome = ""
    row.erased_at = shift.now()
    writing.session.add(row)


def refuse_line(writing: Writing, shift: Shift, row: ImportLine) -> None:
    """A line of the core system that waits no longer for somebody to say whose it is."""
    row.state, row.decided_by, row.decided_at = ImportState.REFUSED.value, shift.person.id, shift.now()
    row.fields = {name: value for name, value in row.fields.items() if name not in PERSONAL_FIELDS}
    writing.session.add(row)


def _forget_review(writing: Writing, shift: Shift, row: Referral) -> None:
    """What was asked and answered in the review goes; that it was reviewed stays. A question waits no longer."""
    query = select(ReviewMark).where(
        col(ReviewMark.branch_id) == shift.branch.id, col(ReviewMark.referral_id) == row.id
    )
    for mark in writing.session.exec(query).all():
        if mark.decision == Decision.ASKED and mark.answered_at is None:
            mark.decision = Decision.TAKEN_BACK.value
        elif not (mark.note or mark.answer):
            continue
        mark.note = mark.answer = ""
        mark.version += 1
        writing.session.add(mark)


def _leave_nothing_to_do(shift: Shift, row: Referral) -> None:
    if row.answer is None:
        row.answer, row.answered_at, row.answered_by = Answer.RETURNED.value, shift.now(), shift.person.id
    if row.outcome is None:
        row.outcome, row.outcome_at = Outcome.NOTHING.value, shift.now()


def _notes(session: Session, shift: Shift, row: Referral) -> Iterable[FollowUp | Confirmation | Result]:
    """Whatever was noted beside a referral."""
    for table in _NOTED:
        query = select(table).where(col(table.branch_id) == shift.branch.id, col(table.referral_id) == row.id)
        rows: Iterable[FollowUp | Confirmation | Result] = session.exec(query).all()  # type: ignore[assignment]
        yield from (one for one in rows if one.note)
