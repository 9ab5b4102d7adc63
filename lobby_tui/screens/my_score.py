"""One's own month: a line for each measure, the sum of the last months, and what was talked about in coaching."""

from pathlib import Path
from typing import Final, TypeAlias

from textual import work
from textual.content import Content

from lobby_tui.desk.permissions import Action
from lobby_tui.desk.review import coaching, people
from lobby_tui.desk.review.coaching import Talk
from lobby_tui.desk.review.people import MonthPoints
from lobby_tui.desk.review.scores import COUNTED_FROM, NOTES, Score, ScoreLine
from lobby_tui.desk.review.span import Unit
from lobby_tui.desk.review.table import Cell, ReviewColumn, ReviewTable, text_of
from lobby_tui.desk.words import ROLES
from lobby_tui.locale import Message, msg, n_
from lobby_tui.models.enums import MeetingKind
from lobby_tui.screens.review_view import BACK, CHANGE, EARLIER, LATER, Choice, ReviewView
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.review_charts import Bar, bars, sparkline

Row: TypeAlias = ScoreLine | Talk
RECORDS = Command(
    "records", "enter", n_("Counted from"), n_("Show what the line under the highlight was counted from.")
)
COMMANDS: tuple[Command, ...] = (RECORDS, CHANGE, EARLIER, LATER, BACK)
POINTS: Final = "points"
TALKS: Final = "talks"
PARTS = {MeetingKind.MORNING: msg("Morning talk"), MeetingKind.EVENING: msg("Evening talk")}
_CHART_WIDE = 72
_NAME, _SAID = 0, 3
"""The columns that give way: what is in them stands in full below the table."""


class MyScoreScreen(ReviewView[Row]):
    """The card of the person who sits here, also while the month runs. Nobody's leave is needed for it."""

    HELP = n_(
        "What counts in your month, line by line, each up to a limit. Enter shows what a line was counted from; 2 "
        "shows what was talked about in coaching. Nobody but you and the supervisor can see it."
    )
    COMMANDS = COMMANDS
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = [*ReviewView.CSS_PATH, Path(__file__).with_name("my_score.tcss")]  # noqa: RUF012
    CHOICES = (Choice(POINTS, msg("Points")), Choice(TALKS, msg("Coaching")))
    UNITS = (Unit.MONTH,)

    def __init__(self, no: str | None = None) -> None:
        super().__init__()
        self._no = no
        self.score: Score | None = None
        self.course: tuple[MonthPoints, ...] = ()
        self.talks: tuple[Talk, ...] = ()

    @property
    def no(self) -> str:
        """Whose card it is."""
        return self._no or self.shift.person.no

    def title_texts(self) -> tuple[str, str]:
        """What this is; whose."""
        if self.score is None:
            return self.t("My points"), self.shift.person.name
        title = self.t("Coaching") if self.choice == TALKS else self.t("Points of a month")
        return title, f"{self.score.person.name} {self.score.person.no}"

    def commands(self) -> tuple[Command, ...]:
        """Talks are of no month, and have nothing that they are counted from."""
        gone = (RECORDS, EARLIER, LATER) if self.choice == TALKS else ()
        return tuple(one for one in super().commands() if one not in gone)

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the card, the months before it, and the talks."""
        shift, month = self.shift, self.span.first
        with self.refusals():
            self.score = await self.at_desk(people.of_person, shift, self.no, month)
            self.course = await self.at_desk(people.course, shift, self.no, month)
            self.talks = await self.at_desk(coaching.of_person, shift, self.no)
            self.show_it()

    def show_it(self) -> None:
        """Show what was read: the lines, or the talks."""
        self.set_class(self.choice == TALKS, "-talks")
        self.GIVES_WAY = _SAID if self.choice == TALKS else _NAME
        t = self.t
        if self.choice == TALKS:
            self.show_found(self.talks, "" if self.talks else t("Nothing was written down of a coaching talk yet."))
        elif self.score:
            self.show_found(self.score.lines, t.render(NOTES[2]))

    def review_table(self) -> ReviewTable:
        """A row for each line of the card, or for each talk."""
        if self.score is None:
            return ReviewTable(msg("My points"), (), (), ())
        person = self.score.person
        whose = (ROLES[person.role], f"{person.name} {person.no}")
        if self.choice == TALKS:
            columns = tuple(map(ReviewColumn, (msg("Date"), msg("Morning or evening"), msg("Coach"), msg("Said"))))
            rows = tuple(_talk_row(one) for one in self.talks)
            return ReviewTable(msg("Coaching"), (whose,), columns, rows, "coaching")
        facts = (whose, self.span_fact(), (msg("Sum"), text_of(self.score.total, self.t)))
        numbers = (msg("Count"), msg("Each"), msg("Points"), msg("Limit"))
        columns = (
            ReviewColumn(msg("What counts")), *(ReviewColumn(one, numeric=True) for one in numbers), ReviewColumn(""),
        )  # fmt: skip
        rows = tuple(_line_row(line) for line in self.score.lines)
        return ReviewTable(msg("Points of a month"), facts, columns, rows, "scorecard")

    def filter_line(self, table: ReviewTable) -> Content:
        """The filter, and under it the sums of the last months."""
        line = super().filter_line(table)
        sums = [one.points for one in self.course if one.points is not None]
        if self.choice == TALKS or not sums:
            return line
        t = self.t
        least, most = text_of(min(sums), t), text_of(max(sums), t)
        said = t("{count} months, {least} to {most} points", count=len(sums), least=least, most=most)
        drawn = sparkline([max(0, one.points or 0) for one in self.course])
        return Content("\n").join([line, Content.assemble((drawn, "$primary"), ("  " + said, "$muted"))])

    def chart(self, width: int, height: int) -> Content:
        """The sums of the last months, where there is room for a line each."""
        if self.choice == TALKS or height < len(self.course):
            return Content("")
        rows = [
            Bar(f"{one.month.first:%Y-%m}", max(0, one.points or 0), text_of(one.points, self.t)) for one in self.course
        ]
        return bars(rows, min(width, _CHART_WIDE))

    def detail(self) -> str | Content:
        """What a line is counted from; a talk question by question."""
        row, t = self.chosen, self.t
        if isinstance(row, Talk):
            said = [(t.render(one.question), one.text) for one in row.answers if one.text]
            lines = [Content.assemble((f"{question}  ", "$muted"), answer) for question, answer in said]
            lines += [Content.assemble((t("Note") + "  ", "$muted"), row.note)] if row.note else []
            return Content("\n").join(lines)
        return f"{t.render(row.name)}  {t.render(COUNTED_FROM[row.measure])}" if row else ""

    @work(exclusive=True, group="records")
    async def action_records(self) -> None:
        """What a line was counted from."""
        row = self.chosen
        if not isinstance(row, ScoreLine):
            return
        if not row.applies:
            self.say(self.t("This is not part of the role, and counts for nothing."))
            return
        with self.refusals():
            found = await self.at_desk(people.behind, self.shift, self.no, self.span.first, row.code)
            if self.shift.may(Action.REVIEW) and len(found.referrals) == found.count:
                from lobby_tui.desk.review.range_records import RangeBehind
                from lobby_tui.screens.review_records import ReviewRecordsScreen

                await self.app.push_screen(
                    ReviewRecordsScreen(RangeBehind(found.month, ids=found.referrals), found.name)
                )
            else:
                from lobby_tui.screens.score_sources import ScoreSourcesScreen

                await self.app.push_screen(ScoreSourcesScreen(found))

    def action_earlier(self) -> None:
        """The month before."""
        if self.choice == POINTS:
            super().action_earlier()

    def action_later(self) -> None:
        """The month after, as far as there is one already."""
        if self.choice == POINTS:
            super().action_later()

    def action_take_away(self) -> None:  # type: ignore[override]
        """One's own card is to be looked at; tables are the supervisor's to take away."""


def _line_row(line: ScoreLine) -> tuple[Cell, ...]:
    if not line.applies:
        return (line.name, None, None, None, None, msg("not in this role"))
    limit = line.most if line.each > 0 else -line.most
    said: Message | str = msg("limit reached") if line.capped else ""
    return (line.name, line.count, line.each, line.points, limit, said)


def _talk_row(talk: Talk) -> tuple[Cell, ...]:
    said = " / ".join([one.text for one in talk.answers if one.text] + ([talk.note] if talk.note else []))
    return (talk.on.isoformat(), PARTS[talk.part], talk.by.name, said)
