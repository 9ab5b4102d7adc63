"""What is kept for how long: each kind of data with its days, the fewest and the most, and why.

The shortest time that the purpose needs [PIPL 19]. The branch may set other days within the limits; the defaults are
suggestions that a bank's own retention schedule goes before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from lobby_tui.locale import Message, msg


class Kind(StrEnum):
    """Kinds of data that have their own time."""

    REFERRALS = "referrals"
    ENDED_CONTACTS = "ended_contacts"
    UNDONE = "undone_referrals"
    COMPLAINTS = "complaints"
    INCIDENTS = "incidents"
    NOTES = "notes"
    DRAFTS = "drafts"
    IMPORT_LINES = "import_lines"


@dataclass(frozen=True, slots=True)
class Rule:
    """The days that a kind is kept, within what limits a branch may set them, from when they count, and why."""

    name: Message
    days: int
    least: int
    most: int
    since: Message
    why: Message


RULES: Final[Mapping[Kind, Rule]] = MappingProxyType(
    {
        Kind.REFERRALS: Rule(
            msg("Customer in a referral"), 730, 180, 1825,
            msg("after its business day"),
            msg("Results come in for months, and figures are compared over two years; then the name is not needed."),
        ),
        Kind.ENDED_CONTACTS: Rule(
            msg("Contact of a referral that came to nothing"), 90, 1, 730,
            msg("after it was returned or ended without a result"),
            msg("Whoever declined is not to be contacted; for 90 days it still tells that the same customer came."),
        ),
        Kind.UNDONE: Rule(
            msg("Referral that was taken back"), 30, 1, 365,
            msg("after its business day"),
            msg("It was entered by mistake; the number stays, the customer need not."),
        ),
        Kind.COMPLAINTS: Rule(
            msg("Customer and words of a complaint"), 1825, 1095, 3650,
            msg("after it was filed"),
            msg("Handling has to be proved, and a claim can be brought for three years [Civil Code 188]."),
        ),
        Kind.INCIDENTS: Rule(
            msg("Words of an incident report"), 1095, 365, 3650,
            msg("after it was closed"),
            msg("Claims after an accident or a loss can be brought for three years [Civil Code 188]."),
        ),
        Kind.NOTES: Rule(
            msg("Notes of meetings, checks and crowding"), 1095, 90, 1825,
            msg("after their business day"),
            msg("They may mention customers, and nobody reads them any more."),
        ),
        Kind.DRAFTS: Rule(
            msg("Half-filled forms"), 7, 1, 30,
            msg("after the last key"),
            msg("Who has not come back to it within a week will not."),
        ),
        Kind.IMPORT_LINES: Rule(
            msg("Lines of the core system that wait for review"), 30, 7, 180,
            msg("after the file was read"),
            msg("They name customers only until somebody says whose result they are."),
        ),
    }
)  # fmt: skip


def chosen(settings: Mapping[str, Any]) -> dict[Kind, int]:
    """The days of each kind, from a branch's settings; what it has not set has the default."""
    own = settings.get("retention", {})
    return {kind: int(own.get(kind, rule.days)) for kind, rule in RULES.items()}


def limits(settings: Mapping[str, Any], today: date) -> dict[Kind, date]:
    """Of each kind the last date that is over: what is from that day or before goes."""
    return {kind: today - timedelta(days=days) for kind, days in chosen(settings).items()}
