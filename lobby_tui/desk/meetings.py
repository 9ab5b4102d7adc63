"""The morning and the evening meeting: a sheet filled in from the records, and what was answered at it [BOCOM].

Of a meeting only the answers, who was there and the note are kept; what the sheet says of the records is read from
them. A meeting belongs to the open business day; the morning one may be what opens it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from lobby_tui.desk import drafts
from lobby_tui.desk.days import by_date, current, entered_into, open_date
from lobby_tui.desk.meeting.lines import Part
from lobby_tui.desk.meeting.parts import parts_of
from lobby_tui.desk.minutes import LONGEST_ANSWER, NOTE_LIMIT, Minutes, checked
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import StaffName, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import MeetingKind
from lobby_tui.models.masking import mask_text, unmasked
from lobby_tui.models.meeting import Meeting
from lobby_tui.models.text import said
from lobby_tui.playbook.schema import Coded
from lobby_tui.playbook.work import AgendaItem
from lobby_tui.store.store import Writing


@dataclass(frozen=True, slots=True)
class MeetingSheet:
    """The sheet of one meeting. `version` is 0, and `held_by` None, until it was held; each amendment adds one."""

    kind: MeetingKind
    day: date
    agenda: tuple[AgendaItem, ...]
    parts: tuple[Part, ...]
    questions: tuple[tuple[Coded, str], ...]
    present: int
    note: str
    held_by: StaffName | None
    held_at: datetime | None
    version: int

    @property
    def lines(self) -> tuple[Message, ...]:
        """Everything that the records say, under one another."""
        return tuple(line for part in self.parts for line in part.lines)


def sheet(shift: Shift, day: date | None, kind: MeetingKind) -> MeetingSheet:
    """The sheet of `day`, or if None of the open day; where none is open, of the day that the next entry will open.

    What is open at this moment stands on the sheet of the last day only. Raises RefusedError for a date without work.
    """
    shift.require(Action.HOLD_MEETING)
    day = day or open_date(shift)
    with shift.reading() as session:
        if day is None or (day == _coming(session, shift) and current(shift) is None):
            return _sheet(session, shift, _coming(session, shift), None, kind)
        row = by_date(session, shift, day)
        return _sheet(session, shift, row.date, row, kind)


def hold(
    shift: Shift,
    kind: MeetingKind,
    answers: Mapping[str, str],
    present: int,
    note: str = "",
    version: int | None = None,
) -> MeetingSheet:
    """Save the minutes of a meeting of the open day, over those there are: one of each kind and day, amended as often
    as needed. The draft of them goes in the same transaction.

    `answers` are by the codes of the playbook's questions; `version` is that of the sheet that was filled in, any if
    None. Raises EntryError with every wrong field (`answer_<code>`, `present`, `note`), RefusedError where a colleague
    was faster.
    """
    shift.require(Action.HOLD_MEETING)
    minutes = checked(shift, kind, answers, present, note)
    with shift.writing() as writing:
        day = entered_into(shift, writing)
        row = _saved(shift, writing, day, kind, minutes, version)
        drafts.drop_with(writing.session, shift, draft_kind(kind))
        writing.record("meeting_held", f"meeting:{row.id}", kind=kind.value, version=row.version)
        writing.session.flush()
        return _sheet(writing.session, shift, day.date, day, kind)


def draft_kind(kind: MeetingKind) -> str:
    """The kind of draft in which answers are kept while they are typed."""
    return f"meeting_{kind.value}"


def _saved(
    shift: Shift, writing: Writing, day: BusinessDay, kind: MeetingKind, minutes: Minutes, version: int | None
) -> Meeting:
    """Write the minutes into the day's row of this kind, or a new one. Who held it, and when, stays as it was."""
    row = _row(writing.session, shift, day, kind)
    found = row.version if row else 0
    if version is not None and version != found:
        raise RefusedError(
            msg("A colleague has recorded this meeting in the meantime."),
            remedy=msg("Open the sheet again to see what they wrote, then enter yours."),
            code="changed_meanwhile",
        )
    if row is None:
        row = Meeting(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            day_id=day.id,
            kind=kind.value,
            answers={},
            held_by=shift.person.id,
            held_at=shift.now(),
        )
    before = row.answers
    # Answers and note were read masked, and come back so.
    row.answers = {
        code: said(unmasked(text, str(before.get(code, ""))), limit=LONGEST_ANSWER, field=f"answer_{code}")
        for code, text in minutes.answers.items()
    }
    row.present = minutes.present
    row.note = said(unmasked(minutes.note, row.note), limit=NOTE_LIMIT, field="note")
    row.version = found + 1
    writing.session.add(row)
    return row


def _sheet(session: Session, shift: Shift, day: date, row: BusinessDay | None, kind: MeetingKind) -> MeetingSheet:
    plan = shift.playbook.meeting(kind.value)
    held = _row(session, shift, row, kind) if row else None
    answers = held.answers if held else {}
    return MeetingSheet(
        kind=kind,
        day=day,
        agenda=plan.agenda,
        parts=parts_of(session, shift, day, row, kind),
        questions=tuple((question, mask_text(str(answers.get(question.code, "")))) for question in plan.questions),
        present=held.present if held else 0,
        note=mask_text(held.note) if held else "",
        held_by=staff_names(session, shift)[held.held_by] if held else None,
        held_at=held.held_at if held else None,
        version=held.version if held else 0,
    )


def _row(session: Session, shift: Shift, day: BusinessDay, kind: MeetingKind) -> Meeting | None:
    return session.exec(
        select(Meeting).where(
            col(Meeting.branch_id) == shift.branch.id, col(Meeting.day_id) == day.id, col(Meeting.kind) == kind.value
        )
    ).one_or_none()


def _coming(session: Session, shift: Shift) -> date:
    """The date that the next entry would open, where no day is open: see `days.entered_into`."""
    query = select(col(BusinessDay.date)).where(BusinessDay.branch_id == shift.branch.id)
    last = session.exec(query.order_by(col(BusinessDay.date).desc()).limit(1)).first()
    today = shift.today()
    return date.fromordinal(last.toordinal() + 1) if last and today <= last else today
