"""The comparison of branches as a table, and as a file of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from lobby_tui.desk.record_lines import clock_text
from lobby_tui.desk.review.branches import Compared
from lobby_tui.desk.review.month_file import Month
from lobby_tui.desk.review.shares import share
from lobby_tui.desk.review.table import Cell, ReviewColumn, ReviewTable
from lobby_tui.desk.review.take_away import FORMATS, paper_of
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Language, msg
from lobby_tui.nearest import nearest
from lobby_tui.papers.files import PaperFile, make_folder, write_papers
from lobby_tui.papers.sheet import Sheet
from lobby_tui.playbook.review import ReviewPolicy

_POLICY: Final = ReviewPolicy()
"""The branches may have several playbooks: what is compared has the limits that they all begin with."""
_COLUMNS: Final = (
    ReviewColumn(msg("Month")),
    ReviewColumn(msg("Branch")),
    ReviewColumn(msg("Days"), numeric=True),
    ReviewColumn(msg("Visits"), numeric=True),
    ReviewColumn(msg("Visits a day"), numeric=True),
    ReviewColumn(msg("Mean wait"), numeric=True),
    ReviewColumn(msg("Left, %"), numeric=True),
    ReviewColumn(msg("Referrals"), numeric=True),
    ReviewColumn(msg("Per 100 visits"), numeric=True),
    ReviewColumn(msg("Accepted, %"), numeric=True),
    ReviewColumn(msg("With a result, %"), numeric=True),
    ReviewColumn(msg("Accounts opened"), numeric=True),
    ReviewColumn(msg("Complaints received"), numeric=True),
)


def table_of(found: Compared) -> ReviewTable:
    """A line for each branch and month; where it is one month of several branches, a last one for all of them."""
    rows = [_row(one) for one in found.months]
    months = list(dict.fromkeys(one.month for one in found.months))
    if len(months) == 1 and len(rows) > 1:
        rows.append(_all(found.months))
    span = months[0] if len(months) == 1 else f"{months[0]} … {months[-1]}" if months else "-"
    branches = len({one.branch_id for one in found.months})
    facts = ((msg("Months"), span), (msg("Branches"), str(branches)))
    return ReviewTable(msg("Comparison of branches"), facts, _COLUMNS, tuple(rows), "branches")


def export(
    found: Compared, formats: Sequence[str], folder: Path, today: date, language: Language
) -> tuple[PaperFile, ...]:
    """Write the comparison into `folder`, made if it is missing, a file a format; all of them or none.

    Raises RefusedError for a format that there is not, or a file that is there already; StoreError.
    """
    for name in formats or ("",):
        if name not in FORMATS:
            raise RefusedError(msg("There is no “{name}”.", name=name), remedy=nearest(name, FORMATS), field="format")
    table = table_of(found)
    sheet = Sheet(bank="", branch="", day=today, language=language, masked=True)
    make_folder(folder)
    papers = [(paper_of(table, sheet, name, "branches"), name) for name in dict.fromkeys(formats)]
    return tuple(replace(one, rows=len(table.rows)) for one in write_papers(papers, folder))


def _row(one: Month) -> tuple[Cell, ...]:
    name = one.branch if one.over else msg("{period} (so far)", period=one.branch)
    return (one.month, name, *_figures(one.days, [one]))


def _all(months: Sequence[Month]) -> tuple[Cell, ...]:
    return ("", msg("All"), *_figures(sum(one.days for one in months), months))


def _figures(days: int, months: Sequence[Month]) -> tuple[Cell, ...]:
    visits = sum(one.visits.count for one in months)
    timed, waited = sum(one.visits.timed for one in months), sum(one.visits.waited for one in months)
    referrals = sum(one.referrals.referrals for one in months)
    return (
        days,
        visits,
        round(visits / days, 1),
        clock_text(round(waited / timed)) if timed else None,
        _percent(sum(one.visits.left for one in months), visits),
        referrals,
        round(100 * referrals / visits, 1) if visits >= _POLICY.least_n else None,
        _percent(sum(one.referrals.confirmed for one in months), referrals),
        _percent(sum(one.referrals.with_result for one in months), referrals),
        sum(one.opened for one in months),
        sum(one.complaints for one in months),
    )


def _percent(hits: int, n: int) -> float | None:
    """A share in percent; None where there are too few cases to say one."""
    value = share(hits, n, _POLICY).value
    return None if value is None else round(100 * value, 1)
