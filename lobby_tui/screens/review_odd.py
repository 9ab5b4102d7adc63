"""What is worth a second look: entries that are unlike the others, each with its reason, and the records behind it."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import work
from textual.content import Content

from lobby_tui.desk.review import odd, odd_table
from lobby_tui.desk.review.odd import Oddity, OddLook
from lobby_tui.desk.review.odd_rules import Rule
from lobby_tui.desk.review.span import Span, Unit
from lobby_tui.desk.review.table import ReviewTable
from lobby_tui.locale import n_
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.review_view import ReviewView
from lobby_tui.widgets.review_charts import Bar, bars

_REFERRALS: Final = 3
"""The column with the referrals, which may be hundreds: on the screen it is cut, in a file it is not."""
_LEAST_ROOM: Final = 12
_NARROW: Final = 100
"""On a screen less wide the reason has the room that the columns in `_LEFT_OUT` would take."""
_LEFT_OUT: Final = frozenset({2, 5})
_CHART_FROM: Final = 2
"""A picture of a single rule says no more than the row."""


class ReviewOddScreen(ReviewView[Oddity]):
    """The findings of a span; whatever the review has settled comes last, with a mark."""

    HELP = n_("Entries that are unlike the others, each with its reason: a reason to ask, never an accusation.")
    UNITS = (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER)
    GIVES_WAY = 1

    look: OddLook | None = None

    def title_texts(self) -> tuple[str, str]:
        """What this is; the person."""
        return self.t("Worth a second look"), self.shift.person.name

    @work(exclusive=True, group="load")
    async def load(self) -> None:
        """Read the findings, and show them."""
        with self.refusals():
            self.look = await self.at_desk(odd.look, self.shift, self.span)
            remark = "" if self.look.found else self.t("Nothing here is unlike the rest.")
            self.show_found(self.look.found, remark)

    def review_table(self) -> ReviewTable:
        """A row for each finding."""
        return odd_table.table_of(self.look or OddLook(self.span, 0, ()), self.unit)

    def fill(
        self,
        headings: Sequence[str],
        found: Sequence[Oddity],
        lines: Sequence[Sequence[str | Text]],
        remark: str = "",
        place: int | None = None,
    ) -> None:
        """Show the rows; of many referrals only the first, as the detail and the records have them all."""
        width = self.app.size.width
        left_out = _LEFT_OUT if width < _NARROW else frozenset[int]()
        room = max(_LEAST_ROOM, width // (6 if left_out else 4))

        def row(cells: Sequence[str | Text], settled: bool) -> list[str | Text]:
            shown = [_cut(str(cell), room) if index == _REFERRALS else cell for index, cell in enumerate(cells)]
            if settled and left_out:
                shown[0] = f"{odd_table.SETTLED} {shown[0]}"
            return [cell for index, cell in enumerate(shown) if index not in left_out]

        short = [row(cells, one.looked_at) for cells, one in zip(lines, found, strict=True)]
        super().fill([one for index, one in enumerate(headings) if index not in left_out], found, short, remark, place)

    def detail(self) -> str:
        """The finding in full."""
        one = self.chosen
        if one is None:
            return ""
        reason = self.t.render(one.reason)
        numbers = odd_table.numbers_text(one, whole_day=len(self.span) == 1)
        return f"{reason}  {odd_table.people_text(one)}  {self.t('Referrals')} {numbers}"

    def chart(self, width: int, height: int) -> Content:
        """To how many referrals each rule points."""
        counts = [(rule, count) for rule, count in _counted(self.found) if count]
        if not _CHART_FROM <= len(counts) <= height:
            return Content("")
        rows = [Bar(self.t.render(odd.NAMES[rule]), count, str(count)) for rule, count in counts]
        return bars(rows, min(width, 80))

    def records_of(self, row: Oddity) -> LobbyScreen | None:
        """The referrals that it points at, on whichever days they were made."""
        from lobby_tui.desk.review.range_records import RangeBehind
        from lobby_tui.screens.review_records import ReviewRecordsScreen

        days = [referral.day for referral in row.referrals]
        behind = RangeBehind(Span(min(days), max(days)), ids=frozenset(referral.id for referral in row.referrals))
        return ReviewRecordsScreen(behind, row.name)


def _counted(found: Sequence[Oddity]) -> Iterator[tuple[Rule, int]]:
    for rule in Rule:
        yield rule, len({referral for one in found if one.rule is rule for referral in one.referrals})


def _cut(text: str, room: int) -> str:
    return text if cell_len(text) <= room else set_cell_size(text, room - 1).rstrip(" ,;") + "…"
