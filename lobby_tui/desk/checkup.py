"""Is the store whole? The checks behind `lobby store check`."""

import hmac
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter

from sqlmodel import Session, SQLModel, col, select, text

from lobby_tui.desk import owners
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, msg
from lobby_tui.models.absence import Absence
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.audit import AuditChain, AuditEvent
from lobby_tui.models.branch import Branch
from lobby_tui.models.calendar import CalendarDay
from lobby_tui.models.checklist import ChecklistTick
from lobby_tui.models.complaint import Complaint, ComplaintStep
from lobby_tui.models.crm import CrmExport, ImportLine, ResultImport
from lobby_tui.models.crowding import Crowding
from lobby_tui.models.day import BusinessDay, CarriedGap, DayMove
from lobby_tui.models.fault import DeviceFault
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.incident import Incident
from lobby_tui.models.meeting import Meeting
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result, ResultProduct
from lobby_tui.models.review import Coaching, Goal, ReviewMark, ReviewMove
from lobby_tui.models.staff import Staff
from lobby_tui.models.visit import Visit, VisitSignal
from lobby_tui.store.audit import START, event_hash, next_key, row_digest, row_name

AUDITED: tuple[type[SQLModel], ...] = (
    Branch, Staff, BusinessDay, DayMove, CarriedGap, Visit, VisitSignal, Referral, Confirmation, Result, ResultProduct,
    FollowUp, Absence, CalendarDay, ChecklistTick, DeviceFault, Crowding, Incident, Complaint, ComplaintStep, Meeting,
    CrmExport, ResultImport, ImportLine, ReviewMark, ReviewMove, Coaching, Goal,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checkup:
    """What the check found. `replayed` says whether the keyed chain could be replayed: supervisors only."""

    problems: tuple[Message, ...]
    events: int
    head: str
    replayed: bool

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check(shift: Shift) -> Checkup:
    """Check the file, the rows against their digests, the audit chains, and that every referral has an owner."""
    shift.require(Action.CHECK_STORE)
    with shift.reading() as session:
        problems = [
            *_file(session),
            *differing_rows(session, shift),
            *owners.problems(session, shift),
        ]
        events, head, replayed = 0, "", shift.keys.audit_private is not None
        for chain, found in groupby(events_of(session, shift), key=lambda event: event.chain):
            first_key = first_key_of(session, shift, chain)
            if first_key is None and shift.keys.audit_private:
                problems.append(msg("An audit chain has lost its first key, so it cannot be replayed."))
                replayed = False
            walk = Walk(first_key)
            for event in found:
                problems += walk.step(event)
                events += 1
            if chain == shift.chain:
                head = walk.prev.hex()
        return Checkup(tuple(problems), events, head, replayed)


class Walk:
    """One walk along a chain, with its keys where they are known."""

    def __init__(self, first_key: bytes | None) -> None:
        self.key = first_key
        self.key_number = 0
        self.prev = START
        self.seq = 0

    def step(self, event: AuditEvent) -> Iterator[Message]:
        """What is wrong with the next event."""
        if event.seq != self.seq + 1 or event.prev != self.prev:
            yield msg("The audit chain is broken before event {seq}.", seq=event.seq)
        if self.key is not None:
            # The key turns by one at most; an event that claims more than that fails its hash.
            if event.key_number == self.key_number + 1:
                self.key, self.key_number = next_key(self.key), event.key_number
            if not hmac.compare_digest(event_hash(self.key, event.model_dump()), event.hash):
                yield msg("Audit event {seq} was changed after it was written.", seq=event.seq)
        self.seq, self.prev = event.seq, event.hash


def _file(session: Session) -> Iterator[Message]:
    found = [row[0] for row in session.connection().execute(text("PRAGMA integrity_check"))]
    if found != ["ok"]:
        yield msg("The file is damaged: {reason}", reason="; ".join(found[:3]))
    orphans = session.connection().execute(text("PRAGMA foreign_key_check")).fetchall()
    if orphans:
        yield msg("Rows that lost what they belong to: {count}.", count=len(orphans))


def events_of(session: Session, shift: Shift) -> Iterator[AuditEvent]:
    """Every audit event, chain after chain, each in order."""
    query = (
        select(AuditEvent)
        .where(AuditEvent.branch_id == shift.branch.id)
        .order_by(col(AuditEvent.chain), col(AuditEvent.seq))
        .execution_options(yield_per=1000)
    )
    for event in session.exec(query):
        yield event
        session.expunge(event)


def first_key_of(session: Session, shift: Shift, chain: uuid.UUID) -> bytes | None:
    """The key that a chain began with; None for whoever is no supervisor, or where it cannot be unsealed."""
    row = session.get(AuditChain, (shift.branch.id, chain))
    if row is None or shift.keys.audit_private is None:
        return None
    # Here and not above: these load OpenSSL, which a day at the desk can do without.
    from cryptography.exceptions import InvalidTag

    from lobby_tui.store.sealing import unseal

    try:
        return unseal(shift.keys.audit_private, row.sealed_first_key)
    except (InvalidTag, ValueError):
        return None


def differing_rows(session: Session, shift: Shift) -> Iterator[Message]:
    """Rows that differ from what their latest event says, or that no event speaks of."""
    latest = latest_digests(session, shift.branch.id)
    for table in AUDITED:
        query = select(table).where(table.branch_id == shift.branch.id)  # type: ignore[attr-defined]
        for row in session.exec(query.execution_options(yield_per=1000)):
            name = row_name(row)
            expected = latest.pop(name, None)
            if expected is None:
                yield msg("No audit event speaks of {row}.", row=name)
            elif expected != row_digest(shift.store.row_key, row):
                yield msg("{row} differs from what its last audit event says.", row=name)
            session.expunge(row)
    for name in latest:
        yield msg("{row} is gone, and no audit event says so.", row=name)


def latest_digests(session: Session, branch_id: uuid.UUID) -> dict[str, str]:
    """What the last event that speaks of each row says of it.

    Along a chain the order of the events counts and not their time: a clock set back reorders nothing.
    """
    latest: dict[str, tuple[datetime, str]] = {}
    said = (
        select(AuditEvent.chain, AuditEvent.at, AuditEvent.rows)
        .where(AuditEvent.branch_id == branch_id)
        .order_by(col(AuditEvent.chain), col(AuditEvent.seq))
        .execution_options(yield_per=1000)
    )
    for _, events in groupby(session.exec(said), key=itemgetter(0)):
        moment = datetime.min.replace(tzinfo=UTC)
        for _, at, rows in events:
            moment = max(moment, at)
            for name, digest in rows.items():
                if name not in latest or latest[name][0] <= moment:
                    latest[name] = moment, digest
    return {name: digest for name, (_, digest) in latest.items()}
