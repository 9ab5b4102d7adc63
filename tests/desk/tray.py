"""Putting a referral into the red tray, whatever rule the branch has for giving them out."""

import uuid

from lobby_tui.desk.shift import Shift
from lobby_tui.models.referral import Referral


def to_nobody(shift: Shift, referral_id: uuid.UUID) -> None:
    """As where the branch's rule finds nobody."""
    with shift.writing() as writing:
        row = writing.session.get_one(Referral, (shift.branch.id, referral_id))
        row.manager_id, row.allocation = None, "none"
        writing.session.add(row)
        writing.record("test", "test")
