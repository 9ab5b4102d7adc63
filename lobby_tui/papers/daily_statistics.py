"""The daily statistics that the lobby manager hands to the head of the branch [ICBC 3]."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

from lobby_tui.locale import Renderable, msg
from lobby_tui.papers.columns import columns
from lobby_tui.papers.content import Cell, Paper, Table
from lobby_tui.papers.sheet import Sheet

CODE: Final = "daily_statistics"


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of referrals: each stands in one of the first two, and in one of the next three.

    `second` are claims to a customer whom somebody else had identified first on that day.
    """

    introduced: int = 0
    to_follow_up: int = 0
    accepted: int = 0
    returned: int = 0
    waiting: int = 0
    with_result: int = 0
    second: int = 0
    opened: int = 0

    @property
    def referrals(self) -> int:
        """All of them."""
        return self.introduced + self.to_follow_up

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Counts)))


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of a day, under names that are ready to print.

    `received` has a line for each customer manager, and one for what nobody was given; `identified` one for each
    of the form's groups of staff; `sold` has product, quantity and unit; `complaints` kind and number received.
    """

    received: tuple[tuple[str, Counts], ...]
    identified: tuple[tuple[Renderable, Counts], ...]
    sold: tuple[tuple[str, int, str], ...]
    complaints: tuple[tuple[str, int], ...]

    @property
    def all(self) -> Counts:
        """Everybody's referrals together."""
        return _sum([counts for _, counts in self.received])


def daily_statistics(sheet: Sheet, title: Renderable, figures: Statistics) -> Paper:
    """Quality customers received and identified, what was sold to them, and the complaints received [ICBC 3]."""
    t = sheet.t
    return sheet.paper(
        CODE,
        title,
        [_received(sheet, figures), _identified(sheet, figures), _sold(sheet, figures), _complaints(sheet, figures)],
        signatures=(t("Lobby manager"), t("Head of the branch")),
        upright=True,
    )


def _received(sheet: Sheet, figures: Statistics) -> Table:
    t = sheet.t
    made = columns(
        sheet,
        ("manager", msg("Customer manager"), 40),
        ("received", msg("Number"), 20, "number"),
        ("introduced", msg("Introduced"), 20, "number"),
        ("to_follow_up", msg("To follow up"), 20, "number"),
        ("accepted", msg("Accepted"), 20, "number"),
        ("returned", msg("Returned"), 20, "number"),
        ("waiting", msg("No answer yet"), 20, "number"),
        ("with_result", msg("With a result"), 20, "number"),
        ("opened", msg("Accounts opened"), 20, "number"),
    )

    def row(name: str, counts: Counts) -> tuple[Cell, ...]:
        """The line of one customer manager, or of all of them."""
        return (
            name, counts.referrals, counts.introduced, counts.to_follow_up, counts.accepted, counts.returned,
            counts.waiting, counts.with_result, counts.opened,
        )  # fmt: skip

    rows = tuple(row(name, counts) for name, counts in figures.received)
    title = t("Quality customers received by each customer manager")
    return Table(made, rows, title, total=row(t("Total"), figures.all))


def _identified(sheet: Sheet, figures: Statistics) -> Table:
    t = sheet.t
    made = columns(
        sheet,
        ("who", msg("Identified by"), 40),
        ("identified", msg("Number"), 20, "number"),
        ("introduced", msg("Introduced"), 20, "number"),
        ("to_follow_up", msg("To follow up"), 20, "number"),
        ("with_result", msg("With a result"), 20, "number"),
        ("second", msg("Second claims"), 20, "number"),
    )

    def row(who: Renderable, counts: Counts) -> tuple[Cell, ...]:
        """The line of one group of those who identified customers, or of all of them."""
        return (
            t.render(who),
            counts.referrals,
            counts.introduced,
            counts.to_follow_up,
            counts.with_result,
            counts.second,
        )

    rows = tuple(row(who, counts) for who, counts in figures.identified)
    total = row(t("Total"), _sum([counts for _, counts in figures.identified]))
    return Table(made, rows, t("Quality customers identified"), total=total)


def _sold(sheet: Sheet, figures: Statistics) -> Table:
    t = sheet.t
    made = columns(
        sheet,
        ("product", msg("Product"), 40),
        ("quantity", msg("Quantity"), 20, "number"),
        ("unit", msg("Unit"), 20),
    )
    return Table(made, figures.sold, t("Products from these referrals"), empty=t("Nothing was sold from them."))


def _complaints(sheet: Sheet, figures: Statistics) -> Table:
    t = sheet.t
    made = columns(
        sheet, ("kind", msg("Kind of complaint"), 40), ("received", msg("Number of complaints"), 20, "number")
    )
    return Table(
        made,
        figures.complaints,
        t("Complaints received"),
        total=(t("Total"), sum(number for _, number in figures.complaints)) if figures.complaints else None,
        empty=t("No complaint was received."),
    )


def _sum(counts: Sequence[Counts]) -> Counts:
    return sum(counts, Counts())
