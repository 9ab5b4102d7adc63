"""What happened in a span, by person, hour, signal and manager: against a recount of the rows."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from lobby_tui.desk.review import range_records, summary
from lobby_tui.desk.review.range_records import RangeBehind
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.review.summary import NOBODY, By, as_counts
from lobby_tui.desk.shift import Shift
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.referral import Referral
from lobby_tui.models.staff import Staff
from lobby_tui.models.visit import Visit
from tests.desk.review import weeks

SPAN = Span(date(2026, 9, 9), date(2026, 10, 7))
KEYS = {By.STAFF: "staff", By.HOUR: "hour", By.SIGNAL: "signal", By.MANAGER: "manager"}


@pytest.fixture
def head(sign_in: Callable[[str], Shift]) -> Shift:
    shift = sign_in("001")
    weeks.write(shift, weeks.working_days(date(2026, 8, 31), date(2026, 10, 16)), 5)
    return shift


def counted(rows: list[Referral]) -> dict[str, int]:
    return {
        "referrals": len(rows),
        "introduced": sum(row.status == "introduced" for row in rows),
        "to_follow_up": sum(row.status == "to_follow_up" for row in rows),
        "confirmed": sum(row.answer == "accepted" for row in rows),
        "returned": sum(row.answer == "returned" for row in rows),
        "with_result": sum(row.outcome is not None for row in rows),
    }


def within(shift: Shift) -> list[Referral]:
    with shift.reading() as session:
        dates = dict(session.exec(select(BusinessDay.id, BusinessDay.date)).all())
    return [row for row in weeks.standing(shift) if dates[row.day_id] in SPAN]


def test_the_whole(head: Shift) -> None:
    found = summary.of_span(head, SPAN)
    assert as_counts(found.made) == counted(within(head))
    with head.reading() as session:
        days = session.exec(select(BusinessDay)).all()
        inside = {row.id for row in days if row.date in SPAN}
        visits = [row for row in session.exec(select(Visit)).all() if row.day_id in inside and row.state != "undone"]
    assert (found.days, found.visits) == (len(inside), len(visits))
    assert found.lines == ()
    nothing = summary.of_span(head, Span(date(2020, 1, 1), date(2020, 1, 2)), By.STAFF)
    assert (nothing.days, nothing.visits, as_counts(nothing.made), nothing.lines) == (0, 0, counted([]), ())


@pytest.mark.parametrize("by", list(By))
def test_each_line_is_what_the_rows_say(head: Shift, by: By) -> None:
    with head.reading() as session:
        nos = dict(session.exec(select(Staff.id, Staff.no)).all())
    keys: dict[By, Callable[[Referral], list[str]]] = {
        By.STAFF: lambda row: [nos[row.identified_by]],
        By.MANAGER: lambda row: [nos[row.manager_id] if row.manager_id else NOBODY],
        By.HOUR: lambda row: [head.local(row.created_at).strftime("%H")],
        By.SIGNAL: lambda row: row.reasons.split(),
    }
    groups: dict[str, list[Referral]] = {}
    for row in within(head):
        for key in keys[by](row):
            groups.setdefault(key, []).append(row)
    found = {line.key: as_counts(line.made) for line in summary.of_span(head, SPAN, by).lines if line.made.referrals}
    assert found == {key: counted(rows) for key, rows in groups.items()}
    for key, made in found.items():
        code = "" if key == NOBODY else key
        page = range_records.page(head, RangeBehind(SPAN, ((KEYS[by], code),)))
        assert page.total == made["referrals"], "the records behind it are the figure"


def test_a_zone_that_lies_between_two_hours(head: Shift) -> None:
    there = replace(head, branch=replace(head.branch, time_zone="Asia/Kathmandu"))
    wanted = Counter(there.local(row.created_at).strftime("%H") for row in within(there))
    found = {line.key: line.made.referrals for line in summary.of_span(there, SPAN, By.HOUR).lines}
    assert {hour: count for hour, count in found.items() if count} == wanted
    assert wanted != Counter(head.local(row.created_at).strftime("%H") for row in within(head))


def test_visits_by_hour(head: Shift) -> None:
    with head.reading() as session:
        dates = dict(session.exec(select(BusinessDay.id, BusinessDay.date)).all())
        rows = [row for row in session.exec(select(Visit)).all() if dates[row.day_id] in SPAN and row.state != "undone"]
    wanted = Counter(head.local(row.arrived_at).strftime("%H") for row in rows)
    found = {line.key: line.visits for line in summary.of_span(head, SPAN, By.HOUR).lines if line.visits}
    assert found == wanted
    assert all(line.visits is None for line in summary.of_span(head, SPAN, By.STAFF).lines)


@pytest.mark.parametrize("by", [By.STAFF, By.MANAGER])
def test_people_stand_by_their_numbers_and_never_by_counts(head: Shift, by: By) -> None:
    lines = summary.of_span(head, SPAN, by).lines
    keys = [line.key for line in lines]
    assert keys == sorted(keys, key=lambda key: (key == NOBODY, key))
    if by is By.STAFF:
        made = [line.made.referrals for line in lines]
        assert made not in (sorted(made), sorted(made, reverse=True)), "the rows are too alike to show it"
