"""An incident as somebody types it, and the checks that turn it into a row."""

import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from lobby_tui.desk.complaint.entry import MOST_PEOPLE, whole_number
from lobby_tui.desk.entry_problems import Problems
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.money import parse_yuan
from lobby_tui.models.text import fold, said
from lobby_tui.models.typed_dates import EARLIEST
from lobby_tui.playbook.finding import find


@dataclass(frozen=True, slots=True)
class IncidentEntry:
    """The fields of a branch incident report, as typed. Only `kind` and `what` are needed at once.

    Times are the branch's: `14:05` today, or `2026-11-23 14:05`; blank means now. `loss` is in yuan. `key` makes a
    repeated saving one incident.
    """

    kind: str
    what: str
    happened: str = ""
    place: str = ""
    people_involved: str | int = 0
    injured: str | int = 0
    loss: str = ""
    measures: str = ""
    reported_to: str = ""
    reported: str = ""
    key: uuid.UUID | None = None
    draft: str | None = None
    """The kind of draft that this entry was, to be thrown away in the same transaction."""


@dataclass(frozen=True, slots=True)
class CheckedIncident:
    """The fields of an incident, clean and valid. `loss_fen` in fen."""

    kind: str
    what: str
    happened_at: datetime
    place: str
    people_involved: int
    injured: int
    loss_fen: int
    measures: str
    reported_to: str
    reported_at: datetime | None


def check(shift: Shift, entry: IncidentEntry) -> CheckedIncident:
    """Check every field at once. Raises EntryError with all that is wrong."""
    problems = Problems()
    take = problems.take

    kind = take(lambda: _kind(shift, entry.kind), "")
    what = take(lambda: said(entry.what, limit=1000, field="what", needed=True), "")
    happened_at = take(lambda: moment(shift, entry.happened, "happened"), shift.now())
    place = take(lambda: said(entry.place, limit=60, field="place"), "")
    people = take(
        lambda: whole_number(entry.people_involved, "people_involved", least=0, most=MOST_PEOPLE), MOST_PEOPLE
    )
    injured = take(lambda: _injured(entry.injured, people), 0)
    loss = take(lambda: parse_yuan(entry.loss, "loss") if entry.loss.strip() else 0, 0)
    measures = take(lambda: said(entry.measures, limit=1000, field="measures"), "")
    reported_to = take(lambda: said(entry.reported_to, limit=60, field="reported_to"), "")
    reported_at = take(lambda: _reported(shift, entry, happened_at), None)
    problems.settle()
    return CheckedIncident(kind, what, happened_at, place, people, injured, loss, measures, reported_to, reported_at)


def _kind(shift: Shift, code: str) -> str:
    if not code:
        raise RefusedError(
            msg("What kind of incident was it?"), remedy=msg("Choose the kind nearest to it."), field="kind"
        )
    return find(shift.playbook.incident_kinds, code, "kind").code


def _injured(raw: str | int, people: int) -> int:
    count = whole_number(raw, "injured", least=0, most=MOST_PEOPLE)
    if count > people:
        raise RefusedError(
            msg("More people are hurt here than were involved."),
            remedy=msg("Put the number of people involved right."),
            field="injured",
        )
    return count


def _reported(shift: Shift, entry: IncidentEntry, happened_at: datetime) -> datetime | None:
    """When it was reported; now, where somebody is named and no time."""
    if not entry.reported_to.strip():
        if entry.reported.strip():
            raise RefusedError(msg("Whom was it reported to?"), remedy=msg("Name them."), field="reported_to")
        return None
    at = moment(shift, entry.reported, "reported")
    if at < happened_at.replace(second=0, microsecond=0):
        raise RefusedError(
            msg("It cannot have been reported before it happened."),
            remedy=msg("Put one of the two times right."),
            field="reported",
        )
    return at


def moment(shift: Shift, raw: str, field: str) -> datetime:
    """A moment as people type it on the branch's clock, in UTC; now where it is blank. Raises RefusedError."""
    text = " ".join(fold(raw).split())
    now = shift.now()
    if not text:
        return now
    found = re.fullmatch(r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2}) )?([0-9]{1,2}:[0-9]{2})", text)
    try:
        day = date.fromisoformat(found[1]) if found and found[1] else shift.today()
        clock = time.fromisoformat(found[2].zfill(5)) if found else None
    except ValueError:
        clock = None
    if clock is None or day < EARLIEST:
        raise RefusedError(
            msg("This is not a time."),
            remedy=msg("Write it as {example}, or with the date before it.", example="14:05"),
            field=field,
        )
    at = datetime.combine(day, clock, ZoneInfo(shift.branch.time_zone))
    if at > now:
        raise RefusedError(msg("This time is still to come."), remedy=msg("Enter when it happened."), field=field)
    return at
