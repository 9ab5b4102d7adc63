"""The head of a day: the last link of the audit chain when it was closed, as it stands on the day's papers.

Whoever holds a signed paper can hold it against the store: see `desk/verifying.py`.
"""

import re
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from lobby_tui.desk.days import by_date
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.characters import fold, scrub
from lobby_tui.models.day import BusinessDay, DayMove
from lobby_tui.models.enums import DayMoveKind, DayState

GROUP: Final = 8
LENGTH: Final = 64
MARK: Final = "LOBBY1"
# Nothing is final while corrections are taken.
_ENDED: Final = (DayState.CLOSED, DayState.SIGNED)

_CURRENT: Final = (
    select(AuditEvent.seq, AuditEvent.hash)
    .where(col(AuditEvent.branch_id) == bindparam("branch"), col(AuditEvent.chain) == bindparam("chain"))
    .order_by(col(AuditEvent.seq).desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class DayHead:
    """A head as hexadecimal text, and how many events lead to it; `final` once the day is closed."""

    head: str
    events: int
    final: bool


@dataclass(frozen=True, slots=True)
class PrintedHead:
    """What was read from a paper; the day and the number of events are on it only where its QR code was read."""

    head: str
    day: date | None = None
    events: int | None = None


def shown(shift: Shift, day: date) -> DayHead:
    """The head of a date's business day, as `of_day`. Raises RefusedError where the branch did not work on it."""
    shift.require(Action.SEE_DAY)
    with shift.reading() as session:
        return of_day(session, shift, by_date(session, shift, day))


def of_day(session: Session, shift: Shift, day: BusinessDay) -> DayHead:
    """The head at the latest closing of a day; of one that is open or reopened, the chain's current one."""
    if day.state in _ENDED:
        closings = [one for one in moves(session, shift, day.id) if one.move == DayMoveKind.CLOSED]
        # A day that was closed before heads were kept has none.
        if closings:
            return DayHead(closings[-1].head, closings[-1].events, True)
    return current(session, shift)


def moves(session: Session, shift: Shift, day_id: uuid.UUID) -> list[DayMove]:
    """How a day was closed, signed and reopened, in order: that of the chain, as a clock may be set back."""
    rows = session.exec(
        select(DayMove)
        .where(DayMove.branch_id == shift.branch.id, DayMove.day_id == day_id)
        .order_by(col(DayMove.at), col(DayMove.events))
    ).all()
    return sorted(rows, key=lambda row: row.events) if len({row.chain for row in rows}) == 1 else list(rows)


def current(session: Session, shift: Shift) -> DayHead:
    """The last link of this terminal's chain at this moment; empty before the first event."""
    last = session.exec(_CURRENT, params={"branch": shift.branch.id, "chain": shift.chain}).first()
    return DayHead(last[1].hex(), last[0], False) if last else DayHead("", 0, False)


def printed(head: DayHead | str) -> str:
    """A head in groups of eight, which a person can compare and type."""
    text = head if isinstance(head, str) else head.head
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def qr_text(day: date, head: DayHead) -> str:
    """What the QR code on a paper says."""
    return f"{MARK} {day.isoformat()} {head.events} {head.head}"


def read(text: str) -> PrintedHead:
    """A head as typed or scanned: any case, any width, with or without spaces. Raises RefusedError."""
    words = scrub(fold(text)).casefold().split()
    if words[:1] == [MARK.casefold()]:
        return _scanned(words)
    head = "".join(words).replace("-", "")
    if not re.fullmatch(f"[0-9a-f]{{{LENGTH}}}", head):
        raise _unreadable(len(re.findall("[0-9a-f]", head)))
    return PrintedHead(head)


def _scanned(words: list[str]) -> PrintedHead:
    try:
        _, day, events, *rest = words
        return PrintedHead(read("".join(rest)).head, date.fromisoformat(day), int(events))
    except ValueError as error:
        raise _unreadable(0) from error


def _unreadable(count: int) -> RefusedError:
    return RefusedError(
        msg("This is not the head of an audit chain: {count} of its {length} digits.", count=count, length=LENGTH),
        remedy=msg("Type all eight groups as they stand on the paper, or scan its code."),
        field="head",
        code="not_a_head",
    )
