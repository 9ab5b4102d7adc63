"""How SQLite goes about the questions of a working day: by an index, never by reading all there is.

Without this a query that is quick today may read a million referrals in ten years; one OR was enough.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from lobby_tui.desk import days, doubles, lobby, managers, referral_search, referrals, summary, visits
from lobby_tui.desk.referral_entry import ReferralEntry
from lobby_tui.desk.shift import Shift

Work = Callable[[Shift], object]


def entry(shift: Shift) -> ReferralEntry:
    return ReferralEntry(
        customer="王小明",
        signals=["A01"],
        manager_no="301",
        contact="13812345678",
        identifier="ABC12345",
        key=shift.ids.new(),
    )


WORK: dict[str, Work] = {
    "log": lambda shift: referrals.log(shift, entry(shift)),
    "doubles": lambda shift: doubles.while_typing(shift, "王小明", "ABC12345", "13812345678"),
    "summary": lambda shift: summary.of_day(shift),
    "page": lambda shift: referral_search.of_day(shift, shift.today()),
    "search": lambda shift: referral_search.search(shift, "王"),
    "lobby": lambda shift: lobby.in_lobby(shift),
    "count": lambda shift: visits.count(shift, "cash_small"),
    "managers": lambda shift: managers.at_work(shift),
    "day": lambda shift: days.current(shift),
}


@contextmanager
def asked(shift: Shift) -> Iterator[list[tuple[str, Any]]]:
    found: list[tuple[str, Any]] = []

    def note(_c: object, _k: object, statement: str, values: Any, _x: object, many: bool) -> None:
        if not many and statement.startswith(("SELECT", "DELETE", "UPDATE")):
            found.append((statement, values))

    event.listen(shift.store.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(shift.store.engine, "before_cursor_execute", note)


def plans(shift: Shift, work: Work) -> list[str]:
    """The steps that SQLite takes, one a line, of each statement of `work`."""
    referrals.log(shift, entry(shift))
    with asked(shift) as statements:
        work(shift)
    with shift.reading() as session:
        run = session.connection().exec_driver_sql
        return [row[3] for statement, values in statements for row in run(f"EXPLAIN QUERY PLAN {statement}", values)]


@pytest.mark.parametrize("name", WORK)
def test_nothing_is_read_from_end_to_end(lobby_manager: Shift, name: str) -> None:
    steps = plans(lobby_manager, WORK[name])
    assert steps
    for step in steps:
        assert not step.startswith("SCAN"), step
        if step.startswith(("SEARCH referral", "SEARCH search_term", "SEARCH visit")):
            assert " AND " in step or "visit_in_lobby" in step, f"only the branch narrows this down: {step}"


@pytest.mark.parametrize("index", ["identifier_index", "contact_index", "customer"])
def test_each_kind_of_double_has_its_index(lobby_manager: Shift, index: str) -> None:
    steps = plans(lobby_manager, WORK["doubles"])
    assert [step for step in steps if f"INDEX referral_{index} " in step]


def test_an_open_day_is_found_by_its_own_index(lobby_manager: Shift) -> None:
    (step,) = plans(lobby_manager, WORK["day"])
    assert "business_day_one_open" in step
