"""Everybody's month as a table: what stands on the screen, in files and on papers."""

from collections.abc import Sequence

from lobby_tui.desk.review.scores import NOT_PART, Score
from lobby_tui.desk.review.span import Span, Unit
from lobby_tui.desk.review.table import ReviewColumn, ReviewTable
from lobby_tui.desk.review.words import UNITS, span_text
from lobby_tui.desk.words import ROLES
from lobby_tui.locale import msg


def table_of(found: Sequence[Score], month: Span) -> ReviewTable:
    """A row for each person; nothing stands where a measure is not part of the role."""
    items = found[0].lines if found else ()
    columns = (
        ReviewColumn(msg("Staff no.")), ReviewColumn(msg("Who")), ReviewColumn(msg("Role")),
        *(ReviewColumn(item.name, numeric=True) for item in items), ReviewColumn(msg("Sum"), numeric=True),
    )  # fmt: skip
    rows = tuple(
        (one.person.no, one.person.name, ROLES[one.person.role], *(line.points for line in one.lines), one.total)
        for one in found
    )
    facts = (
        (UNITS[Unit.MONTH], span_text(Unit.MONTH, month)),
        (msg("Order"), msg("staff numbers, no ranking")),
        ("-", NOT_PART),
    )
    return ReviewTable(msg("Points of a month"), facts, columns, rows, "people")
