"""The closed sets of words that rows hold. Stored as the words themselves, so that SQL reads like the screen."""

from enum import StrEnum


class Role(StrEnum):
    """What a member of staff does in the branch [ICBC 3, BOC 2-4 to 2-8]."""

    LOBBY_MANAGER = "lobby_manager"
    GUIDE = "guide"
    CASH_TELLER = "cash_teller"
    COUNTER_TELLER = "counter_teller"
    CUSTOMER_MANAGER = "customer_manager"
    SUPERVISOR = "supervisor"


class DayState(StrEnum):
    """Where a business day stands. A reopened one takes corrections, no new entries, until it is closed again."""

    OPEN = "open"
    CLOSED = "closed"
    SIGNED = "signed"
    REOPENED = "reopened"


class VisitState(StrEnum):
    """Where a visit stands. `in_lobby` has a running clock; the others have ended."""

    IN_LOBBY = "in_lobby"
    ROUTED = "routed"
    REFERRED = "referred"
    LEFT = "left"
    UNDONE = "undone"


class Step(StrEnum):
    """The four steps of a visit: 迎 · 问 · 识 · 荐."""

    GREET = "greet"
    ASK = "ask"
    SPOT = "spot"
    REFER = "refer"


class ReferralStatus(StrEnum):
    """Column 2 of the referral record form [ICBC 3]."""

    INTRODUCED = "introduced"
    TO_FOLLOW_UP = "to_follow_up"


class Answer(StrEnum):
    """What a customer manager answered to a referral [ICBC 3, column 9]; none yet is `None`."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


class Decision(StrEnum):
    """One act of answering. A reassignment asks another manager, so that the referral waits again."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    REASSIGNED = "reassigned"


class Outcome(StrEnum):
    """What came of a referral [ICBC 3, column 10]; none yet is `None`."""

    SUCCESS = "success"
    NOTHING = "nothing"


class Allocation(StrEnum):
    """How the customer manager of a referral was decided [ICBC 3]."""

    CHOSEN = "chosen"
    CARD = "card"
    ROUND_ROBIN = "round_robin"
    LEAST_OPEN = "least_open"
    BY_SEGMENT = "by_segment"
    BY_PRODUCT = "by_product"
    REASSIGNED = "reassigned"
    NONE = "none"


class FollowUpKind(StrEnum):
    """What is to be done about a referral."""

    CONTACT = "contact"
    APPOINTMENT = "appointment"


class DayMoveKind(StrEnum):
    """What became of a business day."""

    CLOSED = "closed"
    SIGNED = "signed"
    REOPENED = "reopened"


class MeetingKind(StrEnum):
    """The two meetings of a day [BOCOM]."""

    MORNING = "morning"
    EVENING = "evening"


class ComplaintState(StrEnum):
    """Where a complaint stands; after `decided` the notice, then the file."""

    OPEN = "open"
    DECIDED = "decided"
    NOTIFIED = "notified"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


class ComplaintStepKind(StrEnum):
    """What can happen to a complaint: the five steps of the sources, the clock's events, the ways to end."""

    RECEIVED = "received"
    CALMED = "calmed"
    INVESTIGATED = "investigated"
    DECIDED = "decided"
    NOTIFIED = "notified"
    ARCHIVED = "archived"
    NOTED = "noted"
    ASSIGNED = "assigned"
    MADE_COMPLEX = "made_complex"
    EXTENDED = "extended"
    PAUSED = "paused"
    RESUMED = "resumed"
    RESTARTED = "restarted"
    ESCALATED = "escalated"
    WITHDRAWN = "withdrawn"


class ImportState(StrEnum):
    """Where a line of an imported file stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    REFUSED = "refused"
