"""Absences, stand-ins, and the branch's own calendar."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.desk import absences, calendar, staff
from lobby_tui.desk.absences import present
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.models.clock import FixedClock
from tests.conftest import PASSWORD

MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
SignIn = Callable[[str], Shift]


def test_an_absence_is_planned_and_shown(sign_in: SignIn) -> None:
    wei = sign_in("301")
    saved = absences.plan(wei, "301", MONDAY, FRIDAY, "302", "王先生周三来电")
    assert saved.warnings == ()
    (shown,) = absences.planned(sign_in("302"))
    assert (shown.person.no, shown.first_on, shown.last_on, shown.note) == ("301", MONDAY, FRIDAY, "王先生周三来电")
    assert shown.stand_in
    assert shown.stand_in.no == "302"


def test_the_hand_over_note_is_for_those_concerned(sign_in: SignIn) -> None:
    absences.plan(sign_in("301"), "301", MONDAY, FRIDAY, "302", "王先生周三来电")
    notes = {no: absences.planned(sign_in(no))[0].note for no in ("201", "101", "301", "302")}
    assert [no for no, note in notes.items() if note] == ["101", "301", "302"]


@pytest.mark.parametrize(("first", "last"), [(0, 4), (-3, 0), (4, 9), (1, 2), (-5, 20)])
def test_an_overlap_is_refused(sign_in: SignIn, first: int, last: int) -> None:
    wei = sign_in("301")
    absences.plan(wei, "301", MONDAY, FRIDAY, "302")
    with pytest.raises(RefusedError) as caught:
        absences.plan(wei, "301", MONDAY + timedelta(first), MONDAY + timedelta(last))
    assert caught.value.code == "absence_overlaps"
    assert "2026-11-27" in str(caught.value)


def test_what_does_not_overlap_is_not_refused(sign_in: SignIn) -> None:
    wei = sign_in("301")
    absences.plan(wei, "301", MONDAY, FRIDAY)
    absences.plan(wei, "301", FRIDAY + timedelta(1), FRIDAY + timedelta(1))
    absences.plan(wei, "301", MONDAY - timedelta(2), MONDAY - timedelta(1))
    assert len(absences.planned(wei)) == 2  # the one that is over is not shown


@pytest.mark.parametrize(
    ("stand_in", "code"),
    [("301", "wrong_stand_in"), ("101", "wrong_stand_in"), ("303", "not_at_work"), ("999", "unknown_staff")],
)
def test_who_cannot_stand_in(sign_in: SignIn, stand_in: str, code: str) -> None:
    head = sign_in("001")
    staff.add(head, "303", "吴刚", "customer_manager", PASSWORD)
    staff.disable(head, "303")
    with pytest.raises(RefusedError) as caught:
        absences.plan(sign_in("301"), "301", MONDAY, FRIDAY, stand_in)
    assert (caught.value.code, caught.value.field) == (code, "stand_in")


def test_a_stand_in_is_there_all_the_time(sign_in: SignIn) -> None:
    absences.plan(sign_in("302"), "302", FRIDAY, FRIDAY)
    with pytest.raises(RefusedError) as caught:
        absences.plan(sign_in("301"), "301", MONDAY, FRIDAY, "302")
    assert caught.value.code == "stand_in_away"
    absences.plan(sign_in("301"), "301", MONDAY, FRIDAY - timedelta(1), "302")


def test_a_stand_in_who_falls_ill_is_told_whom_it_concerns(sign_in: SignIn) -> None:
    absences.plan(sign_in("301"), "301", MONDAY, FRIDAY, "302")
    warnings = absences.plan(sign_in("302"), "302", MONDAY, MONDAY).warnings
    assert "陈伟" in warnings[0].text.format_map(warnings[0].params)
    assert len(warnings) == 2  # and nobody stands in for the second one


@pytest.mark.parametrize(
    ("first", "last", "field"), [(FRIDAY, MONDAY, "last_on"), (MONDAY, MONDAY + timedelta(400), "last_on")]
)
def test_dates_that_make_no_sense(sign_in: SignIn, first: date, last: date, field: str) -> None:
    with pytest.raises(RefusedError) as caught:
        absences.plan(sign_in("301"), "301", first, last)
    assert caught.value.field == field


def test_a_note_holds_no_secret(sign_in: SignIn) -> None:
    with pytest.raises(RefusedError) as caught:
        absences.plan(sign_in("301"), "301", MONDAY, FRIDAY, "", "密码是123456")
    assert caught.value.field == "note"


def test_others_absences_need_leave(sign_in: SignIn) -> None:
    with pytest.raises(NotAllowedError):
        absences.plan(sign_in("201"), "301", MONDAY, FRIDAY)
    saved = absences.plan(sign_in("101"), "301", MONDAY, FRIDAY).absence
    with pytest.raises(NotAllowedError):
        absences.drop(sign_in("302"), saved.id)
    absences.drop(sign_in("301"), saved.id)
    assert absences.planned(sign_in("101")) == ()


def test_an_absence_that_has_begun_ends_yesterday(sign_in: SignIn, clock: FixedClock) -> None:
    wei = sign_in("301")
    saved = absences.plan(wei, "301", MONDAY, FRIDAY, "302").absence
    clock.advance(timedelta(days=2))
    assert absences.drop(wei, saved.id).last_on == MONDAY + timedelta(1)
    assert absences.planned(wei, since=MONDAY)[0].last_on == MONDAY + timedelta(1)
    assert absences.planned(wei) == ()
    with pytest.raises(RefusedError) as caught:
        absences.drop(wei, saved.id)
    assert caught.value.code == "absence_over"


def test_who_stands_in_today(sign_in: SignIn, clock: FixedClock) -> None:
    wei, jing = sign_in("301"), sign_in("302")
    absences.plan(wei, "301", MONDAY + timedelta(1), FRIDAY, "302")
    seen = []
    for _ in range(6):
        with jing.reading() as session:
            seen.append(wei.person.id in absences.standing_in(session, jing))
            here = absences.stand_in_for(session, jing, wei.person.id, jing.today())
            assert here == (jing if seen[-1] else wei).person.id
        clock.advance(timedelta(days=1))
    assert seen == [False, True, True, True, True, False]


people = st.integers(0, 5)


@given(st.dictionaries(people, st.one_of(st.none(), people)), people)
def test_a_line_of_stand_ins_ends_with_somebody_who_is_there_or_with_nobody(
    away: dict[int, int | None], who: int
) -> None:
    found = present(away, who)  # type: ignore[arg-type]
    assert found not in away
    if who not in away:
        assert found == who


def test_the_branchs_calendar(sign_in: SignIn) -> None:
    head = sign_in("001")
    calendar.set_day(head, FRIDAY, works=False, note="装修")
    calendar.set_day(head, date(2026, 11, 28), works=True)
    assert [(one.date, one.works, one.note) for one in calendar.own_days(sign_in("201"))] == [
        (FRIDAY, False, "装修"),
        (date(2026, 11, 28), True, ""),
    ]
    with head.reading() as session:
        assert calendar.working_time(session, head).add_days(date(2026, 11, 26), 1) == date(2026, 11, 28)
    calendar.unset(head, FRIDAY)
    calendar.unset(head, date(2026, 11, 28))
    calendar.set_day(head, FRIDAY, works=True)
    assert [(one.date, one.works, one.note) for one in calendar.own_days(head)] == [(FRIDAY, True, "")]
    with pytest.raises(RefusedError):
        calendar.unset(head, MONDAY)
    for far in (date(9999, 1, 1), date(2062, 11, 27), date(1, 1, 1)):
        with pytest.raises(RefusedError) as caught:
            calendar.set_day(head, far, works=True)
        assert caught.value.code == "too_far_off"
    with pytest.raises(NotAllowedError):
        calendar.set_day(sign_in("101"), FRIDAY, works=False)
