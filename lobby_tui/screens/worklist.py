"""The worklist: referrals to answer and their results, one key each. Home of customer managers."""

import uuid
from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.events import ScreenResume

from lobby_tui.desk import answers, claims, managers, referrals, results
from lobby_tui.desk.answer import undoing as answer_undoing
from lobby_tui.desk.answer.rows import OTHER
from lobby_tui.desk.answer.views import AnswerView
from lobby_tui.desk.permissions import Action
from lobby_tui.errors import LobbyError
from lobby_tui.locale import msg, n_
from lobby_tui.models.enums import Answer
from lobby_tui.screens import begun
from lobby_tui.screens.dialogs import Choice, ChoiceDialog, choices_of
from lobby_tui.screens.work_table import WorkTable
from lobby_tui.widgets.commands import WORK, Command, bindings
from lobby_tui.widgets.referral_texts import saved_text

ACCEPT = Command("accept", "1", n_("Accept"), n_("Take over the customer under the highlight."))
RETURN = Command("return_it", "2", n_("Return"), n_("Give the referral back to whoever noticed the customer; say why."))
PASS_ON = Command("pass_on", "3", n_("Pass on"), n_("Give the referral to another customer manager."))
RESULT = Command(
    "result", "enter", n_("Result"), n_("Enter what came of it, or put it right; one that waits is accepted with it.")
)
RESULT_TOO = Command("result", "4", n_("Result"), n_("Enter what came of it, as Enter does."), bar=False)
SHOW = Command("show", "f4", n_("Show"), n_("Show name and numbers in full for a moment; say why. It is recorded."))
NEW = Command("new_referral", "space", n_("New referral"), n_("Log a referral on one page."))
REFER = Command("new_referral", "f2", n_("New referral"), n_("Log a referral on one page."), bar=False)
LIST = Command("referrals", "f3", n_("Referrals"), n_("The day's referrals: search, change, undo."), bar=False)
SHARE = Command(
    "share", "5", n_("Share credit"), n_("Share the credit with a second claim to a customer, or no more."), bar=False
)
UNDO = Command("undo_last", "f6", n_("Undo"), n_("Take back the last answer, or the last referral."), bar=False)
BACK = Command("back", "escape", n_("Back"), n_("Back to where one came from."), bar=False)

REFRESH_SECONDS = 30


class WorklistScreen(WorkTable):
    """What waits for an answer or a result: mine, my colleague's while I stand in, the branch's for its supervisor."""

    COMMANDS = (ACCEPT, RETURN, PASS_ON, RESULT, SHOW, WORK, UNDO, NEW, REFER, LIST, RESULT_TOO, SHARE, BACK)
    # Digits come as they are, whichever width an input method gave them.
    BINDINGS = bindings(one for one in COMMANDS if not one.key.isdigit())
    SAYINGS: ClassVar = {"1": "accept", "2": "return_it", "3": "pass_on", "4": "result", "5": "share"}

    def __init__(self, subject: uuid.UUID | None = None) -> None:
        super().__init__(subject)
        self._begun = False

    def opened(self) -> None:
        """Fill the rows, and keep them fresh; take up what was begun and not saved, where this is home."""
        super().opened()
        if not self._begun:
            self._begun = True
            self.set_interval(REFRESH_SECONDS, self.freshen)
            if self.is_home:
                self._take_up()

    def freshen(self) -> None:
        """Read anew while one can see it. What lies beneath is read when it comes back; until then a store that fails
        must not put its refusal over the lock, nor one refusal over another.
        """
        if self.app.screen is self:
            self.load()

    @property
    def is_home(self) -> bool:
        """Whether there is nothing to go back to."""
        return self.app.screen_stack[1:2] == [self]

    def commands(self) -> tuple[Command, ...]:
        """Answers are for those who may answer; the way to the rest of the work starts at home."""
        allowed = {WORK: self.is_home, SHARE: self.shift.may(Action.SHARE_CREDIT)}
        allowed |= dict.fromkeys((ACCEPT, RETURN, RESULT, RESULT_TOO), self.shift.may(Action.ANSWER))
        return tuple(one for one in super().commands() if allowed.get(one, True))

    async def action_work(self) -> None:
        """The branch's work beside the customers, unless one came from there."""
        if self.is_home:
            await super().action_work()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Something may have been done on the screen above."""
        logged, self.lobby.just_logged = self.lobby.just_logged, None
        if logged:
            self.say(saved_text(logged, self.t))
        if self._begun:
            self.load()

    async def on_digit(self, digit: int) -> bool:
        """One key each to answer."""
        action = self.SAYINGS.get(str(digit))
        if action:
            await self.run_action(action)
        return action is not None

    def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        self.action_result()

    async def _act(self, done: str, function: Callable[..., AnswerView], *args: object, **more: object) -> None:
        """Ask the desk, say what was done, and go on to the next row."""
        with self.refusals(), self.lobby.holding_keys():
            view = await self.at_desk(function, self.shift, *args, **more)
            self.moving_on = True
            number = self.t("No. {number}", number=view.referral.number)
            self.say(f"✓ {number} {done}   " + self.t("F6 undo"))
        self.load()

    @work(exclusive=True, group="answer")
    async def action_accept(self) -> None:
        """Take the customer over."""
        row = self.chosen
        if row:
            await self._act(self.t("accepted"), answers.accept, row.id, version=row.view.referral.version)

    @work(exclusive=True, group="answer")
    async def action_return_it(self) -> None:
        """Give it back, with a reason."""
        row = self.chosen
        if row is None:
            return
        reasons = choices_of(self.shift.playbook.return_reasons)
        question = msg("Why do you return no. {number}?", number=row.view.referral.number)
        reason = await self.app.push_screen_wait(ChoiceDialog(question, reasons))
        note = await self._note(reason) if reason else None
        if reason is None or note is None:
            return
        version = row.view.referral.version
        await self._act(self.t("returned"), answers.return_, row.id, reason, note, version)

    async def _note(self, reason: str) -> str | None:
        from lobby_tui.screens.note_dialog import NoteDialog

        if reason != OTHER:
            return ""
        return await self.app.push_screen_wait(NoteDialog(msg("Which reason?")))

    @work(exclusive=True, group="answer")
    async def action_pass_on(self) -> None:
        """Give it to another customer manager: by whoever has to answer it, or by whoever gives referrals out."""
        row = self.chosen
        if row is None:
            return
        with self.refusals():
            people = await self.at_desk(managers.at_work, self.shift)
            present, returned = row.view.referral.manager, row.view.answer is Answer.RETURNED
            others = [one for one in people if present is None or returned or one.no != present.no]
            choices = [
                Choice(
                    one.no,
                    msg("{name} (away today)", name=one.name)
                    if one.away
                    else msg("{name} (introduced today: {count})", name=one.name, count=one.today),
                    digit if digit < 10 else None,
                )
                for digit, one in enumerate(others, start=1)
            ]
            question = msg("Who takes no. {number} over?", number=row.view.referral.number)
            hint = "" if choices else msg("There is no other customer manager.")
            chosen = await self.app.push_screen_wait(ChoiceDialog(question, choices, hint))
            if chosen:
                name = next(one.name for one in others if one.no == chosen)
                give = answers.reassign if row.mine else answers.assign
                version = row.view.referral.version
                await self._act(self.t("passed on to {name}", name=name), give, row.id, chosen, version=version)

    @work(exclusive=True, group="answer")
    async def action_result(self) -> None:
        """Enter what came of it."""
        from lobby_tui.screens.result_dialog import ResultDialog

        row = self.chosen
        if row is None:
            return
        if row.view.referral.manager is None or not row.mine:
            self.say(self.t("Only its customer manager enters the result; 3 gives it to one."))
            return
        entry = await self.app.push_screen_wait(ResultDialog(row.view))
        if entry is None:
            return
        with self.refusals(), self.lobby.holding_keys():
            view = await self.at_desk(results.record, self.shift, row.id, entry, row.view.referral.version)
            self.moving_on = True
            self.say("✓ " + self.t("No. {number}: result saved", number=view.referral.number))
        self.load()

    @work(exclusive=True, group="answer")
    async def action_show(self) -> None:
        """Name and numbers in full, for a reason."""
        from lobby_tui.screens.reveal_dialog import show_in_full
        from lobby_tui.widgets.in_full import of_referral

        row = self.chosen
        if row:
            await show_in_full(self, referrals.reveal, row.id, of_referral)

    @work(exclusive=True, group="answer")
    async def action_share(self) -> None:
        """The credit of a second claim: shared, or with the first alone."""
        row = self.chosen
        if row is None or row.view.second_to is None or not self.shift.may(Action.SHARE_CREDIT):
            self.say(self.t("The supervisor shares the credit, on the second claim to a customer."))
            return
        with self.refusals():
            shared = not row.view.shared
            await self.at_desk(claims.share, self.shift, row.id, shared, row.view.referral.version)
            self.say(self.t("✓ The credit is shared.") if shared else self.t("✓ The credit is with the first claim."))
        self.load()

    @work(exclusive=True, group="answer")
    async def action_undo_last(self) -> None:
        """Take back whichever came last: an answer, or a referral."""
        try:
            undone = await self.at_desk(answer_undoing.undo_last, self.shift)
        except LobbyError as error:
            self.say(self.t.render(error.message))
            return
        if isinstance(undone, AnswerView):
            self.subject = undone.id
            self.say(self.t("Undone: no. {number} waits again", number=undone.referral.number))
        else:
            self.say(self.t("Undone: referral no. {number}", number=undone.number))
        self.load()

    @work
    async def _take_up(self) -> None:
        await begun.take_up(self)

    async def action_new_referral(self) -> None:
        """One page."""
        from lobby_tui.screens.referral_page import QuickReferralScreen

        await self.app.push_screen(QuickReferralScreen())

    async def action_referrals(self) -> None:
        """The day's referrals."""
        from lobby_tui.screens.referrals import ReferralsScreen

        await self.app.push_screen(ReferralsScreen())

    def action_back(self) -> None:
        """Back, where there is something to go back to."""
        if not self.is_home:
            self.app.pop_screen()
