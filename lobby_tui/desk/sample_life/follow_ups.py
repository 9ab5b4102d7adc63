"""Following customers up in the sample branch: calls and appointments, most of them on their day."""

from datetime import datetime, timedelta
from typing import Final

from lobby_tui.desk import follow_ups, results
from lobby_tui.desk.follow_ups import FollowUpView
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.sample_life.answers import result
from lobby_tui.desk.sample_life.branch import Branch
from lobby_tui.desk.sample_life.time import Script, at
from lobby_tui.desk.shift import Shift
from lobby_tui.models.enums import FollowUpKind

# How calls and appointments go, in a hundred.
CALLS: Final = {
    "no_answer": 24,
    "call_back": 18,
    "appointment": 26,
    "reached_done": 20,
    "declined": 9,
    "wrong_number": 3,
}
APPOINTMENTS: Final = {"reached_done": 82, "appointment": 10, "no_answer": 8}
# What stands instead of a result where the customer wants none.
ENDS: Final = {"declined": "declined", "wrong_number": "unreachable"}
_HOURS: Final = (9, 10, 11, 14, 15, 16)


def contacts(branch: Branch, no: str, *, busy: bool) -> Script:
    """What a customer manager does of what is due, the longest overdue first; a colleague's waits more often.

    Whoever is `busy` leaves more, and the last one in any case.
    """
    shift = branch.staff[no]
    due = follow_ups.due(shift, shift.today())
    for one in due[:-1] if busy else due:
        if not branch.happens((0.5 if busy else 0.78) * (1 if one.mine else 0.6)):
            continue
        yield branch.minutes(3, 14)
        if branch.over:
            return
        _contact(branch, shift, one)


def _contact(branch: Branch, shift: Shift, one: FollowUpView) -> None:
    outcome = branch.chosen(CALLS if one.kind is FollowUpKind.CONTACT else APPOINTMENTS)
    note = branch.says(branch.texts["answers"]["contacts"], 0.5)
    next_on = appointment = None
    if outcome == "appointment":
        appointment = _appointment(branch, shift)
    elif outcome == "call_back" and branch.happens(0.6):
        next_on = branch.calendar.add_days(shift.today(), branch.random.randint(1, 4))
    done = follow_ups.done(shift, one.id, outcome, note, next_on, appointment)
    # Some results are entered later: they wait on the worklist.
    if done.awaits_result and branch.happens(0.85):
        reason = ENDS.get(outcome)
        came = ResultEntry(no_result_reason=reason) if reason else result(branch, 0.8)
        results.record(shift, one.referral.id, came)


def _appointment(branch: Branch, shift: Shift) -> datetime:
    day = branch.calendar.add_days(shift.today(), branch.random.randint(1, 3))
    return at(day, datetime.min.time()) + timedelta(hours=branch.random.choice(_HOURS))
