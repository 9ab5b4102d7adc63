"""Complaints and incidents are found by an index: what was filed years ago costs nothing today."""

from collections.abc import Callable

import pytest

from lobby_tui.desk import complaints, deadlines, incidents
from lobby_tui.desk.complaint import lists as complaint_lists
from lobby_tui.desk.complaint import steps as complaint_steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.incident_entry import IncidentEntry
from lobby_tui.desk.shift import Shift
from tests.plans import steps

ENTRY = ComplaintEntry(kind="fees", what="收费未告知", about="201")


def _running(shift: Shift) -> object:
    with shift.reading() as session:
        return deadlines.running(session, shift)


def _noted(shift: Shift) -> object:
    one = complaint_lists.by_number(shift, 1)
    return complaint_steps.take(shift, one.id, StepEntry("noted", "x"))


WORK: dict[str, Callable[[Shift], object]] = {
    "register": lambda shift: complaints.register(shift, ENTRY),
    "running": _running,
    "unfiled": complaint_lists.unfiled,
    "filed": complaint_lists.filed,
    "step": _noted,
    "incidents": incidents.listed,
    "report": lambda shift: incidents.report(shift, IncidentEntry("fire", "插座冒烟")),
}


@pytest.mark.parametrize("name", WORK)
def test_nothing_is_read_from_end_to_end(lobby_manager: Shift, name: str) -> None:
    complaints.register(lobby_manager, ENTRY)
    incidents.report(lobby_manager, IncidentEntry("fire", "插座冒烟"))
    plan = steps(lobby_manager, lambda: WORK[name](lobby_manager))
    assert plan
    assert [step for step in plan if step.startswith("SCAN") and "subquery" not in step and "anon" not in step] == []


@pytest.mark.parametrize("name", ["running", "unfiled"])
def test_what_is_in_hand_has_an_index_of_its_own(lobby_manager: Shift, name: str) -> None:
    complaints.register(lobby_manager, ENTRY)
    plan = steps(lobby_manager, lambda: WORK[name](lobby_manager))
    assert any("INDEX complaint_unfiled " in step for step in plan), plan
