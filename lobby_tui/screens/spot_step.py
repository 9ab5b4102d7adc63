"""识: the signals seen, what the playbook suggests and why; then refer, or send the customer on."""

from typing import TYPE_CHECKING, Self

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from lobby_tui.desk import drafts, visit_endings, visits
from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg, n_
from lobby_tui.models.enums import Step
from lobby_tui.models.money import format_yuan, parse_yuan
from lobby_tui.screens.dialogs import Choice, ChoiceDialog, choices_of
from lobby_tui.screens.step import StepPane
from lobby_tui.widgets.bars import said
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.fields import TextField
from lobby_tui.widgets.referral_form import DRAFT_SECONDS
from lobby_tui.widgets.signal_picker import SignalPicker

if TYPE_CHECKING:
    from lobby_tui.screens.visit import VisitScreen

DRAFT = "amount"

REFER = Command("refer", "f2", n_("Referral"), n_("Refer the customer to a customer manager."))
AMOUNT = Command("amount", "f3", n_("Amount"), n_("Type the amount; a large one suggests its signal."))
ZONE = Command("zone", "f4", n_("Other zone"), n_("Send the customer to another zone than the suggested one."))
SEND = Command("send", "f5", n_("Only route"), n_("Send the customer on without a referral; say why."))
GO = Command("go", "enter", n_("Referral"), n_("Do what is suggested: refer, or send the customer to the zone."))
ROUTE = Command("go", "enter", n_("Route"), n_("Do what is suggested: refer, or send the customer to the zone."))


class SpotStep(StepPane):
    """Signals on the left, advice on the right. Enter does what is suggested."""

    COMMANDS = (GO, REFER, AMOUNT, ZONE, SEND)
    BINDINGS = bindings(COMMANDS)

    def __init__(self, owner: "VisitScreen", begun: str = "") -> None:
        super().__init__(owner)
        self.begun = begun
        self._timer: Timer | None = None

    @classmethod
    async def load(cls, owner: "VisitScreen") -> Self:
        """Ask for an amount that was typed and not yet taken."""
        draft = await owner.at_desk(drafts.kept, owner.shift, DRAFT, owner.visit.id)
        return cls(owner, draft.fields["amount"] if draft else "")

    def compose(self) -> ComposeResult:
        """The picker, the amount, the advice."""
        with Horizontal(id="spot"):
            with Vertical(id="seen"):
                yield SignalPicker(self.shift.playbook, self.t, self.visit.signals, start=self._likely_class())
                yield Static(Content(self._amount_label()), id="amount-label", classes="muted")
                amount = TextField(self.begun, placeholder=self.t("300000 or 30万"))
                amount.id = "amount"
                amount.display = bool(self.begun)
                yield amount
                yield Static("", id="amount-error", classes="error", markup=False)
            yield Static("", id="advice", markup=False)

    def begin(self) -> None:
        """Digits go to the signals, unless an amount has been begun."""
        self._show_advice()
        self.query_one("#amount" if self.begun else SignalPicker).focus()

    def commands(self) -> tuple[Command, ...]:
        """What Enter does depends on the advice."""
        asks_amount = bool(self.visit.need and self.shift.playbook.need(self.visit.need).amount_kind)
        amount = (AMOUNT,) if asks_amount else ()
        if visits.advise(self.shift, self.visit).suggestion.action == "refer":
            return (GO, SEND, *amount, ZONE)
        return (ROUTE, REFER, *amount, ZONE)

    def _likely_class(self) -> str:
        """The class of a signal already there, else the first: large transactions."""
        return self.visit.signals[0][:1] if self.visit.signals else ""

    def _amount_label(self) -> str:
        if self.visit.amount_fen is None:
            return ""
        return self.t("Amount {amount}", amount=format_yuan(self.visit.amount_fen, self.t.language))

    def _show_advice(self) -> None:
        self.query_one("#advice", Static).update(self._advice())

    def _advice(self) -> Content:
        """What to do, because of what, what to ask, what to warn of."""
        t, playbook = self.t, self.shift.playbook
        advice = visits.advise(self.shift, self.visit)
        heads = {
            "refer": msg("Refer to a customer manager"),
            "ask_more": msg("Ask a little more before referring"),
            "none": msg("No sign so far: route as usual"),
        }
        parts: list[Content | str | tuple[str, str]] = [
            (t("Suggestion") + "\n", "$muted"),
            (t.render(heads[advice.suggestion.action]) + "\n", "bold $accent"),
        ]
        parts += [(self._item("-", t.render(reason)), "") for reason in advice.suggestion.reasons[:4]]
        if advice.route:
            parts.append((f"\n» {t.render(playbook.zone(advice.route.zone).name)}\n", "bold"))
            parts += [(self._item("-", t.render(reason)), "") for reason in advice.route.reasons[:1]]
        if advice.suggestion.fraud_warning:
            parts.append((f"\n‼ {t.render(playbook.fraud_prompt)}\n", "$warning"))
        if advice.suggestion.probes and advice.suggestion.action != "none":
            parts.append(("\n" + t("One could ask:") + "\n", "$muted"))
            parts += [(f"{said(probe, t)}\n", "") for probe in advice.suggestion.probes[:2]]
        parts += self._offer()
        return Content.assemble(*parts)

    def _offer(self) -> list[Content | str | tuple[str, str]]:
        if not self.visit.need:
            return []
        need, t = self.shift.playbook.need(self.visit.need), self.t
        if not need.prompt:
            return []
        risk = self._item("!", t.render(need.risk)) if need.risk else ""
        return [("\n" + t("One sentence:") + "\n", "$muted"), (f"{said(need.prompt, t)}\n{risk}", "")]

    def _item(self, mark: str, text: str) -> str:
        """A line of a list. Chinese has no space after a wide mark: the line would break there and nowhere else."""
        return f"{mark} {text}\n" if self.t.language == "en" else f"{chr(ord(mark) + 0xFEE0)}{text}\n"

    def on_signal_picker_toggled(self, event: SignalPicker.Toggled) -> None:
        """A signal was taken or given back."""
        event.stop()
        self.see(event.code, event.seen)

    def on_signal_picker_done(self, event: SignalPicker.Done) -> None:
        """Enter does what is suggested."""
        event.stop()
        self.action_go()

    @work(group="step")
    async def see(self, code: str, seen: bool) -> None:
        """Save, and advise anew."""
        with self.taking_a_step():
            self._now(await self.at_desk(visits.see, self.shift, self.visit.id, code, seen))

    def _now(self, visit: object) -> None:
        self.owner.visit = visit  # type: ignore[assignment]
        self.query_one(SignalPicker).show(self.visit.signals)
        self.query_one("#amount-label", Static).update(Content(self._amount_label()))
        self._show_advice()
        self.owner.show_bars()

    def action_amount(self) -> None:
        """Show the field for the amount."""
        if AMOUNT in self.commands():
            field = self.query_one("#amount", TextField)
            field.display = True
            field.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """An amount is being typed: keep a draft as soon as typing pauses."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(DRAFT_SECONDS, self.keep)

    @work(exclusive=True, group="draft")
    async def keep(self) -> None:
        """Keep the draft."""
        with self.refusals():
            await self.save_draft()

    async def save_draft(self) -> None:
        """Keep an amount that was typed and not yet taken."""
        field = self.query("#amount").results(TextField)
        typed = next((one.value for one in field), self.begun)
        if typed == self.begun:
            return
        if typed:
            await self.at_desk(drafts.keep, self.shift, DRAFT, {"amount": typed}, self.visit.id)
        else:
            await self.at_desk(drafts.drop, self.shift, DRAFT, self.visit.id)
        self.begun = typed

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The amount is typed."""
        event.stop()
        self.take_amount(event.value)

    @work(group="step")
    async def take_amount(self, raw: str) -> None:
        """Save the amount; the desk compares it with the branch's threshold."""
        try:
            amount = parse_yuan(raw) if raw.strip() else None
        except RefusedError as error:
            self.query_one("#amount-error", Static).update(self.t.render(error.message))
            return
        self.query_one("#amount-error", Static).update("")
        with self.taking_a_step():
            need = self.visit.need
            if need:
                self._now(await self.at_desk(visits.ask, self.shift, self.visit.id, need, amount))
            field = self.query_one("#amount", TextField)
            field.value = ""
            field.display = False
            await self.save_draft()
            self.query_one(SignalPicker).focus()

    def action_go(self) -> None:
        """Do what is suggested."""
        if visits.advise(self.shift, self.visit).suggestion.action == "refer":
            self.refer()
        else:
            self.send()

    def action_refer(self) -> None:
        """Refer, also where the signals alone do not suggest it; then with a reason."""
        self.refer()

    def action_send(self) -> None:
        """Send the customer on."""
        self.send()

    @work(group="step")
    async def refer(self) -> None:
        """Go on to the referral."""
        if not self.visit.signals:
            self.lobby.show_error(
                RefusedError(
                    msg("A referral needs at least one reason."), remedy=msg("Choose the signal that you saw.")
                )
            )
            return
        if visits.advise(self.shift, self.visit).suggestion.action != "refer":
            reason = await self._ask(msg("These signals alone suggest asking more. Why do you refer?"))
            if reason is None:
                return
            self.owner.override_reason = reason
        with self.taking_a_step():
            visit = await self.at_desk(visits.go_to, self.shift, self.visit.id, Step.REFER)
            await self.owner.show_step(visit)

    async def _ask(self, question: object) -> str | None:
        reasons = choices_of(self.shift.playbook.override_reasons)
        return await self.app.push_screen_wait(ChoiceDialog(question, reasons))  # type: ignore[arg-type]

    @work(group="step")
    async def action_zone(self) -> None:
        """Another zone, with the reason."""
        zones = self.shift.playbook.zones
        choices = [Choice(zone.code, zone.name, number) for number, zone in enumerate(zones[:9], start=1)]
        zone = await self.app.push_screen_wait(ChoiceDialog(msg("Where does the customer go?"), choices))
        if zone is None:
            return
        advice = visits.advise(self.shift, self.visit)
        reason = None
        if advice.route and advice.route.zone != zone:
            reason = await self._ask(msg("Why another zone than the suggested one?"))
            if reason is None:
                return
        self.send(zone, reason)

    @work(group="step")
    async def send(self, zone: str | None = None, zone_reason: str | None = None) -> None:
        """End the visit here. Where a referral was suggested, the reason for none is asked for and kept."""
        not_referred = None
        if visits.advise(self.shift, self.visit).suggestion.action == "refer":
            reasons = choices_of(self.shift.playbook.not_referred_reasons)
            question = ChoiceDialog(msg("Seen but not referred: why?"), reasons)
            not_referred = await self.app.push_screen_wait(question)
            if not_referred is None:
                return
        with self.taking_a_step():
            await self.at_desk(
                visit_endings.send, self.shift, self.visit.id, zone, zone_reason, not_referred_reason=not_referred
            )
            self.owner.leave()
