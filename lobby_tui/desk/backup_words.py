"""What a backup was made for, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from lobby_tui.locale import Message, msg

_KINDS: Mapping[str, Message] = MappingProxyType(
    {
        "closing": msg("after a closing"),
        "hand": msg("by hand"),
        "version": msg("before an upgrade"),
        "keys": msg("before the key was changed"),
        "replaced": msg("the store that a backup replaced"),
        "salvaged": msg("what was salvaged"),
    }
)


def backup_kind(kind: str) -> Message:
    """The words for a kind of backup; a later release's are shown as they are."""
    return _KINDS.get(kind, Message("{kind}", {"kind": kind}))
