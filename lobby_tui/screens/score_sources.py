"""What a line of a scorecard was counted from: days, and the numbers of referrals and complaints on them."""

from collections import Counter
from datetime import date

from lobby_tui.desk.review.people import Behind
from lobby_tui.desk.review.scores import NOTES
from lobby_tui.locale import n_
from lobby_tui.screens.table_screen import TableScreen
from lobby_tui.widgets.commands import Command, bindings

BACK = Command("back", "escape", n_("Back"), n_("Back to where you came from."))


class ScoreSourcesScreen(TableScreen[tuple[tuple[date, int | None], int]]):
    """Dates and numbers only: nobody's name, and nothing that a customer said."""

    HELP = n_("What a line of the month was counted from, by day. The counts together are the figure.")
    COMMANDS = (BACK,)
    BINDINGS = bindings(COMMANDS)

    def __init__(self, behind: Behind) -> None:
        super().__init__()
        self.behind = behind

    def title_texts(self) -> tuple[str, str]:
        """The line, and whose it is."""
        one = self.behind
        return f"{self.t.render(one.name)}  {one.count}", f"{one.person.name} {one.month.first:%Y-%m}"

    def load(self) -> None:
        """Everything is here already."""
        t = self.t
        counts: Counter[tuple[date, int | None]] = Counter()
        for fact in self.behind.facts:
            counts[fact.day, fact.number] += fact.count
        said = [self.behind.counted_from, *([NOTES[2]] if self.behind.referrals else [])]
        self.put("heading", "\n".join(map(t.render, said)))
        found = tuple(counts.items())
        lines = [[day.isoformat(), str(number or "-"), str(count)] for (day, number), count in found]
        remark = "" if lines else t("There are no records behind this figure: it is nothing.")
        self.fill([t("Date"), t("No."), t("Count")], found, lines, remark)
