"""Finding the referrals that somebody asks about by number, and what became of those in a list."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlmodel import col, select

from lobby_tui.desk.absences import standing_in
from lobby_tui.desk.answer.rows import unknown_referral
from lobby_tui.desk.answer.views import AnswerView, answer_views
from lobby_tui.desk.days import OPEN_DAY, by_date
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.referral import Referral

# A question with an id for each row of a long list would be longer than SQLite takes.
AT_ONCE: Final = 500


def by_number(shift: Shift, number: int, day: date | None = None) -> uuid.UUID:
    """The id of a referral by its number and business day, the open one where none is named. Raises RefusedError."""
    shift.require(Action.REFER)
    with shift.reading() as session:
        if day is None:
            of_day = session.exec(OPEN_DAY, params={"branch": shift.branch.id}).one_or_none()
        else:
            of_day = by_date(session, shift, day)
        if of_day is None:
            raise RefusedError(
                msg("No business day is open."),
                remedy=msg("Name the day that you mean."),
                field="day",
                code="no_open_day",
            )
        found = session.exec(
            select(Referral.id).where(
                col(Referral.branch_id) == shift.branch.id,
                col(Referral.day_id) == of_day.id,
                col(Referral.number) == number,
            )
        ).one_or_none()
    if found is None:
        raise unknown_referral(number)
    return found


def of(shift: Shift, referral_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, AnswerView]:
    """What became of some referrals, by id. Those that this person may not see are left out."""
    shift.require(Action.REFER)
    found: dict[uuid.UUID, AnswerView] = {}
    with shift.reading() as session:
        managers = {shift.person.id, *standing_in(session, shift)}
        for start in range(0, len(referral_ids), AT_ONCE):
            rows = session.exec(
                select(Referral).where(
                    col(Referral.branch_id) == shift.branch.id,
                    col(Referral.id).in_(referral_ids[start : start + AT_ONCE]),
                )
            ).all()
            seen = [
                row
                for row in rows
                if shift.may(Action.SEE_ALL_REFERRALS)
                or row.manager_id in managers
                or shift.person.id in (row.identified_by, row.logged_by)
            ]
            found |= {one.id: one for one in answer_views(session, shift, seen)}
    return found
