"""How SQLite goes about the questions of a working day: by an index, never by reading all there is.

Without this a query that is quick today may read a million referrals in ten years; one OR was enough.
"""

from collections.abc import Callable

import pytest

from lobby_tui.desk import (
    checklists,
    closing,
    crowding,
    days,
    doubles,
    faults,
    figures,
    forms,
    gaps,
    lobby,
    managers,
    meetings,
    records,
    referrals,
    signing,
    summary,
    traffic,
    visits,
)
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.models.enums import MeetingKind
from tests.plans import steps

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
    "checklists": lambda shift: checklists.of_day(shift),
    "tick": lambda shift: checklists.tick(shift, "opening", "folder"),
    "faults": lambda shift: faults.open_faults(shift),
    "report": lambda shift: faults.report(shift, NewFault("atm", "吞卡", key=shift.ids.new())),
    "traffic": lambda shift: traffic.of_day(shift),
    "crowding": lambda shift: crowding.record(shift, "comfort"),
    "morning": lambda shift: meetings.sheet(shift, None, MeetingKind.MORNING),
    "evening": lambda shift: meetings.sheet(shift, None, MeetingKind.EVENING),
    "gaps": lambda shift: gaps.of_day(shift, shift.today()),
    "close": lambda shift: closing.close(shift, carry_over="next_day"),
    "history": lambda shift: signing.history(shift, shift.today()),
    "papers": lambda shift: forms.pack(shift, shift.today()),
    "figures": lambda shift: figures.of_day(shift, shift.today()),
    "records of visits": lambda shift: records.page(shift, shift.today(), figures.VISITS),
    "records of referrals": lambda shift: records.page(shift, shift.today(), figures.REFERRALS.of(manager="301")),
}


def plans(shift: Shift, work: Work) -> list[str]:
    """The steps that SQLite takes, one a line, of each statement of `work`."""
    referrals.log(shift, entry(shift))
    return steps(shift, lambda: work(shift))


@pytest.mark.parametrize("name", WORK)
def test_nothing_is_read_from_end_to_end(lobby_manager: Shift, name: str) -> None:
    found = plans(lobby_manager, WORK[name])
    assert found
    for step in found:
        assert not step.startswith("SCAN"), step
        if step.startswith(("SEARCH referral", "SEARCH search_term", "SEARCH visit")):
            assert " AND " in step or "visit_in_lobby" in step, f"only the branch narrows this down: {step}"


@pytest.mark.parametrize("index", ["identifier_index", "contact_index", "customer"])
def test_each_kind_of_double_has_its_index(lobby_manager: Shift, index: str) -> None:
    found = plans(lobby_manager, WORK["doubles"])
    assert [step for step in found if f"INDEX referral_{index} " in step]


def test_an_open_day_is_found_by_its_own_index(lobby_manager: Shift) -> None:
    (step,) = plans(lobby_manager, WORK["day"])
    assert "business_day_one_open" in step


def test_what_a_day_lacks_is_bound_to_the_day(lobby_manager: Shift) -> None:
    found = plans(lobby_manager, WORK["gaps"])
    for table in ("visit", "referral", "complaint", "incident", "device_fault", "checklist_tick", "carried_gap"):
        (step,) = [one for one in found if one.startswith(f"SEARCH {table} ")]
        assert "day_id=?" in step, step


def test_the_register_of_complaints_reads_the_day_and_what_is_in_hand(lobby_manager: Shift) -> None:
    found = plans(lobby_manager, lambda shift: forms.paper(shift, shift.today(), code="complaint_register"))
    steps_of = [step for step in found if step.startswith("SEARCH complaint ")]
    assert len(steps_of) == 3
    for index in ("complaint_on (branch_id=? AND day_id=?)", "complaint_unfiled ", "(branch_id=? AND id=?)"):
        assert [step for step in steps_of if index in step], steps_of
