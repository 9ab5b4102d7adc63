"""What happened in a span, in a dozen numbers: of the branch, and by person, hour, signal or customer manager.

People stand in the order of their staff numbers: this is no ranking.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import String, func, type_coerce
from sqlmodel import Session, col, select

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import staff_names
from lobby_tui.desk.review import tallies
from lobby_tui.desk.review.made import Made, made, whole
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.review.tallies import Kind
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Renderable, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.referral import Referral

NOBODY: Final = "none"
"""The key of referrals without a customer manager."""
_HOUR, _MINUTE = "0001-01-01T00", "0001-01-01T00:00"


class By(StrEnum):
    """What referrals are told apart by: whoever identified the customer, the hour of entry, signals, the manager."""

    STAFF = "staff"
    HOUR = "hour"
    SIGNAL = "signal"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Line:
    """One person, hour or signal. Referrals with several signals stand under each. `visits` is told by hour only."""

    key: str
    name: Renderable
    made: Made
    visits: int | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A span: its business days, its visits, its referrals, and these by something where that was asked for."""

    span: Span
    days: int
    visits: int
    made: Made
    by: By | None
    lines: tuple[Line, ...]


def of_span(shift: Shift, span: Span, by: By | None = None) -> Summary:
    """What happened in a span. Raises NotAllowedError, StoreError."""
    shift.require(Action.REVIEW)
    with shift.reading() as session:
        within = (col(BusinessDay.branch_id) == shift.branch.id, col(BusinessDay.date).between(span.first, span.last))
        days = session.exec(select(func.count(col(BusinessDay.id))).where(*within)).one()
        visits = sum(one.count for one in tallies.totals(session, shift, span, Kind.ALL).values())
        columns = (_column(shift, span, by),) if by else ()
        groups = made(session, shift, span, *columns)
        lines = tuple(_LINES[by](session, shift, span, groups)) if by else ()
        return Summary(span, days, visits, whole(groups), by, lines)


def _column(shift: Shift, span: Span, by: By) -> Any:
    """What referrals are counted by in SQL; lines are made of that."""
    if by is By.HOUR:
        return func.substr(type_coerce(Referral.created_at, String), 1, _finest(shift, span))
    return {
        By.STAFF: col(Referral.identified_by),
        By.MANAGER: col(Referral.manager_id),
        By.SIGNAL: col(Referral.reasons),
    }[by]


def _finest(shift: Shift, span: Span) -> int:
    """How much of a moment tells its hour in the branch: that in UTC, but where the zone lies between two the minute.

    A whole hour makes 4,000 groups of two years' referrals, and each minute nearly one of each referral.
    """
    ends = (span.first, span.last)
    offsets = [shift.local(datetime.combine(day, time(12), UTC)).utcoffset() or timedelta() for day in ends]
    return len(_HOUR) if all(one % timedelta(hours=1) == timedelta() for one in offsets) else len(_MINUTE)


def as_counts(one: Made) -> dict[str, int]:
    """Referrals and their fates by name, as scripts and files hold them."""
    return asdict(one)


_Groups = Sequence[tuple[tuple[Any, ...], Made]]


def _people(session: Session, shift: Shift, _span: Span, groups: _Groups) -> Iterable[Line]:
    """By staff number, those without anybody last."""
    people = staff_names(session, shift)
    nobody = msg("No customer manager")
    lines = [
        Line(people[key].no, people[key].name, one) if key else Line(NOBODY, nobody, one) for (key,), one in groups
    ]
    return sorted(lines, key=lambda line: (line.key == NOBODY, line.key))


def _by_hour(session: Session, shift: Shift, span: Span, groups: _Groups) -> Iterable[Line]:
    """Visits by the hour of arrival, referrals by that in which they were entered, both on the branch's own clock."""
    counted: defaultdict[str, Made] = defaultdict(Made)
    for (text,), one in groups:
        moment = datetime.fromisoformat(f"{text}{_MINUTE[len(text) :]}Z")
        counted[f"{shift.local(moment):%H}"] += one
    visits = {hour: one.count for hour, one in tallies.totals(session, shift, span, Kind.HOUR).items()}
    for hour in sorted(counted.keys() | visits.keys()):
        yield Line(hour, f"{hour}:00", counted[hour], visits.get(hour, 0))


def _by_signal(_session: Session, shift: Shift, _span: Span, groups: _Groups) -> Iterable[Line]:
    counted: defaultdict[str, Made] = defaultdict(Made)
    for (reasons,), one in groups:
        for code in dict.fromkeys(reasons.split()):
            counted[code] += one
    known = {one.code: one.name for one in shift.playbook.signals}
    for code in [*(code for code in known if code in counted), *sorted(counted.keys() - known.keys())]:
        yield Line(code, known.get(code, code), counted[code])


_LINES: Mapping[By, Callable[[Session, Shift, Span, _Groups], Iterable[Line]]] = MappingProxyType(
    {By.STAFF: _people, By.HOUR: _by_hour, By.SIGNAL: _by_signal, By.MANAGER: _people}
)
