"""Everybody's month by several measures, never by one, and never in an order that ranks [BOCOM, BOC].

Whoever looks sees their own card first and needs nobody's leave for it, on the day on which it changes; then, for the
branch head, come the others by staff number. Roles are those that people have today.
"""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import StaffName, staff_names
from lobby_tui.desk.review import rules
from lobby_tui.desk.review.score_facts import Fact, Look, facts
from lobby_tui.desk.review.scores import COUNTED_FROM, Score, line_of, measures_of, points_of
from lobby_tui.desk.review.span import Span, Unit, before, span_of
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.staff import find as find_staff
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.playbook.review import Measure

YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class MonthPoints:
    """The sum of somebody's points in a month; None where the branch had no business day in it."""

    month: Span
    points: float | None


@dataclass(frozen=True, slots=True)
class Behind:
    """What a line of a card was counted from: a sentence, and its facts by day and number."""

    person: StaffName
    name: Renderable
    month: Span
    counted_from: Message
    facts: tuple[Fact, ...]

    @property
    def count(self) -> int:
        """The figure."""
        return sum(fact.count for fact in self.facts)

    @property
    def referrals(self) -> frozenset[uuid.UUID]:
        """The referrals among the facts."""
        return frozenset(uuid.UUID(fact.referral) for fact in self.facts if fact.referral)


def of_branch(shift: Shift, month: date) -> tuple[Score, ...]:
    """The cards of the month in which a day lies: one's own, then the others by staff number, never by points.

    Whoever has left is among them only where something counts for them. Raises NotAllowedError, StoreError.
    """
    shift.require(Action.REVIEW)
    span = span_of(Unit.MONTH, month)
    card = rules.of(shift).scorecard
    with shift.reading() as session:
        people = staff_names(session, shift)
        every = frozenset(item.measure for item in card.items)
        counts = _counts(facts(Look(session, shift, span), every))
    there = {one for (one, _), count in counts.items() if count}
    found = [_score(shift, one, name, span, counts) for one, name in people.items() if name.active or one in there]
    return tuple(sorted(found, key=lambda one: (not one.own, one.person.no)))


def mine(shift: Shift, month: date) -> Score:
    """One's own card of the month in which a day lies. Raises NotAllowedError, StoreError."""
    shift.require(Action.SEE_OWN_SCORE)
    return of_person(shift, shift.person.no, month)


def of_person(shift: Shift, no: str, month: date) -> Score:
    """The card of a staff number. Raises NotAllowedError for somebody else's without leave, RefusedError."""
    _may_see(shift, no)
    span = span_of(Unit.MONTH, month)
    with shift.reading() as session:
        one, name = _person(session, shift, no)
        measures = measures_of(name.role, rules.of(shift).scorecard)
        counts = _counts(facts(Look(session, shift, span, one), measures))
        return _score(shift, one, name, span, counts)


def course(shift: Shift, no: str, month: date, count: int = YEAR) -> tuple[MonthPoints, ...]:
    """The sums of so many months, that of `month` last. Raises NotAllowedError, RefusedError, StoreError."""
    _may_see(shift, no)
    months = [span_of(Unit.MONTH, month)]
    while len(months) < count and months[0].first.year > 1:
        months.insert(0, before(Unit.MONTH, months[0]))
    card = rules.of(shift).scorecard
    with shift.reading() as session:
        one, name = _person(session, shift, no)
        measures = measures_of(name.role, card)
        look = Look(session, shift, Span(months[0].first, months[-1].last), one)
        worked = {day.replace(day=1) for day in look.days.values()}
        counted: Counter[tuple[date, Measure]] = Counter()
        for fact in facts(look, measures):
            counted[fact.day.replace(day=1), fact.measure] += fact.count
    items = [item for item in card.items if item.measure in measures]
    sums = [round(sum(points_of(item, counted[span.first, item.measure]) for item in items), 2) for span in months]
    return tuple(
        MonthPoints(span, points if span.first in worked else None) for span, points in zip(months, sums, strict=True)
    )


def behind(shift: Shift, no: str, month: date, code: str) -> Behind:
    """What a line of somebody's card was counted from. Raises NotAllowedError, RefusedError for an unknown line."""
    _may_see(shift, no)
    span = span_of(Unit.MONTH, month)
    with shift.reading() as session:
        one, name = _person(session, shift, no)
        card = rules.of(shift).scorecard
        item = next((item for item in card.items if item.code == code), None)
        if item is None or item.measure not in measures_of(name.role, card):
            raise RefusedError(
                msg("The card of {name} has no line “{code}”.", name=name.name, code=code),
                remedy=msg("Choose one of the lines that are part of the role."),
                field="line",
                code="unknown_line",
            )
        found = sorted(
            facts(Look(session, shift, span, one), frozenset({item.measure})),
            key=lambda fact: (fact.day, fact.number or 0),
        )
        return Behind(name, item.name, span, COUNTED_FROM[item.measure], tuple(found))


def _may_see(shift: Shift, no: str) -> None:
    """One's own is everybody's to see, others' only the branch head's."""
    shift.require(Action.SEE_OWN_SCORE if no.strip() == shift.person.no else Action.REVIEW)


def _person(session: Session, shift: Shift, no: str) -> tuple[uuid.UUID, StaffName]:
    row = find_staff(session, shift, no)
    return row.id, StaffName(row.no, row.name, row.role, row.active)


def _counts(found: Iterable[Fact]) -> Counter[tuple[uuid.UUID, Measure]]:
    counted: Counter[tuple[uuid.UUID, Measure]] = Counter()
    for fact in found:
        counted[fact.person, fact.measure] += fact.count
    return counted


def _score(
    shift: Shift, one: uuid.UUID, name: StaffName, span: Span, counts: Counter[tuple[uuid.UUID, Measure]]
) -> Score:
    lines = tuple(line_of(item, name.role, counts[one, item.measure]) for item in rules.of(shift).scorecard.items)
    return Score(one, name, span, lines, own=one == shift.person.id)
