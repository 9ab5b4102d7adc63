"""Home of those who refer without looking after the lobby: tellers and customer managers."""

from textual import work
from textual.events import ScreenResume

from lobby_tui.desk import undoing
from lobby_tui.desk.review import waiting_counts
from lobby_tui.desk.words import ROLES
from lobby_tui.errors import LobbyError
from lobby_tui.locale import n_
from lobby_tui.screens import begun
from lobby_tui.screens.referral_page import QuickReferralScreen
from lobby_tui.screens.referrals import OPEN, SEARCH, ReferralsScreen
from lobby_tui.widgets.commands import WORK, Command, bindings

NEW = Command("new_referral", "space", n_("New referral"), n_("Log a referral on one page."))
REFER = Command("new_referral", "f2", n_("New referral"), n_("Log a referral on one page."), bar=False)
UNDO = Command("undo_last", "f6", n_("Undo"), n_("Take back the last referral."))


class OwnScreen(ReferralsScreen):
    """My referrals of today, those given to me among them; one key logs another."""

    HELP = n_("Your referrals of today, those given to you among them, masked. Space or F2 logs another on one page.")
    COMMANDS = (NEW, OPEN, SEARCH, WORK, UNDO, REFER)
    BINDINGS = bindings(COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self._offered = False
        self._asked = 0

    def title_texts(self) -> tuple[str, str]:
        """The branch; the person and their role; what the review asks them."""
        person, what = self.shift.person, self.t("My referrals")
        if self._asked:
            what += "  ‼ " + self.t("The review asks {count}: F5", count=self._asked)
        return f"{self.shift.branch.name}  {what}", f"{person.name} {self.t.render(ROLES[person.role])}"

    def opened(self) -> None:
        """Show the list; take up what was begun and not saved."""
        super().opened()
        self._look_for_questions()
        if not self._offered:
            self._offered = True
            self._take_up()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """A referral may have been saved. A new day may have begun with it."""
        self.day = None
        if self._offered:
            self.load()
            self._look_for_questions()

    @work(exclusive=True, group="questions")
    async def _look_for_questions(self) -> None:
        """The review may ask something."""
        with self.refusals():
            self._asked = await self.at_desk(waiting_counts.unanswered, self.shift)
            if self.made:
                self.show_bars()

    @work
    async def _take_up(self) -> None:
        await begun.take_up(self)

    async def action_new_referral(self) -> None:
        """One page."""
        await self.app.push_screen(QuickReferralScreen())

    def action_back(self) -> None:
        """End the search; there is nothing to go back to."""
        if self.line.display:
            super().action_back()

    @work(group="undo")
    async def action_undo_last(self) -> None:
        """Take back the last referral."""
        try:
            undone = await self.at_desk(undoing.undo_last, self.shift)
        except LobbyError as error:
            self.say(self.t.render(error.message))
            return
        self.say(self.t("Undone: referral no. {number}", number=undone.number))
        self.load()
