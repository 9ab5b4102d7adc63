"""A referral in full, for as long as somebody needs the number. That they looked is in the audit trail."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from lobby_tui.desk.referral.views import ReferralDetails
from lobby_tui.locale import msg
from lobby_tui.screens.base import Dialog
from lobby_tui.screens.dialogs import Choice
from lobby_tui.widgets.bars import key_line

REASONS = (
    Choice("contact", msg("To contact the customer"), 1),
    Choice("identify", msg("To see who the customer is"), 2),
    Choice("check", msg("To check what was entered"), 3),
)
"""Why somebody looks at a customer in full; the code stands in the audit trail."""


class RevealDialog(Dialog[None]):
    """Name, contact and identifier. Enter or Esc covers them again."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,enter,space", "cancel", "")]

    def __init__(self, details: ReferralDetails) -> None:
        super().__init__()
        self.details = details

    def compose(self) -> ComposeResult:
        """One line for each thing that is known."""
        t, details = self.t, self.details
        lines = [
            (t("Contact"), details.contact),
            (t("Account / ID"), details.identifier),
            (t("Remarks"), details.view.remarks),
        ]
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(Content(details.customer), classes="dialog-title")
            for label, value in lines:
                if value:
                    yield Static(Content.assemble((f"{label}  ", "$muted"), Content(value)))
            yield Static(Content(t("That you looked is recorded.")), classes="muted")
            yield Static(key_line([("Enter", t("Cover again"))], t), classes="dialog-keys")
