"""When a day's referrals were corrected last, after they were reviewed: a day takes corrections until it is closed."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session

from lobby_tui.desk.review.odd_edits import Stretch, edits
from lobby_tui.desk.shift import Shift
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import DayState
from lobby_tui.models.referral import Referral

_TAKES_THEM: Final = (DayState.OPEN, DayState.REOPENED)


def corrections(
    session: Session, shift: Shift, day: BusinessDay, rows: Sequence[Referral], since: Mapping[uuid.UUID, datetime]
) -> dict[uuid.UUID, datetime]:
    """The last correction of each referral after the moment in `since`, of those that have one.

    An answer or a result changes the row as well, and is none: only the audit trail tells them apart. It is asked only
    about rows that were written after that moment, and only for the time in which the day took corrections.
    """
    end = shift.now() if day.state in _TAKES_THEM or day.closed_at is None else day.closed_at
    within = {}
    for row in rows:
        moment = since.get(row.id)
        if moment is not None and row.changed_at > moment and min(row.changed_at, end) > moment:
            within[row.id] = Stretch(moment, min(row.changed_at, end))
    found = edits(session, shift, within)
    return {one: last for one, some in found.items() if (last := some[-1].at) > within[one].first}
