"""What staff can do about passwords, keys, customers' rights and backups; the other half of `acts.py`."""

from typing import Final

from lobby_tui.desk import (
    absences,
    audit_export,
    consent,
    customer_changes,
    customer_data,
    customer_export,
    faults,
    forms,
    incidents,
    key_care,
    own_password,
    retention,
    safekeeping,
    staff,
)
from lobby_tui.desk.audit.wanted import Wanted
from lobby_tui.desk.customer_changes import Correction
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from tests.conftest import MORNING, PASSWORD, beside
from tests.faults.act import Act

NEW_PASSWORD: Final = "battery staple"
TRAIL: Final = Wanted(since=MORNING.date(), until=MORNING.date())


def later(shift: Shift) -> Shift:
    """An hour later: so long waits whoever gave a password in vain."""
    assert isinstance(shift.store.clock, FixedClock)
    shift.store.clock.advance(3600)
    return shift


ACTS: Final[dict[str, Act]] = {
    "own_password": Act(
        "101", "password_changed", lambda s, k, _: own_password.change(later(s), PASSWORD, NEW_PASSWORD), 0.05
    ),
    "set_pin": Act("101", "pin_set", lambda s, k, _: own_password.set_pin(later(s), PASSWORD, "2580"), 0.05),
    "prove_again": Act(
        "101", "password_given_again", lambda s, k, _: own_password.prove_again(later(s), PASSWORD), 0.03
    ),
    "change_role": Act("001", "role_changed", lambda s, k, _: staff.change_role(s, "202", "guide"), 0.02),
    "paper_key": Act("001", "paper_key_made", lambda s, k, _: key_care.make_paper_key(s), 0.05),
    "withdraw": Act("101", "consent_withdrawn", lambda s, k, _: consent.withdraw(s, k["accepted"]), 0.012),
    "correct": Act(
        "001", "customer_corrected",
        lambda s, k, _: customer_changes.correct(s, k["accepted"], Correction("王晓明"), "客户来函"), 0.02,
    ),
    "erase": Act("001", "customer_erased", lambda s, k, _: customer_changes.erase(s, k["copied"], "客户要求"), 0.03),
    "customer": Act(
        "001", "customer_revealed", lambda s, k, _: customer_data.known_in_full(s, k["accepted"], "客户要求"), 0.02
    ),
    "export_customer": Act(
        "001", "customer_exported", lambda s, k, out: customer_export.export(s, k["accepted"], out, "客户要求"), 0.05
    ),
    "keep_for": Act("001", "retention_set", lambda s, k, _: retention.set_periods(s, {"drafts": "8"})),
    "export_full": Act(
        "101", "paper_exported",
        lambda s, k, out: forms.export(s, s.today(), ["csv"], out, full=True, second=beside(s)), 0.08,
    ),
    "reveal_incident": Act("101", "incident_revealed", lambda s, k, _: incidents.reveal(s, k["incident"], "核对")),
    "reveal_absence": Act("001", "absence_revealed", lambda s, k, _: absences.reveal(s, k["absence"], "核对")),
    "reveal_fault": Act("101", "fault_revealed", lambda s, k, _: faults.reveal(s, 1, "核对")),
    "export_trail": Act("001", "audit_exported", lambda s, k, out: audit_export.export(s, TRAIL, ["csv"], out), 0.03),
    "back_up_now": Act("001", "backup_made", lambda s, k, _: safekeeping.back_up_now(s), 0.05, traced=True),
}  # fmt: skip
