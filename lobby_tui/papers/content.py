"""What a paper says, before anybody decides how it looks: plain data with the language already applied."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from lobby_tui.locale import Language

Cell = str | int | float | date | None
Kind = Literal["text", "date", "signature", "number"]
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `width` is its weight beside the others (about millimetres on A4 landscape)."""

    code: str
    title: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Chart:
    """Which columns of a table are drawn beside its rows: upright `columns` for what follows in time, else `bars`.

    `labels` is the place of the column with the names, `series` are those of one or two columns of numbers; the
    second is what the first is held against, and is drawn as an outline. A row without a number has no bar.
    """

    kind: Literal["columns", "bars"]
    labels: int
    series: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. `title` stands above them where a paper has several tables.

    `total` is printed under the rows and is none of them; `empty` is said where there are no rows (else the
    usual line); `tall` rows leave room to write in by hand. Formats that draw show the `chart` too.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    total: tuple[Cell, ...] | None = None
    empty: str = ""
    tall: bool = False
    chart: Chart | None = None

    def __post_init__(self) -> None:
        for row in (*self.rows, *([] if self.total is None else [self.total])):
            if len(row) != len(self.columns):
                raise ValueError(f"a row has {len(row)} cells, the table has {len(self.columns)} columns")

    @property
    def printed(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows as they follow each other on paper, the total last; nothing where there are no rows."""
        return self.rows if self.total is None or not self.rows else (*self.rows, self.total)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of one business day; every renderer prints this and adds nothing of its own but page numbers.

    `facts` are label and value pairs for the head or foot (number of rows, who printed it, the audit head);
    `signatures` are the labels of empty boxes to sign in; `masked` says whether personal details are masked;
    `upright` papers are printed on A4 portrait.
    """

    code: str
    title: str
    bank: str
    branch: str
    day: date
    language: Language
    tables: tuple[Table, ...]
    facts: Pairs
    signatures: tuple[str, ...]
    notes: tuple[str, ...]
    masked: bool
    upright: bool = False

    @property
    def columns(self) -> tuple[Column, ...]:
        """Those of the first table, which is the only one of most papers."""
        return self.tables[0].columns

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Those of the first table."""
        return self.tables[0].rows

    @property
    def count(self) -> int:
        """How many rows all its tables have together."""
        return sum(len(table.rows) for table in self.tables)


@dataclass(frozen=True, slots=True)
class Pack:
    """All papers of a day behind one cover, signed once.

    `state` says where the day stands; `moves` who closed, signed or reopened it; `head` is the audit head in
    groups, `events` how many audit events it covers, `qr` the text of the code that holds both. Where the day
    is not closed the head is not `final`, and the cover says so.
    """

    code: str
    title: str
    bank: str
    branch: str
    day: date
    language: Language
    state: str
    figures: Pairs
    moves: Pairs
    head: str
    events: int
    qr: str
    final: bool
    papers: tuple[Paper, ...]
    facts: Pairs
    signatures: tuple[str, ...]
    notes: tuple[str, ...]
    masked: bool

    @property
    def count(self) -> int:
        """How many rows all its papers have together."""
        return sum(paper.count for paper in self.papers)


Document = Paper | Pack
