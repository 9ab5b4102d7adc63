"""Everybody's month by several measures: one's own first, then the others by staff number, and never a ranking."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text
from textual import work

from lobby_tui.desk.review import people
from lobby_tui.desk.review.people_table import table_of
from lobby_tui.desk.review.scores import NOTES, Score
from lobby_tui.desk.review.span import Unit
from lobby_tui.desk.review.table import ReviewTable
from lobby_tui.desk.words import ROLES
from lobby_tui.locale import n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.review_view import BACK, EARLIER, LATER, TAKE_AWAY, ReviewView
from lobby_tui.widgets.commands import Command, bindings

OPEN = Command("records", "enter", n_("Open it"), n_("Open this person's month and the coaching log."))
COMMANDS = (OPEN, EARLIER, LATER, TAKE_AWAY, BACK)
_BEFORE, _AFTER = 3, 1
"""Columns beside those of the measures: number, name and role; the sum."""


class ReviewPeopleScreen(ReviewView[Score]):
    """A line for each person with the points of each measure; what is not part of a role has none."""

    HELP = n_(
        "The month of each member of staff by several measures, each up to a limit; first your own, then the others "
        "in the order of staff numbers. This is no ranking, and roles are not compared. Enter opens a person."
    )
    COMMANDS = COMMANDS
    BINDINGS = bindings(COMMANDS)
    UNITS = (Unit.MONTH,)
    GIVES_WAY = 2

    def __init__(self) -> None:
        super().__init__()
        self.numbered = False
        """Whether numbers stand over the columns, as the names of the measures have no room."""

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("Staff"), self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the cards of the month."""
        with self.refusals():
            found = await self.at_desk(people.of_branch, self.shift, self.span.first)
            between = "" if self.t.language == "zh" else " "
            self.show_found(found, between.join(self.t.render(note) for note in NOTES[:2]))

    def review_table(self) -> ReviewTable:
        """A row for each person."""
        return table_of(self.found, self.span)

    def fill(
        self,
        headings: Sequence[str],
        found: Sequence[Score],
        lines: Sequence[Sequence[str | Text]],
        remark: str = "",
        place: int | None = None,
    ) -> None:
        """Show the rows; where the names of the measures are too long for the screen, their numbers over them."""
        cells = [[str(cell).strip() for cell in line] for line in lines]
        names = [name.strip() for name in headings]
        end = len(names) - _AFTER
        widths = [max(cell_len(text) for text in column) for column in zip(names, *cells, strict=True)]
        pairs: list[tuple[str, str]] = []
        self.numbered = False
        if sum(width + 2 for width in widths) > self.app.size.width - 4:
            self.numbered = True
            pairs = [(str(number), name) for number, name in enumerate(names[_BEFORE:end], start=1)]
            names[_BEFORE:end] = [number for number, _ in pairs]
        for index in range(_BEFORE, len(names)):
            width = max(cell_len(text) for text in (names[index], *(line[index] for line in cells)))
            names[index] = " " * (width - cell_len(names[index])) + names[index]
            for line in cells:
                line[index] = " " * (width - cell_len(line[index])) + line[index]
        super().fill(names, found, cells, remark, place)
        self.put_keys(pairs)

    def show_hints(self) -> None:
        """What the numbers over the columns mean is shown with the rows."""

    def detail(self) -> str:
        """The counts of the person under the highlight."""
        one, t = self.chosen, self.t
        if one is None:
            return ""
        counts = [
            f"{number if self.numbered else t.render(line.name)}: {line.count}"
            for number, line in enumerate(one.lines, start=1)
            if line.applies
        ]
        return "  ".join([f"{one.person.name} {t.render(ROLES[one.person.role])}", t("Count"), *counts])

    def records_of(self, row: Score) -> LobbyScreen | None:
        """The person's month."""
        from lobby_tui.screens.review_person import ReviewPersonScreen

        return ReviewPersonScreen(row.person.no)
