"""What the measures of a scorecard are counted from, one by one: the figure and its records come from here alike.

Read by the business days, as columns and not as objects. What came of a referral counts for the day on which the
customer was referred, also when it comes later: so a figure of a month is the number of its records.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, String, func, or_, type_coerce
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from lobby_tui.desk.complaint.rows import histories
from lobby_tui.desk.complaint.views import since_restart
from lobby_tui.desk.review import tallies
from lobby_tui.desk.review.marked import Decision
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.review.tallies import Kind
from lobby_tui.desk.shift import Shift
from lobby_tui.models.checklist import ChecklistTick
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import ComplaintStepKind, Outcome
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.referral import Referral
from lobby_tui.models.review import ReviewMark
from lobby_tui.playbook.review import Measure

FOUND: Final = frozenset({"justified", "partly_justified"})
"""What a complaint has to be found before it counts: nobody loses points by what is only said of them."""
_ASKED: Final = (Decision.ASKED.value, Decision.APPROVED.value)
"""What was approved still names whom it was asked of where they had answered, and nobody else."""
_DONE: Final = (FollowUp.done_by, FollowUp.done_at, FollowUp.due_on)
_BEFORE: Final = timedelta(days=7)
_AFTER: Final = timedelta(days=31)
"""Most answers come within it; whatever lies beside is reckoned too, only slower."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a measure counts of a person. `number` is that of the referral or complaint on its day.

    Visits and checks have none: a fact is then a whole day, and `count` how many they were. `referral` is an id as it
    is stored: to make thousands of UUIDs that nobody asks for takes a third of the time.
    """

    measure: Measure
    person: uuid.UUID
    day: date
    count: int = 1
    number: int | None = None
    referral: str | None = None


@dataclass(frozen=True)
class Look:
    """Where facts are looked for: some days, of one person or of everybody."""

    session: Session
    shift: Shift
    span: Span
    person: uuid.UUID | None = None

    @cached_property
    def days(self) -> Mapping[str, date]:
        """The business days by their ids as they are stored."""
        here = (col(BusinessDay.branch_id) == self.shift.branch.id, self._within)
        return dict(self.session.exec(_columns(_raw(BusinessDay.id), BusinessDay.date).where(*here)).all())

    @property
    def _within(self) -> ColumnElement[bool]:
        return col(BusinessDay.date).between(self.span.first, self.span.last)

    def on_days(self, table: Any) -> tuple[ColumnElement[bool], ...]:
        """What makes a row of a table one of these days'.

        No join: SQLite keeps no statistics here, and would begin one with all rows that there ever were.
        """
        here = self.shift.branch.id
        days = select_columns(col(BusinessDay.id)).where(col(BusinessDay.branch_id) == here, self._within)
        return col(table.branch_id) == here, col(table.day_id).in_(days)

    def is_wanted(self, *columns: Any) -> ColumnElement[bool]:
        """Whether one of these people is the one looked for; where everybody is, whether there is one at all."""
        if self.person is None:
            return or_(*(col(column).is_not(None) for column in columns))
        return or_(*(col(column) == self.person for column in columns))

    def wants(self, person: uuid.UUID | None) -> bool:
        """Whether this is somebody who is looked for."""
        return person is not None and self.person in (None, person)


def _columns(*columns: Any) -> Any:
    return select_columns(*columns)


def _raw(column: Any) -> ColumnElement[str]:
    """An id as the store has it: 32 hexadecimal digits."""
    return type_coerce(col(column), String)


def facts(look: Look, measures: frozenset[Measure]) -> Iterator[Fact]:
    """Everything that these measures count, in no particular order."""
    for sources, find in _FINDERS.items():
        wanted = sources & measures
        if wanted:
            yield from (fact for fact in find(look) if fact.measure in wanted)


def _served(look: Look) -> Iterator[Fact]:
    """Customers whom the person received; of days that are over from the kept counts."""
    for day, keys in tallies.by_day(look.session, look.shift, look.span, Kind.STAFF).items():
        for key, tally in keys.items():
            person = uuid.UUID(key)
            if look.wants(person) and tally.count:
                yield Fact("served", person, day, tally.count)


def _referrals(look: Look) -> Iterator[Fact]:
    """Referrals with a result, for whoever noticed the customer; and those answered in time, for whoever answered.

    Of two claims to one customer the second has credit only where it was shared.
    """
    credit = col(Referral.second_to).is_(None) | col(Referral.credit_shared).is_(True)
    query = _columns(
        _raw(Referral.day_id), Referral.number, _raw(Referral.id), Referral.identified_by, Referral.outcome, credit,
        Referral.answer, Referral.answered_by, Referral.created_at, Referral.answered_at,
    ).where(
        *look.on_days(Referral), col(Referral.undone_at).is_(None),
        look.is_wanted(Referral.identified_by, Referral.answered_by),
    )  # fmt: skip
    rows = look.session.exec(query).all()
    in_time = _in_time(look) if rows else None
    for day_id, number, one, noticed_by, outcome, credited, answer, answered_by, made, answered in rows:
        day = look.days[day_id]
        if outcome == Outcome.SUCCESS and credited and look.wants(noticed_by):
            yield Fact("referred_with_result", noticed_by, day, 1, number, one)
        if answer and answered and look.wants(answered_by) and in_time and in_time(made, answered):
            yield Fact("answered_in_time", answered_by, day, 1, number, one)


def _in_time(look: Look) -> Callable[[datetime, datetime], bool]:
    """Whether an answer came within the working hours that a customer manager has for it, as the worklist reckons."""
    # Here and not above: the public holidays take their time to load.
    from lobby_tui.desk.calendar import working_time
    from lobby_tui.models.worked_seconds import WorkedSeconds

    first, last = look.span.first - _BEFORE, look.span.last + _AFTER
    worked = WorkedSeconds(working_time(look.session, look.shift), first, last)
    limit = look.shift.playbook.follow_up.answer_hours * 3600
    return lambda made, answered: worked.between(made, answered) <= limit


def _followed_up(look: Look) -> Iterator[Fact]:
    """Contacts and appointments that were made no later than on the day for which they were planned."""
    same = (col(FollowUp.branch_id) == Referral.branch_id) & (col(FollowUp.referral_id) == Referral.id)
    of_days = select_columns(col(Referral.id)).where(*look.on_days(Referral), col(Referral.undone_at).is_(None))
    query = (
        _columns(_raw(Referral.day_id), Referral.number, _raw(Referral.id), *_DONE)
        .join(Referral, same)
        .where(
            col(FollowUp.branch_id) == look.shift.branch.id,
            col(FollowUp.referral_id).in_(of_days),
            col(FollowUp.done_at).is_not(None),
            col(FollowUp.dropped_at).is_(None),
            look.is_wanted(FollowUp.done_by),
        )
    )
    for day_id, number, referral, person, done_at, due_on in look.session.exec(query):
        if look.shift.local(done_at).date() <= due_on:
            yield Fact("followed_up", person, look.days[day_id], 1, number, referral)


def _complaints(look: Look) -> Iterator[Fact]:
    """Complaints about the person that were found justified, at least in part; not what was withdrawn."""
    query = select(Complaint).where(*look.on_days(Complaint), look.is_wanted(Complaint.about_staff))
    found = look.session.exec(query).all()
    steps = histories(look.session, look.shift, found)
    for row in found:
        since = since_restart(steps[row.id])
        decided = [step.choice for step in since if step.step == ComplaintStepKind.DECIDED]
        withdrawn = any(step.step == ComplaintStepKind.WITHDRAWN for step in since)
        if row.about_staff and decided and decided[-1] in FOUND and not withdrawn:
            yield Fact("complaints", row.about_staff, look.days[row.day_id.hex], 1, row.number)


def _checks(look: Look) -> Iterator[Fact]:
    """Items of checklists that the person went through, by the day."""
    query = (
        _columns(_raw(ChecklistTick.day_id), col(ChecklistTick.by), func.count())
        .where(*look.on_days(ChecklistTick), col(ChecklistTick.dropped_at).is_(None), look.is_wanted(ChecklistTick.by))
        .group_by(col(ChecklistTick.day_id), col(ChecklistTick.by))
    )
    for day_id, person, count in look.session.connection().execute(query):
        yield Fact("checks", person, look.days[day_id], count)


def _irregular(look: Look) -> Iterator[Fact]:
    """Referrals that the review asked the person about, also where their answer was good; not a word of coaching."""
    same = (col(Referral.branch_id) == ReviewMark.branch_id) & (col(Referral.id) == ReviewMark.referral_id)
    query = (
        _columns(_raw(ReviewMark.day_id), Referral.number, _raw(Referral.id), ReviewMark.asked_of)
        .join(Referral, same)
        .where(
            *look.on_days(ReviewMark),
            col(ReviewMark.decision).in_(_ASKED),
            col(Referral.undone_at).is_(None),
            look.is_wanted(ReviewMark.asked_of),
        )
    )
    for day_id, number, referral, person in look.session.exec(query):
        yield Fact("irregular", person, look.days[day_id], 1, number, referral)


_FINDERS: Final[Mapping[frozenset[Measure], Callable[[Look], Iterator[Fact]]]] = MappingProxyType(
    {
        frozenset({"served"}): _served,
        frozenset({"referred_with_result", "answered_in_time"}): _referrals,
        frozenset({"followed_up"}): _followed_up,
        frozenset({"complaints"}): _complaints,
        frozenset({"checks"}): _checks,
        frozenset({"irregular"}): _irregular,
    }
)
