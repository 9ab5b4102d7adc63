"""The coaching log: a talk with one person in the morning or the evening, by the playbook's three questions [BOCOM].

The branch head writes it; the person may read what is written of them, and nobody else does. A customer's number in it
is masked wherever it is shown.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from sqlmodel import col, select

from lobby_tui.desk.entry_problems import Problems
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import People, StaffName, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.staff import find as find_staff
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Renderable, msg
from lobby_tui.models.enums import MeetingKind
from lobby_tui.models.masking import mask_text, unmasked
from lobby_tui.models.review import Coaching
from lobby_tui.models.text import said
from lobby_tui.nearest import nearest
from lobby_tui.playbook.errors import UnknownCodeError
from lobby_tui.playbook.texts import Coded
from lobby_tui.store.store import Writing

PAGE: Final = 100
NOTE_LIMIT: Final = 400
LONGEST_ANSWER: Final = 100
# The answers share 4,000 characters of JSON, in which a rare character takes twelve.
ALL_ANSWERS: Final = 300
FARTHEST: Final = timedelta(days=366)


class Answered(NamedTuple):
    """A question, and what was answered to it; empty where nothing was."""

    code: str
    question: Renderable
    text: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A coaching talk, masked. `answers` go with the questions of the playbook as it is now, the others after them."""

    id: uuid.UUID
    person: StaffName
    on: date
    part: MeetingKind
    answers: tuple[Answered, ...]
    note: str
    by: StaffName
    at: datetime
    version: int


def add(shift: Shift, no: str, part: str, answers: Mapping[str, str], note: str = "", on: date | None = None) -> Talk:
    """Write down a talk with a staff number, of today unless told: one in the morning and one in the evening of a day.

    `answers` are by the codes of the playbook's questions. Raises EntryError with every wrong field (`answer_<code>`,
    `note`), RefusedError for a talk that is written down already or still to come; NotAllowedError.
    """
    shift.require(Action.REVIEW)
    day = _checked_day(shift, on or shift.today())
    replies, remark = _checked(shift, part, answers, note, {}, "")
    with shift.writing() as writing:
        session = writing.session
        person = find_staff(session, shift, no)
        same = (col(Coaching.staff_id) == person.id, col(Coaching.on_date) == day, col(Coaching.part) == part)
        if session.exec(select(Coaching.id).where(col(Coaching.branch_id) == shift.branch.id, *same)).first():
            raise RefusedError(
                msg("This talk with {name} is written down already.", name=person.name),
                remedy=msg("Open it in the list and change it."),
                field="part",
                code="coaching_exists",
            )
        row = Coaching(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            staff_id=person.id,
            on_date=day,
            part=part,
            answers=replies,
            note=remark,
            by=shift.person.id,
            at=shift.now(),
        )
        session.add(row)
        return _saved(shift, writing, row, "coaching_added")


def change(shift: Shift, talk_id: uuid.UUID, answers: Mapping[str, str], note: str, version: int | None = None) -> Talk:
    """Write a talk anew; what was read masked and comes back so stays as it was. `version` is that of what was read.

    Raises EntryError, RefusedError where a colleague was faster or there is no such talk, NotAllowedError.
    """
    shift.require(Action.REVIEW)
    with shift.writing() as writing:
        row = writing.session.get(Coaching, (shift.branch.id, talk_id))
        if row is None:
            raise RefusedError(
                msg("This talk is not in the store."), remedy=msg("Go back to the list and choose it again.")
            )
        if version is not None and version != row.version:
            raise RefusedError(
                msg("A colleague has changed this talk in the meantime."),
                remedy=msg("Open it again to see what they wrote, then enter yours."),
                code="changed_meanwhile",
            )
        # What is answered to a question that the playbook no longer has stays.
        asked = {question.code for question in _questions(shift, row.part)}
        old = {code: text for code, text in row.answers.items() if code not in asked}
        replies, row.note = _checked(shift, row.part, answers, note, row.answers, row.note)
        row.answers = old | replies
        row.version += 1
        row.by, row.at = shift.person.id, shift.now()
        writing.session.add(row)
        return _saved(shift, writing, row, "coaching_changed")


def of_person(shift: Shift, no: str, limit: int = PAGE) -> tuple[Talk, ...]:
    """The last talks with a staff number, the latest first: one's own, or for the branch head anybody's.

    Raises NotAllowedError, RefusedError for an unknown number.
    """
    shift.require(Action.SEE_OWN_SCORE if no.strip() == shift.person.no else Action.REVIEW)
    with shift.reading() as session:
        person = find_staff(session, shift, no)
        rows = session.exec(
            select(Coaching)
            .where(col(Coaching.branch_id) == shift.branch.id, col(Coaching.staff_id) == person.id)
            # Of a day the evening is the later part, and the first by the alphabet.
            .order_by(col(Coaching.on_date).desc(), col(Coaching.part))
            .limit(limit)
        ).all()
        people = staff_names(session, shift)
        return tuple(_talk(shift, row, people) for row in rows)


def _saved(shift: Shift, writing: Writing, row: Coaching, action: str) -> Talk:
    """The event says that there was a talk, never what was said."""
    writing.record(
        action, f"coaching:{row.id}", staff=str(row.staff_id), on=row.on_date.isoformat(), part=row.part,
        version=row.version,
    )  # fmt: skip
    writing.session.flush()
    return _talk(shift, row, staff_names(writing.session, shift))


def _checked(
    shift: Shift, part: str, answers: Mapping[str, str], note: str, before: Mapping[str, str], note_before: str
) -> tuple[dict[str, str], str]:
    """The answers that say something, and the note, both clean. Raises EntryError with all that is wrong."""
    codes = [question.code for question in _questions(shift, part)]
    limit = min(LONGEST_ANSWER, ALL_ANSWERS // max(1, len(codes)))
    problems = Problems()

    def answer(code: str) -> str:
        text = unmasked(answers[code], str(before.get(code, "")))
        return problems.take(lambda: said(text, limit=limit, field=f"answer_{code}"), "")

    replies = {code: answer(code) for code in answers}
    problems.found += [UnknownCodeError("question", code, codes) for code in answers if code not in codes]
    remark = problems.take(lambda: said(unmasked(note, note_before), limit=NOTE_LIMIT, field="note"), "")
    if not remark and not any(replies.values()) and not problems.found:
        problems.found.append(RefusedError(
            msg("Nothing is written down yet."), remedy=msg("Answer a question, or write a note."), field="note",
            code="nothing_said",
        ))  # fmt: skip
    problems.settle()
    return {code: text for code, text in replies.items() if text}, remark


def _checked_day(shift: Shift, day: date) -> date:
    if not shift.today() - FARTHEST <= day <= shift.today():
        raise RefusedError(
            msg("{day} is still to come, or more than a year ago.", day=day.isoformat()),
            remedy=msg("Choose the day of the talk."),
            field="on",
            code="date",
        )
    return day


def _talk(shift: Shift, row: Coaching, people: People) -> Talk:
    names: dict[str, Renderable] = {one.code: one.name for one in _questions(shift, row.part)}
    names |= {code: code for code in row.answers if code not in names}
    return Talk(
        id=row.id,
        person=people[row.staff_id],
        on=row.on_date,
        part=MeetingKind(row.part),
        answers=tuple(Answered(code, name, mask_text(str(row.answers.get(code, "")))) for code, name in names.items()),
        note=mask_text(row.note),
        by=people[row.by],
        at=row.at,
        version=row.version,
    )


def _questions(shift: Shift, part: str) -> Sequence[Coded]:
    """What is asked in the morning or in the evening. Raises RefusedError for any other part of the day."""
    if part not in set(MeetingKind):
        raise RefusedError(
            msg("There is no “{name}”.", name=part), remedy=nearest(part, list(MeetingKind)), field="part"
        )
    return shift.playbook.meeting(part).questions
