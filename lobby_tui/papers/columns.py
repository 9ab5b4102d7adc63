"""Short hands for the columns of papers whose form is ours."""

from lobby_tui.locale import Renderable
from lobby_tui.papers.content import Column, Kind
from lobby_tui.papers.sheet import Sheet


def columns(
    sheet: Sheet, *made: tuple[str, Renderable, float] | tuple[str, Renderable, float, Kind]
) -> tuple[Column, ...]:
    """Columns from code, heading, width and kind (a text unless said)."""
    return tuple(_column(sheet, *one) for one in made)


def _column(sheet: Sheet, code: str, title: Renderable, width: float, kind: Kind = "text") -> Column:
    return Column(code, sheet.t.render(title), width, kind)
