"""The names of the words that rows hold, for people."""

from collections.abc import Mapping
from types import MappingProxyType

from lobby_tui.locale import Message, msg
from lobby_tui.models.enums import DayState, ReferralStatus, Role, Step, VisitState

ROLES: Mapping[str, Message] = MappingProxyType(
    {
        Role.LOBBY_MANAGER: msg("Lobby manager"),
        Role.GUIDE: msg("Lobby guide"),
        Role.CASH_TELLER: msg("Cash teller"),
        Role.COUNTER_TELLER: msg("Non-cash teller"),
        Role.CUSTOMER_MANAGER: msg("Customer manager"),
        Role.SUPERVISOR: msg("Supervisor"),
    }
)
STATUSES: Mapping[str, Message] = MappingProxyType(
    {ReferralStatus.INTRODUCED: msg("Introduced"), ReferralStatus.TO_FOLLOW_UP: msg("To follow up")}
)
DAY_STATES: Mapping[str, Message] = MappingProxyType(
    {
        DayState.OPEN: msg("Open"),
        DayState.CLOSED: msg("Closed"),
        DayState.SIGNED: msg("Signed"),
        DayState.REOPENED: msg("Reopened"),
    }
)
STEPS: Mapping[str, Message] = MappingProxyType(
    {Step.GREET: msg("Greet"), Step.ASK: msg("Ask"), Step.SPOT: msg("Spot"), Step.REFER: msg("Refer")}
)
VISIT_STATES: Mapping[str, Message] = MappingProxyType(
    {
        VisitState.IN_LOBBY: msg("In the lobby"),
        VisitState.ROUTED: msg("Routed"),
        VisitState.REFERRED: msg("Referred"),
        VisitState.LEFT: msg("Left unserved"),
        VisitState.UNDONE: msg("Undone"),
    }
)
