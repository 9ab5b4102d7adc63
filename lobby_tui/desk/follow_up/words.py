"""The words of follow-ups, for people."""

from collections.abc import Mapping
from types import MappingProxyType

from lobby_tui.desk.follow_up.views import Urgency
from lobby_tui.locale import Message, msg
from lobby_tui.models.enums import FollowUpKind

KINDS: Mapping[str, Message] = MappingProxyType(
    {FollowUpKind.CONTACT: msg("To contact"), FollowUpKind.APPOINTMENT: msg("To meet")}
)
URGENCIES: Mapping[str, Message] = MappingProxyType(
    {
        Urgency.LATER: msg("later"),
        Urgency.DUE: msg("due today"),
        Urgency.OVERDUE: msg("overdue"),
        Urgency.CLIMBED: msg("with the supervisor"),
        Urgency.DONE: msg("done"),
        Urgency.DROPPED: msg("taken out"),
    }
)
