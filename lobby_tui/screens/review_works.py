"""What works: signals, needs, hours, zones and pairs with their shares, waits, and who identifies the customers."""

from collections.abc import Sequence
from dataclasses import replace

from textual import work
from textual.content import Content
from textual.events import Resize

from lobby_tui.desk.review import works_tellers
from lobby_tui.desk.review.range_records import RangeBehind
from lobby_tui.desk.review.span import Unit
from lobby_tui.desk.review.table import ReviewTable
from lobby_tui.desk.review.works import By, Found, Funnel
from lobby_tui.desk.review.works_look import NAMES, ByRole, Dimension, Missed, Pair, Row, Waits, Works, look
from lobby_tui.desk.review.works_tables import table_of
from lobby_tui.desk.review.works_tellers import Roles
from lobby_tui.desk.review.works_words import left_out, named, sentence, sold_briefly
from lobby_tui.locale import Message, Renderable, msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.review_view import Choice, ReviewView
from lobby_tui.screens.review_works_cells import cells_of, columns_of, laid_out
from lobby_tui.widgets.charts import columns
from lobby_tui.widgets.review_charts import Bar, bars

_EDGES = 4
"""What stands beside the cells: the margins, a scroll bar."""
_CHART_WIDTH = 80


class ReviewWorksScreen(ReviewView[Row]):
    """One dimension of a span at a time. A share stands with its interval and its number, or stays silent."""

    HELP = n_(
        "What leads to something: how often it was seen, referred, confirmed by the customer manager, and sold, that "
        "is, an account was opened or a product bought. The bar shows between what the true share of what was sold "
        "likely lies, from 0 to 100%; with too few referrals it stays silent. What is still open counts as not sold, "
        "so young days look worse than they will be. Visits count for the hour of arrival, referrals for the hour of "
        "their entry. Times are minutes of the branch's working hours, without its days off. Missed by the lobby are "
        "customers whom a teller identified, and of whom nothing had been noted in the lobby."
    )
    CHOICES = tuple(Choice(one.value, name) for one, name in NAMES.items())
    UNITS = (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER)

    def __init__(self) -> None:
        super().__init__()
        self.unit = Unit.QUARTER
        self.works: Works | None = None

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("What works"), self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read one dimension, and show it."""
        with self.refusals():
            self.works = await self.at_desk(look, self.shift, self.span, Dimension(self.choice))
            self.show_found(self.works.rows, self.remark(self.works))

    def remark(self, works: Works) -> str:
        """What is said below the table: what it leaves out."""
        silent = left_out(works)
        if silent:
            return self.t.render(silent[0])
        return "" if works.rows else self.t("There is nothing to show.")

    def review_table(self) -> ReviewTable:
        """The same with every number, for files."""
        facts: list[tuple[Renderable, Renderable]] = [self.span_fact(), self.choice_fact()]
        if self.works is None:
            return ReviewTable(msg("What works"), tuple(facts), (), (), "review_works")
        if isinstance(self.works, Funnel):
            facts.append((msg("All"), sold_briefly(self.works.total.share)))
        if isinstance(self.works, Roles):
            facts.append((msg("Visits"), str(self.works.visits)))
        return table_of(self.works, tuple(facts))

    def filter_line(self, table: ReviewTable) -> Content:
        """The filter without what is shown, which the digits say."""
        chosen = self.choice_fact()
        return super().filter_line(replace(table, facts=tuple(one for one in table.facts if one != chosen)))

    def show_found(self, found: Sequence[Row], remark: str = "", place: int | None = None) -> None:
        """Show the rows with their shares drawn; files have the numbers instead."""
        if not self.made or self.works is None:
            return
        self.found = found
        self.put("heading", self.filter_line(self.review_table()))
        shown, coded = columns_of(self.works), isinstance(self.works, Funnel) and self.works.by is By.SIGNAL
        rows = [cells_of(row, self.t, coded) for row in found]
        titles, lines = laid_out(shown, rows, self.t, self.app.size.width - _EDGES)
        self.fill(titles, found, lines, remark, place)
        self.show_hints()
        self.show_chart()

    def on_resize(self, event: Resize) -> None:
        """Other room, other bars."""
        super().on_resize(event)
        if self.made and self.works is not None and self.found is self.works.rows:
            self.show_found(self.found, self.remark(self.works))

    def detail(self) -> str:
        """The row in a sentence or two."""
        between = "" if self.t.language == "zh" else " "
        return "" if self.chosen is None else between.join(self.t.render(part) for part in sentence(self.chosen))

    def chart(self, width: int, height: int) -> Content:
        """Referrals by hour; who identified how many of a hundred visitors. The rest stands in the table."""
        t = self.t
        if isinstance(self.works, Funnel) and self.works.by is By.HOUR and height > 4:
            return columns({row.key: row.fate.referred for row in self.works.rows}, min(height - 2, 8), width)
        if isinstance(self.works, Roles) and height >= len(self.works.rows):
            rows = [
                Bar(t.render(one.name), one.per_100 or 0, f"{one.per_100 or 0:.1f}") for one in self.works.rows
            ]  # fmt: skip
            return bars(rows, min(width, _CHART_WIDTH))
        return Content("")

    @work(exclusive=True, group="records")
    async def action_records(self) -> None:
        """What is behind the row: its referrals."""
        row = self.chosen
        if row is None:
            return
        if isinstance(row, Missed):
            with self.refusals():
                ids = await self.at_desk(works_tellers.missed_ids, self.shift, self.span, row.kind, row.key)
                await self._open(RangeBehind(self.span, ids=ids), msg("Missed by the lobby: {name}", name=row.name))
            return
        screen = self.records_of(row)
        if screen:
            await self.app.push_screen(screen)

    def records_of(self, row: Row) -> LobbyScreen | None:
        """The referrals of a row."""
        from lobby_tui.screens.review_records import ReviewRecordsScreen

        where, title = _behind(row, Dimension(self.choice))
        return ReviewRecordsScreen(RangeBehind(self.span, where), title)

    async def _open(self, behind: RangeBehind, title: Message) -> None:
        from lobby_tui.screens.review_records import ReviewRecordsScreen

        await self.app.push_screen(ReviewRecordsScreen(behind, title))


def _behind(row: Row, dimension: Dimension) -> tuple[tuple[tuple[str, str], ...], Renderable]:
    """By what the referrals of a row are found, and what they are."""
    match row:
        case Found():
            return ((dimension.value, row.key),), named(row.key, row.name)
        case Pair():
            title = msg("{one} with {other}", one=named(row.signal, row.name), other=named(row.other, row.other_name))
            return (("signal", row.signal), ("signal", row.other)), title
        case Waits() if row.kind == "all":
            return (), row.name
        case Waits():
            return ((row.kind, row.key),), row.name
        case ByRole():
            return (("role", row.role),), row.name
    return (), row.name
