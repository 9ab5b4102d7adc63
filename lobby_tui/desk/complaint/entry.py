"""A complaint as somebody types it, and the checks that turn it into a row."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from lobby_tui.desk.entry_problems import Problems
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.contacts import parse_contact
from lobby_tui.models.text import fold, refuse_secrets, said
from lobby_tui.models.typed_dates import EARLIEST
from lobby_tui.playbook.finding import find

MOST_PEOPLE: Final = 9999


@dataclass(frozen=True, slots=True)
class ComplaintEntry:
    """The fields of a complaint, as typed. Only `kind` and `what` are needed at once; the rest can follow.

    `about` is the staff number of the person complained about. Without `channel` it is the playbook's first one,
    without `received_on` it came in today. `key` makes a repeated saving one complaint.
    """

    kind: str
    what: str
    channel: str = ""
    customer: str = ""
    contact: str = ""
    wish: str = ""
    about: str = ""
    people: str | int = 1
    representatives: str | int = 0
    face_to_face: bool = False
    major: bool = False
    received_on: str | date | None = None
    key: uuid.UUID | None = None
    draft: str | None = None
    """The kind of draft that this entry was, to be thrown away in the same transaction."""


@dataclass(frozen=True, slots=True)
class CheckedComplaint:
    """The fields of a complaint, clean and valid."""

    kind: str
    what: str
    channel: str
    customer: str
    contact: str | None
    wish: str
    people: int
    representatives: int
    face_to_face: bool
    major: bool
    received_on: date


def check(shift: Shift, entry: ComplaintEntry) -> CheckedComplaint:
    """Check every field at once. Raises EntryError with all that is wrong.

    At most five people speak for the others of a joint complaint, and twenty face to face make it a major one
    [CBIRC Order 2020-3]; the playbook may be stricter.
    """
    problems = Problems()
    take = problems.take

    policy = shift.playbook.complaints
    kind = take(lambda: _kind(shift, entry.kind), "")
    what = take(lambda: said(entry.what, limit=1000, field="what", needed=True), "")
    channel = take(lambda: _channel(shift, entry.channel), "")
    customer = take(lambda: said(entry.customer, limit=60, field="customer"), "")
    contact = take(lambda: _contact(entry.contact), None)
    wish = take(lambda: said(entry.wish, limit=500, field="wish"), "")
    people = take(lambda: whole_number(entry.people, "people", least=1, most=MOST_PEOPLE), 1)
    speakers = take(lambda: _representatives(shift, entry.representatives, people), 0)
    received_on = take(lambda: checked_date(shift, entry.received_on, "received_on"), shift.today())
    problems.settle()
    major = entry.major or (entry.face_to_face and people >= policy.major_people)
    return CheckedComplaint(
        kind, what, channel, customer, contact, wish, people, speakers, entry.face_to_face, major, received_on
    )


def _kind(shift: Shift, code: str) -> str:
    if not code:
        raise RefusedError(
            msg("What is the complaint about?"), remedy=msg("Choose the kind nearest to it."), field="kind"
        )
    return find(shift.playbook.complaint_kinds, code, "kind").code


def _channel(shift: Shift, code: str) -> str:
    channels = shift.playbook.complaint_channels
    return find(channels, code, "channel").code if code else channels[0].code


def _contact(raw: str) -> str | None:
    refuse_secrets(raw, "contact")
    contact = parse_contact(raw)
    return contact.value if contact else None


def _representatives(shift: Shift, raw: str | int, people: int) -> int:
    most = shift.playbook.complaints.most_representatives
    count = whole_number(raw, "representatives", least=0, most=MOST_PEOPLE)
    if count > most:
        raise RefusedError(
            msg("A joint complaint has at most {most} representatives.", most=most),
            remedy=msg("Ask the complainants to choose who speaks for them."),
            field="representatives",
        )
    if count > people:
        raise RefusedError(
            msg("There cannot be more representatives than complainants."),
            remedy=msg("Put the number of complainants right."),
            field="representatives",
        )
    return count


def whole_number(raw: str | int, field: str, *, least: int, most: int) -> int:
    """A whole number as people type it, full-width digits too; blank is `least`. Raises RefusedError for `field`."""
    text = fold(str(raw)).strip()
    if not text:
        return least
    if not (text.isascii() and text.isdigit() and len(text) <= 9) or not least <= int(text) <= most:
        raise RefusedError(
            msg("This has to be a whole number from {least} to {most}.", least=least, most=most), field=field
        )
    return int(text)


def checked_date(shift: Shift, raw: str | date | None, field: str) -> date:
    """A calendar date of the branch that is not in the future, today's where none is given. Raises RefusedError."""
    today = shift.today()
    if raw is None or raw == "":
        return today
    try:
        day = raw if isinstance(raw, date) else date.fromisoformat(fold(raw).strip())
    except ValueError as error:
        raise RefusedError(
            msg("This is not a date."), remedy=msg("Write it as {example}.", example=today.isoformat()), field=field
        ) from error
    if day < EARLIEST:
        raise RefusedError(
            msg("This is not a date."), remedy=msg("Write it as {example}.", example=today.isoformat()), field=field
        )
    if day > today:
        raise RefusedError(msg("This date is still to come."), remedy=msg("Enter the day it happened."), field=field)
    return day
