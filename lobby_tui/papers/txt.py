"""A paper as plain text, for a terminal or an old printer: columns aligned by display width, cells wrapped.

Chinese characters take two cells and Latin ones take one, whatever the number of characters.
"""

from collections.abc import Sequence

from rich.cells import cell_len

from lobby_tui.locale import Catalogue, catalogue
from lobby_tui.papers.content import Column, Paper, Table
from lobby_tui.papers.text import plain, visible

NARROWEST, WIDEST, USUAL = 80, 200, 120
GAP = 1
NARROWEST_CELL = 4  # two Chinese characters
BRIEF = 12  # a phone number, a name
BLANK = "_" * 20


def render(paper: Paper, width: int = USUAL) -> bytes:
    """`paper` as UTF-8 text, no line wider than `width` cells (80 to 200; others count as the nearest)."""
    width = min(max(width, NARROWEST), WIDEST)
    t = catalogue(paper.language)
    tables = [line for table in paper.tables for line in _table(table, width, t)]
    lines = [*_head(paper, width, t), *tables, *_foot(paper, width, t)]
    return "".join(f"{line.rstrip()}\n" for line in lines).encode()


def _head(paper: Paper, width: int, t: Catalogue) -> list[str]:
    title = [" " * ((width - cell_len(line)) // 2) + line for line in wrapped(visible(paper.title), width)]
    meta = [(t("Bank"), paper.bank), (t("Branch"), paper.branch), (t("Business day"), paper.day.isoformat())]
    return [*title, "", *pairs(meta, width, t)]


def _table(table: Table, width: int, t: Catalogue) -> list[str]:
    headings = [visible(column.title) for column in table.columns]
    texts = [[plain(cell).expandtabs(4) for cell in row] for row in table.printed]
    needs = [max(needed(text) for text in column) for column in zip(headings, *texts, strict=True)]
    widths = shared_out(table.columns, needs, width - GAP * (len(needs) - 1))
    thick, thin = "=" * width, "-" * width
    blocks = [aligned(row, widths) + [""] * table.tall for row in texts]
    if not blocks:
        blocks = [wrapped(visible(table.empty or t("No entries on this day.")), width)]
    lines = ["", *wrapped(visible(table.title), width)] if table.title else []
    lines += [thick, *aligned(headings, widths), thick]
    for n, block in enumerate(blocks, start=1):
        before_total = table.total is not None and n == len(blocks) - 1
        lines += [*block, thick if before_total or n == len(blocks) else thin]
    return lines


def _foot(paper: Paper, width: int, t: Catalogue) -> list[str]:
    notes = [line for note in paper.notes for line in wrapped(visible(note), width)]
    signatures = [
        line
        for label in paper.signatures
        for line in ("", t("{role}: signature {blank} date {blank}", role=visible(label), blank=BLANK))
    ]
    return [*pairs(paper.facts, width, t), *notes, *signatures]


def pairs(shown: Sequence[tuple[str, str]], width: int, t: Catalogue) -> list[str]:
    """Labels and values side by side, as many on a line as fit whole; only one too wide for a line is cut."""
    lines = [""]
    for label, value in shown:
        text = visible(t("{label}: {value}", label=label, value=value))
        joined = f"{lines[-1]}    {text}" if lines[-1] else text
        if cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines += wrapped(text, width)
    return [line for line in lines if line]


def needed(text: str) -> int:
    """The width at which `text` need not be wrapped."""
    return max(NARROWEST_CELL, *(cell_len(line) for line in text.split("\n")))


def aligned(texts: Sequence[str], widths: Sequence[int]) -> list[str]:
    """The lines of one row: each text wrapped in its column and padded to it."""
    cells = [wrapped(text, width) for text, width in zip(texts, widths, strict=True)]
    height = max(len(cell) for cell in cells)
    return [
        (" " * GAP).join(_padded(cell[n] if n < len(cell) else "", w) for cell, w in zip(cells, widths, strict=True))
        for n in range(height)
    ]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def shared_out(columns: Sequence[Column], needs: Sequence[int], width: int) -> list[int]:
    """`width` cells shared out by the columns' weights, none wider than it needs.

    Dates are never broken; nor are names, codes and phone numbers where they leave enough for longer texts.
    """
    shares = {n: need for n, need in enumerate(needs) if columns[n].kind in ("date", "number")}
    for n in sorted(set(range(len(columns))) - set(shares), key=lambda n: needs[n]):
        if needs[n] <= BRIEF and sum(shares.values()) + needs[n] <= 0.6 * width:
            shares[n] = needs[n]
    wanting = [n for n in range(len(columns)) if n not in shares]
    while wanting:
        room = width - sum(shares.values())
        total = sum(columns[n].width for n in wanting)
        content = [n for n in wanting if needs[n] <= room * columns[n].width / total]
        for n in content or wanting:
            shares[n] = needs[n] if content else max(NARROWEST_CELL, int(room * columns[n].width / total))
        wanting = [n for n in wanting if n not in shares]
    return [shares[n] for n in range(len(columns))]


def wrapped(text: str, width: int) -> list[str]:
    """The lines of `text`, none wider than `width` cells; broken at a space where a line has one."""
    return [line for paragraph in text.expandtabs(4).split("\n") for line in _broken(paragraph, width)]


def _broken(text: str, width: int) -> list[str]:
    lines, start, space = [], 0, -1
    for n, character in enumerate(text):
        while cell_len(text[start : n + 1]) > width:
            # A space at the edge is where to break; else the last space of the line; else between characters.
            end = n if character == " " or space <= start else space
            while end == n and end > start + 1 and cell_len(text[end]) == 0:
                end -= 1  # a variation selector or an accent stays with what it belongs to
            lines.append(text[start:end].rstrip())
            start = end + (text[end] == " ")
            space = -1
        if character == " ":
            space = n
    return [*lines, text[start:]]
