"""What works as tables: what files, the clipboard and the command line show. Shares stand in per cent."""

from collections.abc import Sequence
from typing import Final

from lobby_tui.desk.review.shares import Share
from lobby_tui.desk.review.table import Cell, ReviewColumn, ReviewTable
from lobby_tui.desk.review.works import By, Funnel
from lobby_tui.desk.review.works_look import Works
from lobby_tui.desk.review.works_pairs import Pairs
from lobby_tui.desk.review.works_rows import Fate
from lobby_tui.desk.review.works_tellers import Misses, Roles
from lobby_tui.desk.review.works_times import Times, Wait
from lobby_tui.locale import Message, Renderable, msg

Facts = tuple[tuple[Renderable, Renderable], ...]
_Table = tuple[list[ReviewColumn], list[tuple[Cell, ...]]]

NAMED: Final = {
    By.SIGNAL: msg("Signal"), By.NEED: msg("Need"), By.HOUR: msg("Hour"), By.ZONE: msg("Zone"),
}  # fmt: skip
KINDS: Final = {
    "all": msg("All"), "signal": msg("Signal"), "need": msg("Need"), "status": msg("Status"),
}  # fmt: skip
_FATE: Final = (msg("Referred"), msg("Confirmed"), msg("Sold"), msg("Still open"))
_SHARE: Final = (msg("Share sold %"), msg("From %"), msg("To %"))


def table_of(found: Works, facts: Facts) -> ReviewTable:
    """Everything that was found, a row for each; a silent share has no numbers but its `n`."""
    match found:
        case Funnel():
            columns, rows = _funnel(found)
        case Pairs():
            columns, rows = _pairs(found)
        case Times():
            columns, rows = _times(found)
        case Roles():
            columns, rows = _roles(found)
        case Misses():
            columns, rows = _misses(found)
    return ReviewTable(msg("What works"), facts, tuple(columns), tuple(rows), "review_works")


def percent(value: float | None) -> float | None:
    """A share in per cent, to a tenth."""
    return None if value is None else round(value * 100, 1)


def _funnel(found: Funnel) -> _Table:
    name = NAMED[found.by]
    columns = [ReviewColumn(msg("Code")), ReviewColumn(name), *_numbers(msg("Seen"), *_FATE, *_SHARE)]
    rows = [(one.key, one.name, one.seen, *_fate(one.fate), *_share(one.share)) for one in found.rows]
    return columns, rows


def _pairs(found: Pairs) -> _Table:
    both, without = msg("Both"), msg("Without the second")
    columns = [
        ReviewColumn(msg("Code")), ReviewColumn(msg("Signal")), ReviewColumn(msg("Code")),
        ReviewColumn(msg("Second signal")), *_numbers(both, msg("Sold"), *_SHARE),
        *_numbers(without, msg("Sold"), *_SHARE),
    ]  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            one.signal, one.name, one.other, one.other_name, one.both.n, one.both.hits, *_share(one.both),
            one.without.n, one.without.hits, *_share(one.without),
        )
        for one in found.rows
    ]  # fmt: skip
    return columns, rows


def _times(found: Times) -> _Table:
    half = (msg("Median minutes"), msg("A quarter below"), msg("A quarter above"))
    columns = [
        ReviewColumn(msg("Of what")), ReviewColumn(msg("Referrals")), *_numbers(msg("Confirmed"), *half),
        *_numbers(msg("Contacted"), *half),
    ]  # fmt: skip
    rows = [(KINDS[one.kind], one.name, *_wait(one.confirmed), *_wait(one.contacted)) for one in found.rows]
    return columns, rows


def _roles(found: Roles) -> _Table:
    columns = [ReviewColumn(msg("Identified by")), *_numbers(msg("Per 100 visits"), *_FATE, *_SHARE)]
    rows = [
        (one.name, None if one.per_100 is None else round(one.per_100, 2), *_fate(one.fate), *_share(one.share))
        for one in (*found.rows, found.total)
    ]
    return columns, rows


def _misses(found: Misses) -> _Table:
    columns = [
        ReviewColumn(msg("Of what")), ReviewColumn(msg("Code")), ReviewColumn(msg("Signal or need")),
        *_numbers(msg("By the lobby"), msg("At the counter"), msg("Missed"), msg("Share missed %"), *_SHARE[1:]),
    ]  # fmt: skip
    rows = [
        (KINDS[one.kind], one.key, one.name, one.lobby, one.counter, one.share.hits, *_share(one.share))
        for one in found.rows
    ]
    return columns, rows


def _numbers(*titles: Message) -> list[ReviewColumn]:
    return [ReviewColumn(title, numeric=True) for title in titles]


def _fate(fate: Fate) -> Sequence[int]:
    return fate.referred, fate.confirmed, fate.succeeded, fate.waiting


def _share(one: Share) -> tuple[Cell, ...]:
    low, high = one.bounds or (None, None)
    return percent(one.value), percent(low), percent(high)


def _wait(one: Wait) -> tuple[Cell, ...]:
    return one.n, *(None if minutes is None else round(minutes, 1) for minutes in (one.median, one.early, one.late))
