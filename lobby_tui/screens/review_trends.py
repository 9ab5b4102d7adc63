"""Trends and goals: a measure over days, weeks, months or quarters, beside the year before and beside its goals."""

from datetime import timedelta

from textual import work
from textual.content import Content
from textual.widgets import Static

from lobby_tui.desk.review import goals, trends
from lobby_tui.desk.review.measures import GOALS, NAMES, ON_DAYS, REFERRED, WAITS, Measure, difference_text, value_text
from lobby_tui.desk.review.range_records import RangeBehind
from lobby_tui.desk.review.span import Span, Unit, span_of
from lobby_tui.desk.review.table import Cell, ReviewColumn, ReviewTable
from lobby_tui.desk.review.trends import Period, Trend
from lobby_tui.desk.review.words import UNITS, span_text
from lobby_tui.locale import Renderable, msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.review_view import BACK, CHANGE, EARLIER, LATER, RECORDS, TAKE_AWAY, Choice, ReviewView
from lobby_tui.widgets.commands import Command, bindings
from lobby_tui.widgets.trend_chart import trend_chart

MEASURE = Command("measure", "f4", n_("Measure"), n_("Choose what is looked at: visits, waits, referrals, complaints."))
GOAL = Command("goal", "f6", n_("Goal"), n_("Set, change or take away what the branch wants to reach in a month."))
COMMANDS = (RECORDS, CHANGE, MEASURE, GOAL, BACK, TAKE_AWAY, EARLIER, LATER)
_STEPS = {Unit.DAY: 7, Unit.WEEK: 4, Unit.MONTH: 3, Unit.QUARTER: 1}
"""By how many periods Left and Right move."""
_LOWEST, _TALLEST = 5, 12


class ReviewTrendsScreen(ReviewView[Period]):
    """The latest period first; one that is not over says so, and beside how many days of last year it stands."""

    HELP = n_(
        "Days, weeks, months or quarters beside the same ones a year before. A period that is not over stands beside "
        "as many business days of the year before as it has had. Months have goals."
    )
    COMMANDS = COMMANDS
    BINDINGS = bindings(COMMANDS)
    CHOICES = (
        Choice(Unit.MONTH.value, msg("Monthly")),
        Choice(Unit.WEEK.value, msg("Weekly")),
        Choice(Unit.DAY.value, msg("Daily")),
        Choice(Unit.QUARTER.value, msg("Quarterly")),
    )

    def __init__(self) -> None:
        super().__init__()
        self.unit = Unit.MONTH
        self.measure = Measure.VISITS
        self.trend: Trend | None = None

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("Trends and goals"), self.shift.person.name

    def commands(self) -> tuple[Command, ...]:
        """This view moves through time although it has no span of its own."""
        return (*COMMANDS, *(one for one in LobbyScreen.commands(self) if one not in COMMANDS))

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the periods."""
        with self.refusals():
            if self.choice != self.unit:
                self.unit = Unit(self.choice)
                self.span = span_of(self.unit, min(self.span.last, self.shift.today()))
            self.trend = await self.at_desk(trends.trend, self.shift, self.unit, self.measure, self.span)
            remark = "" if self.trend.periods else self.t("The branch had no business day in this time.")
            self.show_found(self.trend.periods, remark)

    def review_table(self) -> ReviewTable:
        """A row for each period."""
        with_goals = self.unit is Unit.MONTH and self.measure in GOALS
        titles: tuple[Renderable, ...] = (msg("Days"), NAMES[self.measure], msg("A year before"), msg("Difference"))
        if with_goals:
            titles = (*titles, msg("Goal"), msg("Reached, %"))
        columns = (ReviewColumn(UNITS[self.unit]), *(ReviewColumn(title, numeric=True) for title in titles))
        rows = tuple(self._row(one, with_goals) for one in self.found)
        facts = (self.choice_fact(), (msg("Measure"), NAMES[self.measure]), (msg("Until"), self._named(self.span)))
        return ReviewTable(msg("Trends and goals"), facts, columns, rows, "review_trends")

    def _row(self, one: Period, with_goals: bool) -> tuple[Cell, ...]:
        name = self._named(one.span)
        cells: tuple[Cell, ...] = (
            name if one.over else msg("{period} (so far)", period=name),
            one.days,
            self._cell(one.value),
            self._cell(one.last_year),
            difference_text(self.measure, one.difference),
        )
        if not with_goals:
            return cells
        return (*cells, one.goal, None if one.achieved is None else int(one.achieved * 100))

    def _cell(self, value: int | None) -> Cell:
        return value_text(self.measure, value) if self.measure in WAITS else value

    def _named(self, span: Span) -> Renderable:
        return span_text(self.unit, span)

    def detail(self) -> str:
        """What the year before is made of, and where the goal stands."""
        one, t = self.chosen, self.t
        if one is None:
            return ""
        parts = []
        if not one.over and one.last_days:
            parts.append(
                t(
                    "Not over: its {days} business days so far, beside the first {last} a year before.",
                    days=one.days, last=one.last_days,
                )
            )  # fmt: skip
        elif one.last_days != one.days and one.last_days:
            parts.append(t("{days} business days, {last} a year before.", days=one.days, last=one.last_days))
        elif not one.over:
            parts.append(t("Not over."))
        if one.working_days and one.achieved is not None:
            reached = int(one.achieved * 100)
            parts.append(
                t(
                    "Goal: {days} of {working} working days, {share} % reached.",
                    days=one.days, working=one.working_days, share=reached,
                )
            )  # fmt: skip
        return " ".join(parts)

    def records_of(self, row: Period) -> LobbyScreen | None:
        """The referrals of the period; of visits, waits and complaints its days."""
        from lobby_tui.screens.review_days import ReviewDaysScreen
        from lobby_tui.screens.review_records import ReviewRecordsScreen

        if not row.days:
            return None
        if self.measure in ON_DAYS:
            return ReviewDaysScreen(row.span, self.measure)
        return ReviewRecordsScreen(RangeBehind(row.span, REFERRED[self.measure]), NAMES[self.measure])

    def show_chart(self) -> None:
        """Draw the chart, on a small screen a low one: without its shape this is a list of numbers."""
        if not self.made:
            return
        room = self.size.height - min(len(self.found) + 1, max(8, self.size.height // 2)) - 11
        drawn = self.chart(self.size.width - 4, max(_LOWEST, min(room, _TALLEST))) if self.found else Content("")
        for line in self.query("#chart").results(Static):
            line.update(drawn)
            line.display = bool(drawn)

    def chart(self, width: int, height: int) -> Content:
        """The periods from left to right, the earliest first."""
        shown = self.found[::-1]
        values = [one.value for one in shown]
        highest = max([0, *(one or 0 for one in (*values, *(each.last_year for each in shown)))])
        top = value_text(self.measure, highest) or ""
        key = Content.styled(self.t("█ each period   ━ the same a year before"), "$muted")
        names = [_short(self.unit, one.span) for one in shown]
        drawn = trend_chart(values, [one.last_year for one in shown], names, top, width, height - 1)
        return Content("\n").join([drawn, key])

    def action_earlier(self) -> None:
        """Earlier periods."""
        span = self.span
        for _ in range(_STEPS[self.unit]):
            span = span_of(self.unit, span.first - timedelta(days=1))
        self.go_to(span)

    def action_later(self) -> None:
        """Later periods, never beyond the one that today lies in."""
        now = span_of(self.unit, self.shift.today())
        span = self.span
        for _ in range(_STEPS[self.unit]):
            if span.first < now.first:
                span = span_of(self.unit, span.last + timedelta(days=1))
        if span != self.span:
            self.go_to(span)

    @work(exclusive=True, group="ask")
    async def action_measure(self) -> None:
        """Ask for another measure."""
        from lobby_tui.screens.review_goal_dialogs import MeasureDialog

        chosen = await self.app.push_screen_wait(MeasureDialog(self.measure))
        if chosen:
            self.measure = Measure(chosen)
            self.show_bars()
            self.say("")
            self.load()

    @work(exclusive=True, group="ask")
    async def action_goal(self) -> None:
        """Ask for the goal of a month: that under the highlight where it is not over, else this one."""
        from lobby_tui.screens.review_goal_dialogs import GoalDialog

        with self.refusals():
            known = await self.at_desk(goals.listed, self.shift)
            this = f"{self.shift.today():%Y-%m}"
            dialog = GoalDialog(this, self.measure if self.measure in GOALS else GOALS[0], known)
            if await self.app.push_screen_wait(dialog):
                self.load()
                self.say(dialog.said)


def _short(unit: Unit, span: Span) -> str:
    """A period under its column."""
    if unit is Unit.QUARTER:
        return f"{span.first:%y}Q{(span.first.month + 2) // 3}"
    return f"{span.first:%y-%m}" if unit is Unit.MONTH else f"{span.first:%m-%d}"
