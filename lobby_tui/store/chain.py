"""Writing the audit chain: the event of a transaction, bound to the event before it on this terminal."""

import secrets
import uuid
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from lobby_tui.models.audit import AuditChain, AuditEvent
from lobby_tui.models.branch import Branch
from lobby_tui.models.draft import Draft
from lobby_tui.models.referral import SearchTerm
from lobby_tui.store.audit import START, event_hash, next_key, row_digest, row_name, seal

if TYPE_CHECKING:
    from lobby_tui.store.store import Store, Terminal, Writing

# Scratch paper and what can be computed again from the other rows.
UNCHAINED = (Draft, SearchTerm, AuditChain, AuditEvent)


def append_event(store: "Store", session: Session, terminal: "Terminal", writing: "Writing") -> None:
    """Add the event of a transaction, with a digest of each row that it wrote."""
    assert writing.event is not None
    action, subject, detail = writing.event
    touched = [row for row in writing.touched.values() if not isinstance(row, UNCHAINED)]
    now = store.clock.now()
    chain = _chain(session, terminal, now.date().isoformat())
    last = session.exec(
        select(AuditEvent.seq, AuditEvent.hash)
        .where(AuditEvent.branch_id == terminal.branch_id, AuditEvent.chain == terminal.chain)
        .order_by(col(AuditEvent.seq).desc())
        .limit(1)
    ).first()
    event = AuditEvent(
        branch_id=terminal.branch_id,
        chain=terminal.chain,
        seq=last[0] + 1 if last else 1,
        at=now,
        staff_id=terminal.staff_id,
        action=action,
        subject=subject,
        detail=detail,
        rows={row_name(row): row_digest(store.row_key, row) for row in touched},
        key_number=chain.key_number,
        prev=last[1] if last else START,
        hash=START,
    )
    event.hash = event_hash(chain.day_key, event)
    session.add(event)


def _chain(session: Session, terminal: "Terminal", today: str) -> AuditChain:
    """This terminal's chain, its key turned forward to `today`. A clock set back turns nothing back."""
    chain = session.get(AuditChain, (terminal.branch_id, terminal.chain))
    if chain is None:
        chain = _started(session, terminal.branch_id, terminal.chain, today)
    elif chain.key_date < today:
        chain.day_key = next_key(chain.day_key)
        chain.key_number += 1
        chain.key_date = today
    return chain


def _started(session: Session, branch_id: uuid.UUID, chain: uuid.UUID, today: str) -> AuditChain:
    branch = session.get_one(Branch, branch_id)
    first = secrets.token_bytes(32)
    row = AuditChain(
        branch_id=branch_id,
        chain=chain,
        sealed_first_key=seal(branch.audit_public_key, first),
        key_number=0,
        key_date=today,
        day_key=first,
    )
    session.add(row)
    return row
