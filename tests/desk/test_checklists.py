"""Checklists: who went through what and when, patrol after patrol; and what nobody went through."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from lobby_tui.desk import checklists, days
from lobby_tui.desk.checklist_views import ChecklistView
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.checklist import ChecklistTick
from lobby_tui.models.clock import FixedClock

MONDAY = date(2026, 11, 23)


def one(shift: Shift, code: str, number: int = 1, day: date | None = None) -> ChecklistView:
    (found,) = [view for view in checklists.of_day(shift, day) if (view.code, view.round) == (code, number)]
    return found


def rows(shift: Shift) -> list[ChecklistTick]:
    with shift.reading() as session:
        return list(session.exec(select(ChecklistTick)).all())


def actions(shift: Shift) -> list[str]:
    with shift.reading() as session:
        return list(session.exec(select(AuditEvent.action).where(AuditEvent.action.like("checklist%"))).all())  # type: ignore[attr-defined]


def test_lists_are_there_before_the_day_begins(lobby_manager: Shift) -> None:
    found = checklists.of_day(lobby_manager)
    assert [view.code for view in found] == [plan.code for plan in lobby_manager.playbook.checklists]
    assert all(view.done == 0 and view.day is None for view in found)
    assert days.current(lobby_manager) is None


def test_the_first_tick_opens_the_day_and_tells_who_and_when(lobby_manager: Shift, clock: FixedClock) -> None:
    view = checklists.tick(lobby_manager, "opening", "appearance")
    (item,) = [item for item in view.items if item.tick]
    assert item.code == "appearance"
    assert item.tick is not None
    assert (item.tick.in_order, item.tick.by.no, item.tick.at) == (True, "101", clock.now())
    assert (view.done, view.trouble, view.complete, view.day) == (1, 0, False, MONDAY)
    assert one(lobby_manager, "opening") == view
    assert one(lobby_manager, "closing").done == 0


def test_trouble_needs_a_note(lobby_manager: Shift) -> None:
    for note in ("", " \u200b", "长" * 201, "密码是123456"):
        with pytest.raises(RefusedError) as caught:
            checklists.tick(lobby_manager, "opening", "displays", in_order=False, note=note)
        assert caught.value.field == "note"
    view = checklists.tick(lobby_manager, "opening", "displays", in_order=False, note="2号屏不亮")
    (item,) = [item for item in view.items if item.tick]
    assert item.tick is not None
    assert (item.tick.in_order, item.tick.note, item.about_machines, view.trouble) == (False, "2号屏不亮", True, 1)
    assert [other.about_machines for other in view.items if other.code == "notices"] == [False]


def test_ticked_anew_the_old_tick_stays_in_the_store(
    lobby_manager: Shift, sign_in: Callable[[str], Shift], clock: FixedClock
) -> None:
    checklists.tick(lobby_manager, "opening", "machines", in_order=False, note="缺纸")
    clock.advance(600)
    view = checklists.tick(sign_in("102"), "opening", "machines")
    (item,) = [item for item in view.items if item.tick]
    assert item.tick is not None
    assert (item.tick.in_order, item.tick.by.no, view.trouble) == (True, "102", 0)
    dropped, standing = sorted(rows(lobby_manager), key=lambda row: row.at)
    assert (dropped.note, dropped.dropped_at, standing.dropped_at) == ("缺纸", clock.now(), None)


def test_the_same_tick_twice_is_one(lobby_manager: Shift, sign_in: Callable[[str], Shift]) -> None:
    first = checklists.tick(lobby_manager, "opening", "folder")
    assert checklists.tick(sign_in("102"), "opening", "folder") == first
    assert len(rows(lobby_manager)) == 1
    assert actions(lobby_manager) == ["checklist_ticked", "checklist_ticked_again"]


def test_a_tick_is_taken_back(lobby_manager: Shift) -> None:
    checklists.tick(lobby_manager, "closing", "lobby")
    assert checklists.undo(lobby_manager, "closing", "lobby").done == 0
    with pytest.raises(RefusedError) as caught:
        checklists.undo(lobby_manager, "closing", "lobby")
    assert caught.value.code == "not_ticked"
    assert [row.dropped_at is not None for row in rows(lobby_manager)] == [True]


def test_patrols_are_counted(lobby_manager: Shift) -> None:
    assert checklists.tick(lobby_manager, "patrol", "queues").round == 1
    assert checklists.tick(lobby_manager, "patrol", "order").round == 1
    assert checklists.tick(lobby_manager, "patrol", "queues", round=2).round == 2
    assert checklists.tick(lobby_manager, "patrol", "forms").round == 2
    assert checklists.tick(lobby_manager, "patrol", "forms", round=1).done == 3
    assert [(view.round, view.done) for view in checklists.of_day(lobby_manager) if view.code == "patrol"] == [
        (1, 3), (2, 2)
    ]  # fmt: skip
    checklists.undo(lobby_manager, "patrol", "queues")
    assert checklists.undo(lobby_manager, "patrol", "forms").done == 0
    assert [view.round for view in checklists.of_day(lobby_manager) if view.code == "patrol"] == [1]


@pytest.mark.parametrize(
    ("checklist", "item", "number", "field"),
    [("patrol", "queues", 2, "round"), ("patrol", "queues", 0, "round"), ("opening", "folder", 2, "round"),
     ("opening", "queues", None, "item"), ("opnening", "folder", None, "checklist")],
)  # fmt: skip
def test_what_there_is_not(lobby_manager: Shift, checklist: str, item: str, number: int | None, field: str) -> None:
    with pytest.raises(RefusedError) as caught:
        checklists.tick(lobby_manager, checklist, item, round=number)
    assert caught.value.field == field
    assert (rows(lobby_manager), days.current(lobby_manager)) == ([], None)


def test_only_patrols_are_repeated(lobby_manager: Shift) -> None:
    checklists.tick(lobby_manager, "opening", "folder")
    with pytest.raises(RefusedError) as caught:
        checklists.tick(lobby_manager, "opening", "folder", round=2)
    assert caught.value.code == "unknown_round"


def test_a_day_keeps_its_own_ticks(lobby_manager: Shift, clock: FixedClock) -> None:
    from lobby_tui.desk import visits

    checklists.tick(lobby_manager, "opening", "folder")
    close(lobby_manager)
    clock.advance(timedelta(days=1))
    visits.count(lobby_manager, "cash_small")
    assert one(lobby_manager, "opening").done == 0
    assert one(lobby_manager, "opening", day=MONDAY).done == 1
    with pytest.raises(RefusedError):
        checklists.of_day(lobby_manager, MONDAY - timedelta(days=1))


def close(shift: Shift) -> None:
    """End the open day, whatever is missing of it."""
    from lobby_tui.models.day import BusinessDay

    with shift.writing() as writing:
        row = writing.session.exec(select(BusinessDay).where(BusinessDay.state == "open")).one()
        row.state, row.closed_at, row.closed_by = "closed", shift.now(), shift.person.id
        writing.session.add(row)
        writing.record("day_closed", f"business_day:{row.id}")


def missing(shift: Shift) -> list[tuple[str, str | None]]:
    day = days.current(shift)
    assert day is not None
    with shift.reading() as session:
        found = checklists.missing(session, shift, day.id)
    assert len({gap.subject for gap in found}) == len(found)
    return [(gap.checklist, gap.item) for gap in found]


def test_what_is_missing(lobby_manager: Shift) -> None:
    checklists.tick(lobby_manager, "opening", "folder")
    plan = lobby_manager.playbook
    wanted = [
        *(("opening", item.code) for item in plan.checklist("opening").items if item.code != "folder"),
        ("patrol", None),
        *(("closing", item.code) for item in plan.checklist("closing").items),
    ]
    assert missing(lobby_manager) == wanted
    checklists.tick(lobby_manager, "patrol", "queues", in_order=False, note="排队长")
    assert missing(lobby_manager) == [gap for gap in wanted if gap[0] != "patrol"]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 3), st.sampled_from(["queues", "machines", "order"])), max_size=12)
)
def test_ticks_and_undos_come_to_what_a_set_would(lobby_manager: Shift, steps: list[tuple[bool, int, str]]) -> None:
    if days.current(lobby_manager):
        close(lobby_manager)
    model: set[tuple[int, str]] = set()
    for add, number, item in steps:
        latest = max((one for one, _ in model), default=0)
        act = checklists.tick if add else checklists.undo
        if number > latest + 1 or (not add and (number, item) not in model):
            with pytest.raises(RefusedError):
                act(lobby_manager, "patrol", item, round=number)
            continue
        act(lobby_manager, "patrol", item, round=number)
        (model.add if add else model.remove)((number, item))
    found = {
        (view.round, item.code)
        for view in checklists.of_day(lobby_manager)
        if view.code == "patrol"
        for item in view.items
        if item.tick
    }
    assert found == model
