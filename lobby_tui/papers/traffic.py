"""The traffic of a day: who came when, for what, where they went, how long they waited [ICBC 3]."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lobby_tui.locale import Renderable, msg
from lobby_tui.papers.columns import columns
from lobby_tui.papers.content import Paper, Table
from lobby_tui.papers.sheet import Sheet, clock

CODE: Final = "traffic"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Visits under one heading, and how long those waited who were greeted: in seconds, None where nobody was."""

    name: str
    visits: int
    median: int | None
    longest: int | None


@dataclass(frozen=True, slots=True)
class Crowded:
    """A moment when the lobby was full, and what was done."""

    at: str
    waiting: int
    longest: int
    measure: str
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Traffic:
    """The visits of a day. `hours` count each hour's visits by zone code; `places` are those codes with their names."""

    places: tuple[tuple[str, str], ...]
    hours: tuple[tuple[str, Mapping[str, int]], ...]
    zones: tuple[Waiting, ...]
    needs: tuple[Waiting, ...]
    left: tuple[Waiting, ...]
    crowded: tuple[Crowded, ...]

    @property
    def visits(self) -> int:
        """All of them."""
        return sum(sum(counts.values()) for _, counts in self.hours)


def traffic(sheet: Sheet, title: Renderable, figures: Traffic) -> Paper:
    """The paper of a day's traffic, for decisions about staffing [ICBC 3]."""
    t = sheet.t
    return sheet.paper(
        CODE,
        title,
        [
            _hours(sheet, figures),
            _waits(sheet, msg("Zone"), t("Waiting by zone"), figures.zones),
            _waits(sheet, msg("Reason"), t("Left unserved"), figures.left, t("Nobody left unserved.")),
            _crowded(sheet, figures),
            _waits(sheet, msg("Need"), t("Visits by need"), figures.needs),
        ],
        signatures=(t("Lobby manager"), t("Head of the branch")),
        facts=((t("Visits"), str(figures.visits)),),
        notes=(
            t("Waiting runs from the greeting until the customer is sent on or leaves; customers who were only "
              "counted to a zone have none."),
        ),
        upright=True,
    )  # fmt: skip


def _hours(sheet: Sheet, figures: Traffic) -> Table:
    t = sheet.t
    made = columns(
        sheet,
        ("hour", msg("Hour"), 34),
        *((code or "none", name, 20, "number") for code, name in figures.places),
        ("total", msg("Total"), 18, "number"),
    )
    codes = [code for code, _ in figures.places]

    def row(name: str, counts: Mapping[str, int]) -> tuple[str | int, ...]:
        return name, *(counts.get(code, 0) for code in codes), sum(counts.values())

    together = {code: sum(counts.get(code, 0) for _, counts in figures.hours) for code in codes}
    rows = tuple(row(hour, counts) for hour, counts in figures.hours)
    return Table(made, rows, t("Visits by hour and zone"), total=row(t("Total"), together))


def _waits(sheet: Sheet, what: Renderable, title: str, lines: tuple[Waiting, ...], empty: str = "") -> Table:
    made = columns(
        sheet,
        ("name", what, 34),
        ("visits", msg("Visits"), 20, "number"),
        ("median", msg("Median wait (min:s)"), 24, "number"),
        ("longest", msg("Longest wait (min:s)"), 24, "number"),
    )
    rows = tuple((line.name, line.visits, clock(line.median), clock(line.longest)) for line in lines)
    return Table(made, rows, title, empty=empty)


def _crowded(sheet: Sheet, figures: Traffic) -> Table:
    t = sheet.t
    made = columns(
        sheet,
        ("at", msg("Time"), 34),
        ("waiting", msg("People waiting"), 18, "number"),
        ("longest", msg("Longest wait (min:s)"), 24, "number"),
        ("by", msg("Recorded by"), 20),
        ("measure", msg("What was done"), 40),
        ("note", msg("Note"), 40),
    )
    rows = tuple((one.at, one.waiting, clock(one.longest), one.by, one.measure, one.note) for one in figures.crowded)
    return Table(made, rows, t("Crowding"), empty=t("The lobby was not crowded."))
