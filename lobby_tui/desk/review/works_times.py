"""How long customers wait for the branch: from the referral to its acceptance, and to the first attempt to reach them.

In minutes of working time: the playbook's hours, without days off by the public and the branch's own calendar.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, case, func, select
from sqlmodel import Session, col

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review import rules
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.review.works_rows import standing
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.words import STATUSES
from lobby_tui.locale import Renderable, msg
from lobby_tui.models.enums import Answer, ReferralStatus
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.referral import Referral

_DAY = timedelta(days=1)
_BEFORE = timedelta(days=7)
"""A business day may hold entries of the next mornings; those before it are rarer still."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Minutes of working time of `n` referrals: the median, and between what the middle half lies; None for too few."""

    n: int
    median: float | None = None
    early: float | None = None
    late: float | None = None


@dataclass(frozen=True, slots=True)
class Waits:
    """Those of some referrals. `key` is a status or a need, empty for all of them."""

    key: str
    kind: str
    name: Renderable
    confirmed: Wait
    contacted: Wait


@dataclass(frozen=True, slots=True)
class Times:
    """The waits of a span: of all referrals, by status, by need; needs that nothing is known of are left out."""

    span: Span
    rows: tuple[Waits, ...]
    least_n: int


class _Referral(NamedTuple):
    status: str
    need: str
    confirmed: float | None
    contacted: float | None


def times(shift: Shift, span: Span) -> Times:
    """How long it took until referrals were accepted, as it stands now, and until the customer was first tried to reach
    by a follow-up. A reassigned referral is as old as it is to the customer. Raises NotAllowedError, StoreError.
    """
    shift.require(Action.REVIEW)
    with shift.reading() as session:
        found = _referrals(session, shift, span)
    by_need: defaultdict[str, list[_Referral]] = defaultdict(list)
    by_status: defaultdict[str, list[_Referral]] = defaultdict(list)
    for one in found:
        by_status[one.status].append(one)
        by_need[one.need].append(one)
    least = rules.of(shift).review.least_n
    needs = _needs(shift, by_need)
    rows = (
        _waits("", "all", msg("All"), found, least),
        *(_waits(code, "status", STATUSES[code], by_status[code], least) for code in ReferralStatus),
        *(_waits(code, "need", name, by_need[code], least) for code, name in needs.items()),
    )
    return Times(span, tuple(row for row in rows if row.kind != "need" or row.confirmed.n or row.contacted.n), least)


def _referrals(session: Session, shift: Shift, span: Span) -> list[_Referral]:
    # Here and not above: the public holidays take their time to load.
    from lobby_tui.desk.calendar import working_time
    from lobby_tui.models.worked_seconds import WorkedSeconds

    worked = WorkedSeconds(working_time(session, shift), span.first - _BEFORE, max(span.last, shift.today()) + _DAY)
    columns = col(Referral.status), col(Referral.need), col(Referral.created_at), _ACCEPTED_AT, _first_contact()
    query = select(*columns).where(*standing(shift, span))

    def minutes(begin: datetime, end: datetime | None) -> float | None:
        return None if end is None else worked.between(begin, end) / 60

    return [
        _Referral(status, need or "", minutes(created, accepted), minutes(created, contacted))
        for status, need, created, accepted, contacted in session.connection().execute(query)
    ]


_ACCEPTED_AT = case((col(Referral.answer) == Answer.ACCEPTED.value, col(Referral.answered_at)))


def _first_contact() -> ScalarSelect[Any]:
    """When the customer of a referral was first tried to reach, whatever came of it."""
    return (
        select(func.min(FollowUp.done_at))
        .where(
            col(FollowUp.branch_id) == col(Referral.branch_id),
            col(FollowUp.referral_id) == col(Referral.id),
            col(FollowUp.done_at).is_not(None),
            col(FollowUp.dropped_at).is_(None),
        )
        .correlate(Referral)
        .scalar_subquery()
    )


def _needs(shift: Shift, found: Mapping[str, Sequence[_Referral]]) -> dict[str, Renderable]:
    """The needs in the playbook's order, then those of old, then none."""
    names: dict[str, Renderable] = {one.code: one.name for one in shift.playbook.needs}
    names |= {code: code for code in sorted(found.keys() - names.keys()) if code}
    return names | {"": msg("Need not noted")}


def _waits(key: str, kind: str, name: Renderable, found: Sequence[_Referral], least: int) -> Waits:
    confirmed = _wait([one.confirmed for one in found if one.confirmed is not None], least)
    contacted = _wait([one.contacted for one in found if one.contacted is not None], least)
    return Waits(key, kind, name, confirmed, contacted)


def _wait(minutes: Sequence[float], least: int) -> Wait:
    if len(minutes) < max(least, 2):
        return Wait(len(minutes))
    early, _, late = quantiles(minutes, n=4, method="inclusive")
    return Wait(len(minutes), median(minutes), early, late)
