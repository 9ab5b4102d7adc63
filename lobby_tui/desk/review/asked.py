"""What the review asked of me, and what it told me; and my answers. Everybody sees their own only."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import literal_column
from sqlmodel import Session, col, select

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import ReferralView, staff_names, views
from lobby_tui.desk.review.marked import Decision, MarkView, mark_of, mark_view
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.referral import Referral
from lobby_tui.models.review import ReviewMark
from lobby_tui.models.text import said

LOOK_BACK: Final = timedelta(days=31)
"""So far back stands what was answered already, and what needs no answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one of my referrals, or a word of coaching; masked, as the referral is."""

    referral: ReferralView
    mark: MarkView

    @property
    def id(self) -> uuid.UUID:
        """The referral's id."""
        return self.referral.id


def mine(shift: Shift) -> tuple[Asked, ...]:
    """What this person was asked or told: what waits for an answer first, the oldest of it on top; then the newest."""
    shift.require(Action.ANSWER_REVIEW)
    with shift.reading() as session:
        marks = {mark.referral_id: mark for mark in (*_open(session, shift), *_lately(session, shift))}
        rows = session.exec(
            select(Referral).where(
                col(Referral.branch_id) == shift.branch.id,
                col(Referral.id).in_(list(marks)),
                col(Referral.undone_at).is_(None),
            )
        ).all()
        people = staff_names(session, shift)
        found = [
            Asked(view, mark_view(marks[row.id], row, people))
            for row, view in zip(rows, views(session, shift, rows), strict=True)
        ]
    return tuple(sorted(found, key=_order))


def answer(shift: Shift, referral_id: uuid.UUID, text: str, version: int | None = None) -> Asked:
    """Answer a question, or put one's answer right until the reviewer has decided.

    Raises RefusedError where this person was not asked, where the question changed since `version` was read, or for
    an answer that says nothing (field `answer`).
    """
    shift.require(Action.ANSWER_REVIEW)
    words = said(text, limit=200, field="answer", needed=True)
    with shift.writing() as writing:
        session = writing.session
        mark, row = mark_of(session, shift, referral_id), session.get(Referral, (shift.branch.id, referral_id))
        if mark is None or row is None or mark.asked_of != shift.person.id or mark.decision != Decision.ASKED:
            raise RefusedError(
                msg("Nothing is asked of you about this referral."),
                remedy=msg("Look at the list again; perhaps the reviewer has decided meanwhile."),
                code="not_asked",
            )
        if version is not None and mark.version != version:
            raise RefusedError(
                msg("The question has changed in the meantime."),
                remedy=msg("Read it again, then answer."),
                code="changed_meanwhile",
            )
        mark.answer, mark.answered_at = words, shift.now()
        mark.version += 1
        session.add(mark)
        writing.record("review_answered", f"referral:{row.id}", number=row.number)
        session.flush()
        return Asked(views(session, shift, [row])[0], mark_view(mark, row, staff_names(session, shift)))


def _open(session: Session, shift: Shift) -> list[ReviewMark]:
    """What waits for an answer, by its own index: the condition is spelled out as there."""
    query = select(ReviewMark).where(
        col(ReviewMark.branch_id) == shift.branch.id,
        col(ReviewMark.asked_of) == shift.person.id,
        col(ReviewMark.decision) == literal_column("'asked'"),
        col(ReviewMark.answered_at).is_(None),
    )
    return list(session.exec(query))


def _lately(session: Session, shift: Shift) -> list[ReviewMark]:
    """What was said to this person about the last days."""
    days = session.exec(
        select(BusinessDay.id).where(
            col(BusinessDay.branch_id) == shift.branch.id, col(BusinessDay.date) >= shift.today() - LOOK_BACK
        )
    ).all()
    query = select(ReviewMark).where(
        col(ReviewMark.branch_id) == shift.branch.id,
        col(ReviewMark.day_id).in_(days),
        col(ReviewMark.asked_of) == shift.person.id,
    )
    return list(session.exec(query))


def _order(one: Asked) -> tuple[bool, float]:
    at = one.mark.at.timestamp()
    return (False, at) if one.mark.unanswered else (True, -at)
