"""What a business day has to say at a meeting: its figures, and what came back to whoever had referred [BOCOM].

No customer's name stands on a sheet that is read aloud: referrals go by their numbers.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import groupby

from sqlmodel import Session, col, func, select

from lobby_tui.desk import traffic
from lobby_tui.desk.answer.views import AnswerView, answer_views
from lobby_tui.desk.answer.words import answer_text, listed, product_text
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, msg
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import ReferralStatus
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a meeting sheet: its heading and its lines."""

    title: Message
    lines: tuple[Message, ...]


def figures(session: Session, shift: Shift, day: BusinessDay) -> tuple[Message, ...]:
    """A day's visits and referrals, and what was opened and sold on it [ICBC 3]."""
    return (_visits(session, shift, day), _referrals(session, shift, day), *_results(session, shift, day))


def came_back(session: Session, shift: Shift, day: BusinessDay) -> tuple[Message, ...]:
    """What was answered on a day, to referrals of whatever day: a line for each person who had referred."""
    found = _views(session, shift, _answered_on(session, shift, day.id))
    by_person = sorted(found, key=lambda one: (one.referral.identified_by.no, one.referral.day, one.referral.number))
    return tuple(
        msg("{name}: {what}", name=person.name, what=joined([_one(shift, one, day.date) for one in theirs]))
        for person, theirs in groupby(by_person, key=lambda one: one.referral.identified_by)
    )


def joined(parts: Iterable[Message]) -> Message:
    """Several texts on one line, with the semicolon of the reader's language between them."""
    return reduce(lambda left, right: msg("{left}; {right}", left=left, right=right), parts)


def _visits(session: Session, shift: Shift, day: BusinessDay) -> Message:
    total = traffic.on_day(session, shift, day).total
    minutes = (total.longest_wait or 0) // 60
    return msg(
        "Visits {visits}, left unserved {left}, longest wait {minutes} min",
        visits=total.visits,
        left=total.left,
        minutes=minutes,
    )


def _referrals(session: Session, shift: Shift, day: BusinessDay) -> Message:
    query = select(Referral.status, func.count()).where(
        col(Referral.branch_id) == shift.branch.id,
        col(Referral.day_id) == day.id,
        col(Referral.undone_at).is_(None),
    )
    found = dict(session.exec(query.group_by(col(Referral.status))).all())
    return msg(
        "Referrals {total}: introduced {introduced}, to follow up {to_follow_up}",
        total=sum(found.values()),
        introduced=found.get(ReferralStatus.INTRODUCED.value, 0),
        to_follow_up=found.get(ReferralStatus.TO_FOLLOW_UP.value, 0),
    )


def _results(session: Session, shift: Shift, day: BusinessDay) -> list[Message]:
    """What was opened and sold on a day, all together; nothing where it was nothing."""
    found = _views(session, shift, _resulted_on(session, shift, day.id))
    results = [one.result for one in found if one.result]
    opened = sum(one.opened for one in results)
    sold: Counter[str] = Counter()
    for one in results:
        sold.update(dict(one.sold))
    parts = [msg("accounts opened: {count}", count=opened)] if opened else []
    parts += [product_text(code, quantity, shift.playbook) for code, quantity in sorted(sold.items())]
    return [msg("Results: {what}", what=listed(parts))] if parts else []


def _answered_on(session: Session, shift: Shift, day_id: uuid.UUID) -> set[uuid.UUID]:
    confirmed = select(Confirmation.referral_id).where(
        col(Confirmation.branch_id) == shift.branch.id, col(Confirmation.day_id) == day_id
    )
    return {*session.exec(confirmed), *_resulted_on(session, shift, day_id)}


def _resulted_on(session: Session, shift: Shift, day_id: uuid.UUID) -> set[uuid.UUID]:
    query = select(Result.referral_id).where(col(Result.branch_id) == shift.branch.id, col(Result.day_id) == day_id)
    return set(session.exec(query))


def _views(session: Session, shift: Shift, ids: set[uuid.UUID]) -> Sequence[AnswerView]:
    """Those of these referrals that stand and have an answer; one that was passed on waits again."""
    if not ids:
        return ()
    query = select(Referral).where(
        col(Referral.branch_id) == shift.branch.id,
        col(Referral.id).in_(sorted(ids)),
        col(Referral.undone_at).is_(None),
        col(Referral.answer).is_not(None),
    )
    return answer_views(session, shift, session.exec(query).all())


def _one(shift: Shift, one: AnswerView, day: date) -> Message:
    """A referral and what became of it; one of another day is named with its date."""
    text = answer_text(one, shift.playbook)
    if one.referral.day == day:
        return msg("no. {number} {what}", number=one.referral.number, what=text)
    return msg("no. {number} of {day} {what}", number=one.referral.number, day=f"{one.referral.day:%m-%d}", what=text)
