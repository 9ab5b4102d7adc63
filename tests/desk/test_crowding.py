"""A full lobby: when the desk says so, and what is recorded of it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from lobby_tui.desk import crowding, days, lobby, visits
from lobby_tui.desk.crowding import CrowdingView
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.models.clock import FixedClock
from lobby_tui.playbook.work import CrowdingPolicy


def limited(shift: Shift, waiting: int, minutes: int) -> Shift:
    limits = CrowdingPolicy(waiting=waiting, wait_minutes=minutes)
    return replace(shift, playbook=shift.playbook.model_copy(update={"crowding": limits}))


def recorded(shift: Shift) -> tuple[CrowdingView, ...]:
    day = days.current(shift)
    assert day is not None
    with shift.reading() as session:
        return crowding.on_day(session, shift, day.id)


def test_too_many_or_too_long(lobby_manager: Shift, clock: FixedClock) -> None:
    shift = limited(lobby_manager, 3, 20)
    assert crowding.alert(shift, ()) is None
    for _ in range(2):
        visits.greet(shift)
    assert crowding.alert(shift, lobby.in_lobby(shift)) is None
    clock.advance(20 * 60 - 1)
    assert crowding.alert(shift, lobby.in_lobby(shift)) is None
    clock.advance(1)
    alert = crowding.alert(shift, lobby.in_lobby(shift))
    assert alert is not None
    assert dict(alert.params) == {"minutes": 20}
    visits.greet(shift)
    full = crowding.alert(limited(lobby_manager, 3, 60), lobby.in_lobby(shift))
    assert full is not None
    assert dict(full.params) == {"count": 3, "minutes": 20}
    assert crowding.alert(limited(lobby_manager, 4, 60), lobby.in_lobby(shift)) is None


def test_recorded_with_what_was_done(lobby_manager: Shift, sign_in: Callable[[str], Shift], clock: FixedClock) -> None:
    visits.greet(lobby_manager)
    clock.advance(300)
    visits.greet(lobby_manager)
    clock.advance(60)
    first = crowding.record(sign_in("102"), "open_counter", "加开3号窗口")
    assert (first.waiting, first.longest_wait, first.measure, first.note) == (2, 360, "open_counter", "加开3号窗口")
    assert (first.by.no, first.at, first.name) == (
        "102", clock.now(), lobby_manager.playbook.crowding_measure("open_counter").name
    )  # fmt: skip
    counted = crowding.record(lobby_manager, "told_head", waiting=25)
    assert (counted.waiting, counted.longest_wait) == (25, 360)
    assert recorded(lobby_manager) == (first, counted)


def test_whoever_was_served_waits_no_more(lobby_manager: Shift) -> None:
    visits.greet(lobby_manager)
    visits.count(lobby_manager, "cash_small")
    assert crowding.record(lobby_manager, "comfort").waiting == 1


def test_an_empty_lobby_may_have_been_full(lobby_manager: Shift) -> None:
    assert crowding.record(lobby_manager, "comfort", waiting=14).longest_wait == 0


@pytest.mark.parametrize(
    ("measure", "note", "waiting", "field"),
    [("pray", "", None, "crowding_measure"), ("comfort", "长" * 201, None, "note"),
     ("comfort", "密码是123456", None, "note"), ("comfort", "", -1, "waiting"), ("comfort", "", 1000, "waiting")],
)  # fmt: skip
def test_refused(lobby_manager: Shift, measure: str, note: str, waiting: int | None, field: str) -> None:
    with pytest.raises(RefusedError) as caught:
        crowding.record(lobby_manager, measure, note, waiting)
    assert caught.value.field == field
    assert days.current(lobby_manager) is None
