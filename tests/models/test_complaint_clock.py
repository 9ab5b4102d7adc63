"""The deadline of a complaint: the examples of the rule, then what has to hold for every history."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.models.complaint_clock import MOVING, ClockEvent, ComplaintClock, clock
from lobby_tui.models.enums import ComplaintStepKind as Kind
from lobby_tui.playbook.work import ComplaintPolicy

RULE = ComplaintPolicy()
DAY = date(2026, 11, 23)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def run(*events: tuple[Kind, int], today: int = 0) -> ComplaintClock:
    return clock(DAY, [ClockEvent(kind, after(days)) for kind, days in events], RULE, after(today))


@pytest.mark.parametrize(
    ("events", "due"),
    [
        ([], 15),
        ([(Kind.MADE_COMPLEX, 3)], 30),
        ([(Kind.MADE_COMPLEX, 3), (Kind.EXTENDED, 29)], 60),
        ([(Kind.PAUSED, 2), (Kind.RESUMED, 9)], 22),
        ([(Kind.PAUSED, 2), (Kind.RESUMED, 2)], 15),
        ([(Kind.PAUSED, 2), (Kind.PAUSED, 4), (Kind.RESUMED, 9), (Kind.RESUMED, 12)], 22),
        ([(Kind.RESTARTED, 10)], 25),
        ([(Kind.MADE_COMPLEX, 1), (Kind.RESTARTED, 10)], 40),
        ([(Kind.PAUSED, 2), (Kind.RESUMED, 9), (Kind.RESTARTED, 10)], 25),
        ([(Kind.PAUSED, 2), (Kind.RESTARTED, 5), (Kind.RESUMED, 9)], 24),
        ([(Kind.DECIDED, 4)], 15),
        ([(Kind.DECIDED, 4), (Kind.RESTARTED, 6)], 21),
        ([(Kind.DECIDED, 4), (Kind.NOTIFIED, 5), (Kind.RESTARTED, 20)], 35),
        ([(Kind.NOTED, 40), (Kind.ASSIGNED, 50)], 15),
    ],
)
def test_by_when(events: list[tuple[Kind, int]], due: int) -> None:
    assert run(*events).due == after(due)


def test_the_days_that_are_left() -> None:
    assert [run(today=day).days_left for day in (0, 14, 15, 16)] == [15, 1, 0, -1]
    assert [run(today=day).overdue for day in (14, 15, 16)] == [False, False, True]
    assert [run(today=day).near for day in (11, 12, 15, 16)] == [False, True, True, False]


def test_a_paused_clock_stands_still() -> None:
    paused = [run((Kind.PAUSED, 13), today=day) for day in (13, 30, 300)]
    assert [one.days_left for one in paused] == [2, 2, 2]
    assert all(one.paused and not one.near and not one.overdue for one in paused)
    assert paused[-1].due == after(302)


def test_a_decision_alone_does_not_stop_it_but_ends_a_pause() -> None:
    decided = run((Kind.PAUSED, 3), (Kind.DECIDED, 5), today=18)
    assert decided.running
    assert decided.overdue
    assert not decided.paused
    assert decided.due == after(17)


@pytest.mark.parametrize("kind", [Kind.WITHDRAWN, Kind.NOTIFIED])
def test_the_end_is_the_same_day(kind: Kind) -> None:
    ended = run((Kind.PAUSED, 2), (kind, 5), today=90)
    assert ended.ended_on == ended.as_of == after(5)
    assert (ended.days_counted, ended.days_left, ended.overdue, ended.paused, ended.near) == (
        2,
        13,
        False,
        False,
        False,
    )


def test_ended_late_stays_late() -> None:
    assert run((Kind.DECIDED, 15), (Kind.NOTIFIED, 16), today=16).overdue
    assert not run((Kind.DECIDED, 15), (Kind.NOTIFIED, 15), today=99).overdue


def test_what_was_withdrawn_never_starts_again() -> None:
    ended = run((Kind.WITHDRAWN, 5))
    assert run((Kind.WITHDRAWN, 5), (Kind.RESTARTED, 9), (Kind.PAUSED, 9), (Kind.EXTENDED, 9)) == ended


def test_a_clock_set_back_reorders_nothing() -> None:
    assert run((Kind.PAUSED, 5), (Kind.RESUMED, 1)).due == after(15)
    assert run((Kind.RESTARTED, 5), (Kind.MADE_COMPLEX, 0)).due == after(35)
    assert run((Kind.MADE_COMPLEX, 5), today=2).as_of == after(5)


def test_a_stricter_bank_is_obeyed() -> None:
    strict = RULE.model_copy(update={"normal_days": 5, "complex_days": 10, "extension_days": 9, "most_days": 12})
    events = [ClockEvent(Kind.MADE_COMPLEX, DAY), ClockEvent(Kind.EXTENDED, DAY)]
    assert [clock(DAY, events[:count], strict, DAY).due for count in (0, 1, 2)] == [after(5), after(10), after(12)]


kinds = st.sampled_from(sorted(Kind))
histories = st.lists(st.tuples(kinds, st.integers(0, 90)), max_size=12).map(
    lambda found: [ClockEvent(kind, after(day)) for kind, day in sorted(found, key=lambda one: one[1])]
)
policies = st.builds(
    SimpleNamespace,
    normal_days=st.integers(1, 15),
    complex_days=st.integers(15, 30),
    extension_days=st.integers(1, 30),
    most_days=st.integers(30, 60),
    near_days=st.integers(0, 5),
)
days = st.integers(0, 120).map(after)


def last(events: list[ClockEvent]) -> date:
    return max([DAY, *(event.on for event in events)])


@given(histories, policies, days)
def test_never_before_the_shortest_period_and_never_beyond_the_longest(
    events: list[ClockEvent], rule: SimpleNamespace, today: date
) -> None:
    now = clock(DAY, events, rule, today)
    idle = (now.as_of - now.started_on).days - now.days_counted
    assert idle >= 0
    assert now.due >= DAY + timedelta(days=rule.normal_days)
    assert rule.normal_days <= (now.due - now.started_on).days - idle == now.days_allowed <= rule.most_days
    assert now.days_left == now.days_allowed - now.days_counted
    assert DAY <= now.started_on <= now.as_of
    assert now.near <= now.running
    assert not (now.near and now.overdue)


@given(histories, policies, st.integers(0, 60), st.integers(0, 60))
def test_a_pause_never_shortens(events: list[ClockEvent], rule: SimpleNamespace, start: int, length: int) -> None:
    begun = last(events) + timedelta(days=start)
    ended = begun + timedelta(days=length)
    pause = [ClockEvent(Kind.PAUSED, begun), ClockEvent(Kind.RESUMED, ended)]
    without, with_pause = clock(DAY, events, rule, ended), clock(DAY, [*events, *pause], rule, ended)
    assert with_pause.due >= without.due or without.paused
    if without.running and not (without.paused or without.decided):
        assert with_pause.due == without.due + timedelta(days=length)
        assert with_pause.days_counted == without.days_counted - length


@given(histories, policies, st.integers(0, 60))
def test_paused_and_resumed_on_one_day_costs_nothing(
    events: list[ClockEvent], rule: SimpleNamespace, start: int
) -> None:
    on = last(events) + timedelta(days=start)
    before = clock(DAY, events, rule, on)
    if not before.paused:
        again = [*events, ClockEvent(Kind.PAUSED, on), ClockEvent(Kind.RESUMED, on)]
        assert clock(DAY, again, rule, on) == before


@given(histories, policies, st.integers(0, 60), st.integers(0, 60))
def test_new_facts_only_move_it_later(events: list[ClockEvent], rule: SimpleNamespace, wait: int, then: int) -> None:
    on = last(events) + timedelta(days=wait)
    today = on + timedelta(days=then)
    before, anew = clock(DAY, events, rule, today), clock(DAY, [*events, ClockEvent(Kind.RESTARTED, on)], rule, today)
    assert anew.due >= before.due
    if before.running:
        assert anew.started_on == on
        assert not anew.decided


@given(histories, policies, days)
def test_every_more_lenient_event_moves_it_later_or_not_at_all(
    events: list[ClockEvent], rule: SimpleNamespace, today: date
) -> None:
    for kind in (Kind.MADE_COMPLEX, Kind.EXTENDED):
        more = [*events, ClockEvent(kind, last(events))]
        once, twice = clock(DAY, more, rule, today), clock(DAY, [*more, more[-1]], rule, today)
        assert once.due >= clock(DAY, events, rule, today).due
        assert once == twice


@given(histories, policies, days, st.integers(0, 30))
def test_what_does_not_move_the_clock_may_stand_anywhere(
    events: list[ClockEvent], rule: SimpleNamespace, today: date, place: int
) -> None:
    for kind in set(Kind) - MOVING:
        noted = [*events[:place], ClockEvent(kind, after(500)), *events[place:]]
        assert clock(DAY, noted, rule, today) == clock(DAY, events, rule, today)


@given(histories, policies, days, st.integers(0, 40))
def test_once_ended_the_calendar_changes_nothing(
    events: list[ClockEvent], rule: SimpleNamespace, today: date, more: int
) -> None:
    now = clock(DAY, events, rule, today)
    later = clock(DAY, events, rule, today + timedelta(days=more))
    if now.ended_on:
        assert later == now
    elif now.paused:
        assert later.days_left == now.days_left
    else:
        assert replace(later, as_of=now.as_of, days_counted=now.days_counted) == now
        assert later.days_left <= now.days_left


@given(histories, policies, days)
def test_withdrawing_ends_it_that_day_whatever_came_before(
    events: list[ClockEvent], rule: SimpleNamespace, today: date
) -> None:
    on = last(events)
    before = clock(DAY, events, rule, on)
    ended = clock(DAY, [*events, ClockEvent(Kind.WITHDRAWN, on)], rule, today)
    assert ended.ended_on == (before.ended_on or on)
    assert not ended.running
