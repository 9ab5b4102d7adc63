"""荐: the referral, with what is known already filled in."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from lobby_tui.desk import doubles, drafts, managers, referrals
from lobby_tui.desk.managers import Manager
from lobby_tui.errors import LobbyError
from lobby_tui.locale import n_
from lobby_tui.screens.step import StepPane
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.referral_form import ReferralForm
from lobby_tui.widgets.referral_keeper import entry_of

if TYPE_CHECKING:
    from lobby_tui.screens.visit import VisitScreen

SAVE = Command("save", "f2", n_("Save"), n_("Save the referral; it can be undone from the desk."), priority=True)
DRAFT = "referral"


class ReferStep(StepPane):
    """The form, over the reasons that the signals give."""

    COMMANDS = (SAVE,)
    BINDINGS = bindings(COMMANDS)

    def __init__(self, owner: "VisitScreen", people: Sequence[Manager], begun: Mapping[str, Any]) -> None:
        super().__init__(owner)
        self.people = people
        self.begun = dict(begun)
        # Made before anything is sent: pressing F2 twice, or again after a failure, is still one referral.
        self.key = owner.shift.ids.new()
        # From then on no draft may be kept: it would outlive what it was a draft of.
        self.saved = False
        if begun.get("override_reason"):
            owner.override_reason = begun["override_reason"]

    @classmethod
    async def load(cls, owner: "VisitScreen") -> Self:
        """Ask who is at work, and for a draft of this form."""
        people = await owner.at_desk(managers.at_work, owner.shift)
        draft = await owner.at_desk(drafts.kept, owner.shift, DRAFT, owner.visit.id)
        return cls(owner, people, draft.fields if draft else {})

    def compose(self) -> ComposeResult:
        """The reasons, then the fields."""
        yield Static(Content(self.t("Reasons") + "  " + " ".join(self.visit.signals)), classes="muted reasons")
        yield ReferralForm(self.shift.playbook, self.people, self.t, self.begun)

    def begin(self) -> None:
        """The name first."""
        self.query_one(ReferralForm).begin()

    async def on_referral_form_settled(self, event: ReferralForm.Settled) -> None:
        """Typing has paused: keep the draft, look for doubles."""
        event.stop()
        self.keep()

    @work(exclusive=True, group="draft")
    async def keep(self) -> None:
        """Keep the draft, then show likely doubles."""
        if self.saved:
            return
        with self.refusals():
            await self.save_draft()
            form = next(iter(self.query(ReferralForm)), None)
            if form is None or not form.ready:
                return
            values = form.values()
            found = await self.at_desk(
                doubles.while_typing, self.shift, values["customer"], values["identifier"], values["contact"]
            )
            form.show_doubles([self.t.render(double.message) for double in found])

    async def save_draft(self) -> None:
        """Keep what was typed, if anything was."""
        form = next(iter(self.query(ReferralForm)), None)
        if self.saved or form is None or not form.ready:
            return
        values = form.values()
        if any(values[name] for name in ("customer", "identifier", "contact", "remarks", "manager")):
            fields = values | {"override_reason": self.owner.override_reason}
            await self.at_desk(drafts.keep, self.shift, DRAFT, fields, self.visit.id)

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save; errors stand under their fields, and nothing typed is lost."""
        form = self.query_one(ReferralForm)
        entry = entry_of(
            form.values(),
            self.visit.signals,
            visit_id=self.visit.id,
            need=self.visit.need,
            override_reason=self.owner.override_reason,
            key=self.key,
            draft=DRAFT,
        )
        with self.lobby.holding_keys():
            self.saved = True
            try:
                logged = await self.at_desk(referrals.log, self.shift, entry)
            except LobbyError as error:
                self.saved = False
                for homeless in form.complain(getattr(error, "problems", (error,))):
                    self.lobby.show_error(homeless)
                return
            self.owner.finished(logged)
