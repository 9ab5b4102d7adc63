"""Where a customer's data may be besides the records: in backups, and in reasons that somebody typed for a look."""

import json
from datetime import datetime

from sqlmodel import Session, col, or_, select

from lobby_tui.desk.customer.needle import Needle
from lobby_tui.desk.safekeeping import listed_backups
from lobby_tui.desk.shift import Shift
from lobby_tui.models.audit import AuditEvent


def backups_since(shift: Shift, since: datetime) -> tuple[str, ...]:
    """The backups that were made since a customer was first recorded, the latest first; they go with the rotation.

    Raises NotAllowedError, StoreError.
    """
    return tuple(str(one.path) for one in listed_backups(shift).found if one.made >= since)


def events_naming(session: Session, shift: Shift, known: Needle) -> int:
    """How many audit events have a reason, typed by somebody, that names the customer."""
    if known.pattern is None:
        return 0
    # Only those with words in them: the others hold codes, numbers and counts.
    query = select(col(AuditEvent.detail)).where(
        col(AuditEvent.branch_id) == shift.branch.id,
        or_(col(AuditEvent.action).like("%revealed"), col(AuditEvent.action).like("customer%")),
    )
    return sum(known.means(json.dumps(detail, ensure_ascii=False)) for detail in session.exec(query))
