"""Every column in which somebody writes in their own words, and so may name a customer. A test holds it complete."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlmodel import Session, SQLModel, or_, select

from lobby_tui.desk.customer.needle import Needle
from lobby_tui.desk.shift import Shift
from lobby_tui.models.absence import Absence
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.calendar import CalendarDay
from lobby_tui.models.checklist import ChecklistTick
from lobby_tui.models.complaint import Complaint, ComplaintStep
from lobby_tui.models.crm import ImportLine, ResultImport
from lobby_tui.models.crowding import Crowding
from lobby_tui.models.day import CarriedGap, DayMove
from lobby_tui.models.draft import Draft
from lobby_tui.models.fault import DeviceFault
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.incident import Incident
from lobby_tui.models.meeting import Meeting
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result
from lobby_tui.models.review import Coaching, ReviewMark, ReviewMove
from lobby_tui.store.store import Writing

TEXTS: Final[Mapping[type[SQLModel], tuple[str, ...]]] = {
    Referral: ("remarks", "best_time", "home_branch"),
    Confirmation: ("note",),
    Result: ("note",),
    FollowUp: ("note",),
    Complaint: ("what", "wish"),
    ComplaintStep: ("note",),
    Incident: ("place", "what", "measures", "reported_to", "outcome"),
    Meeting: ("note", "answers"),
    Crowding: ("note",),
    ChecklistTick: ("note",),
    DeviceFault: ("label", "what", "ticket", "fixed_note"),
    CarriedGap: ("reason",),
    DayMove: ("reason",),
    Absence: ("note",),
    CalendarDay: ("note",),
    ResultImport: ("file",),
    ImportLine: ("fields",),
    ReviewMark: ("note", "answer"),
    ReviewMove: ("reason",),
    Coaching: ("note", "answers"),
    Draft: ("fields",),
}

_ANSWERS: Final = frozenset({"answers", "fields"})
"""Those that hold several texts by name."""


def mentions(session: Session, shift: Shift, known: Needle) -> Iterator[tuple[SQLModel, tuple[str, ...]]]:
    """Rows in which a customer is named, with the columns that do, table by table.

    It goes through all texts of the branch, as a number may be written in many ways. SQLite picks those that may be
    meant, and leaves few to be read closely.
    """
    if known.pattern is None:
        return
    for table, names in TEXTS.items():
        columns = [getattr(table, name) for name in names]
        query = select(table.id, *columns).where(table.branch_id == shift.branch.id)  # type: ignore[attr-defined]
        if not _ANSWERS.intersection(names):
            query = query.where(or_(*(may for one in columns for may in known.hints(one))))
        found = [
            (row_id, tuple(name for name, value in zip(names, values, strict=True) if known.means(said(value))))
            for row_id, *values in session.connection().execute(query.execution_options(yield_per=1000))
        ]
        yield from ((session.get_one(table, (shift.branch.id, row_id)), hits) for row_id, hits in found if hits)


def said(value: Any) -> str:
    """The words in a column: a text, or those of an answer's values."""
    if isinstance(value, dict):
        return "\n".join(said(one) for one in value.values())
    if isinstance(value, list):
        return "\n".join(said(one) for one in value)
    return value if isinstance(value, str) else ""


def star(writing: Writing, row: SQLModel, columns: tuple[str, ...], known: Needle) -> None:
    """Put stars where a row names a customer. The caller records the event."""
    for name in columns:
        setattr(row, name, known.starred_in(getattr(row, name)))
    writing.session.add(row)
