"""Whose result a line of the core system is: certain by its number, or only likely, so that a person decides."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sqlmodel import Session, col, select

from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, msg
from lobby_tui.models.enums import Answer
from lobby_tui.models.names import normalise_query
from lobby_tui.models.referral import Referral, SearchTerm
from lobby_tui.models.result_lines import ResultLine

WINDOW: Final = timedelta(days=90)
"""How long after a referral a result may be its result."""
WHOLE: Final = 5
"""An identifier of fewer characters is only the tail of one."""


class Why(StrEnum):
    """Why a line waits for a person."""

    NAME_ONLY = "name_only"
    NAME_DIFFERS = "name_differs"
    SEVERAL = "several"
    NOT_ACCEPTED = "not_accepted"
    HAS_RESULT = "has_result"
    TOO_MANY = "too_many"


WHYS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        Why.NAME_ONLY: msg("Only the name fits."),
        Why.NAME_DIFFERS: msg("The number fits, the name does not."),
        Why.SEVERAL: msg("Several referrals fit."),
        Why.NOT_ACCEPTED: msg("The referral is not accepted."),
        Why.HAS_RESULT: msg("The referral has a result already."),
        Why.TOO_MANY: msg("More than one customer takes."),
    }
)


@dataclass(frozen=True, slots=True)
class Match:
    """Whose result a line is: certain when `why` is None, and then there is one candidate; nobody's without any."""

    candidates: tuple[Referral, ...]
    why: Why | None


def match(session: Session, shift: Shift, line: ResultLine) -> Match:
    """The standing referrals of the 90 days before a line's date that may have led to it.

    Certain is one accepted referral without a result that has the line's identifier or contact, where the name does
    not speak against it.
    """
    found = _by_number(session, shift, line)
    if found:
        return _by_certainty(line, found)
    named = [row for row in _by_name(session, shift, line) if row.outcome is None and row.answer != Answer.RETURNED]
    return Match(tuple(named), Why.NAME_ONLY if named else None)


def _by_certainty(line: ResultLine, found: Sequence[Referral]) -> Match:
    same = [row for row in found if not line.customer or _same_name(row, line)]
    if not same:
        return Match(tuple(found), Why.NAME_DIFFERS)
    fitting = [row for row in same if row.answer == Answer.ACCEPTED and row.outcome is None]
    if len(fitting) == 1:
        return Match((fitting[0],), None)
    if fitting:
        return Match(tuple(fitting), Why.SEVERAL)
    settled = all(row.outcome for row in same)
    return Match(tuple(same), Why.HAS_RESULT if settled else Why.NOT_ACCEPTED)


def _by_number(session: Session, shift: Shift, line: ResultLine) -> list[Referral]:
    found: list[Referral] = []
    for column, value in (
        (col(Referral.identifier_index), line.identifier if len(line.identifier) >= WHOLE else ""),
        (col(Referral.contact_index), line.contact),
    ):
        if value:
            query = select(Referral).where(
                col(Referral.branch_id) == shift.branch.id,
                col(Referral.undone_at).is_(None),
                column == shift.blind(value),
                col(Referral.created_at) >= _earliest(line),
            )
            found += session.exec(query).all()
    return _in_time(shift, line, found)


def _by_name(session: Session, shift: Shift, line: ResultLine) -> list[Referral]:
    if not line.customer:
        return []
    query = (
        select(Referral)
        .join(
            SearchTerm,
            (col(SearchTerm.branch_id) == col(Referral.branch_id)) & (col(SearchTerm.referral_id) == col(Referral.id)),
        )
        .where(
            col(SearchTerm.branch_id) == shift.branch.id,
            col(SearchTerm.term) == normalise_query(line.customer),
            col(Referral.undone_at).is_(None),
            col(Referral.created_at) >= _earliest(line),
        )
        .order_by(col(SearchTerm.referral_id).desc())
        .limit(50)
    )
    return [row for row in _in_time(shift, line, session.exec(query).all()) if _same_name(row, line)]


def _earliest(line: ResultLine) -> datetime:
    return datetime.combine(line.day, time(), UTC) - WINDOW - timedelta(days=1)


def _in_time(shift: Shift, line: ResultLine, rows: Iterable[Referral]) -> list[Referral]:
    """Each row once, the newest first, if it came before the line's date and not too long before."""
    once: dict[uuid.UUID, Referral] = {row.id: row for row in rows}
    fitting = [row for row in once.values() if timedelta(0) <= line.day - shift.local(row.created_at).date() <= WINDOW]
    return sorted(fitting, key=lambda row: row.id, reverse=True)


def _same_name(row: Referral, line: ResultLine) -> bool:
    return normalise_query(row.customer) == normalise_query(line.customer)
