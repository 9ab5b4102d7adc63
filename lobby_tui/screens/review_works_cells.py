"""The rows of “what works” as cells of a table: short enough for 80 columns, the shares to be drawn."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from rich.text import Text

from lobby_tui.desk.review.shares import Share
from lobby_tui.desk.review.works import By, Funnel
from lobby_tui.desk.review.works_look import ByRole, Found, Missed, Pair, Row, Waits, Works
from lobby_tui.desk.review.works_pairs import Pairs
from lobby_tui.desk.review.works_tables import KINDS, NAMED
from lobby_tui.desk.review.works_tellers import Misses, Roles
from lobby_tui.desk.review.works_times import Times, Wait
from lobby_tui.desk.review.works_words import per_cent
from lobby_tui.locale import Catalogue, Message, msg
from lobby_tui.widgets.review_charts import interval

SCALES: Final = (0.1, 0.25, 0.5, 0.75, 1.0)
"""Up to which share bars may be drawn: as far as the longest of a table needs."""
LEAST_BAR: Final = 10
MOST_BAR: Final = 60
LEAST_NAME: Final = 8
PADDING: Final = 2
"""What a table puts around each cell."""


class Kind(StrEnum):
    """What a column holds: a text, the name that gives way, a number, or a share to be drawn."""

    TEXT = "text"
    NAME = "name"
    NUMBER = "number"
    DRAWN = "drawn"


class Column(NamedTuple):
    """A heading; a drawn share has its scale instead."""

    title: Message | str
    kind: Kind


_RATE: Final = (Column(msg("Rate"), Kind.NUMBER), Column("", Kind.DRAWN))
_SHARE: Final = (Column(msg("Share"), Kind.NUMBER), Column("", Kind.DRAWN))


def columns_of(works: Works) -> tuple[Column, ...]:
    """The columns of a dimension."""
    fate = _numbers(msg("Referred"), msg("Confirmed"), msg("Sold"))
    match works:
        case Funnel():
            code = (Column(msg("Code"), Kind.TEXT),) if works.by is By.SIGNAL else ()
            return (*code, Column(NAMED[works.by], Kind.NAME), *_numbers(msg("Seen")), *fate, *_RATE)
        case Pairs():
            both, without = _numbers(msg("Both"), msg("Only the first"))
            return (Column(msg("Signals"), Kind.NAME), both, *_RATE, without, *_RATE)
        case Times():
            wait = (*_numbers(msg("Median min")), Column("25–75%", Kind.NUMBER))
            confirmed, contacted = _numbers(msg("Confirmed"), msg("Contacted"))
            return (Column(msg("Referrals"), Kind.NAME), confirmed, *wait, contacted, *wait)
        case Roles():
            return (Column(msg("Identified by"), Kind.NAME), *_numbers(msg("Per 100 visits")), *fate, *_RATE)
        case Misses():
            counts = _numbers(msg("Lobby"), msg("Counter"), msg("Missed"))
            return (_OF_WHAT, Column(msg("Signal or need"), Kind.NAME), *counts, *_SHARE)


def cells_of(row: Row, t: Catalogue, coded: bool) -> list[str | Share]:
    """A row; with its code in a column of its own where that is wanted."""
    match row:
        case Found():
            fate = row.fate
            counts = map(str, (row.seen, fate.referred, fate.confirmed, fate.succeeded))
            return [*([row.key] if coded else []), t.render(row.name), *counts, *_share(row.share)]
        case Pair():
            names = f"{row.signal} + {row.other}  {t.render(row.name)} + {t.render(row.other_name)}"
            return [names, str(row.both.n), *_share(row.both), str(row.without.n), *_share(row.without)]
        case Waits():
            return [t.render(row.name), *_wait(row.confirmed), *_wait(row.contacted)]
        case ByRole():
            rate = "-" if row.per_100 is None else f"{row.per_100:.1f}"
            counts = map(str, (row.fate.referred, row.fate.confirmed, row.fate.succeeded))
            return [t.render(row.name), rate, *counts, *_share(row.share)]
        case Missed():
            code = {"signal": row.key, "need": t.render(KINDS["need"])}.get(row.kind, "")
            return [code, t.render(row.name), *map(str, (row.lobby, row.counter, row.share.hits)), *_share(row.share)]


def laid_out(
    columns: Sequence[Column], rows: Sequence[Sequence[str | Share]], t: Catalogue, width: int
) -> tuple[list[str], list[list[Text]]]:
    """Headings and cells for a table so wide: names give way to numbers, what is left is for the drawn shares."""
    titles = [t.render(column.title) for column in columns]
    widths = [
        max(_wide(titles[place]), *(_wide(row[place]) for row in rows if isinstance(row[place], str)), 0)
        for place in range(len(columns))
    ]
    drawn = [place for place, column in enumerate(columns) if column.kind is Kind.DRAWN]
    name = next(place for place, column in enumerate(columns) if column.kind is Kind.NAME)
    room = width - sum(widths[place] + PADDING for place in range(len(columns)) if place not in drawn)
    over = max(0, len(drawn) * (LEAST_BAR + PADDING) - room)
    widths[name] = max(LEAST_NAME, widths[name] - over)
    bar = max(LEAST_BAR, min(MOST_BAR, (room + over) // len(drawn) - PADDING)) if drawn else 0
    highest = max(
        (cell.bounds[1] for row in rows for cell in row if isinstance(cell, Share) and cell.bounds), default=1
    )
    scale = next(one for one in SCALES if one >= highest)
    for place, column in enumerate(columns):
        if column.kind is Kind.DRAWN:
            titles[place] = "0%" + per_cent(scale).rjust(bar - 2)
        elif column.kind is Kind.NUMBER:
            titles[place] = " " * (widths[place] - _wide(titles[place])) + titles[place]
    lines = [
        [
            _drawn(cell, scale, bar, t) if isinstance(cell, Share) else _cell(cell, columns[place], widths[place])
            for place, cell in enumerate(row)
        ]
        for row in rows
    ]
    return titles, lines


def _drawn(share: Share, scale: float, width: int, t: Catalogue) -> Text:
    if share.bounds is None or share.value is None:
        return Text(t("too few"), "dim")
    low, high = share.bounds
    return Text(interval(low / scale, share.value / scale, min(1.0, high / scale), width))


def _cell(cell: str, column: Column, width: int) -> Text:
    if column.kind is Kind.NUMBER:
        return Text(" " * (width - _wide(cell)) + cell)
    text = Text(cell, no_wrap=True)
    text.truncate(width, overflow="ellipsis")
    return text


def _wide(text: object) -> int:
    return Text(str(text)).cell_len


def _numbers(*titles: Message) -> tuple[Column, ...]:
    return tuple(Column(title, Kind.NUMBER) for title in titles)


_OF_WHAT: Final = Column(msg("Of what"), Kind.TEXT)


def _share(one: Share) -> tuple[str, Share]:
    return per_cent(one.value), one


def _wait(one: Wait) -> tuple[str, str, str]:
    if one.median is None or one.early is None or one.late is None:
        return str(one.n), "-", "-"
    return str(one.n), str(round(one.median)), f"{one.early:.0f}–{one.late:.0f}"
