"""What is missing on a day, group after group; and what was carried over."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from lobby_tui.locale import Catalogue

if TYPE_CHECKING:
    from lobby_tui.desk.gap.kinds import Gap, GapKey
    from lobby_tui.desk.gaps import Carried, DayGaps

Row: TypeAlias = "Gap | Carried"


class GapList(OptionList):
    """Gaps first, then what was carried over; a heading before each kind says how many."""

    def __init__(self) -> None:
        super().__init__(id="gaps", markup=False)
        self._rows: list[Row | None] = []

    def show(self, found: "DayGaps", reasons: Mapping["GapKey", str], t: Catalogue) -> None:
        """Show a day; the highlight stays on its row, or where it was."""
        place, kept = self.highlighted, self.chosen
        self.clear_options()
        self._rows = []
        self._group([*found.gaps], reasons, t)
        self._group([*found.carried], {}, t)
        places = [at for at, row in enumerate(self._rows) if row]
        same = [at for at in places if kept and _key(self._rows[at]) == _key(kept)]
        if same:
            self.highlighted = same[0]
        elif places:
            self.highlighted = min(places, key=lambda at: abs(at - (place or 0)))

    def _group(self, rows: "list[Row]", reasons: Mapping["GapKey", str], t: Catalogue) -> None:
        from lobby_tui.desk.gap.kinds import GAP_KINDS

        last = None
        for row in rows:
            if row.kind != last:
                count = sum(one.kind == row.kind for one in rows)
                heading = Content.styled(f"{t.render(GAP_KINDS[row.kind])}  {count}", "bold")
                self.add_option(Option(heading, disabled=True))
                self._rows.append(None)
                last = row.kind
            self.add_option(Option(_line(row, reasons, t)))
            self._rows.append(row)

    @property
    def chosen(self) -> "Row | None":
        """The row under the highlight."""
        at = self.highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None


def _key(row: "Row | None") -> object:
    return (row.kind, row.subject) if row else None


def _line(row: Row, reasons: Mapping["GapKey", str], t: Catalogue) -> Content:
    from lobby_tui.desk.gap.kinds import Gap, reason_text

    text = t.render(row.text)
    if isinstance(row, Gap):
        reason = reasons.get(row.key)
        if row.blocks:
            return Content.assemble(("  ‼ ", "bold $error"), Content(text))
        if reason is None:
            return Content.assemble(("  ! ", "$warning"), Content(text))
        return Content.assemble(("  » ", "$accent"), Content(text), (f"  {t.render(reason_text(reason))}", "$accent"))
    if row.settled:
        return Content.assemble(("  ✓ ", "$success"), Content(text), ("  " + t("settled since"), "$success"))
    return Content.assemble(("  » ", "$accent"), Content(text), (f"  {t.render(reason_text(row.reason))}", "$accent"))
