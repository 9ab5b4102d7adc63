"""What somebody has before them: referrals to answer, accepted ones without a result, and the red tray.

A customer manager sees what was given to them and to whom they stand in for; the lobby manager and the supervisor see
the whole branch, first of all what nobody looks after.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, func, literal_column
from sqlmodel import Session, col, or_, select

from lobby_tui.desk.absences import planned, standing_in
from lobby_tui.desk.ages import Age, ages
from lobby_tui.desk.answer.views import AnswerView, answer_views
from lobby_tui.desk.claims import Claim, beside
from lobby_tui.desk.days import OPEN_DAY, by_date
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.search import PAGE
from lobby_tui.desk.referral.views import staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import Answer, Decision
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result

LOOK_BACK: Final = 5
"""Business days for which what was returned is kept before whoever may give it to somebody else."""


class Section(StrEnum):
    """The parts of the worklist, in their order."""

    TRAY = "tray"
    RETURNED = "returned"
    CONFIRM = "confirm"
    RESULT = "result"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing to do. `stands_in` when it is a colleague's; `note` is then their hand-over note."""

    section: Section
    view: AnswerView
    age: Age | None
    stands_in: bool
    handover: str
    beside: tuple[Claim, ...]
    mine: bool
    """Whether this person may answer it; else they may at most give it to somebody."""

    @property
    def id(self) -> uuid.UUID:
        """The referral's id."""
        return self.view.id


@dataclass(frozen=True, slots=True)
class Worklist:
    """The first rows, how many there are in all and in each section, and how many of them are overdue."""

    rows: tuple[WorkRow, ...]
    total: int
    counts: Mapping[Section, int]
    overdue: int


def of_me(shift: Shift, limit: int = PAGE) -> Worklist:
    """What this person has before them; within a section the oldest first. Tellers have nothing here."""
    shift.require(Action.REFER)
    notes = _handover_notes(shift)
    with shift.reading() as session:
        managers = {shift.person.id, *standing_in(session, shift)} if shift.may(Action.ANSWER) else set()
        found: list[tuple[Section, Referral]] = []
        counts: dict[Section, int] = {}
        for section, wanted in _sections(session, shift, managers):
            count = _count(session, wanted)
            counts[section] = counts.get(section, 0) + count
            if len(found) < limit and count:
                found += [(section, row) for row in _page(session, wanted, limit - len(found), section)]
        rows = _rows(session, shift, found, managers, notes)
        overdue = sum(bool(row.age and row.age.overdue) for row in rows)
    return Worklist(rows, sum(counts.values()), counts, overdue)


def waiting(
    shift: Shift, day: date | None = None, status: str | None = None, overdue: bool = False
) -> tuple[WorkRow, ...]:
    """Every unanswered referral that this person may see, of one business day or of all, the oldest first.

    `overdue`: those past the hours that the playbook gives. Raises RefusedError for a day that there is not.
    """
    shift.require(Action.REFER)
    notes = _handover_notes(shift)
    with shift.reading() as session:
        managers = {shift.person.id, *standing_in(session, shift)}
        wanted = [*_of_branch(shift), col(Referral.answer).is_(None), *_seen(shift, managers)]
        if day:
            wanted.append(col(Referral.day_id) == by_date(session, shift, day).id)
        if status:
            wanted.append(col(Referral.status) == status)
        found = session.exec(select(Referral).where(*wanted).order_by(col(Referral.created_at))).all()
        sections = [(Section.CONFIRM if row.manager_id else Section.TRAY, row) for row in found]
        rows = _rows(session, shift, sections, managers, notes)
    return tuple(row for row in rows if not overdue or (row.age and row.age.overdue))


def _sections(
    session: Session, shift: Shift, managers: set[uuid.UUID]
) -> Sequence[tuple[Section, list[ColumnElement[bool]]]]:
    """The conditions of each section, each bound by an index of its own."""
    standing = _of_branch(shift)
    # The answer is spelled out: the indexes of what is unfinished serve only a condition that names it.
    unanswered = [*standing, col(Referral.answer).is_(None)]
    accepted = [*standing, col(Referral.answer) == literal_column("'accepted'"), col(Referral.outcome).is_(None)]
    if shift.may(Action.SEE_ALL_REFERRALS):
        gone = _gone(session, shift)
        own = [col(Referral.manager_id).is_not(None), col(Referral.manager_id).not_in(gone)]
    else:
        gone, own = [], [col(Referral.manager_id).in_(managers)]
    done = [*standing, col(Referral.id).in_(_resulted_today(session, shift)), *own]
    found = [(Section.CONFIRM, [*unanswered, *own])]
    if managers:
        found += [(Section.RESULT, [*accepted, *own]), (Section.DONE, done)]
    if shift.may(Action.ALLOCATE):
        returned = [
            *standing,
            col(Referral.id).in_(_returned_lately(session, shift)),
            col(Referral.answer) == Answer.RETURNED.value,
        ]
        nobody = [*unanswered, col(Referral.manager_id).is_(None)]
        left = [*unanswered, col(Referral.manager_id).in_(gone)]
        found = [(Section.TRAY, nobody), (Section.TRAY, left), (Section.RETURNED, returned), *found]
    return found


def _gone(session: Session, shift: Shift) -> list[uuid.UUID]:
    """Whoever no longer works here looks after nothing."""
    return [staff_id for staff_id, one in staff_names(session, shift).items() if not one.active]


def _of_branch(shift: Shift) -> list[ColumnElement[bool]]:
    return [col(Referral.branch_id) == shift.branch.id, col(Referral.undone_at).is_(None)]


def _seen(shift: Shift, managers: set[uuid.UUID]) -> list[ColumnElement[bool]]:
    """What a person may see: everything, or what they identified, logged, or have to answer."""
    if shift.may(Action.SEE_ALL_REFERRALS):
        return []
    me = shift.person.id
    own = (col(Referral.identified_by) == me, col(Referral.logged_by) == me, col(Referral.manager_id).in_(managers))
    return [or_(*own)]


def _count(session: Session, wanted: Sequence[ColumnElement[bool]]) -> int:
    return session.exec(select(func.count()).select_from(Referral).where(*wanted)).one()


def _page(session: Session, wanted: Sequence[ColumnElement[bool]], limit: int, section: Section) -> Sequence[Referral]:
    order = col(Referral.outcome_at).desc() if section is Section.DONE else col(Referral.created_at)
    return session.exec(select(Referral).where(*wanted).order_by(order, col(Referral.id)).limit(limit)).all()


def _rows(
    session: Session,
    shift: Shift,
    found: Sequence[tuple[Section, Referral]],
    managers: set[uuid.UUID],
    notes: Mapping[str, str],
) -> tuple[WorkRow, ...]:
    if not found:
        return ()
    age = _ages(session, shift, found)
    views = answer_views(session, shift, [row for _, row in found])
    claims = beside(session, shift, [row.id for _, row in found])
    return tuple(
        WorkRow(
            section=section,
            view=view,
            age=age(row.created_at) if row.answer is None else None,
            stands_in=row.manager_id in managers and row.manager_id != shift.person.id,
            handover=notes.get(view.referral.manager.no, "") if view.referral.manager else "",
            beside=claims.get(row.id, ()),
            mine=shift.may(Action.ANSWER_FOR_OTHERS) or row.manager_id in managers,
        )
        for (section, row), view in zip(found, views, strict=True)
    )


def _ages(
    session: Session, shift: Shift, found: Sequence[tuple[Section, Referral]]
) -> Callable[[datetime], Age | None]:
    """Nothing is loaded to tell ages where nothing waits."""
    if all(row.answer for _, row in found):
        return lambda _: None
    return ages(session, shift)


def _handover_notes(shift: Shift) -> dict[str, str]:
    """The hand-over notes of those for whom this person stands in today, by staff number."""
    today = shift.today()
    return {
        one.person.no: one.note
        for one in planned(shift)
        if one.first_on <= today and one.stand_in and one.stand_in.no == shift.person.no
    }


def _resulted_today(session: Session, shift: Shift) -> list[uuid.UUID]:
    """The referrals whose result was entered on the open day: to be looked at again, or put right."""
    day = session.exec(OPEN_DAY, params={"branch": shift.branch.id}).one_or_none()
    if day is None:
        return []
    query = select(Result.referral_id).where(col(Result.branch_id) == shift.branch.id, col(Result.day_id) == day.id)
    return list(session.exec(query).all())


def _returned_lately(session: Session, shift: Shift) -> list[uuid.UUID]:
    days = session.exec(
        select(BusinessDay.id)
        .where(col(BusinessDay.branch_id) == shift.branch.id)
        .order_by(col(BusinessDay.date).desc())
        .limit(LOOK_BACK)
    ).all()
    query = select(Confirmation.referral_id).where(
        col(Confirmation.branch_id) == shift.branch.id,
        col(Confirmation.day_id).in_(days),
        col(Confirmation.decision) == Decision.RETURNED.value,
    )
    return list(set(session.exec(query).all()))
