"""What the audit trail says, in words for people: actions, what they were about, and their details."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from lobby_tui.desk.complaint.words import COMPLAINT_STEPS
from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.models.masking import mask_text

_REFERRALS: Final[Mapping[str, Message]] = {
    "referral_logged": msg("Referral logged"),
    "referral_logged_again": msg("Referral sent once more, and recognised"),
    "referral_changed": msg("Referral corrected"),
    "referral_undone": msg("Referral taken back"),
    "referral_revealed": msg("Referral shown in full"),
    "referral_accepted": msg("Referral accepted"),
    "referral_returned": msg("Referral returned"),
    "referral_reassigned": msg("Referral passed on"),
    "answer_taken_back": msg("Answer taken back"),
    "result_recorded": msg("Result entered"),
    "credit_shared": msg("Credit shared"),
    "credit_not_shared": msg("Credit left with the first claim"),
    "follow_up_planned": msg("Follow-up planned"),
    "follow_up_done": msg("Follow-up done"),
    "follow_up_dropped": msg("Follow-up taken out"),
    "customers_copied": msg("Customers copied into the CRM"),
    "results_imported": msg("Results read from a file"),
    "import_line_taken": msg("Line of results taken for a referral's"),
    "import_line_refused": msg("Line of results found to be nobody's"),
}
_VISITS: Final[Mapping[str, Message]] = {
    "visit_greeted": msg("Visit begun"),
    "visit_greeted_again": msg("Visit sent once more, and recognised"),
    "visit_asked": msg("Visit: need entered"),
    "visit_described": msg("Visit: description changed"),
    "visit_step": msg("Visit: another step"),
    "visit_routed": msg("Visit routed"),
    "visit_left": msg("Visit ended: left unserved"),
    "visit_undone": msg("Visit taken back"),
    "visits_counted": msg("Visits counted"),
    "visit_counted_again": msg("Count of visits sent once more, and recognised"),
    "signal_seen": msg("Signal noticed"),
    "signal_taken_back": msg("Signal taken back"),
}
_DAY: Final[Mapping[str, Message]] = {
    "checklist_ticked": msg("Checklist: item ticked"),
    "checklist_ticked_again": msg("Checklist: tick sent once more, and recognised"),
    "checklist_tick_undone": msg("Checklist: tick taken back"),
    "fault_reported": msg("Machine reported out of order"),
    "fault_reported_again": msg("Report of a machine sent once more, and recognised"),
    "fault_ticket": msg("Repair ticket of a machine entered"),
    "fault_fixed": msg("Machine works again"),
    "fault_fixed_undone": msg("Machine does not work after all"),
    "crowding_recorded": msg("Full lobby recorded"),
    "meeting_held": msg("Minutes of a meeting kept"),
    "incident_reported": msg("Incident reported"),
    "incident_reported_again": msg("Incident sent once more, and recognised"),
    "incident_changed": msg("Incident corrected"),
    "incident_closed": msg("Incident closed"),
    "incident_revealed": msg("Incident shown in full"),
    "fault_revealed": msg("Report of a machine shown in full"),
    "complaint_registered": msg("Complaint registered"),
    "complaint_registered_again": msg("Complaint sent once more, and recognised"),
    "complaint_changed": msg("Complaint corrected"),
    "complaint_revealed": msg("Complaint shown in full"),
    "day_closed": msg("Day closed"),
    "day_signed": msg("Day signed"),
    "day_reopened": msg("Day reopened"),
    "paper_exported": msg("Papers exported"),
    "absence_planned": msg("Absence planned"),
    "absence_dropped": msg("Absence taken back"),
    "absence_revealed": msg("Hand-over note shown in full"),
    "calendar_day_set": msg("Calendar: day set"),
    "calendar_day_unset": msg("Calendar: day unset"),
}
_BRANCH: Final[Mapping[str, Message]] = {
    "branch_set_up": msg("Branch set up"),
    "branch_settings_changed": msg("Settings of the branch changed"),
    "staff_added": msg("Staff member added"),
    "staff_disabled": msg("Staff member disabled"),
    "password_reset": msg("Password set anew by the supervisor"),
    "signed_in": msg("Signed in"),
    "unlocked": msg("Screen unlocked"),
    "password_given_again": msg("Password given once more"),
    "password_changed": msg("Own password changed"),
    "pin_set": msg("Own PIN set"),
    "pin_removed": msg("Own PIN removed"),
    "role_changed": msg("Role changed"),
    "backup_made": msg("Backup made"),
    "store_upgraded": msg("Store upgraded"),
    "audit_exported": msg("Audit trail exported"),
    "review_exported": msg("Table of the review taken away"),
    "month_file_made": msg("File of a month made"),
    "goal_set": msg("Goal of a month set"),
    "goal_dropped": msg("Goal of a month taken away"),
    "review_approved": msg("Review: referral approved"),
    "review_asked": msg("Review: asked back about a referral"),
    "review_coached": msg("Review: a word of coaching on a referral"),
    "review_taken_back": msg("Review: what was said of a referral taken back"),
    "review_answered": msg("Review: question answered"),
    "review_signed": msg("Review of a day signed"),
    "review_unsigned": msg("Review of a day: signature taken off"),
    "coaching_added": msg("Coaching talk written down"),
    "coaching_changed": msg("Coaching talk changed"),
}
_TRUST: Final[Mapping[str, Message]] = {
    "consent_withdrawn": msg("Consent withdrawn"),
    "customer_revealed": msg("A customer's data shown in full"),
    "incident_revealed": msg("Incident shown in full"),
    "customer_corrected": msg("A customer's data corrected"),
    "customer_erased": msg("A customer's data erased"),
    "customer_exported": msg("A customer's data exported"),
    "data_purged": msg("Old data removed"),
    "retention_set": msg("Periods of keeping data changed"),
    "recovered": msg("Opened with the paper key"),
    "paper_key_made": msg("Paper key made"),
    "paper_key_written": msg("Page of the paper key written"),
    "device_secret_moved": msg("Secret of the device moved"),
    "key_rotated": msg("Key of the store changed"),
    "store_restored": msg("Store restored from a backup"),
    "store_salvaged": msg("Damaged store salvaged"),
    "backup_folder_set": msg("Second folder for backups chosen"),
    "backup_failed": msg("Backup failed"),
}
_COMPLAINT_STEP: Final = "complaint_"

ACTIONS: Final[Mapping[str, Renderable]] = MappingProxyType(
    {
        **_REFERRALS,
        **_VISITS,
        **_DAY,
        **_BRANCH,
        **_TRUST,
        **{
            f"{_COMPLAINT_STEP}{kind}": msg("Complaint: {step}", step=name)
            for kind, name in COMPLAINT_STEPS.items()
            if f"{_COMPLAINT_STEP}{kind}" not in _DAY
        },
    }
)
"""What each action is called. An event of a later release may have one that is not here: its code is shown."""

SUBJECTS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "referral": msg("Referral"),
        "visit": msg("Visit"),
        "follow_up": msg("Follow-up"),
        "complaint": msg("Complaint"),
        "incident": msg("Incident"),
        "device_fault": msg("Machine"),
        "business_day": msg("Business day"),
        "calendar_day": msg("Calendar"),
        "meeting": msg("Meeting"),
        "coaching": msg("Coaching talk"),
        "goal": msg("Goal"),
        "crowding": msg("Lobby"),
        "absence": msg("Absence"),
        "staff": msg("Staff member"),
        "branch": msg("Branch"),
        "crm_export": msg("Copy for the CRM"),
        "result_import": msg("File of results"),
        "import_line": msg("Line of results"),
    }
)
"""What an event can be about, by the first word of its subject."""

_MOST_CELLS: Final = 400
_TYPED: Final = frozenset({"reason"})


def action_text(action: str) -> Renderable:
    """What an action is called; its code where this release does not know it."""
    return ACTIONS.get(action, action)


def subject_text(subject: str, detail: Mapping[str, Any]) -> Renderable:
    """What an event was about: its kind, and the number that people know it by, or the beginning of its id."""
    kind, _, one = subject.partition(":")
    name = SUBJECTS.get(kind, kind)
    number = detail.get("number")
    if isinstance(number, int):
        return msg("{kind} no. {number}", kind=name, number=number)
    shown = detail.get("date", one[-8:] if len(one) > 10 else one)
    return msg("{kind} {one}", kind=name, one=str(shown)) if shown and kind != "branch" else name


def detail_text(detail: Mapping[str, Any]) -> str:
    """The details as they were recorded: codes, numbers and counts, and the reason that somebody typed, masked."""
    # A reason is typed by people; all else are codes, counts and digests, whose digits are nobody's number.
    shown = {name: mask_text(str(value)) if name in _TYPED else _value(value) for name, value in detail.items()}
    text = "  ".join(f"{name}={value}" for name, value in sorted(shown.items()))
    return text if len(text) <= _MOST_CELLS else f"{text[:_MOST_CELLS]}…"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return f"({', '.join(f'{name}={_value(one)}' for name, one in value.items())})"
    return str(value).lower() if isinstance(value, bool) else str(value)
