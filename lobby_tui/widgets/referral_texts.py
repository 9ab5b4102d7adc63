"""Referrals in words, as several screens show them."""

from typing import TYPE_CHECKING

from lobby_tui.desk.words import STATUSES
from lobby_tui.locale import Catalogue

if TYPE_CHECKING:
    from lobby_tui.desk.referral.views import ReferralView
    from lobby_tui.desk.referrals import Logged


def saved_text(logged: "Logged", t: Catalogue) -> str:
    """A referral that was just saved: its number, and the key that takes it back."""
    return f"✓ {summary_text(logged.referral, t)}   {t('F6 undo')}"


def summary_text(referral: "ReferralView", t: Catalogue) -> str:
    """A referral in one short line, masked."""
    to = f" » {referral.manager.name}" if referral.manager else ""
    status = t.render(STATUSES[referral.status])
    return t("No. {number}", number=referral.number) + f" {referral.customer} {status}{to}"
