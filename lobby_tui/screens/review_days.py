"""The days behind a figure over a longer time; each opens its own records."""

from textual import work

from lobby_tui.desk.review import range_days
from lobby_tui.desk.review.measures import NAMES, Measure
from lobby_tui.desk.review.range_days import DayFigure
from lobby_tui.desk.review.span import Span, Unit
from lobby_tui.desk.review.table import ReviewColumn, ReviewTable
from lobby_tui.desk.review.words import span_text
from lobby_tui.locale import Renderable, msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.records import RecordsScreen
from lobby_tui.screens.review_view import ReviewView


class ReviewDaysScreen(ReviewView[DayFigure]):
    """One line for each business day of a span, the latest first."""

    HELP = n_("The business days that a figure is made of. Enter opens the records of a day.")

    def __init__(self, span: Span, measure: Measure) -> None:
        super().__init__()
        self.span = span
        self.measure = measure

    def title_texts(self) -> tuple[str, str]:
        """The figure, and the days."""
        return self.t.render(NAMES[self.measure]), f"{self.span.first} … {self.span.last}"

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the days."""
        with self.refusals():
            found = await self.at_desk(range_days.days, self.shift, self.span, self.measure)
            self.show_found(found, "" if found else self.t("The branch had no business day in this time."))

    def review_table(self) -> ReviewTable:
        """The day and its part of the figure, as a wait where it is one."""
        shown = self.found[0].figure.name if self.found else NAMES[self.measure]
        columns = (ReviewColumn(msg("Date")), ReviewColumn(shown, numeric=True))
        facts: tuple[tuple[Renderable, Renderable], ...] = (
            (msg("Measure"), shown),
            (msg("From"), self.span.first.isoformat()),
            (msg("To"), self.span.last.isoformat()),
        )
        rows = tuple((_day(one), one.figure.text) for one in self.found)
        return ReviewTable(NAMES[self.measure], facts, columns, rows, "review_days")

    def records_of(self, row: DayFigure) -> LobbyScreen | None:
        """The records of the day."""
        return RecordsScreen(row.day, row.figure)


def _day(one: DayFigure) -> Renderable:
    return span_text(Unit.DAY, Span(one.day, one.day))
