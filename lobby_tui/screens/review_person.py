"""One person's month for the branch head, and the coaching log: what was talked about, and what is to be."""

from textual import work

from lobby_tui.desk.review.coaching import Talk
from lobby_tui.locale import msg, n_
from lobby_tui.models.enums import MeetingKind
from lobby_tui.screens.dialogs import Choice, ChoiceDialog
from lobby_tui.screens.my_score import PARTS, TALKS, MyScoreScreen
from lobby_tui.screens.review_view import BACK, CHANGE, EARLIER, LATER, TAKE_AWAY, ReviewView
from lobby_tui.widgets.commands import Command, bindings

OPEN = Command(
    "records", "enter", n_("Open it"), n_("Show what a line was counted from; of a talk, put right what was written.")
)
TALK = Command("talk", "f6", n_("Coaching talk"), n_("Write down a talk with this person, by the three questions."))
COMMANDS = (OPEN, CHANGE, TALK, EARLIER, LATER, TAKE_AWAY, BACK)


class ReviewPersonScreen(MyScoreScreen):
    """The card as the person sees it, with the coaching log to write in."""

    HELP = n_(
        "One person's month, as they see it themselves, and the coaching log. Customers' numbers in it are masked "
        "wherever they are shown; the person may read what is written."
    )
    COMMANDS = COMMANDS
    BINDINGS = bindings(COMMANDS)

    def action_records(self) -> None:  # type: ignore[override]
        """What a line was counted from; a talk to be put right."""
        row = self.chosen
        if isinstance(row, Talk):
            self._write(row.part, row)
        else:
            super().action_records()

    @work(exclusive=True, group="ask")
    async def action_talk(self) -> None:
        """Ask which of the day's two talks it was, then write it down."""
        choices = [Choice(part.value, name, digit) for digit, (part, name) in enumerate(PARTS.items(), start=1)]
        chosen = await self.app.push_screen_wait(ChoiceDialog(msg("Which talk?"), choices))
        if chosen is not None:
            today = self.shift.today()
            written = (one for one in self.talks if (one.on, one.part) == (today, chosen))
            self._write(MeetingKind(chosen), next(written, None))

    @work(exclusive=True, group="write")
    async def _write(self, part: MeetingKind, talk: Talk | None) -> None:
        from lobby_tui.screens.coaching_dialog import CoachingDialog

        if self.score is None:
            return
        if await self.app.push_screen_wait(CoachingDialog(self.score.person, part, talk)):
            self.choice = TALKS
            self.load()
            self.say(self.t("✓ The talk is written down."))

    def action_take_away(self) -> None:  # type: ignore[override]
        """Ask where to, then write or copy what is on the screen."""
        ReviewView.action_take_away(self)
