"""Goals of a month: set, changed, taken away, recorded; never over a colleague's change, never of a month gone by."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, select

from lobby_tui.desk import checkup
from lobby_tui.desk.review import achieved, goals
from lobby_tui.desk.review.measures import GOALS, Measure
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.review import Goal


@pytest.fixture
def head(sign_in: Callable[[str], Shift]) -> Shift:
    return sign_in("001")


def events(shift: Shift) -> list[tuple[str, dict[str, Any]]]:
    with shift.reading() as session:
        rows = session.exec(select(AuditEvent).order_by(col(AuditEvent.seq))).all()
        return [(row.action, row.detail) for row in rows if row.action.startswith("goal_")]


def standing(shift: Shift) -> dict[tuple[str, str], tuple[int, int]]:
    return {(one.month, one.measure.value): (one.target, one.version) for one in goals.listed(shift)}


def refused(function: Callable[[], object]) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        function()
    return caught.value


def test_set_changed_and_taken_away(head: Shift) -> None:
    made = goals.set_goal(head, "2026-11", "referrals", 900, 0)
    assert (made.target, made.version, made.by.no) == (900, 1, "001")
    goals.set_goal(head, "2026-11", "referrals", 950, 1)
    goals.set_goal(head, "2026-12", "visits", 9000)
    assert standing(head) == {("2026-12", "visits"): (9000, 1), ("2026-11", "referrals"): (950, 2)}
    assert [one.month for one in goals.listed(head, "2026-11")] == ["2026-11"]
    goals.drop(head, "2026-11", "referrals", 2)
    assert standing(head) == {("2026-12", "visits"): (9000, 1)}
    assert achieved.of_month(head, "2026-11") == ()
    again = goals.set_goal(head, "2026-11", "referrals", 10, 0)
    assert again.version == 4, "a goal that comes back is not the one that went"
    assert [action for action, _ in events(head)] == ["goal_set", "goal_set", "goal_set", "goal_dropped", "goal_set"]
    assert events(head)[1][1] == {"month": "2026-11", "measure": "referrals", "target": 950}
    assert not checkup.check(head).problems


@pytest.mark.parametrize("version", [0, 1, 3])
def test_not_over_a_colleagues_change(head: Shift, version: int) -> None:
    goals.set_goal(head, "2026-11", "visits", 1)
    goals.set_goal(head, "2026-11", "visits", 2)
    for act in (
        lambda: goals.set_goal(head, "2026-11", "visits", 3, version),
        lambda: goals.drop(head, "2026-11", "visits", version),
    ):
        assert refused(act).code == "changed_meanwhile"
    assert standing(head) == {("2026-11", "visits"): (2, 2)}
    assert len(events(head)) == 2


def test_a_goal_that_is_gone_is_gone(head: Shift) -> None:
    goals.set_goal(head, "2026-11", "visits", 1)
    goals.drop(head, "2026-11", "visits")
    assert refused(lambda: goals.drop(head, "2026-11", "visits")).code == "unknown_goal"
    assert refused(lambda: goals.drop(head, "2026-12", "visits")).code == "unknown_goal"
    assert refused(lambda: goals.set_goal(head, "2026-11", "visits", 3, 1)).code == "changed_meanwhile"


@pytest.mark.parametrize("target", [0, -1, goals.HIGHEST + 1])
def test_a_target_is_a_number_that_a_branch_can_reach(head: Shift, target: int) -> None:
    assert refused(lambda: goals.set_goal(head, "2026-11", "visits", target)).field == "target"
    assert standing(head) == {}


def test_the_limits_themselves_are_taken(head: Shift) -> None:
    goals.set_goal(head, "2026-11", "visits", 1)
    goals.set_goal(head, "2028-12", "visits", goals.HIGHEST)
    assert len(standing(head)) == 2


@pytest.mark.parametrize(
    "month",
    ["", "2026-13", "2026-00", "2026-1", "26-11", "2026/11", "2026-11-01", " 2026-11", "２０２６-11", "0000-01"],
)
def test_what_is_no_month(head: Shift, month: str) -> None:
    for act in (
        lambda: goals.set_goal(head, month, "visits", 1),
        lambda: goals.drop(head, month, "visits"),
        lambda: goals.listed(head, month),
        lambda: achieved.of_month(head, month),
    ):
        assert refused(act).field == "month"


def test_a_month_gone_by_and_one_too_far_off(head: Shift, clock: FixedClock) -> None:
    goals.set_goal(head, "2026-11", "visits", 5)
    assert refused(lambda: goals.set_goal(head, "2026-10", "visits", 1)).field == "month"
    assert refused(lambda: goals.set_goal(head, "2029-01", "visits", 1)).field == "month"
    clock.advance(8 * 86_400)
    assert refused(lambda: goals.set_goal(head, "2026-11", "visits", 1)).field == "month"
    assert refused(lambda: goals.drop(head, "2026-11", "visits")).field == "month"
    assert standing(head) == {("2026-11", "visits"): (5, 1)}


@pytest.mark.parametrize("measure", ["", "nothing", "complaints", "left", "mean_wait", "longest_wait", "returned"])
def test_only_what_more_of_is_better(head: Shift, measure: str) -> None:
    assert refused(lambda: goals.set_goal(head, "2026-11", measure, 1)).field == "measure"


def test_each_measure_with_goals_can_be_counted(head: Shift) -> None:
    for measure in GOALS:
        goals.set_goal(head, "2026-11", measure.value, 7)
    found = achieved.of_month(head, "2026-11")
    assert [one.goal.measure for one in found] == [one for one in Measure if one in GOALS]
    assert all((one.value, one.days, one.share, one.pace) == (0, 0, 0, 0) for one in found)


def test_nothing_is_kept_of_a_person(head: Shift) -> None:
    assert not {name for name in Goal.model_fields if "staff" in name}
