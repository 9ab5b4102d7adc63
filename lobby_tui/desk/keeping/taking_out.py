"""Taking out what is kept too long: rows of one kind, in the transaction of the caller."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from typing import Any, Final

from sqlmodel import SQLModel, col, select

from lobby_tui.desk.customer import wiping
from lobby_tui.desk.keeping.due import BATCH, Due
from lobby_tui.desk.keeping.kinds import Kind
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.shift import Shift
from lobby_tui.models.checklist import ChecklistTick
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.crm import ImportLine
from lobby_tui.models.crowding import Crowding
from lobby_tui.models.draft import Draft
from lobby_tui.models.incident import Incident
from lobby_tui.models.meeting import Meeting
from lobby_tui.models.referral import Referral
from lobby_tui.store.store import Writing


def take_out(writing: Writing, shift: Shift, due: Due) -> int:
    """Take the customer out of these rows; how many there still were. The caller records the event."""
    tables, wipe = _TAKERS[due.kind]
    rows: list[SQLModel] = [
        row
        for row_id in due.ids
        for table in tables
        if (row := writing.session.get(table, (shift.branch.id, row_id))) is not None
    ]
    if due.kind is Kind.NOTES:
        rows += _taken_back(writing, shift, due)
    for row in rows:
        wipe(writing, shift, row)
    return len(rows)


def _ended_contact(writing: Writing, shift: Shift, row: Referral) -> None:
    before = referral_search.terms_of(row)
    wiping.forget_contact(row)
    row.changed_at = shift.now()
    row.version += 1
    writing.session.add(row)
    if row.undone_at is None:
        referral_search.index(writing.connection, row, before)


def _note(writing: Writing, _shift: Shift, row: Meeting | Crowding | ChecklistTick) -> None:
    row.note = ""
    if isinstance(row, Meeting):
        row.answers = {}
    writing.session.add(row)


def _taken_back(writing: Writing, shift: Shift, due: Due) -> list[ChecklistTick]:
    """Items of checklists that were taken back, which keep their note until then."""
    query = select(ChecklistTick).where(
        col(ChecklistTick.branch_id) == shift.branch.id,
        col(ChecklistTick.dropped_at) < datetime.combine(due.until, time.max, UTC),
        col(ChecklistTick.note) != "",
    )
    return list(writing.session.exec(query.limit(BATCH)).all())


def _draft(writing: Writing, _shift: Shift, row: Draft) -> None:
    writing.session.delete(row)


_TAKERS: Final[Mapping[Kind, tuple[tuple[type[SQLModel], ...], Callable[[Writing, Shift, Any], None]]]] = {
    Kind.REFERRALS: ((Referral,), wiping.wipe_referral),
    Kind.UNDONE: ((Referral,), wiping.wipe_referral),
    Kind.ENDED_CONTACTS: ((Referral,), _ended_contact),
    Kind.COMPLAINTS: ((Complaint,), wiping.wipe_complaint),
    Kind.INCIDENTS: ((Incident,), wiping.wipe_incident),
    Kind.NOTES: ((Meeting, Crowding, ChecklistTick), _note),
    Kind.DRAFTS: ((Draft,), _draft),
    Kind.IMPORT_LINES: ((ImportLine,), wiping.refuse_line),
}
