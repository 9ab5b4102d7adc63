"""Who may do what: one table, and whatever is not in it is not allowed."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from lobby_tui.models.enums import Role


class Action(StrEnum):
    """What a desk function asks leave for."""

    VISIT = "visit"
    REFER = "refer"
    SEE_ALL_REFERRALS = "see_all_referrals"
    CHANGE_ALL_REFERRALS = "change_all_referrals"
    REVEAL = "reveal"
    SEE_DAY = "see_day"
    CLOSE_DAY = "close_day"
    EXPORT = "export"
    EXPORT_FULL = "export_full"
    MANAGE_STAFF = "manage_staff"
    SET_BRANCH = "set_branch"
    CHECK_STORE = "check_store"
    BACK_UP = "back_up"


_LOBBY = frozenset({Role.LOBBY_MANAGER, Role.SUPERVISOR})

ALLOWED: Mapping[Action, frozenset[Role]] = MappingProxyType(
    {
        Action.VISIT: _LOBBY | {Role.GUIDE},
        Action.REFER: frozenset(Role),
        Action.SEE_ALL_REFERRALS: _LOBBY,
        Action.CHANGE_ALL_REFERRALS: _LOBBY,
        Action.REVEAL: frozenset(Role),
        Action.SEE_DAY: _LOBBY | {Role.GUIDE},
        Action.CLOSE_DAY: _LOBBY,
        Action.EXPORT: _LOBBY,
        Action.EXPORT_FULL: _LOBBY,
        Action.MANAGE_STAFF: frozenset({Role.SUPERVISOR}),
        Action.SET_BRANCH: frozenset({Role.SUPERVISOR}),
        Action.CHECK_STORE: _LOBBY,
        Action.BACK_UP: frozenset({Role.SUPERVISOR}),
    }
)


def allows(role: Role, action: Action) -> bool:
    """Whether a role may do it: only where the table says so."""
    return role in ALLOWED.get(action, frozenset())
