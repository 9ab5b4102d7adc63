"""Follow-ups: whom to contact, longest overdue first; one digit says how it went."""

from textual import work
from textual.content import Content

from lobby_tui.desk import follow_ups, referrals
from lobby_tui.desk.follow_up.words import KINDS
from lobby_tui.desk.follow_ups import FollowUpView, Urgency
from lobby_tui.desk.permissions import Action
from lobby_tui.locale import msg, n_
from lobby_tui.screens.consent import WITHDRAW, withdraw_consent
from lobby_tui.screens.dialogs import ChoiceDialog, choices_of
from lobby_tui.screens.follow_up_dialogs import DoneDialog, PlanDialog
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.widgets.commands import Command, bindings

DONE = Command("done", "enter", n_("How it went"), n_("Say how the contact went; its digit says it at once."))
PLAN = Command("plan", "f2", n_("Plan"), n_("Plan another contact or an appointment with this customer."))
ALL = Command("all", "f3", n_("Due / all"), n_("Switch between what is due by today and everything planned."))
SHOW = Command("show", "f4", n_("Show"), n_("Show name and numbers in full for a moment; say why. It is recorded."))
DROP = Command("drop", "delete", n_("Remove"), n_("Remove what is not to be done; the last one stays."))
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))
MARKS = {Urgency.CLIMBED: "‼", Urgency.OVERDUE: "!", Urgency.DUE: "·", Urgency.LATER: " "}


class FollowUpsScreen(TableScreen[FollowUpView]):
    """Mine and those of whom I stand in for; everybody's for the supervisor."""

    HELP = n_(
        "Whom to contact, and when. · is due today, ! is overdue, ‼ is overdue for so long that the supervisor looks "
        "after it. A digit says how the contact went: then the next date is asked for, or nothing more is planned and "
        "what came of the referral is entered in the list of referrals. * marks a colleague's customer."
    )
    COMMANDS = (DONE, PLAN, ALL, SHOW, WITHDRAW, DROP, BACK)
    BINDINGS = bindings(COMMANDS)
    GIVES_WAY = 5

    def __init__(self) -> None:
        super().__init__()
        self.everything = False

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("Follow-ups"), self.shift.person.name

    def opened(self) -> None:
        """Fill the rows, and show the digits."""
        outcomes = [(str(one.digit), self.t.render(one.name)) for one in self.shift.playbook.contact_outcomes]
        self.put_keys(outcomes)
        super().opened()

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read what is planned anew."""
        with self.refusals():
            until = None if self.everything else self.shift.today()
            self._show(await self.at_desk(follow_ups.due, self.shift, until))

    def _show(self, found: tuple[FollowUpView, ...]) -> None:
        t = self.t
        late = sum(one.urgency in (Urgency.OVERDUE, Urgency.CLIMBED) for one in found)
        heading = (
            t("All that is planned {count}", count=len(found))
            if self.everything
            else t("Due {count}", count=len(found))
        )
        self.put(
            "heading", Content.assemble((heading, "bold"), "   ", t("overdue {count}", count=late) if late else "")
        )
        headings = (" ", t("Due"), t("What"), t("Customer"), t("Contact"), t("Best time"), t("Tries"), t("Manager"))
        nothing = t("Nothing is planned.") if self.everything else t("Nothing is due. F3 shows what comes later.")
        self.fill(headings, found, [self._cells(one) for one in found], "" if found else nothing)

    def _cells(self, one: FollowUpView) -> list[str]:
        times = {choice.code: self.t.render(choice.name) for choice in self.shift.playbook.best_times}
        at = f" {self.shift.local(one.appointment_at):%H:%M}" if one.appointment_at else ""
        return [
            MARKS[one.urgency],
            f"{one.due_on:%m-%d}",
            self.t.render(KINDS[one.kind]) + at,
            one.referral.customer,
            one.referral.masked_contact,
            times.get(one.referral.best_time or "", one.referral.best_time or ""),
            str(one.attempts),
            one.owner.name + ("" if one.mine or self.shift.may(Action.ANSWER_FOR_OTHERS) else " *"),
        ]

    def detail(self) -> str:
        """The referral, and what is known of the customer."""
        one = self.chosen
        if one is None:
            return ""
        signals = {signal.code: signal.name for signal in self.shift.playbook.signals}
        names = [self.t.render(signals[code]) for code in one.referral.signals if code in signals]
        number = self.t("No. {number} of {day}", number=one.referral.number, day=one.referral.day.isoformat())
        times = {choice.code: choice.name for choice in self.shift.playbook.best_times}
        best = self.t.render(times.get(one.referral.best_time or "", one.referral.best_time or ""))
        return "   ".join(part for part in (number, best, "  ".join(names), one.referral.remarks) if part)

    async def on_digit(self, digit: int) -> bool:
        """How it went."""
        for outcome in self.shift.playbook.contact_outcomes:
            if outcome.digit == digit and self.chosen:
                self._ask(outcome.code)
                return True
        return False

    def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        self.action_done()

    @work(exclusive=True, group="done")
    async def action_done(self) -> None:
        """Ask how it went."""
        if self.chosen is None:
            return
        outcomes = choices_of(self.shift.playbook.contact_outcomes)
        code = await self.app.push_screen_wait(ChoiceDialog(msg("How did it go?"), outcomes))
        if code:
            self._ask(code)

    @work(exclusive=True, group="ask")
    async def _ask(self, code: str) -> None:
        one = self.chosen
        if one is None:
            return
        dialog = DoneDialog(one, self.shift.playbook.contact_outcome(code))
        if await self.app.push_screen_wait(dialog) and dialog.done:
            done, t = dialog.done, self.t
            said = [t("✓ Saved: {outcome}.", outcome=dialog.outcome.name)]
            if done.following:
                said.append(t("Next on {day}.", day=done.following.due_on.isoformat()))
            if done.awaits_result:
                said.append(t("Nothing more is planned: enter the result in the list of referrals."))
            self.say(" ".join([*said, *map(t.render, done.warnings)]))
            self.load()

    @work(exclusive=True, group="ask")
    async def action_plan(self) -> None:
        """Plan something more."""
        one = self.chosen
        if one is None:
            return
        dialog = PlanDialog(one)
        if await self.app.push_screen_wait(dialog) and dialog.planned:
            planned, t = dialog.planned, self.t
            said = t("✓ Planned for {day}.", day=planned.follow_up.due_on.isoformat())
            self.say(" ".join([said, *map(t.render, planned.warnings)]))
            self.load()

    def action_all(self) -> None:
        """What is due, or everything."""
        self.everything = not self.everything
        self.load()

    @work(exclusive=True, group="ask")
    async def action_show(self) -> None:
        """Name and numbers, for as long as the dialog is open."""
        from lobby_tui.screens.reveal_dialog import show_in_full
        from lobby_tui.widgets.in_full import of_referral

        one = self.chosen
        if one:
            await show_in_full(self, referrals.reveal, one.referral.id, of_referral)

    @work(exclusive=True, group="ask")
    async def action_withdraw(self) -> None:
        """The customer wants to be contacted no more."""
        one = self.chosen
        if one and (said := await withdraw_consent(self, one.referral)):
            self.say(said)
            self.load()

    @work(exclusive=True, group="ask")
    async def action_drop(self) -> None:
        """Take it out."""
        one = self.chosen
        if one is None:
            return
        with self.refusals():
            dropped = await self.at_desk(follow_ups.drop, self.shift, one.id)
            self.say(self.t("✓ Taken out: {customer}.", customer=dropped.referral.customer))
            self.load()
