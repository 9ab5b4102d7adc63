"""What works: how often each signal, need, hour and zone was seen, referred, confirmed, and came to something.

Counts of customers that nobody is named in; nothing here scores one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import func
from sqlmodel import Session, col, select

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review import rules, tallies
from lobby_tui.desk.review.shares import Share, share
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.review.tallies import Kind
from lobby_tui.desk.review.works_rows import UNVISITED, Fate, fates, fates_by_hour, fates_with_visits, together
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Renderable, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.referral import Referral
from lobby_tui.models.visit import Visit, VisitSignal
from lobby_tui.playbook.texts import Coded

NO_VISIT: Final = "no_visit"
"""The zone of referrals without a visit, as tellers make them."""


class By(StrEnum):
    """What referrals are told apart by."""

    SIGNAL = "signal"
    NEED = "need"
    HOUR = "hour"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Found:
    """One signal, need, hour or zone.

    `seen` are the customers on whom a signal was noted: visits, and those whom somebody referred without a visit.
    `share` is that of the referrals which came to something: an account opened, a product sold. What still waits
    counts as not, so that young spans look worse than they will be.
    """

    key: str
    name: Renderable
    seen: int
    fate: Fate
    share: Share


@dataclass(frozen=True, slots=True)
class Funnel:
    """Everything seen and referred in a span, by one dimension; `total` is all of it."""

    by: By
    span: Span
    rows: tuple[Found, ...]
    total: Found


def funnel(shift: Shift, span: Span, by: By) -> Funnel:
    """What was seen and what came of it. Signals, needs and zones that the desk offers stand here with nothing too.

    Visits count for the hour in which the customer arrived, referrals for the one in which they were entered. Raises
    NotAllowedError, StoreError.
    """
    shift.require(Action.REVIEW)
    with shift.reading() as session:
        groups = _groups(session, shift, span, by)
        made, unvisited = _by_key(groups), _without_visit(groups)
        seen = Counter(_noted(session, shift, span, by)) + Counter(unvisited)
        visits = sum(one.count for one in tallies.totals(session, shift, span, Kind.SEEN_HOUR).values())
    whole = together(fate for _, _, fate in groups)
    customers = visits + sum(fate.referred for _, visited, fate in groups if not visited)
    names = _names(shift, by)
    order = [*names, *sorted((made.keys() | seen.keys()) - names.keys())]
    offered = _offered(shift, by)
    rows = tuple(
        _found(shift, key, names.get(key) or _called(key, by), seen[key], made.get(key, Fate()))
        for key in order
        if key in offered or seen[key] or key in made
    )
    return Funnel(by, span, rows, _found(shift, "", msg("All"), customers, whole))


_Group = tuple[tuple[str, ...], bool, Fate]
"""The keys that a group of referrals has, whether they have visits, and what became of them."""


def _groups(session: Session, shift: Shift, span: Span, by: By) -> list[_Group]:
    """The referrals of a span in groups; those with several signals stand under each of them."""
    if by is By.ZONE:
        counted = fates_with_visits(session, shift, span, UNVISITED, col(Visit.zone))
        return [((NO_VISIT if alone else zone or "",), not alone, fate) for (alone, zone), fate in counted]
    if by is By.HOUR:
        counted = fates_by_hour(session, shift, span)
    else:
        counted = fates(session, shift, span, UNVISITED, Referral.reasons if by is By.SIGNAL else Referral.need)
    return [(tuple(set((value or "").split())) or ("",), not alone, fate) for (alone, value), fate in counted]


def _by_key(groups: Iterable[_Group]) -> Mapping[str, Fate]:
    made: defaultdict[str, Fate] = defaultdict(Fate)
    for keys, _, fate in groups:
        for key in keys:
            made[key] += fate
    return made


def _without_visit(groups: Iterable[_Group]) -> Mapping[str, int]:
    seen: Counter[str] = Counter()
    for keys, visited, fate in groups:
        if not visited:
            seen.update(dict.fromkeys(keys, fate.referred))
    return seen


def _noted(session: Session, shift: Shift, span: Span, by: By) -> Mapping[str, int]:
    """On how many visits something was noted that stands."""
    if by is By.SIGNAL:
        return signals_seen(session, shift, span)
    kind = {By.NEED: Kind.SEEN_NEED, By.HOUR: Kind.SEEN_HOUR, By.ZONE: Kind.SEEN_ZONE}[by]
    return {key: one.count for key, one in tallies.totals(session, shift, span, kind).items()}


def signals_seen(session: Session, shift: Shift, span: Span) -> Mapping[str, int]:
    """How often each signal was noted while the business days of the span were worked on.

    By the moment: to ask each of 30,000 signals for its visit's day would take a third of a second.
    """
    begins, ends = _worked_on(session, shift, span)
    if begins is None:
        return {}
    query = (
        select(VisitSignal.code, func.count())
        .where(
            col(VisitSignal.branch_id) == shift.branch.id,
            col(VisitSignal.dropped_at).is_(None),
            col(VisitSignal.seen_at) >= begins,
        )
        .group_by(col(VisitSignal.code))
    )
    return dict(session.exec(query.where(col(VisitSignal.seen_at) < ends) if ends else query).all())


def _worked_on(session: Session, shift: Shift, span: Span) -> tuple[datetime | None, datetime | None]:
    """When the first business day of a span was begun, and the first one after it; None for no such day."""
    opened = select(func.min(BusinessDay.opened_at)).where(col(BusinessDay.branch_id) == shift.branch.id)
    within = opened.where(col(BusinessDay.date) >= span.first, col(BusinessDay.date) <= span.last)
    begins, ends = session.exec(within).one(), session.exec(opened.where(col(BusinessDay.date) > span.last)).one()
    return begins, ends


def _names(shift: Shift, by: By) -> dict[str, Renderable]:
    """What the keys of a dimension are called, in the order in which they are read."""
    named: dict[str, Renderable] = {one.code: one.name for one in _coded(shift, by)}
    if by is By.NEED:
        named[""] = msg("Need not noted")
    if by is By.ZONE:
        named |= {"": msg("From the lobby, sent nowhere"), NO_VISIT: msg("Without a visit, as at the counter")}
    return named


def _called(key: str, by: By) -> str:
    """What has no name in the playbook: an hour, or a code of old."""
    return f"{key}:00-{key}:59" if by is By.HOUR else key


def _coded(shift: Shift, by: By) -> Sequence[Coded]:
    playbook = shift.playbook
    coded: Mapping[By, Sequence[Coded]] = {
        By.SIGNAL: playbook.signals, By.NEED: playbook.needs, By.ZONE: playbook.zones,
    }  # fmt: skip
    return coded.get(by, ())


def _offered(shift: Shift, by: By) -> set[str]:
    """The codes that the desk offers: they stand here with nothing too."""
    off = {one.code for one in shift.playbook.signals if not one.enabled}
    return {one.code for one in _coded(shift, by)} - off


def _found(shift: Shift, key: str, name: Renderable, seen: int, fate: Fate) -> Found:
    return Found(key, name, seen, fate, share(fate.succeeded, fate.referred, rules.of(shift).review))
