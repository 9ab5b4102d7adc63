"""A table of the review as it stands on the screen: what a person reads there is what they take away."""

import hashlib
from dataclasses import dataclass
from typing import Final

from lobby_tui.locale import Catalogue, Renderable, msg
from lobby_tui.papers.text import guarded, visible

Cell = Renderable | int | float | None
"""A text, a number, or nothing."""

_PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class ReviewColumn:
    """A heading; numbers are aligned to the right."""

    title: Renderable
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """What is shown: its title, its filter as names and values (span, dimension …), columns and rows.

    `code` names the view in file names: letters, digits and `_` only.
    """

    title: Renderable
    facts: tuple[tuple[Renderable, Renderable], ...]
    columns: tuple[ReviewColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    code: str = "review"

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row has {len(row)} cells, the table has {len(self.columns)} columns")


def text_of(cell: Cell, t: Catalogue) -> str:
    """A cell as a screen shows it: nothing is `-`, a fraction has at most two places."""
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return f"{cell:.2f}".rstrip("0").rstrip(".")
    return str(cell) if isinstance(cell, int) else t.render(cell)


def value_of(cell: Cell, t: Catalogue) -> str | int | float | None:
    """A cell as a file keeps it: numbers as numbers, the rest in the reader's language."""
    if cell is None or isinstance(cell, int):
        return cell
    return round(cell, _PLACES) if isinstance(cell, float) else t.render(cell)


def rows_as_text(table: ReviewTable, t: Catalogue) -> str:
    """Headings and rows, a line each, cells parted by tabs; safe to paste into a spreadsheet."""
    lines = [[_cell(column.title, t) for column in table.columns]]
    lines += [[_cell(cell, t) for cell in row] for row in table.rows]
    return "".join("\t".join(line) + "\n" for line in lines)


def digest(table: ReviewTable, t: Catalogue) -> str:
    """The SHA-256 of headings and rows as text, in hexadecimal digits: the same rows have the same digest."""
    return hashlib.sha256(rows_as_text(table, t).encode()).hexdigest()


def head(table: ReviewTable, t: Catalogue) -> tuple[tuple[str, str], ...]:
    """What goes along with every copy: the filter, the number of rows, and the digest of the rows."""
    named: tuple[tuple[Renderable, Renderable], ...] = (
        *table.facts,
        (msg("Rows"), str(len(table.rows))),
        (msg("SHA-256 of the rows"), digest(table, t)),
    )
    return tuple((t.render(name), t.render(value)) for name, value in named)


def _cell(cell: Cell, t: Catalogue) -> str:
    value = value_of(cell, t)
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return guarded(" ".join(visible(value).split()))
