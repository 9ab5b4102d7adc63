"""All the figures of a day; behind each of them stand its records."""

from collections.abc import Iterator
from datetime import date

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from lobby_tui.desk import days, figures
from lobby_tui.desk.figures import DayFigures, Figure
from lobby_tui.desk.words import DAY_STATES
from lobby_tui.locale import Renderable, n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.widgets.commands import Command, bindings

OPEN = Command("open", "enter", n_("Records"), n_("Open the records behind the figure under the highlight."))
BEFORE = Command("before", "left", n_("Group before"), n_("Go to the group of figures before."))
AFTER = Command("after", "right", n_("Group after"), n_("Go to the group of figures after."))
BACK = Command("back", "escape", n_("Back"), n_("Back to the page before."))

VALUE_CELLS = 16
MOST_CELLS = 60


class FiguresScreen(LobbyScreen):
    """The figures of one day, group after group; of the latest day where none is named."""

    HELP = n_(
        "Every figure of the day, those that the papers print among them. Enter opens the records that a figure "
        "is made of; Left and Right go from group to group."
    )
    COMMANDS = (OPEN, BEFORE, AFTER, BACK)
    BINDINGS = bindings(COMMANDS)
    CSS_PATH = "figures.tcss"
    AUTO_FOCUS = "OptionList"

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self.day = day
        self.found: DayFigures | None = None
        self.lines: list[Figure | None] = []
        """What each line shows: a figure, or a heading."""
        self._place: int | None = None

    def body(self) -> ComposeResult:
        """One line for each figure."""
        yield OptionList(id="figure-list", markup=False)
        yield Static("", id="empty", classes="muted", markup=False)

    def opened(self) -> None:
        """Read the figures."""
        self.load()

    def title_texts(self) -> tuple[str, str]:
        """Which day, and where it stands."""
        title = self.t("Figures of the day")
        if self.found is None:
            return title, self.shift.person.name
        day = self.found.day
        return f"{title} {day.date.isoformat()}  {self.t.render(DAY_STATES[day.state])}", self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read and show them."""
        with self.refusals():
            if self.day is None:
                known = await self.at_desk(days.latest, self.shift, 1)
                self.day = known[0].date if known else None
            if self.day is not None:
                self.found = await self.at_desk(figures.of_day, self.shift, self.day)
            if self.made:
                self.show_bars()
                self._show()

    def _show(self) -> None:
        options = self.query_one("#figure-list", OptionList)
        options.clear_options()
        self.lines = []
        for option, figure in self._options():
            options.add_option(option)
            self.lines.append(figure)
        if self.found is None:
            self.query_one("#empty", Static).update(self.t("No business day yet: the first entry opens one."))
        else:
            options.highlighted = 1 if self._place is None else self._place

    def _options(self) -> Iterator[tuple[Option, Figure | None]]:
        width = min(MOST_CELLS, self.app.size.width - 4)
        for group in self.found.groups if self.found else ():
            heading = Content.styled(self.t.render(group.title), "bold $primary")
            if not group.figures:
                heading = Content.assemble(heading, ("  " + self.t("none"), "$muted"))
            yield Option(heading, disabled=True), None
            for figure in group.figures:
                yield Option(self._line(figure, width)), figure

    def _line(self, figure: Figure, width: int) -> Content:
        name = Content("  " * (figure.depth + 1) + self.t.render(figure.name))
        value = Content(self.t.render(figure.text)).stylize("$muted" if not figure.value else "bold")
        room = width - VALUE_CELLS
        name = name.truncate(room, ellipsis=True).pad_right(max(0, room - min(room, name.cell_length)))
        return Content.assemble(name, value.pad_left(max(0, VALUE_CELLS - value.cell_length)))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Remember the place, for when everything is shown anew."""
        self._place = event.option_index

    def on_resize(self, event: Resize) -> None:
        """The figures stand as far to the right as there is room."""
        if self.found is not None and self.made:
            self._show()

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        event.stop()
        await self.action_open()

    async def action_open(self) -> None:
        """Open the records behind the figure."""
        from lobby_tui.screens.records import RecordsScreen

        index = self.query_one("#figure-list", OptionList).highlighted
        figure = self.lines[index] if index is not None else None
        if figure is not None and self.day is not None:
            await self.app.push_screen(RecordsScreen(self.day, figure, self._above(figure)))

    def _above(self, figure: Figure) -> list[Renderable]:
        """The names of its group, and of the whole that it is a part of."""
        for group in self.found.groups if self.found else ():
            if figure in group.figures:
                before = group.figures[: group.figures.index(figure)]
                whole = [one.name for one in before if one.depth < figure.depth]
                return [group.title, *whole[-1:]]
        return []

    def action_before(self) -> None:
        """The first figure of this group, or of the one before."""
        options = self.query_one("#figure-list", OptionList)
        starts = [start for start in self._starts() if start < (options.highlighted or 0)]
        self._go(starts[-1] if starts else None)

    def action_after(self) -> None:
        """The first figure of the next group."""
        options = self.query_one("#figure-list", OptionList)
        starts = [start for start in self._starts() if start > (options.highlighted or 0)]
        self._go(starts[0] if starts else None)

    def _starts(self) -> list[int]:
        """Where groups with figures begin."""
        return [
            place
            for place, line in enumerate(self.lines)
            if line is not None and (place == 0 or self.lines[place - 1] is None)
        ]

    def _go(self, place: int | None) -> None:
        if place is not None:
            options = self.query_one("#figure-list", OptionList)
            options.highlighted = place
            # The heading belongs to what is looked at.
            options.scroll_to(y=max(0, place - 1), animate=False)

    def action_back(self) -> None:
        """Back to the page before."""
        self.app.pop_screen()
