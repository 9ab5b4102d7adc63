"""Whether anything was entered since one last looked, by whichever terminal: what a screen asks each second.

SQLite's own `data_version` belongs to a connection, and looks come from a pool of them; nor does it count what was
written over that connection. Whatever is entered leaves an event, so the ends of the audit chains tell it exactly: one
step down an index for each terminal, a quarter of a millisecond with the session around it, however long they are.
"""

from typing import Final

from sqlalchemy import bindparam
from sqlmodel import col, func, select

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.models.audit import AuditChain, AuditEvent

_END = (
    select(func.max(AuditEvent.seq))
    .where(col(AuditEvent.branch_id) == col(AuditChain.branch_id), col(AuditEvent.chain) == col(AuditChain.chain))
    .correlate(AuditChain)
    .scalar_subquery()
)
# Built once: a query takes longer to build than to run.
_ENDS: Final = select(_END).where(col(AuditChain.branch_id) == bindparam("branch"))


def version(shift: Shift) -> int:
    """How many events all terminals have; higher than before once anything was entered. Raises NotAllowedError."""
    shift.require(Action.REVIEW)
    with shift.reading() as session:
        return sum(end or 0 for end in session.exec(_ENDS, params={"branch": shift.branch.id}))
