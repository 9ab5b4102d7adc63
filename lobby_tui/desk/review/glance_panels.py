"""The figures of a glance in panels: each with its name, how it is written, and what it opens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from lobby_tui.desk.behind import Behind, Kind, Measure
from lobby_tui.desk.checklists import PATROL
from lobby_tui.desk.day_rows import YES
from lobby_tui.desk.figures import REFERRALS, VISITS
from lobby_tui.desk.record_lines import clock_text, name_in
from lobby_tui.desk.review.glance import Glance
from lobby_tui.desk.review.glance_staff import AtWork
from lobby_tui.desk.review.table import ReviewColumn, ReviewTable
from lobby_tui.desk.review.words import weekday
from lobby_tui.desk.words import DAY_STATES
from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.models.enums import Answer, ReferralStatus, VisitState
from lobby_tui.playbook.schema import Playbook


class Place(StrEnum):
    """Where a figure leads that is not made of records of the day."""

    COMPLAINTS = "complaints"
    FAULTS = "faults"
    CHECKLISTS = "checklists"
    AT_WORK = "at_work"
    QUIET = "quiet"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure. It opens the records `behind` it, or a `place`; an `urgent` one is marked with a sign.

    `depth` 1 is a part of the last one with depth 0.
    """

    code: str
    name: Renderable
    value: int
    opens: Behind | Place
    text: Renderable = ""
    urgent: bool = False
    depth: int = 0

    @property
    def shown(self) -> Renderable:
        """The figure as people read it."""
        return self.text or str(self.value)


@dataclass(frozen=True, slots=True)
class Panel:
    """Figures under one heading."""

    title: Message
    marks: tuple[Mark, ...]


def panels(glance: Glance, playbook: Playbook) -> tuple[Panel, ...]:
    """All figures of a glance but the hours."""
    return tuple(Panel(title, tuple(make(glance, playbook))) for title, make in _PANELS)


def hours(glance: Glance) -> tuple[Mark, ...]:
    """The hours in which somebody came or usually comes."""
    counts, usual = glance.visits.by_hour, glance.usual.by_hour
    return tuple(
        Mark(f"hour:{hour}", f"{hour}:00", counts.get(hour, 0), VISITS.of(hour=hour))
        for hour in sorted({*counts, *usual})
    )


def staff_marks(glance: Glance) -> tuple[Mark, ...]:
    """Everybody, each with the referrals that they identified."""
    return tuple(
        Mark(f"staff:{one.person.no}", one.person.name, one.referrals, REFERRALS.of(staff=one.person.no), _doing(one))
        for one in glance.staff
    )


def _doing(one: AtWork) -> Renderable:
    if one.away:
        return msg("away")
    return msg("{count} referrals", count=one.referrals) if one.entries else msg("nothing yet")


def table(glance: Glance, playbook: Playbook) -> ReviewTable:
    """Every figure in one table, with what is usual where something is."""
    usual = glance.usual.by_hour
    rows: list[tuple[Renderable, Renderable, int, float | None]] = [
        (panel.title, mark.name, mark.value, glance.usual.total if mark.code == "visits" else None)
        for panel in panels(glance, playbook)
        for mark in panel.marks
    ]
    hour_title = msg("Visits by hour")
    rows += [(hour_title, mark.name, mark.value, usual.get(mark.code.removeprefix("hour:"))) for mark in hours(glance)]
    columns = (
        ReviewColumn(msg("Part")), ReviewColumn(msg("Figure")), ReviewColumn(msg("Number"), numeric=True),
        ReviewColumn(msg("Usual"), numeric=True),
    )  # fmt: skip
    return ReviewTable(msg("Today at a glance"), facts(glance), columns, tuple(rows), "review_glance")


def facts(glance: Glance) -> tuple[tuple[Renderable, Renderable], ...]:
    """Which day it is, how it stands, and of how many days the usual is made."""
    day = msg("{day} {weekday}", day=glance.day.date.isoformat(), weekday=weekday(glance.day.date))
    return (
        (msg("Day"), day),
        (msg("State"), DAY_STATES[glance.day.state]),
        (msg("Usual from"), msg("{count} days of this weekday", count=glance.usual.days)),
    )


def _traffic(glance: Glance, _playbook: Playbook) -> Iterator[Mark]:
    seen = glance.visits
    yield Mark("visits", msg("Visits"), seen.total, VISITS)
    waiting = VISITS.of(state=VisitState.IN_LOBBY)
    yield Mark("waiting", msg("Waiting now"), seen.waiting, waiting)
    longest = waiting.by(Measure.LONGEST)
    yield Mark(
        "longest", msg("Longest wait now"), seen.longest_now, longest, clock_text(seen.longest_now),
        urgent=seen.longest_now >= _playbook.wait.alarm_minutes * 60,
    )  # fmt: skip
    median = VISITS.by(Measure.MEDIAN)
    yield Mark("median", msg("Median wait"), seen.median_wait, median, clock_text(seen.median_wait))
    yield Mark("left", msg("Left unserved"), seen.left, VISITS.of(state=VisitState.LEFT))
    yield Mark("missed", msg("Seen but not referred"), seen.missed, VISITS.of(not_referred=YES))


def _referrals(glance: Glance, _playbook: Playbook) -> Iterator[Mark]:
    one = glance.referrals
    introduced, to_follow_up = ReferralStatus.INTRODUCED, ReferralStatus.TO_FOLLOW_UP
    yield Mark("referrals", msg("Referrals"), one.total, REFERRALS)
    yield Mark("introduced", msg("Introduced"), one.introduced, REFERRALS.of(status=introduced), depth=1)
    yield Mark("to_follow_up", msg("To follow up"), one.to_follow_up, REFERRALS.of(status=to_follow_up), depth=1)
    yield Mark("unanswered", msg("No answer yet"), one.unanswered, REFERRALS.of(answer=""))
    yield Mark("confirmed", msg("Accepted"), one.confirmed, REFERRALS.of(answer=Answer.ACCEPTED))
    yield Mark("returned", msg("Returned"), one.returned, REFERRALS.of(answer=Answer.RETURNED))
    yield Mark("with_result", msg("With a result"), one.with_result, REFERRALS.of(result=YES))


def _service(glance: Glance, _playbook: Playbook) -> Iterator[Mark]:
    one = glance.complaints
    yield Mark("received", msg("Complaints received"), one.received, Behind(Kind.COMPLAINTS))
    yield Mark("running", msg("Complaints not settled"), one.running, Place.COMPLAINTS)
    if one.late:
        yield Mark("late", msg("Past the deadline"), one.late, Place.COMPLAINTS, urgent=True, depth=1)
    if one.near:
        yield Mark("near", msg("Near the deadline"), one.near, Place.COMPLAINTS, urgent=True, depth=1)
    if one.unhandled:
        yield Mark("unhandled", msg("Nobody handles them"), one.unhandled, Place.COMPLAINTS, depth=1)
    if one.next_due:
        text = f"{one.next_due:%m-%d}"
        yield Mark("next_due", msg("Next deadline"), one.running, Place.COMPLAINTS, text, depth=1)
    yield Mark("faults", msg("Machines out of order"), glance.faults, Place.FAULTS)
    for each in glance.rounds:
        text = f"{each.done}/{each.items}"
        number = msg("{name} {count}", name=each.name, count=each.round) if each.code == PATROL else each.name
        yield Mark(f"list:{each.code}", number, each.done, Place.CHECKLISTS, text, urgent=each.gap)
        if each.trouble:
            name = msg("Not in order")
            yield Mark(f"trouble:{each.code}", name, each.trouble, Place.CHECKLISTS, urgent=True, depth=1)


def _zones(glance: Glance, playbook: Playbook) -> Iterator[Mark]:
    known = [zone.code for zone in playbook.zones]
    gone = sorted(set(glance.visits.by_zone) - set(known))
    for code in (*known, *gone):
        count = glance.visits.by_zone.get(code, 0)
        yield Mark(f"zone:{code}", name_in(playbook.zones, code), count, VISITS.of(zone=code))


def _staff(glance: Glance, _playbook: Playbook) -> Iterator[Mark]:
    away = sum(one.away for one in glance.staff)
    yield Mark("at_work", msg("At work"), len(glance.staff) - away, Place.AT_WORK)
    yield Mark("quiet", msg("Nothing entered yet"), sum(one.quiet for one in glance.staff), Place.QUIET, depth=1)
    yield Mark("away", msg("Away"), away, Place.AWAY)


_PANELS: tuple[tuple[Message, Callable[[Glance, Playbook], Iterator[Mark]]], ...] = (
    (msg("Traffic"), _traffic),
    (msg("Referrals"), _referrals),
    (msg("Service"), _service),
    (msg("Sent to"), _zones),
    (msg("Staff"), _staff),
)
