"""What staff can do about passwords, keys, customers' rights and backups; the other half of `acts.py`."""

from pathlib import Path
from typing import Final

from lobby_tui.desk import (
    absences,
    audit_export,
    consent,
    customer_changes,
    customer_data,
    customer_export,
    days,
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
from lobby_tui.desk.review import asked, branches, coaching, goals, marks, take_away
from lobby_tui.desk.review import rows as review_rows
from lobby_tui.desk.review import signing as review_signing
from lobby_tui.desk.review.table import ReviewColumn, ReviewTable
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from tests.conftest import MORNING, PASSWORD, beside
from tests.faults.act import Act
from tests.faults.busy import Known

NEW_PASSWORD: Final = "battery staple"
TABLE: Final = ReviewTable("T", (), (ReviewColumn("A"),), (("b",),))
TRAIL: Final = Wanted(since=MORNING.date(), until=MORNING.date())


def later(shift: Shift) -> Shift:
    """An hour later: so long waits whoever gave a password in vain."""
    assert isinstance(shift.store.clock, FixedClock)
    shift.store.clock.advance(3600)
    return shift


def _approved(shift: Shift, known: Known, _: Path) -> object:
    return marks.approve(shift, known["copied"])


def _reviewed(shift: Shift, known: Known, _: Path) -> object:
    """Everything of yesterday, which is closed."""
    day = days.latest(shift, 2)[-1].date
    return [marks.approve(shift, row.id) for row in review_rows.of_day(shift, day).rows]


def _signed(shift: Shift, known: Known, out: Path) -> object:
    _reviewed(shift, known, out)
    return review_signing.sign(shift)


def _unsign(shift: Shift, known: Known, _: Path) -> object:
    return review_signing.unsign(shift, None, "误签", beside(shift))


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
    "coach": Act("001", "coaching_added", lambda s, k, _: coaching.add(s, "101", "morning", {}, "多开口")),
    "goal": Act("001", "goal_set", lambda s, k, _: goals.set_goal(s, "2026-12", "visits", 9)),
    "drop_goal": Act(
        "001", "goal_dropped", lambda s, k, _: goals.drop(s, "2026-12", "referrals"),
        first=lambda s, k, _: goals.set_goal(s, "2026-12", "referrals", 9),
    ),
    "month_file": Act(
        "001", "month_file_made", lambda s, k, out: branches.write_month(s, "2026-11", out), 0.03
    ),
    "export_review": Act("001", "review_exported", lambda s, k, out: take_away.export(s, TABLE, ["csv"], out), 0.03),
    "copy_review": Act("001", "review_exported", lambda s, k, _: take_away.copied(s, TABLE)),
    "approve": Act("001", "review_approved", lambda s, k, _: marks.approve(s, k["accepted"])),
    "ask_back": Act("001", "review_asked", lambda s, k, _: marks.ask(s, k["waiting"], "为何没有引荐？")),
    "coach_referral": Act("001", "review_coached", lambda s, k, _: marks.coach(s, k["waiting"], "写明原因", "manager")),
    "mark_back": Act("001", "review_taken_back", lambda s, k, _: marks.take_back(s, k["copied"]), first=_approved),
    "answer_review": Act("301", "review_answered", lambda s, k, _: asked.answer(s, k["undoable"], "客户要求")),
    "sign_review": Act("001", "review_signed", lambda s, k, _: review_signing.sign(s), first=_reviewed),
    "unsign_review": Act("001", "review_unsigned", _unsign, 0.05, first=_signed),
    "back_up_now": Act("001", "backup_made", lambda s, k, _: safekeeping.back_up_now(s), 0.05, traced=True),
}  # fmt: skip
