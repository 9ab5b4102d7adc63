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
    """Where a business day stands."""

    OPEN = "open"
    CLOSED = "closed"
    SIGNED = "signed"


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
