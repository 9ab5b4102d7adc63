"""What the review asked of me, and what it told me; everybody answers at their own desk."""

from collections.abc import Iterator, Mapping

from textual import work
from textual.content import Content
from textual.widget import Widget

from lobby_tui.desk.review import asked
from lobby_tui.desk.review.asked import Asked
from lobby_tui.desk.review.day_words import said_text
from lobby_tui.desk.review.marked import Decision
from lobby_tui.locale import msg, n_
from lobby_tui.screens.form_dialog import FormDialog
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.fields import Field, TextField

ANSWER = Command(
    "answer", "enter", n_("Answer"), n_("Answer the question under the highlight, or put the answer right.")
)
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))


class AskedScreen(TableScreen[Asked]):
    """Questions that wait come first; then what was answered, and words of coaching, of the last month."""

    HELP = n_(
        "What the branch head asks you about your referrals in the review, and what they tell you. Answer in a "
        "sentence; it can be put right until they have decided."
    )
    COMMANDS = (ANSWER, BACK)
    BINDINGS = bindings(COMMANDS)
    GIVES_WAY = -1

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("Asked of me in the review"), self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read it anew."""
        with self.refusals():
            found = await self.at_desk(asked.mine, self.shift)
            t = self.t
            waits = sum(one.mark.unanswered for one in found)
            self.put("heading", Content.assemble((t("questions to answer: {count}", count=waits), "bold")))
            headings = (t("Day"), t("No."), t("Customer"), t("Asked by"), t("State"), t("What is asked or said"))
            nothing = "" if found else t("Nothing was asked of you.")
            self.fill(headings, found, [self._cells(one) for one in found], nothing)

    def _cells(self, one: Asked) -> list[str]:
        return [
            f"{one.referral.day:%m-%d}",
            str(one.referral.number),
            one.referral.customer,
            one.mark.by.name,
            self._state(one),
            one.mark.note,
        ]

    def _state(self, one: Asked) -> str:
        if one.mark.decision is Decision.COACHED:
            return self.t("+ coaching")
        if one.mark.decision is Decision.APPROVED:
            return self.t("✓ approved")
        return self.t("? to answer") if one.mark.unanswered else self.t("! answered")

    def detail(self) -> str:
        """The words in full, and my answer."""
        one = self.chosen
        return self.t.render(said_text(one.mark, self.shift)) if one else ""

    def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        self.action_answer()

    @work(exclusive=True, group="ask")
    async def action_answer(self) -> None:
        """Answer it."""
        one = self.chosen
        if one is None:
            return
        if one.mark.decision is not Decision.ASKED:
            self.say(self.t("This needs no answer any more."))
        elif await self.app.push_screen_wait(AnswerDialog(one)):
            self.load()
            self.say(self.t("✓ Answered."))


class AnswerDialog(FormDialog):
    """The question above, one line below."""

    DOES = n_("Answer")

    def __init__(self, one: Asked) -> None:
        view = one.referral
        title = msg(
            "{name} asks about referral no. {number} of {day}, {customer}",
            name=one.mark.by.name, number=view.number, day=view.day.isoformat(), customer=view.customer,
        )  # fmt: skip
        super().__init__(title, one.mark.note)
        self.one = one

    def fields(self) -> Iterator[Widget]:
        """One field."""
        yield Field("answer", self.t("Answer"), TextField(max_length=200))

    async def save(self, values: Mapping[str, str]) -> None:
        """Send it."""
        await self.at_desk(asked.answer, self.shift, self.one.id, values["answer"], self.one.mark.version)
