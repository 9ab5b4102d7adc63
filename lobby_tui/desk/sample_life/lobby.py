"""The lobby's day in the sample branch: its checklists, machines, full hours and incidents."""

from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from lobby_tui.desk import checklists, crowding, faults, incidents
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.incident_entry import IncidentEntry
from lobby_tui.desk.sample_life.branch import Branch
from lobby_tui.desk.sample_life.time import Script

MEASURES: Final = {"open_counter": 3, "call_lobby_help": 5, "guide_to_machines": 5, "comfort": 4, "told_head": 1}
_WRONG: Final = 0.02
_MISSED: Final = 0.03


def checked(branch: Branch, code: str, no: str, turn: int | None = None) -> Script:
    """Somebody goes through a checklist: now and then an item is forgotten, or something is not in order."""
    shift = branch.staff[no]
    for item in shift.playbook.checklist(code).items:
        yield branch.random.randint(15, 70)
        if branch.happens(_MISSED):
            continue
        wrong = branch.happens(_WRONG)
        note = branch.says(branch.texts["checklists"]["wrong"]) if wrong else ""
        checklists.tick(shift, code, item.code, not wrong, note, turn)


def patrolled(branch: Branch) -> Script:
    """Somebody goes round the hall before noon, and again in the afternoon."""
    yield from checked(branch, "patrol", "111", 1)
    left = branch.moment(time(14, 30)) - branch.clock.now()
    yield max(0.0, left.total_seconds()) + branch.random.randint(1, 600)
    yield from checked(branch, "patrol", branch.random.choice(("111", "102")), 2)


def crowded(branch: Branch) -> Script:
    """A full hour, and what was done about it."""
    yield branch.random.randint(1, 60)
    note = branch.says(branch.texts["crowding"]["notes"])
    crowding.record(branch.staff["101"], branch.chosen(MEASURES), note, branch.random.randint(12, 19))


def fault(branch: Branch, what: Mapping[str, Any]) -> Script:
    """A machine fails; the repair service gives its ticket soon, and on some days comes before the branch closes."""
    shift = branch.staff[branch.chosen({"111": 4, "101": 3, "211": 1})]
    yield branch.random.randint(1, 60)
    new = NewFault(what["device"], what["what"], what["label"], key=shift.ids.new())
    number = faults.report(shift, new).number
    if branch.last:
        return  # whoever opens the sample has a repair to ask for
    yield branch.minutes(8, 45)
    faults.set_ticket(shift, number, f"BX-{branch.day:%m%d}-{number}")
    yield branch.minutes(40, 400)
    if not branch.over and branch.clock.now() < branch.moment(time(16, 30)):
        faults.fixed(branch.staff["101"], number, what["fixed"])


def repairs(branch: Branch) -> Script:
    """What was left out of order is mended the next morning, but for some; on the last day it still waits."""
    if branch.last:
        return
    known = {one["what"]: one["fixed"] for one in branch.texts["faults"]}
    for one in faults.open_faults(branch.staff["102"]):
        yield branch.minutes(5, 50)
        if branch.happens(0.75):
            faults.fixed(branch.staff["102"], one.number, known[one.what])


def incident(branch: Branch, what: Mapping[str, Any]) -> Script:
    """Something that disturbs the branch, reported at once, and closed when it is over."""
    shift = branch.staff[branch.chosen({"101": 3, "111": 2, "202": 1})]
    yield branch.random.randint(1, 60)
    told = branch.staff["001"].person.name if branch.happens(0.7) else ""
    reported = incidents.report(
        shift,
        IncidentEntry(
            kind=what["kind"],
            what=what["what"],
            place=what["place"],
            people_involved=what["people"],
            injured=what["injured"],
            measures=what["measures"],
            reported_to=told,
            key=shift.ids.new(),
        ),
    )
    yield branch.minutes(20, 90)
    incidents.close(branch.staff["102"], reported.id, what["closed"])
