"""What can be missing when a day is to be closed, and the words for it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.models.masking import mask_text


class GapKind(StrEnum):
    """What is missing, in the order in which it is shown."""

    IN_LOBBY = "in_lobby"
    WITHOUT_MANAGER = "without_manager"
    UNCONFIRMED = "unconfirmed"
    RETURNED = "returned"
    WITHOUT_RESULT = "without_result"
    NO_FOLLOW_UP = "no_follow_up"
    NO_CONTACT = "no_contact"
    COMPLAINT_HANDLER = "complaint_handler"
    COMPLAINT_CALMED = "complaint_calmed"
    INCIDENT = "incident"
    FAULT_TICKET = "fault_ticket"
    CHECKLIST = "checklist"


class Mend(StrEnum):
    """Where a gap is mended."""

    LOBBY = "lobby"
    WORKLIST = "worklist"
    FOLLOW_UPS = "follow_ups"
    REFERRAL = "referral"
    COMPLAINTS = "complaints"
    INCIDENTS = "incidents"
    FAULTS = "faults"
    CHECKLISTS = "checklists"


GapKey: TypeAlias = tuple[str, uuid.UUID]
"""What tells a gap from all others of its day: its kind and the record that it is about."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: what kind, of which record, in words, and where it is mended.

    `number` is the record's own; items of a checklist have none. Names in `text` are masked.
    """

    kind: GapKind
    subject: uuid.UUID
    number: int | None
    text: Message

    @property
    def key(self) -> GapKey:
        """The kind and the subject."""
        return self.kind.value, self.subject

    @property
    def mend(self) -> Mend:
        """Where it is mended."""
        return MENDED_IN[self.kind]

    @property
    def blocks(self) -> bool:
        """Whether it cannot be carried over: nobody stays in the lobby overnight."""
        return self.kind is GapKind.IN_LOBBY


MENDED_IN: Mapping[GapKind, Mend] = MappingProxyType(
    {
        GapKind.IN_LOBBY: Mend.LOBBY,
        GapKind.WITHOUT_MANAGER: Mend.WORKLIST,
        GapKind.UNCONFIRMED: Mend.WORKLIST,
        GapKind.RETURNED: Mend.WORKLIST,
        GapKind.WITHOUT_RESULT: Mend.WORKLIST,
        GapKind.NO_FOLLOW_UP: Mend.FOLLOW_UPS,
        GapKind.NO_CONTACT: Mend.REFERRAL,
        GapKind.COMPLAINT_HANDLER: Mend.COMPLAINTS,
        GapKind.COMPLAINT_CALMED: Mend.COMPLAINTS,
        GapKind.INCIDENT: Mend.INCIDENTS,
        GapKind.FAULT_TICKET: Mend.FAULTS,
        GapKind.CHECKLIST: Mend.CHECKLISTS,
    }
)
GAP_KINDS: Mapping[str, Message] = MappingProxyType(
    {
        GapKind.IN_LOBBY: msg("Still in the lobby"),
        GapKind.WITHOUT_MANAGER: msg("Referrals with no customer manager"),
        GapKind.UNCONFIRMED: msg("Referrals not yet answered"),
        GapKind.RETURNED: msg("Referrals returned and given to nobody"),
        GapKind.WITHOUT_RESULT: msg("Introduced and accepted, no result yet"),
        GapKind.NO_FOLLOW_UP: msg("To follow up, nothing planned"),
        GapKind.NO_CONTACT: msg("No way to reach the customer"),
        GapKind.COMPLAINT_HANDLER: msg("Complaints that nobody handles"),
        GapKind.COMPLAINT_CALMED: msg("Complaints without the first talk"),
        GapKind.INCIDENT: msg("Incidents not yet closed"),
        GapKind.FAULT_TICKET: msg("Faults without a repair ticket"),
        GapKind.CHECKLIST: msg("Checklists not gone through"),
    }
)
CARRY_REASONS: Mapping[str, Message] = MappingProxyType(
    {
        "next_day": msg("For the next business day"),
        "manager_away": msg("The customer manager was away"),
        "customer": msg("Waiting for the customer"),
        "others": msg("Waiting for another department"),
    }
)
"""Reasons that one key gives. The code is what is kept, so that it reads in either language."""


def reason_text(reason: str) -> Renderable:
    """A reason for carrying over: one of ours in the reader's language, or what somebody typed, masked."""
    return CARRY_REASONS.get(reason) or mask_text(reason)
