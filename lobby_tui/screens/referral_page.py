"""One page with the whole referral: a teller's way in, the lobby's for a customer not greeted, and every change."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from lobby_tui.desk import doubles, drafts, managers, referrals
from lobby_tui.desk.managers import Manager
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.referrals import Logged
from lobby_tui.errors import LobbyError
from lobby_tui.locale import msg, n_
from lobby_tui.playbook.signals import suggest
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.dialogs import ChoiceDialog, choices_of
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.referral_form import ReferralForm
from lobby_tui.widgets.referral_keeper import entry_of
from lobby_tui.widgets.signal_picker import SignalPicker

SAVE = Command("save", "f2", n_("Save"), n_("Save the referral; it can be undone."), priority=True)
BACK = Command("back", "escape", n_("Back"), n_("Back; what was typed is kept as a draft."))
NEXT = Command("next", "tab", n_("Next field"), n_("Go on to the next field; Shift+Tab goes back."))


class ReferralPage(LobbyScreen):
    """The reasons above, the fields below. Sub-classes say where it starts from and how it is saved."""

    HELP = n_(
        "A referral on one page. Enter goes from field to field, digits choose. What was typed is kept as a draft "
        "until it is saved."
    )
    COMMANDS = (SAVE, NEXT, BACK)
    BINDINGS = bindings((SAVE, BACK))
    CSS_PATH = "referral_page.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.ready = False
        self.people: Sequence[Manager] = ()
        self.start: Mapping[str, Any] = {}
        self.signals: tuple[str, ...] = ()
        self.override_reason: str | None = None
        # From then on no draft may be kept: it would outlive what it was a draft of.
        self.saved = False

    def body(self) -> ComposeResult:
        """Filled as soon as the desk has answered."""
        yield Vertical(id="page")

    def opened(self) -> None:
        """Ask the desk for what the page needs, then show it."""
        self.open()

    @work(exclusive=True, group="open")
    async def open(self) -> None:
        """Load, then show."""
        try:
            await self._fill()
        finally:
            self.ready = True

    async def _fill(self) -> None:
        with self.taking_a_step():
            self.people = await self.at_desk(managers.at_work, self.shift)
            await self.load()
            page = self.query_one("#page", Vertical)
            await page.remove_children()
            await page.mount(
                SignalPicker(
                    self.shift.playbook, self.t, self.signals, start=self.signals[0][:1] if self.signals else ""
                ),
                Static(Content(self._reasons()), id="chosen", classes="muted"),
                ReferralForm(self.shift.playbook, self.people, self.t, self.start),
            )
            if self._focus_place is None:
                self.begin()
            else:
                self.focus_again()

    async def load(self) -> None:
        """Set `start`, `signals` and `override_reason`."""

    @property
    def form(self) -> ReferralForm | None:
        """The fields, once they are there."""
        return next((form for form in self.query(ReferralForm) if form.ready), None)

    def begin(self) -> None:
        """Put the focus where typing starts; in a draft, where it goes on."""
        if self.start:
            self.query_one(ReferralForm).begin()
        else:
            self.query_one(SignalPicker).focus()

    async def store(self, entry: ReferralEntry) -> Logged:
        """Save the entry."""
        raise NotImplementedError

    @property
    def besides(self) -> uuid.UUID | None:
        """The referral that is no double of itself."""
        return None

    def _reasons(self) -> str:
        return self.t("Reasons") + "  " + (" ".join(self.signals) or self.t("none yet"))

    def on_signal_picker_toggled(self, event: SignalPicker.Toggled) -> None:
        """A reason more or less."""
        self.signals = tuple(sorted(event.picker.seen))
        self.override_reason = None
        self.query_one("#chosen", Static).update(Content(self._reasons()))
        self.keep()

    def on_signal_picker_done(self) -> None:
        """On to the fields."""
        self.query_one(ReferralForm).begin()

    def on_referral_form_settled(self) -> None:
        """Typing has paused."""
        self.keep()

    @work(exclusive=True, group="draft")
    async def keep(self) -> None:
        """Keep the draft, then show likely doubles."""
        if self.saved:
            return
        with self.refusals():
            await self.save_draft()
            form = self.form
            if form is None:
                return
            values = form.values()
            found = await self.at_desk(
                doubles.while_typing,
                self.shift,
                values["customer"],
                values["identifier"],
                values["contact"],
                self.besides,
            )
            form.show_doubles([self.t.render(double.message) for double in found])

    async def save_draft(self) -> None:
        """Keep what was typed; a page that changes a saved referral has nothing to lose, and overrides this."""

    def draft_fields(self) -> dict[str, Any]:
        """What a draft keeps."""
        values = self.query_one(ReferralForm).values()
        return values | {"signals": list(self.signals), "override_reason": self.override_reason}

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save; errors stand under their fields, and nothing typed is lost."""
        form = self.form
        if form is None or not await self._reason_given():
            return
        with self.lobby.holding_keys():
            self.saved = True
            try:
                logged = await self.store(entry_of(form.values(), self.signals, override_reason=self.override_reason))
            except LobbyError as error:
                self.saved = False
                self._complain(form.complain(getattr(error, "problems", (error,))))
                return
            self.lobby.just_logged = logged
            self.app.pop_screen()

    def _complain(self, homeless: Sequence[LobbyError]) -> None:
        """Show what belongs to none of the fields: under the reasons, or in a dialog."""
        for problem in homeless:
            if problem.field == "signals":
                self.query_one("#chosen", Static).update(
                    Content.styled(f"✗ {self.t.render(problem.message)}", "$error")
                )
                self.query_one(SignalPicker).focus()
            else:
                self.lobby.show_error(problem)

    async def _reason_given(self) -> bool:
        """Where looks alone are the reasons, a person says why they refer all the same."""
        if not self.signals or self.override_reason or suggest(self.shift.playbook, self.signals).action == "refer":
            return True
        reasons = choices_of(self.shift.playbook.override_reasons)
        question = ChoiceDialog(msg("These signals alone suggest asking more. Why do you refer?"), reasons)
        self.override_reason = await self.app.push_screen_wait(question)
        return self.override_reason is not None

    @work(group="move")
    async def action_back(self) -> None:
        """Back; the draft is kept."""
        with self.taking_a_step():
            await self.save_draft()
            self.app.pop_screen()

    async def retranslate(self) -> None:
        """What was typed is kept, and comes back in the other language's page."""
        with self.refusals():
            if self.form:
                self.start = self.draft_fields()
                await self.save_draft()
            await super().retranslate()


class QuickReferralScreen(ReferralPage):
    """A new referral, without a visit."""

    DRAFT = "quick"

    def __init__(self) -> None:
        super().__init__()
        # Made before anything is sent: pressing F2 twice, or again after a failure, is still one referral.
        self.key: uuid.UUID | None = None

    def title_texts(self) -> tuple[str, str]:
        """What this is; who acts."""
        return self.t("New referral"), self.shift.person.name

    async def load(self) -> None:
        """Take up the draft, if there is one."""
        self.key = self.key or self.shift.ids.new()
        draft = await self.at_desk(drafts.kept, self.shift, self.DRAFT)
        self.start = draft.fields if draft else {}
        self.signals = tuple(self.start.get("signals", ()))
        self.override_reason = self.start.get("override_reason")

    async def store(self, entry: ReferralEntry) -> Logged:
        """Log it, and throw the draft away in the same transaction."""
        from dataclasses import replace

        return await self.at_desk(referrals.log, self.shift, replace(entry, key=self.key, draft=self.DRAFT))

    async def save_draft(self) -> None:
        """Keep what was typed, if anything was."""
        if self.saved or not self.form:
            return
        fields = self.draft_fields()
        if any(fields[name] for name in ("customer", "identifier", "contact", "remarks", "manager", "signals")):
            await self.at_desk(drafts.keep, self.shift, self.DRAFT, fields)
        else:
            await self.at_desk(drafts.drop, self.shift, self.DRAFT)


class ChangeReferralScreen(ReferralPage):
    """A saved referral, opened in full to be changed. That it was opened is in the audit trail."""

    def __init__(self, referral_id: uuid.UUID) -> None:
        super().__init__()
        self.referral_id = referral_id
        self.number = 0
        self.version = 0

    def title_texts(self) -> tuple[str, str]:
        """Which referral."""
        return self.t("Change referral no. {number}", number=self.number), self.shift.person.name

    @property
    def besides(self) -> uuid.UUID | None:
        """Itself."""
        return self.referral_id

    async def load(self) -> None:
        """Reveal the referral."""
        if self.version:
            return
        details = await self.at_desk(referrals.reveal, self.shift, self.referral_id, "change")
        view = details.view
        self.number, self.version = view.number, view.version
        self.signals = view.signals
        self.override_reason = details.override_reason
        self.start = {
            "customer": details.customer,
            "status": view.status.value,
            "manager": view.manager.no if view.manager else "",
            "identifier": details.identifier,
            "contact": details.contact,
            "best_time": view.best_time or "",
            "consent": "yes" if view.consent else "",
            "remarks": view.remarks,
            "home_branch": view.home_branch or "",
        }
        self.show_bars()

    def begin(self) -> None:
        """The fields first: it is they that are put right."""
        self.query_one(ReferralForm).field("customer").control.focus()

    async def store(self, entry: ReferralEntry) -> Logged:
        """Save over the version that was opened."""
        return await self.at_desk(referrals.change, self.shift, self.referral_id, entry, self.version)
