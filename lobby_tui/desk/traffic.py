"""The lobby's traffic: every visit of a day by hour, need and zone, with how long people waited [ICBC 3, BOCOM].

What staffing decisions are made from, so every query is bound to one day. A wait is known of customers who were
greeted, whose clock ran; an ordinary customer counted with one key has none, and does not make the median look better.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Final, NamedTuple, Protocol, TypeVar

from sqlmodel import Session, col, select

from lobby_tui.desk import crowding
from lobby_tui.desk.crowding import CrowdingView
from lobby_tui.desk.days import Day, by_date, day_of, open_date
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.words import VISIT_STATES
from lobby_tui.locale import Renderable, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import VisitState
from lobby_tui.models.visit import Visit
from lobby_tui.playbook.errors import UnknownCodeError
from lobby_tui.playbook.schema import Text

Key = TypeVar("Key")
NO_NEED: Final = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many customers, and how long they waited, in seconds.

    `timed` of them were greeted: only of these the wait is known. Without any, both waits are None.
    """

    visits: int
    left: int
    timed: int
    median_wait: int | None
    longest_wait: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: what it counts by its code, its name, the figures."""

    code: str
    name: Renderable
    count: Count


@dataclass(frozen=True, slots=True)
class Cell:
    """The customers of one hour with one need who went to one place."""

    hour: str
    need: str
    place: str
    count: Count


@dataclass(frozen=True, slots=True)
class Traffic:
    """The traffic of one day. Hours are the branch's own, "09".

    A place is the code of a zone; or, of those who were sent to none, the state of their visit: `referred`, `left`,
    `in_lobby`. A need is a code of the playbook, empty where none was asked. `left` goes by the reasons for leaving.
    """

    day: Day
    total: Count
    by_hour: tuple[Line, ...]
    by_need: tuple[Line, ...]
    by_place: tuple[Line, ...]
    cells: tuple[Cell, ...]
    left: tuple[Line, ...]
    crowding: tuple[CrowdingView, ...]


class _Seen(NamedTuple):
    state: str
    arrived_at: datetime
    ended_at: datetime | None
    need: str | None
    zone: str | None
    leave_reason: str | None


def of_day(shift: Shift, day: date | None = None) -> Traffic | None:
    """The traffic of `day`, or of the open one; None where no day is open.

    Raises RefusedError for a date on which the branch did not work.
    """
    shift.require(Action.SEE_DAY)
    day = day or open_date(shift)
    if day is None:
        return None
    with shift.reading() as session:
        row = by_date(session, shift, day)
        return on_day(session, shift, row)


def on_day(session: Session, shift: Shift, row: BusinessDay) -> Traffic:
    """The same, for a desk function that has looked into the store already."""
    playbook, now = shift.playbook, shift.now()
    seen = _visits(session, shift, row)
    by_hour, by_need, by_place = (_grouped(seen, of, shift) for of in (_hour, _need, _place))
    cells = _grouped(seen, lambda one, at: (_hour(one, at), _need(one, at), _place(one, at)), shift)
    reasons = _grouped([one for one in seen if one.leave_reason], lambda one, _: one.leave_reason or "", shift)
    return Traffic(
        day=day_of(shift, row),
        total=_count(seen, now),
        by_hour=tuple(Line(code, f"{code}:00", _count(by_hour[code], now)) for code in sorted(by_hour)),
        by_need=tuple(
            Line(code, need_name(shift, code), _count(by_need[code], now))
            for code in _ordered(by_need, [need.code for need in playbook.needs])
        ),
        by_place=tuple(
            Line(code, place_name(shift, code), _count(by_place[code], now))
            for code in _ordered(by_place, [zone.code for zone in playbook.zones])
        ),
        cells=tuple(Cell(*key, _count(cells[key], now)) for key in sorted(cells)),
        left=tuple(
            Line(code, _named(playbook.leave_reason, code), _count(reasons[code], now)) for code in sorted(reasons)
        ),
        crowding=crowding.on_day(session, shift, row.id),
    )


def need_name(shift: Shift, code: str) -> Renderable:
    """What the playbook calls a need; nothing where none was asked."""
    return _named(shift.playbook.need, code) if code else msg("not asked")


def place_name(shift: Shift, code: str) -> Renderable:
    """What the playbook calls a zone; where a customer was sent to none, what became of their visit."""
    return VISIT_STATES[code] if code in VISIT_STATES else _named(shift.playbook.zone, code)


class _Coded(Protocol):
    @property
    def name(self) -> Text: ...


def _named(find: Callable[[str], _Coded], code: str) -> Renderable:
    """The playbook's name of a code; an old record may hold one that has gone from it since."""
    try:
        return find(code).name
    except UnknownCodeError:
        return code


def _visits(session: Session, shift: Shift, day: BusinessDay) -> list[_Seen]:
    query = select(  # type: ignore[call-overload] # more columns than SQLModel has types for
        Visit.state, Visit.arrived_at, Visit.ended_at, Visit.need, Visit.zone, Visit.leave_reason
    )
    of_the_day = (col(Visit.branch_id) == shift.branch.id, col(Visit.day_id) == day.id)
    found = session.exec(query.where(*of_the_day, col(Visit.state) != VisitState.UNDONE.value)).all()
    return [_Seen(*row) for row in found]


def _hour(one: _Seen, shift: Shift) -> str:
    return shift.local(one.arrived_at).strftime("%H")


def _need(one: _Seen, shift: Shift) -> str:
    return one.need or NO_NEED


def _place(one: _Seen, shift: Shift) -> str:
    return one.zone or one.state


def _grouped(seen: Iterable[_Seen], of: Callable[[_Seen, Shift], Key], shift: Shift) -> dict[Key, list[_Seen]]:
    groups: dict[Key, list[_Seen]] = {}
    for one in seen:
        groups.setdefault(of(one, shift), []).append(one)
    return groups


def _ordered(codes: Iterable[str], order: Sequence[str]) -> list[str]:
    """The codes in the playbook's order, those that it does not have after them."""
    return sorted(codes, key=lambda code: (order.index(code) if code in order else len(order), code))


def _count(seen: Sequence[_Seen], now: datetime) -> Count:
    waits = [
        max(0, int(((one.ended_at or now) - one.arrived_at).total_seconds()))
        for one in seen
        if one.arrived_at != one.ended_at
    ]
    return Count(
        visits=len(seen),
        left=sum(one.state == VisitState.LEFT for one in seen),
        timed=len(waits),
        median_wait=int(median(waits)) if waits else None,
        longest_wait=max(waits, default=None),
    )
