"""Each rule of what is worth a second look: a case for it, a case against it, and its very limit."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.desk.review.odd_rules import Entry, Found, Limits, Rule, findings
from lobby_tui.playbook.review import OddPolicy

MONDAY = date(2026, 11, 23)
LI, WANG, CHEN = (uuid.UUID(int=number) for number in (1, 2, 3))
LIMITS = Limits(OddPolicy(), time(9), time(17), frozenset({"D01", "D04"}), works_on=lambda day: day.isoweekday() < 6)
NOON = timedelta(hours=12)


def entry(number: int, at: timedelta = NOON, day: date = MONDAY, **more: Any) -> Entry:
    """A referral that nothing is odd about, but for what is said."""
    values = {
        "id": uuid.UUID(int=1000 + number),
        "number": number,
        "day": day,
        "at": datetime.combine(day, time(), UTC) + at,
        "identified_by": LI,
        "customer": f"customer {number}",
        "contact": None,
        "remarks": "",
        "reasons": ("A01",),
    }
    return Entry(**(values | more))


def clock(hours: int, minutes: int = 0) -> timedelta:
    return timedelta(hours=hours, minutes=minutes)


def found(*entries: Entry) -> list[tuple[Rule, list[int]]]:
    return [(one.rule, [row.number for row in one.entries]) for one in findings(entries, LIMITS)]


def test_an_ordinary_day_has_nothing() -> None:
    assert found(*(entry(number, clock(9 + number)) for number in range(1, 8))) == []


@pytest.mark.parametrize(
    ("first", "count", "odd"),
    [(clock(16, 40), 3, True), (clock(16, 39), 1, False), (clock(16, 40), 2, False), (clock(16, 58), 3, True)],
)
def test_a_burst_before_closing(first: timedelta, count: int, odd: bool) -> None:
    rows = [entry(number, first + timedelta(minutes=number - 1)) for number in range(1, count + 1)]
    early = [entry(9, clock(16, 39)), entry(10, clock(15))]
    assert found(*rows, *early) == ([(Rule.BURST, [*range(1, count + 1)])] if odd else [])


def test_a_burst_is_one_persons() -> None:
    rows = [entry(number, clock(16, 50), identified_by=LI if number < 3 else WANG) for number in range(1, 5)]
    assert found(*rows) == []


@pytest.mark.parametrize(("apart", "odd"), [(30, True), (31, False)])
def test_one_phone_with_different_customers(apart: int, odd: bool) -> None:
    later = entry(2, NOON, MONDAY + timedelta(days=apart), contact=b"phone")
    # The thirtieth day after a Monday is a Wednesday, the thirty-first a Thursday: the branch works on both.
    assert found(entry(1, contact=b"phone"), later) == ([(Rule.SAME_CONTACT, [1, 2])] if odd else [])


def test_one_phone_with_one_customer_is_a_customer_who_came_twice() -> None:
    assert found(entry(1, contact=b"phone", customer="x"), entry(2, contact=b"phone", customer="x")) == []


@pytest.mark.parametrize(
    ("remarks", "count", "odd"), [("客户想了解理财", 3, True), ("客户想了解理财", 2, False), ("喜欢定期", 3, False)]
)
def test_identical_remarks(remarks: str, count: int, odd: bool) -> None:
    rows = [entry(number, remarks=remarks) for number in range(1, count + 1)]
    assert found(*rows) == ([(Rule.SAME_REMARKS, [*range(1, count + 1)])] if odd else [])


def test_identical_remarks_by_different_people_or_on_different_days() -> None:
    text = "客户想了解理财"
    people = [entry(number, remarks=text, identified_by=who) for number, who in enumerate((LI, WANG, CHEN), 1)]
    assert found(*people) == []
    assert found(*(entry(1, day=MONDAY + timedelta(days=number), remarks=text) for number in range(3))) == []


def test_a_confirmation_of_ones_own() -> None:
    at = datetime(2026, 11, 23, 13, tzinfo=UTC)
    assert found(entry(1, confirmed_by=LI, confirmed_at=at)) == [(Rule.OWN_CONFIRMATION, [1])]
    assert found(entry(1, confirmed_by=CHEN, confirmed_at=at)) == []


@pytest.mark.parametrize(
    ("reasons", "odd"), [(("D01",), True), (("D01", "D04"), True), (("D01", "A01"), False), ((), False)]
)
def test_looks_alone(reasons: tuple[str, ...], odd: bool) -> None:
    assert found(entry(1, reasons=reasons)) == ([(Rule.LOOKS_ALONE, [1])] if odd else [])


def test_edits_after_the_confirmation() -> None:
    at = datetime(2026, 11, 23, 13, tzinfo=UTC)
    moments = {"before": at - timedelta(seconds=1), "with it": at, "after": at + timedelta(seconds=1)}
    for name, moment in moments.items():
        row = entry(1, confirmed_by=CHEN, confirmed_at=at, edits=(moment,))
        assert bool(found(row)) is (name == "after"), name
    assert found(entry(1, edits=(at,))) == []


@pytest.mark.parametrize(
    ("at", "odd"),
    [(clock(8, 14), True), (clock(8, 15), False), (clock(17, 45), False), (clock(17, 46), True), (NOON, False)],
)
def test_outside_the_opening_hours(at: timedelta, odd: bool) -> None:
    assert found(entry(1, at)) == ([(Rule.OUTSIDE_HOURS, [1])] if odd else [])


def test_on_a_day_off() -> None:
    assert found(entry(1, day=date(2026, 11, 22))) == [(Rule.OUTSIDE_HOURS, [1])]


@given(st.permutations(range(12)))
def test_the_order_of_the_entries_changes_nothing(order: list[int]) -> None:
    rows = [
        entry(
            number,
            clock(16, 41 + number),
            contact=b"p" if number % 2 else None,
            remarks="完全相同的备注" if number % 3 else "",
            identified_by=LI if number % 4 else WANG,
        )
        for number in range(12)
    ]
    assert findings([rows[place] for place in order], LIMITS) == findings(rows, LIMITS)


def test_a_reason_names_nobody() -> None:
    row = entry(1, clock(3), customer="王小明", contact="13812345678", remarks="王小明", reasons=("D01",))
    told: tuple[Found, ...] = findings([row], LIMITS)
    assert told
    assert not any("王小明" in str(one.reason) or "138" in str(one.reason) for one in told)
