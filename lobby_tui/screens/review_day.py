"""The review of a day: one referral a line, the whole decision beneath; approved, asked back, coached, signed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from textual import work
from textual.content import Content

from lobby_tui.desk.behind import Behind, Kind
from lobby_tui.desk.figures import Figure
from lobby_tui.desk.review import marks, rows
from lobby_tui.desk.review.day_table import NAMES, Shown, shown_rows, table_of
from lobby_tui.desk.review.day_words import missed_lines, row_lines
from lobby_tui.desk.review.marked import Decision, MarkView
from lobby_tui.desk.review.rows import DayReview, Missed, ReviewRow
from lobby_tui.desk.review.span import Span, Unit
from lobby_tui.desk.review.table import ReviewTable
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Renderable, msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.records import RecordsScreen
from lobby_tui.screens.review_dialogs import SignDialog, TellDialog, UnsignDialog, sight_of
from lobby_tui.screens.review_view import CHANGE, EARLIER, LATER, RECORDS, TAKE_AWAY, Choice, ReviewView
from lobby_tui.widgets.commands import Command, bindings

SAMPLE = Command("sample", "space", n_("Sample / all"), n_("Show the drawn sample, or every referral again."))
SIGN = Command(
    "sign", "f4", n_("Sign"), n_("Sign the review of the day; or take the signature off, with a second person.")
)
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))
_DIGITS = (n_("approve"), n_("ask back"), n_("coach"), n_("take back"))


class ReviewDayScreen(ReviewView[ReviewRow | Missed]):
    """A business day; Left and Right go to the one before and after. Digits say what is to be said of a row."""

    HELP = n_(
        "Each referral of a day: what was noticed and decided, beside what came of it. Approve it, ask back, or say a "
        "word of coaching. The drawn sample is marked *: nobody chooses it. Once everything is reviewed, or the sample "
        "is, and no question is open, sign."
    )
    COMMANDS = (RECORDS, SIGN, SAMPLE, CHANGE, TAKE_AWAY, EARLIER, LATER, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = [*ReviewView.CSS_PATH, Path(__file__).with_suffix(".tcss")]  # noqa: RUF012
    CHOICES = tuple(Choice(shown, NAMES[shown]) for shown in Shown)
    UNITS = (Unit.DAY,)
    GIVES_WAY = 4

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self.day = day
        self.review: DayReview | None = None

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("Review of the day"), self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the day anew."""
        with self.refusals():
            try:
                self.review = await self.at_desk(rows.of_day, self.shift, self.day)
            except RefusedError as error:
                if self.day is not None:
                    raise
                self.show_nothing(error.message)
                return
            self.day = self.review.day.date
            self.span = Span(self.day, self.day)
            found = shown_rows(self.review, Shown(self.choice))
            self.show_found(found, "" if found else self.t.render(self._nothing()))

    def show_nothing(self, why: Renderable) -> None:
        """There is no business day yet."""
        self.review = None
        self.fill((), (), (), self.t.render(why))

    def _nothing(self) -> Renderable:
        if self.choice == Shown.LEFT:
            return msg("Everything is reviewed.")
        if self.choice == Shown.SAMPLE and self.review and self.review.seed is None:
            return msg("The sample is drawn once the day is closed: nobody can foresee it.")
        return msg("There is none on this day.")

    def review_table(self) -> ReviewTable:
        """What is on the screen."""
        assert self.review is not None
        return table_of(self.review, Shown(self.choice), self.shift)

    def show_hints(self) -> None:
        """The digits, where there is something to say; the choices go by F2."""
        marking = self.review is not None and self.choice != Shown.MISSED and not self.review.signed
        self.put_keys([(str(digit), self.t(name)) for digit, name in enumerate(_DIGITS, start=1)] if marking else [])

    def detail(self) -> str | Content:
        """The whole decision."""
        row = self.chosen
        if row is None:
            return ""
        lines = missed_lines(row, self.shift) if isinstance(row, Missed) else row_lines(row, self.shift)
        return "\n".join(self.t.render(line) for line in lines)

    def records_of(self, row: ReviewRow | Missed) -> LobbyScreen | None:
        """The referral among the day's records, or the visit."""
        assert self.day is not None
        if isinstance(row, Missed):
            name, behind = (
                msg("Visit no. {number}", number=row.visit.number),
                Behind(Kind.VISITS).of(id=row.visit.id.hex),
            )
        else:
            name, behind = msg("Referral no. {number}", number=row.number), Behind(Kind.REFERRALS).of(id=row.id.hex)
        return RecordsScreen(self.day, Figure(name, 1, behind))

    def action_sample(self) -> None:
        """The sample, or every row again."""
        self._choose(Shown.ALL if self.choice == Shown.SAMPLE else Shown.SAMPLE)

    def action_earlier(self) -> None:
        """The business day before."""
        self._turn(later=False)

    def action_later(self) -> None:
        """The business day after."""
        self._turn(later=True)

    @work(exclusive=True, group="turn")
    async def _turn(self, *, later: bool) -> None:
        if self.day is None:
            return
        with self.refusals():
            found = await self.at_desk(rows.beside, self.shift, self.day, later=later)
            if found is None:
                self.say(
                    self.t("There is no business day after this one.") if later else self.t("This is the first day.")
                )
                return
            self.day = found
            self.say("")
            self.load()

    async def on_digit(self, digit: int) -> bool:
        """Approve, ask back, coach, take back."""
        row = self.chosen
        if not isinstance(row, ReviewRow) or not 1 <= digit <= len(_DIGITS):
            return False
        if digit in (2, 3):
            self._tell(row, Decision.ASKED if digit == 2 else Decision.COACHED)
        else:
            self._mark(row, marks.approve if digit == 1 else marks.take_back)
        return True

    @work(exclusive=True, group="mark")
    async def _mark(self, row: ReviewRow, act: Callable[..., MarkView]) -> None:
        with self.lobby.holding_keys(), self.refusals():
            mark = await self.at_desk(act, self.shift, row.id, sight_of(row))
            approved = mark.decision is Decision.APPROVED
            said = self.t("✓ No. {number} approved.", number=row.number)
            if not approved:
                said = self.t("No. {number} is to be reviewed again.", number=row.number)
            self._done(said, onwards=approved)

    @work(exclusive=True, group="mark")
    async def _tell(self, row: ReviewRow, decision: Decision) -> None:
        if await self.app.push_screen_wait(TellDialog(row, decision)):
            self._done(self.t("✓ No. {number}: sent.", number=row.number), onwards=True)

    def _done(self, text: str, *, onwards: bool) -> None:
        """Show what was done, and the next row, unless the one that is done has gone from the list."""
        from textual.widgets import DataTable

        if onwards and self.choice != Shown.LEFT:
            self.query_one(DataTable).action_cursor_down()
        self.load()
        self.say(text)

    @work(exclusive=True, group="mark")
    async def action_sign(self) -> None:
        """Sign, or take the signature off."""
        review = self.review
        if review is None:
            return
        day = review.day.date.isoformat()
        if review.signed:
            if await self.app.push_screen_wait(UnsignDialog(review.day.date)):
                self._done(self.t("The review of {day} can be changed again.", day=day), onwards=False)
        elif await self.app.push_screen_wait(SignDialog(review)):
            self._done(self.t("✓ The review of {day} is signed.", day=day), onwards=False)
