"""What the views of the review have in common: a chart, a table whose rows open records, a span, taking it away."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Generic

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widgets import DataTable, Static

from lobby_tui.desk.review.span import Span, Unit, before, span_of
from lobby_tui.desk.review.table import ReviewTable, text_of
from lobby_tui.desk.review.words import UNITS, span_text
from lobby_tui.locale import Renderable, msg, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.table_screen import Row, TableScreen
from lobby_tui.widgets.commands import Command, bindings

RECORDS = Command("records", "enter", n_("Records"), n_("Show the records behind the row under the highlight."))
CHANGE = Command(
    "change", "f2", n_("Show other"), n_("Show the next of what this view can show; its digit shows it too.")
)
TAKE_AWAY = Command("take_away", "f3", n_("Take away"), n_("Write the table to a file, or copy it; it is recorded."))
LENGTH = Command(
    "length", "f4", n_("Span"), n_("Look at a day, a week, a month or a quarter, as far as the view has it.")
)
# Before the table, which would scroll sideways.
EARLIER = Command("earlier", "left", n_("Before"), n_("The stretch of days before this one."), priority=True)
LATER = Command("later", "right", n_("After"), n_("The stretch of days after this one."), priority=True)
BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))
VIEW_COMMANDS = (RECORDS, CHANGE, LENGTH, EARLIER, LATER, TAKE_AWAY, BACK)
_ROWS_LEAST = 6
_CHART_LEAST = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things that a view can show; digits follow their order."""

    code: str
    name: Renderable


class ReviewView(TableScreen[Row], Generic[Row]):
    """Sub-classes read in `load` (a worker, through `at_desk`), then call `show_found`; `review_table` makes the rows.

    `review_table` is asked after `found` is set: a row of it for each of `found`, in order.
    """

    HELP = n_(
        "A view of the review: what is shown and from when stands above it, the records behind a row are one key away, "
        "and the table can be taken away as it stands."
    )
    COMMANDS: ClassVar[tuple[Command, ...]] = VIEW_COMMANDS
    BINDINGS = bindings(VIEW_COMMANDS)
    # Whole paths: a sub-class of another folder, as in a test, has them too.
    CSS_PATH = [Path(__file__).with_name(name) for name in ("table_screen.tcss", "review_view.tcss")]  # type: ignore[assignment]  # noqa: RUF012
    CHOICES: ClassVar[tuple[Choice, ...]] = ()
    """What can be shown here, where there are several; `choice` says which is."""
    UNITS: ClassVar[tuple[Unit, ...]] = ()
    """How long the stretches are that can be looked at, the first at first; none where the view has no span."""

    def __init__(self) -> None:
        super().__init__()
        self.choice = self.CHOICES[0].code if self.CHOICES else ""
        self.unit = self.UNITS[0] if self.UNITS else Unit.DAY
        self._span: Span | None = None

    @property
    def span(self) -> Span:
        """The days that are looked at; at first those that today lies in."""
        if self._span is None:
            self._span = span_of(self.unit, self.shift.today())
        return self._span

    @span.setter
    def span(self, span: Span) -> None:
        self._span = span

    def span_fact(self) -> tuple[Renderable, Renderable]:
        """The span as the first fact of a table."""
        return UNITS[self.unit], span_text(self.unit, self.span)

    def choice_fact(self) -> tuple[Renderable, Renderable]:
        """What is shown, as a fact of a table."""
        return msg("Shown"), next(one.name for one in self.CHOICES if one.code == self.choice)

    def body(self) -> ComposeResult:
        """The filter, the chart, the table."""
        heading, *rest = super().body()
        yield heading
        chart = Static("", id="chart", markup=False)
        chart.display = False
        yield chart
        yield from rest

    def commands(self) -> tuple[Command, ...]:
        """Only what this view has."""
        gone = set() if self.CHOICES else {CHANGE}
        gone |= set() if self.UNITS else {EARLIER, LATER}
        gone |= set() if len(self.UNITS) > 1 else {LENGTH}
        return tuple(one for one in super().commands() if one not in gone)

    # What sub-classes say.

    def review_table(self) -> ReviewTable:
        """What is on the screen: what is taken away, and what tests compare."""
        raise NotImplementedError

    def records_of(self, row: Row) -> LobbyScreen | None:
        """The screen with the records behind a row; None where there are none."""
        return None

    def chart(self, width: int, height: int) -> Content:
        """A picture above the table, at most so wide and so high; empty for none."""
        return Content("")

    # What they have.

    def show_found(self, found: Sequence[Row], remark: str = "", place: int | None = None) -> None:
        """Show the rows of `review_table`, the filter above them, and the chart."""
        if not self.made:
            return
        self.found = found
        table, t = self.review_table(), self.t
        self.put("heading", self.filter_line(table))
        headings = [t.render(column.title) for column in table.columns]
        lines = [[text_of(cell, t) for cell in row] for row in table.rows]
        for index, column in enumerate(table.columns):
            if column.numeric:
                width = max(cell_len(text) for text in (headings[index], *(line[index] for line in lines)))
                headings[index] = _right(headings[index], width)
                for line in lines:
                    line[index] = _right(line[index], width)
        self.fill(headings, found, lines, remark, place)
        self.show_hints()
        self.show_chart()

    def filter_line(self, table: ReviewTable) -> Content:
        """The filter as it stands above the table."""
        t = self.t
        parts = [Content.assemble((f"{t.render(name)} ", "$muted"), t.render(value)) for name, value in table.facts]
        return Content("   ").join(parts)

    def show_hints(self) -> None:
        """The choices with their digits; the one that is shown has a mark."""
        pairs = [
            (str(digit), ("» " if one.code == self.choice else "") + self.t.render(one.name))
            for digit, one in enumerate(self.CHOICES, start=1)
        ]
        self.put_keys(pairs)

    def show_chart(self) -> None:
        """Draw the chart in the room that the rows can spare."""
        if not self.made:
            return
        rows = max(_ROWS_LEAST, min(len(self.found) + 1, self.size.height // 3))
        room = self.size.height - rows - 12 - (1 if self.CHOICES else 0)
        drawn = self.chart(self.size.width - 2, min(room, 16)) if room >= _CHART_LEAST and self.found else Content("")
        for line in self.query("#chart").results(Static):
            line.update(drawn)
            line.display = bool(drawn)

    def on_resize(self, event: Resize) -> None:
        """Other room, another chart."""
        if self.made and self.query_one(DataTable).columns:
            self.show_chart()

    async def on_digit(self, digit: int) -> bool:
        """Show what has this digit."""
        if not 1 <= digit <= len(self.CHOICES):
            return False
        self._choose(self.CHOICES[digit - 1].code)
        return True

    def action_change(self) -> None:
        """The next choice, the first after the last."""
        codes = [one.code for one in self.CHOICES]
        if codes:
            self._choose(codes[(codes.index(self.choice) + 1) % len(codes)])

    def _choose(self, code: str) -> None:
        self.choice = code
        self.say("")
        self.load()

    def action_length(self) -> None:
        """The next longer stretch around the same days, the shortest after the longest; never one after today."""
        if len(self.UNITS) > 1:
            day = min(self.span.last, self.shift.today())
            self.unit = self.UNITS[(self.UNITS.index(self.unit) + 1) % len(self.UNITS)]
            self.go_to(span_of(self.unit, day))

    def action_earlier(self) -> None:
        """The stretch before."""
        if self.UNITS:
            self.go_to(before(self.unit, self.span))

    def action_later(self) -> None:
        """The stretch after, as far as there are days already."""
        if self.UNITS and self.span.last < self.shift.today():
            self.go_to(span_of(self.unit, self.span.last.fromordinal(self.span.last.toordinal() + 1)))

    def go_to(self, span: Span) -> None:
        """Look at other days."""
        self.span = span
        self.say("")
        self.load()

    def on_data_table_row_selected(self) -> None:
        """Enter, or a click."""
        self.action_records()

    @work(exclusive=True, group="records")
    async def action_records(self) -> None:
        """What is behind the row."""
        row = self.chosen
        screen = self.records_of(row) if row is not None else None
        if screen is not None:
            await self.app.push_screen(screen)
        elif row is not None:
            self.say(self.t("There are no records behind this row."))

    @work(exclusive=True, group="ask")
    async def action_take_away(self) -> None:
        """Ask where to, then write or copy what is on the screen."""
        from lobby_tui.screens.review_take_away import take_away

        if self.query_one(DataTable).columns:
            said = await take_away(self, self.review_table())
            if said:
                self.load()
                self.say(said)


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text
