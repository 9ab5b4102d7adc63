"""What a reveal shows of each kind of record: the labels, and what stands there in full."""

from collections.abc import Sequence

from lobby_tui.desk.complaint.views import ComplaintDetails
from lobby_tui.desk.incidents import IncidentDetails
from lobby_tui.desk.referral.views import ReferralDetails
from lobby_tui.locale import Message, msg

Lines = Sequence[tuple[Message | str, str]]


def of_referral(full: ReferralDetails) -> Lines:
    """Name, contact, identifier, and every remark and note that is masked elsewhere."""
    return [
        ("", full.customer),
        (msg("Contact"), full.contact),
        (msg("Account / ID"), full.identifier),
        (msg("Home branch"), full.home_branch),
        (msg("Remarks"), full.remarks),
        *((msg("Note"), note) for note in full.notes),
    ]


def of_complaint(full: ComplaintDetails) -> Lines:
    """Name, contact, and the words of the complaint."""
    return [
        ("", full.customer),
        (msg("Contact"), full.contact),
        (msg("What it is about"), full.what),
        (msg("Wants"), full.wish),
        *((msg("Note"), note) for note in full.notes),
    ]


def of_incident(full: IncidentDetails) -> Lines:
    """The words of the report."""
    return [
        (msg("What happened"), full.what),
        (msg("Place"), full.place),
        (msg("Measures"), full.measures),
        (msg("Reported to"), full.reported_to),
        (msg("Outcome"), full.outcome),
    ]


def of_note(note: str) -> Lines:
    """A note by itself."""
    return [(msg("Note"), note)]
