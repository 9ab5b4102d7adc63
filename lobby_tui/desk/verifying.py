"""Holding a signed paper against the store: is the head that it carries in the audit chain, and what leads to it whole?

A supervisor's look replays the chain with its keys; anybody else's follows its links. What neither can see is in
`docs/decisions/0003-audit.md`: never more than that is promised.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Final

from sqlmodel import Session, col, select

from lobby_tui.desk.checkup import Walk, differing_rows, events_of, first_key_of
from lobby_tui.desk.day_heads import PrintedHead, of_day, read
from lobby_tui.desk.days import by_date
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, msg
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.checklist import ChecklistTick
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.day import BusinessDay, DayMove
from lobby_tui.models.enums import DayMoveKind, DayState
from lobby_tui.models.fault import DeviceFault
from lobby_tui.models.incident import Incident
from lobby_tui.models.referral import Referral
from lobby_tui.models.visit import Visit

_OF_A_DAY: Final = (Referral, Visit, Complaint, Incident, DeviceFault, ChecklistTick)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look at a printed head found.

    `event` is the place of the head in its chain, None where no event has it; `day` the business day that it belongs
    to. `changed_since` counts the day's records of which later events speak: answers that came in, or corrections.
    `replayed` says whether the chain was replayed with its keys: supervisors only.
    """

    head: str
    event: int | None
    day: date | None
    changed_since: int
    replayed: bool
    problems: tuple[Message, ...]
    notes: tuple[Message, ...]

    @property
    def ok(self) -> bool:
        """Whether the store has this head, and everything that leads to it is as it was."""
        return self.event is not None and not self.problems


@dataclass(slots=True)
class _Trail:
    """What one walk along the chain that has the head found: the rows spoken of before it, and after it."""

    chain: uuid.UUID
    replayed: bool
    seq: int | None = None
    problems: list[Message] = field(default_factory=list)
    before: set[str] = field(default_factory=set)
    after: set[str] = field(default_factory=set)


def verify(shift: Shift, text: str, day: date | None = None) -> Verdict:
    """Hold a head, typed from a paper or scanned from its code, against the store.

    Raises RefusedError where `text` is no head, or the branch did not work on `day`.
    """
    shift.require(Action.CHECK_STORE)
    paper = read(text)
    with shift.reading() as session:
        asked = day or paper.day
        if asked:
            by_date(session, shift, asked)
        trail = _trail(session, shift, paper.head)
        if trail is None or trail.seq is None:
            replayed = shift.keys.audit_private is not None
            return Verdict(paper.head, None, None, 0, replayed, (_unknown(),), ())
        row = _day_of(session, shift, trail)
        problems = [*trail.problems, *_rows(session, shift, trail), *_paper(paper, trail, asked, row)]
        return Verdict(
            head=paper.head,
            event=trail.seq,
            day=row.date if row else None,
            changed_since=_changed_since(session, shift, row, trail),
            replayed=trail.replayed,
            problems=tuple(problems),
            notes=tuple(_notes(session, shift, paper, row)),
        )


def _trail(session: Session, shift: Shift, head: str) -> _Trail | None:
    """The walk along the chain that has the head; None where none has it."""
    wanted = bytes.fromhex(head)
    for chain, events in groupby(events_of(session, shift), key=lambda event: event.chain):
        key = first_key_of(session, shift, chain)
        trail, walk = _Trail(chain, key is not None), Walk(key)
        if key is None and shift.keys.audit_private:
            trail.problems.append(msg("An audit chain has lost its first key, so it cannot be replayed."))
        for event in events:
            _step(trail, walk, event, wanted)
        if trail.seq is not None:
            return trail
    return None


def _step(trail: _Trail, walk: Walk, event: AuditEvent, wanted: bytes) -> None:
    found = list(walk.step(event))
    if trail.seq is not None:
        trail.after.update(event.rows)
        return
    trail.problems += found
    trail.before.update(event.rows)
    if event.hash == wanted:
        trail.seq = event.seq


def _rows(session: Session, shift: Shift, trail: _Trail) -> Iterator[Message]:
    """Rows that are not as the chain says, of those that it speaks of before the head; and rows nobody wrote."""
    spoken = trail.before | trail.after
    for problem in differing_rows(session, shift):
        name = problem.params["row"]
        if name in trail.before or name not in spoken:
            yield problem


def _day_of(session: Session, shift: Shift, trail: _Trail) -> BusinessDay | None:
    """The day of the first closing at the head or after it; else the open one, on which the paper was printed."""
    closing = session.exec(
        select(DayMove.day_id)
        .where(
            col(DayMove.branch_id) == shift.branch.id,
            col(DayMove.chain) == trail.chain,
            col(DayMove.events) >= trail.seq,
            col(DayMove.move) == DayMoveKind.CLOSED.value,
        )
        .order_by(col(DayMove.events))
        .limit(1)
    ).first()
    if closing:
        return session.get(BusinessDay, (shift.branch.id, closing))
    return session.exec(
        select(BusinessDay).where(BusinessDay.branch_id == shift.branch.id, BusinessDay.state == DayState.OPEN.value)
    ).one_or_none()


def _paper(paper: PrintedHead, trail: _Trail, asked: date | None, row: BusinessDay | None) -> Iterator[Message]:
    """What the paper says, and the store does not."""
    if paper.events is not None and paper.events != trail.seq:
        yield msg("The paper counts {paper} events, the store {store}.", paper=paper.events, store=trail.seq or 0)
    if asked and (row is None or row.date != asked):
        found = row.date.isoformat() if row else "?"
        yield msg("This head belongs to {found}, not to {asked}.", found=found, asked=asked.isoformat())


def _notes(session: Session, shift: Shift, paper: PrintedHead, row: BusinessDay | None) -> Iterator[Message]:
    """What a reader of the paper should know, although nothing is wrong."""
    if row is None:
        return
    day, head = row.date.isoformat(), of_day(session, shift, row)
    if not head.final:
        yield msg("{day} is not closed: a paper printed now carries another head.", day=day)
    elif head.head != paper.head:
        yield msg("A later closing of {day} carries another head: ask for the paper printed then.", day=day)


def _changed_since(session: Session, shift: Shift, row: BusinessDay | None, trail: _Trail) -> int:
    if row is None:
        return 0
    names: set[str] = set()
    for table in _OF_A_DAY:
        query = select(table.id).where(table.branch_id == shift.branch.id, table.day_id == row.id)
        names.update(f"{table.__tablename__}:{one}" for one in session.exec(query))
    return len(names & trail.before & trail.after)


def _unknown() -> Message:
    return msg("No audit event has this head: the paper is another store's, or what led to it was changed.")
