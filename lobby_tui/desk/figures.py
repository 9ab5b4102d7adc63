"""All the figures of a day, in groups, each with the records behind it. What the papers print is among them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lobby_tui.desk.behind import Behind, Kind, Measure
from lobby_tui.desk.day_rows import REFERRAL_KEYS, VISIT_KEYS, YES, DayLook
from lobby_tui.desk.days import Day, by_date, day_of
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.record_lines import clock_text, name_in
from lobby_tui.desk.records import figure
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.words import ROLES, STATUSES, VISIT_STATES
from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.models.enums import Answer, ReferralStatus, Role, VisitState

VISITS = Behind(Kind.VISITS)
REFERRALS = Behind(Kind.REFERRALS)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name. `depth` 1 is a part of the last figure with depth 0; waits are in seconds."""

    name: Renderable
    value: int
    behind: Behind
    depth: int = 0
    unit: Renderable = ""

    @property
    def text(self) -> Renderable:
        """The number as people read it: a wait in minutes and seconds, a quantity with its unit."""
        if self.behind.measure in (Measure.LONGEST, Measure.MEDIAN):
            return clock_text(self.value)
        return msg("{count} {unit}", count=self.value, unit=self.unit) if self.unit else str(self.value)


@dataclass(frozen=True, slots=True)
class Group:
    """Figures under one heading; a group without any says so."""

    title: Message
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A day and everything that is counted of it."""

    day: Day
    groups: tuple[Group, ...]


def of_day(shift: Shift, day: date) -> DayFigures:
    """Every figure of a day. Parts that are nothing are left out, wholes are not.

    Raises RefusedError for a date on which the branch did not work.
    """
    shift.require(Action.SEE_DAY)
    with shift.reading() as session:
        look = DayLook(session, shift, by_date(session, shift, day))
        groups = tuple(Group(title, tuple(make(look))) for title, make in _GROUPS)
        return DayFigures(day_of(shift, look.day), groups)


def _visits(look: DayLook) -> Iterator[Figure]:
    yield _whole(look, msg("Visits"), VISITS)
    for state in (VisitState.ROUTED, VisitState.REFERRED, VisitState.LEFT, VisitState.IN_LOBBY):
        yield from _part(look, VISIT_STATES[state], VISITS.of(state=state))
    yield _whole(look, msg("Seen but not referred"), VISITS.of(not_referred=YES))
    yield _whole(look, msg("Longest wait"), VISITS.by(Measure.LONGEST))
    yield _whole(look, msg("Median wait"), VISITS.by(Measure.MEDIAN))


def _zones(look: DayLook) -> Iterator[Figure]:
    zones = look.shift.playbook.zones
    for code in _codes(look, "zone", [zone.code for zone in zones]):
        behind = VISITS.of(zone=code)
        yield _whole(look, name_in(zones, code), behind)
        yield from _waits(look, behind)


def _needs(look: DayLook) -> Iterator[Figure]:
    needs = look.shift.playbook.needs
    for code in _codes(look, "need", [need.code for need in needs], none=True):
        behind = VISITS.of(need=code)
        yield _whole(look, name_in(needs, code) or msg("not asked"), behind)
        yield from _waits(look, behind)


def _hours(look: DayLook) -> Iterator[Figure]:
    zones = look.shift.playbook.zones
    for hour in _codes(look, "hour", ()):
        behind = VISITS.of(hour=hour)
        yield _whole(look, f"{hour}:00", behind)
        for zone in zones:
            yield from _part(look, zone.name, behind.of(zone=zone.code))
        for state in (VisitState.REFERRED, VisitState.LEFT, VisitState.IN_LOBBY):
            yield from _part(look, VISIT_STATES[state], behind.of(zone="", state=state))


def _left(look: DayLook) -> Iterator[Figure]:
    reasons = look.shift.playbook.leave_reasons
    for code in _codes(look, "left", [reason.code for reason in reasons]):
        behind = VISITS.of(left=code)
        yield _whole(look, name_in(reasons, code), behind)
        yield from _waits(look, behind)


def _referrals(look: DayLook) -> Iterator[Figure]:
    yield _whole(look, msg("Referrals"), REFERRALS)
    for name, behind in _fates(REFERRALS):
        yield _whole(look, name, behind, depth=1)
    yield _whole(look, msg("Second claims of one customer"), REFERRALS.of(second=YES), depth=1)


def _received(look: DayLook) -> Iterator[Figure]:
    names = {one.no: one.name for one in look.people.values()}
    for no in _codes(look, "manager", (), none=True):
        behind = REFERRALS.of(manager=no)
        yield _whole(look, names.get(no) or msg("No customer manager"), behind)
        for name, part in _fates(behind):
            yield from _part(look, name, part)


def _identified(look: DayLook) -> Iterator[Figure]:
    for role in _codes(look, "role", [role.value for role in Role]):
        yield _whole(look, ROLES[role], REFERRALS.of(role=role))
        for name, part in _fates(REFERRALS.of(role=role)):
            yield from _part(look, name, part)


def _persons(look: DayLook) -> Iterator[Figure]:
    names = {one.no: one.name for one in look.people.values()}
    for no in _codes(look, "staff", ()):
        yield _whole(look, names[no], REFERRALS.of(staff=no))


def _products(look: DayLook) -> Iterator[Figure]:
    products = look.shift.playbook.products
    units = {product.code: product.unit for product in products}
    known = [product.code for product in products]
    for code in sorted(look.sold, key=lambda code: (known.index(code) if code in known else len(known), code)):
        behind = REFERRALS.of(product=code).by(Measure.SOLD)
        yield Figure(name_in(products, code), figure(look, behind), behind, unit=units.get(code, ""))


def _work(look: DayLook) -> Iterator[Figure]:
    complaints = Behind(Kind.COMPLAINTS)
    yield _whole(look, msg("Complaints received"), complaints)
    for kind in look.shift.playbook.complaint_kinds:
        yield from _part(look, kind.name, complaints.of(kind=kind.code))
    faults = Behind(Kind.FAULTS)
    yield _whole(look, msg("Faults reported"), faults)
    yield _whole(look, msg("Out of order when the day ended"), faults.of(open=YES))
    yield _whole(look, msg("Incidents"), Behind(Kind.INCIDENTS))
    yield _whole(look, msg("Carried over at closing"), Behind(Kind.CARRIED))


_GROUPS: tuple[tuple[Message, Callable[[DayLook], Iterable[Figure]]], ...] = (
    (msg("Traffic"), _visits),
    (msg("Referrals"), _referrals),
    (msg("Received by customer managers"), _received),
    (msg("Identified by role"), _identified),
    (msg("Identified by person"), _persons),
    (msg("Products from these referrals"), _products),
    (msg("Complaints, machines, incidents"), _work),
    (msg("Visits by zone"), _zones),
    (msg("Visits by need"), _needs),
    (msg("Visits by hour"), _hours),
    (msg("Left unserved, by reason"), _left),
)


def _fates(behind: Behind) -> Iterator[tuple[Renderable, Behind]]:
    """What can become of referrals: one of two statuses, one of three answers, results."""
    yield STATUSES[ReferralStatus.INTRODUCED], behind.of(status=ReferralStatus.INTRODUCED)
    yield STATUSES[ReferralStatus.TO_FOLLOW_UP], behind.of(status=ReferralStatus.TO_FOLLOW_UP)
    yield msg("No answer yet"), behind.of(answer="")
    yield msg("Accepted"), behind.of(answer=Answer.ACCEPTED)
    yield msg("Returned"), behind.of(answer=Answer.RETURNED)
    yield msg("With a result"), behind.of(result=YES)
    yield msg("Accounts opened"), behind.by(Measure.OPENED)


def _waits(look: DayLook, behind: Behind) -> Iterator[Figure]:
    yield from _part(look, msg("Longest wait"), behind.by(Measure.LONGEST))
    yield from _part(look, msg("Median wait"), behind.by(Measure.MEDIAN))


def _whole(look: DayLook, name: Renderable, behind: Behind, depth: int = 0) -> Figure:
    return Figure(name, figure(look, behind), behind, depth)


def _part(look: DayLook, name: Renderable, behind: Behind) -> Iterator[Figure]:
    """A part of a whole, unless it is nothing."""
    value = figure(look, behind)
    if value:
        yield Figure(name, value, behind, depth=1)


def _codes(look: DayLook, key: str, order: Sequence[str], none: bool = False) -> list[str]:
    """The codes that the day's records have, in the playbook's order; with `none` also what has none."""
    if key in VISIT_KEYS:
        found = {VISIT_KEYS[key](look, visit) for visit in look.visits}
    else:
        found = {REFERRAL_KEYS[key](look, one) for one in look.referrals}
    places = {code: place for place, code in enumerate(order)}
    codes = sorted(found - {""}, key=lambda code: (places.get(code, len(places)), code))
    return [*codes, ""] if none and "" in found else codes
