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
    SIGN_DAY = "sign_day"
    REOPEN_DAY = "reopen_day"
    ANSWER = "answer"
    ANSWER_FOR_OTHERS = "answer_for_others"
    FOLLOW_UP = "follow_up"
    ALLOCATE = "allocate"
    SHARE_CREDIT = "share_credit"
    COPY_TO_CRM = "copy_to_crm"
    IMPORT_RESULTS = "import_results"
    PLAN_ABSENCE = "plan_absence"
    PLAN_ABSENCE_OF_OTHERS = "plan_absence_of_others"
    SET_CALENDAR = "set_calendar"
    GO_THROUGH_CHECKLIST = "go_through_checklist"
    REPORT_FAULT = "report_fault"
    HOLD_MEETING = "hold_meeting"
    REGISTER_COMPLAINT = "register_complaint"
    HANDLE_COMPLAINT = "handle_complaint"
    APPROVE_COMPLAINT = "approve_complaint"
    REPORT_INCIDENT = "report_incident"
    CLOSE_INCIDENT = "close_incident"
    EXPORT = "export"
    EXPORT_FULL = "export_full"
    MANAGE_STAFF = "manage_staff"
    SET_BRANCH = "set_branch"
    CHECK_STORE = "check_store"
    BACK_UP = "back_up"
    RESTORE = "restore"
    MANAGE_KEYS = "manage_keys"
    SEE_AUDIT = "see_audit"
    WITHDRAW_CONSENT = "withdraw_consent"
    CUSTOMER_RIGHTS = "customer_rights"
    PURGE = "purge"
    REVIEW = "review"
    ANSWER_REVIEW = "answer_review"
    SEE_OWN_SCORE = "see_own_score"


_EVERYBODY = frozenset(Role)
_HEAD = frozenset({Role.SUPERVISOR})
_LOBBY = frozenset({Role.LOBBY_MANAGER, Role.SUPERVISOR})
_MANAGERS = frozenset({Role.CUSTOMER_MANAGER, Role.SUPERVISOR})

ALLOWED: Mapping[Action, frozenset[Role]] = MappingProxyType(
    {
        Action.VISIT: _LOBBY | {Role.GUIDE},
        Action.REFER: _EVERYBODY,
        Action.SEE_ALL_REFERRALS: _LOBBY,
        Action.CHANGE_ALL_REFERRALS: _LOBBY,
        Action.REVEAL: _EVERYBODY,
        Action.SEE_DAY: _LOBBY | {Role.GUIDE},
        Action.CLOSE_DAY: _LOBBY,
        Action.SIGN_DAY: _HEAD,
        Action.REOPEN_DAY: _HEAD,
        # A customer manager answers what was given to them or to whom they stand in for; the desk looks closer.
        Action.ANSWER: _MANAGERS,
        Action.ANSWER_FOR_OTHERS: _HEAD,
        Action.FOLLOW_UP: _MANAGERS,
        Action.ALLOCATE: _LOBBY,
        Action.SHARE_CREDIT: _HEAD,
        Action.COPY_TO_CRM: _MANAGERS,
        Action.IMPORT_RESULTS: _HEAD,
        Action.PLAN_ABSENCE: _EVERYBODY,
        Action.PLAN_ABSENCE_OF_OTHERS: _LOBBY,
        Action.SET_CALENDAR: _HEAD,
        Action.GO_THROUGH_CHECKLIST: _LOBBY | {Role.GUIDE},
        Action.REPORT_FAULT: _EVERYBODY,
        Action.HOLD_MEETING: _LOBBY,
        # The first person asked owns it [BOC, BOCOM]: everybody registers.
        Action.REGISTER_COMPLAINT: _EVERYBODY,
        Action.HANDLE_COMPLAINT: _LOBBY,
        Action.APPROVE_COMPLAINT: _HEAD,
        Action.REPORT_INCIDENT: _EVERYBODY,
        Action.CLOSE_INCIDENT: _LOBBY,
        Action.EXPORT: _LOBBY,
        Action.EXPORT_FULL: _LOBBY,
        Action.MANAGE_STAFF: _HEAD,
        Action.SET_BRANCH: _HEAD,
        Action.CHECK_STORE: _LOBBY,
        Action.BACK_UP: _HEAD,
        Action.RESTORE: _HEAD,
        Action.MANAGE_KEYS: _HEAD,
        Action.SEE_AUDIT: _HEAD,
        # As easy as giving it [PIPL 15]: whoever speaks with the customer.
        Action.WITHDRAW_CONSENT: _LOBBY | {Role.CUSTOMER_MANAGER},
        Action.CUSTOMER_RIGHTS: _HEAD,
        # What the branch has decided about keeping data is carried out by whoever opens the day.
        Action.PURGE: _EVERYBODY,
        Action.REVIEW: _HEAD,
        # Only what was asked of oneself, and only one's own month: the desk looks closer.
        Action.ANSWER_REVIEW: _EVERYBODY,
        Action.SEE_OWN_SCORE: _EVERYBODY,
    }
)


def allows(role: Role, action: Action) -> bool:
    """Whether a role may do it: only where the table says so."""
    return role in ALLOWED.get(action, frozenset())
