"""A paper in a window: what it will say, laid out to be read on a screen that is narrower than any paper.

A table with more columns than fit is folded: each row takes as many lines as it needs, under headings folded the
same way. The date of the day is left out where a column says nothing else, as the window has it in its title.
"""

from collections.abc import Sequence

from rich.cells import cell_len

from lobby_tui.locale import Catalogue, catalogue
from lobby_tui.papers.content import Column, Paper, Table
from lobby_tui.papers.text import plain, visible
from lobby_tui.papers.txt import GAP, NARROWEST_CELL, aligned, needed, pairs, shared_out, wrapped

INDENT = 4  # cells, of a row's second line and those after it
HEADING = 8  # cells, that a Chinese heading gets although its column is narrower
COMFORTABLE = 26  # cells, beyond which a text is wrapped rather than the row folded


def preview(paper: Paper, width: int) -> list[str]:
    """The lines of `paper`, none wider than `width` cells."""
    t = catalogue(paper.language)
    lines = [line for table in paper.tables for line in _table(_without_date(table, paper), width, t)]
    notes = [line for note in paper.notes for line in wrapped(visible(note), width)]
    title = visible(paper.title)
    centred = " " * max(0, (width - cell_len(title)) // 2) + title
    return [line.rstrip() for line in (centred, *lines, *pairs(paper.facts, width, t), *notes)]


def _without_date(table: Table, paper: Paper) -> Table:
    """The table without columns that hold the paper's own date on every line."""
    kept = [n for n in range(len(table.columns)) if not table.rows or any(row[n] != paper.day for row in table.rows)]
    return Table(
        columns=tuple(table.columns[n] for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in table.rows),
        title=table.title,
        total=None if table.total is None else tuple(table.total[n] for n in kept),
        empty=table.empty,
    )


def _table(table: Table, width: int, t: Catalogue) -> list[str]:
    headings = [visible(column.title) for column in table.columns]
    texts = [[plain(cell).expandtabs(4) for cell in row] for row in table.printed]
    bands = _bands(table.columns, _needs(headings, texts), width)
    rows = [_folded(row, bands) for row in texts]
    # Rows of one line are told apart without a rule between them.
    rule = ["-" * width] if any(len(row) > 1 for row in rows) else []
    lines = ["", *wrapped(visible(table.title), width)] if table.title else []
    lines += ["=" * width, *_folded(headings, bands), "=" * width]
    for number, row in enumerate(rows, start=1):
        lines += row
        before_total = table.total is not None and number == len(rows) - 1
        if number < len(rows):
            lines += ["-" * width] if before_total else rule
    if not rows:
        lines += wrapped(visible(table.empty or t("No entries on this day.")), width)
    return [*lines, "=" * width]


def _needs(headings: Sequence[str], texts: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column would like to be; a heading may wrap where what stands under it is short."""
    found = [_heading_need(heading) for heading in headings]
    return [max(least, *(needed(row[n]) for row in texts)) if texts else least for n, least in enumerate(found)]


def _heading_need(heading: str) -> int:
    """Its longest word: Latin ones are never broken, Chinese headings break anywhere."""
    words = [cell_len(word) if word.isascii() else min(cell_len(word), HEADING) for word in heading.split() or [""]]
    return max(NARROWEST_CELL, *words)


Band = tuple[int, list[tuple[int, int]]]
"""A line of a folded row: its indent, and which columns stand on it, each with its width."""


def _bands(columns: Sequence[Column], needs: Sequence[int], width: int) -> list[Band]:
    """Columns in their order, as many on a line as fit without wrapping more than long texts."""
    comfortable = [min(need, COMFORTABLE) for need in needs]
    groups: list[list[int]] = [[]]
    for n, need in enumerate(comfortable):
        indent = INDENT if len(groups) > 1 else 0
        taken = indent + sum(comfortable[one] + GAP for one in groups[-1])
        if groups[-1] and taken + need > width:
            groups.append([])
        groups[-1].append(n)
    return [_band(group, INDENT if at else 0, columns, needs, width) for at, group in enumerate(groups)]


def _band(group: Sequence[int], indent: int, columns: Sequence[Column], needs: Sequence[int], width: int) -> Band:
    room = width - indent - GAP * (len(group) - 1)
    widths = shared_out([columns[n] for n in group], [needs[n] for n in group], room)
    return indent, list(zip(group, widths, strict=True))


def _folded(texts: Sequence[str], bands: Sequence[Band]) -> list[str]:
    """The lines of a row, without those that would be empty."""
    lines: list[str] = []
    for indent, places in bands:
        cells = [texts[n] for n, _ in places]
        if any(cells) or not lines:
            lines += [" " * indent + line for line in aligned(cells, [width for _, width in places])]
    return lines
