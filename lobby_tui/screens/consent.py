"""A customer wants to be contacted no more: one key on the lists in which they stand, and one question."""

from lobby_tui.desk.referral.views import ReferralView
from lobby_tui.locale import msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.dialogs import Choice, ChoiceDialog
from lobby_tui.widgets.commands import Command

WITHDRAW = Command(
    "withdraw",
    "f5",
    n_("Contact no more"),
    n_("The customer takes back their consent: contact, best time and what was planned go."),
)


async def withdraw_consent(screen: LobbyScreen, one: ReferralView) -> str:
    """Ask once, as the contact cannot come back, and do it; what to say about it. To be called in a worker."""
    from lobby_tui.desk import consent

    question = msg("No. {number} {customer} wants to be contacted no more?", number=one.number, customer=one.customer)
    choices = [Choice("yes", msg("Yes: forget the contact"), 1), Choice("", msg("No, leave it"), 2)]
    hint = msg("The referral stays. The contact, the best time and what is planned go, and do not come back.")
    if not await screen.app.push_screen_wait(ChoiceDialog(question, choices, hint)):
        return ""
    with screen.refusals():
        done = await screen.at_desk(consent.withdraw, screen.shift, one.id)
        return screen.t("✓ No. {number} {customer} is contacted no more.", number=done.number, customer=done.customer)
    return ""
