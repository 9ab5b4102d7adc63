"""Back to the referrer: what came of the referrals that somebody noticed, and which of them still wait."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from lobby_tui.desk.ages import Age, ages
from lobby_tui.desk.answer.views import AnswerView, answer_views
from lobby_tui.desk.answer.words import answer_text
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.search import PAGE
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, msg
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import Answer
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result

LOOK_BACK: Final = 5
"""Business days that “lately” means: a week of work."""


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """A referral and where it stands. `age` while it is unanswered; `at` is when it last came a step further."""

    view: AnswerView
    text: Message
    age: Age | None
    at: datetime

    @property
    def id(self) -> uuid.UUID:
        """The referral's id."""
        return self.view.id

    @property
    def sentence(self) -> Message:
        """The same with the number: “No. 3: …”."""
        return msg("No. {number}: {text}", number=self.view.referral.number, text=self.text)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """News first, the newest of it first; then what is accepted and has no result; then what waits, oldest first."""

    rows: tuple[OutcomeRow, ...]

    @property
    def waiting(self) -> tuple[OutcomeRow, ...]:
        """The unanswered ones."""
        return tuple(row for row in self.rows if row.view.answer is None)

    @property
    def ended(self) -> tuple[OutcomeRow, ...]:
        """Those with a result, and those that were returned."""
        return tuple(row for row in self.rows if _ended(row.view))


def mine(shift: Shift, days: int = LOOK_BACK) -> Outcomes:
    """What came of this person's referrals: those of the last business days, those that came further on one of them,
    and every one that is still unanswered.
    """
    shift.require(Action.REFER)
    with shift.reading() as session:
        lately = [one.id for one in _last_days(session, shift, days)]
        me = col(Referral.identified_by) == shift.person.id
        ids = {
            *_moved_on(session, shift, lately, me),
            *_unanswered(session, shift, shift.person.id),
            *_noticed_on(session, shift, lately),
        }
        return _outcomes(session, shift, ids)


def of_branch(session: Session, shift: Shift, day: date) -> Outcomes:
    """The same for all staff, for the sheet of a meeting: what came further on one business day, and what is still
    unanswered. Nothing where the branch did not work on that day. The caller has asked for leave.
    """
    found = session.exec(
        select(BusinessDay.id).where(col(BusinessDay.branch_id) == shift.branch.id, col(BusinessDay.date) == day)
    ).all()
    return _outcomes(session, shift, {*_moved_on(session, shift, found), *_unanswered(session, shift)})


def _last_days(session: Session, shift: Shift, limit: int) -> Sequence[BusinessDay]:
    return session.exec(
        select(BusinessDay)
        .where(col(BusinessDay.branch_id) == shift.branch.id)
        .order_by(col(BusinessDay.date).desc())
        .limit(limit)
    ).all()


def _moved_on(
    session: Session, shift: Shift, days: Sequence[uuid.UUID], *wanted: ColumnElement[bool]
) -> set[uuid.UUID]:
    """The referrals that were answered on one of these days, or got their result."""
    found: set[uuid.UUID] = set()
    for table in (Confirmation, Result):
        query = (
            select(Referral.id)
            .join(
                table,
                (col(table.branch_id) == col(Referral.branch_id)) & (col(table.referral_id) == col(Referral.id)),
            )
            .where(col(table.branch_id) == shift.branch.id, col(table.day_id).in_(days))
            .where(col(Referral.answer).is_not(None), col(Referral.undone_at).is_(None), *wanted)
        )
        found |= set(session.exec(query).all())
    return found


def _unanswered(session: Session, shift: Shift, by: uuid.UUID | None = None) -> set[uuid.UUID]:
    """What waits, of the whole branch or as far as one person noticed it.

    Read whole by its own index, which holds little: with the person among the conditions SQLite would go through all
    that they ever noticed.
    """
    found: set[uuid.UUID] = set()
    for given in (col(Referral.manager_id).is_(None), col(Referral.manager_id).is_not(None)):
        query = select(Referral.id, Referral.identified_by).where(
            col(Referral.branch_id) == shift.branch.id,
            col(Referral.undone_at).is_(None),
            col(Referral.answer).is_(None),
            given,
        )
        found |= {referral_id for referral_id, noticed_by in session.exec(query) if by in (None, noticed_by)}
    return found


def _noticed_on(session: Session, shift: Shift, days: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """This person's referrals of some days, which are looked through whole: an index by person would cost every
    referral a page, and a day has few hundred.
    """
    query = select(Referral.id).where(
        col(Referral.branch_id) == shift.branch.id,
        col(Referral.day_id).in_(days),
        col(Referral.undone_at).is_(None),
        col(Referral.identified_by) == shift.person.id,
    )
    return set(session.exec(query).all())


def _outcomes(session: Session, shift: Shift, ids: Iterable[uuid.UUID]) -> Outcomes:
    rows = session.exec(
        select(Referral)
        .where(col(Referral.branch_id) == shift.branch.id, col(Referral.id).in_(sorted(ids)[-PAGE:]))
        .order_by(col(Referral.created_at), col(Referral.id))
    ).all()
    age: Callable[[datetime], Age] | None = None
    if any(row.answer is None for row in rows):
        age = ages(session, shift)
    made = []
    for row, view in zip(rows, answer_views(session, shift, rows), strict=True):
        old = age(row.created_at) if age and row.answer is None else None
        at = max(one for one in (row.created_at, row.answered_at, row.outcome_at) if one)
        made.append(OutcomeRow(view, answer_text(view, shift.playbook), old, at))
    return Outcomes(tuple(sorted(made, key=_order)))


def _order(row: OutcomeRow) -> tuple[int, float]:
    if row.view.answer is None:
        return 2, row.at.timestamp()
    return (0 if _ended(row.view) else 1), -row.at.timestamp()


def _ended(view: AnswerView) -> bool:
    return view.outcome is not None or view.answer is Answer.RETURNED
