"""The names of what happens to complaints, for people; and a deadline in words."""

from collections.abc import Mapping
from types import MappingProxyType

from lobby_tui.locale import Message, msg
from lobby_tui.models.complaint_clock import ComplaintClock
from lobby_tui.models.enums import ComplaintState, ComplaintStepKind

COMPLAINT_STATES: Mapping[str, Message] = MappingProxyType(
    {
        ComplaintState.OPEN: msg("In hand"),
        ComplaintState.DECIDED: msg("To be told"),
        ComplaintState.NOTIFIED: msg("Told"),
        ComplaintState.WITHDRAWN: msg("Withdrawn"),
        ComplaintState.ARCHIVED: msg("Filed"),
    }
)
# The five steps of the sources [ICBC 6, BOC, BOCOM]: courtesy and calm, investigation, decision, feedback, file.
COMPLAINT_STEPS: Mapping[str, Message] = MappingProxyType(
    {
        ComplaintStepKind.RECEIVED: msg("Received"),
        ComplaintStepKind.CALMED: msg("Calmed, in a quiet place"),
        ComplaintStepKind.INVESTIGATED: msg("Cause found"),
        ComplaintStepKind.DECIDED: msg("Decided"),
        ComplaintStepKind.NOTIFIED: msg("Told the complainant"),
        ComplaintStepKind.ARCHIVED: msg("Put on file"),
        ComplaintStepKind.NOTED: msg("Note"),
        ComplaintStepKind.ASSIGNED: msg("Given to a handler"),
        ComplaintStepKind.MADE_COMPLEX: msg("Found complex"),
        ComplaintStepKind.EXTENDED: msg("Extended"),
        ComplaintStepKind.PAUSED: msg("Clock paused"),
        ComplaintStepKind.RESUMED: msg("Clock goes on"),
        ComplaintStepKind.RESTARTED: msg("New facts, clock anew"),
        ComplaintStepKind.ESCALATED: msg("Major: report to the supervisor"),
        ComplaintStepKind.WITHDRAWN: msg("Withdrawn by the complainant"),
    }
)
DECISIONS: Mapping[str, Message] = MappingProxyType(
    {
        "justified": msg("Justified"),
        "partly_justified": msg("Partly justified"),
        "not_justified": msg("Not justified"),
    }
)
PAUSES: Mapping[str, Message] = MappingProxyType(
    {"appraisal": msg("Outside appraisal"), "mediation": msg("Outside mediation")}
)


def deadline_text(clock: ComplaintClock) -> Message:
    """How much time is left. The marks `‼` and `!` say late and near also where there is no colour."""
    if not clock.running:
        return msg("‼ {count} d too late", count=-clock.days_left) if clock.overdue else msg("in time")
    if clock.paused:
        return msg("paused, {count} d", count=clock.days_left)
    if clock.overdue:
        return msg("‼ {count} d late", count=-clock.days_left)
    if clock.days_left == 0:
        return msg("! last day")
    if clock.near:
        return msg("! {count} d left", count=clock.days_left)
    return msg("{count} d left", count=clock.days_left)
