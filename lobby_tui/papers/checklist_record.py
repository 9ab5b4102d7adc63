"""The checklists that were gone through on a day, and the machines that were out of order [ICBC 3, BOCOM]."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lobby_tui.locale import Renderable, msg
from lobby_tui.papers.columns import columns
from lobby_tui.papers.content import Paper, Table
from lobby_tui.papers.sheet import Sheet

CODE: Final = "checklist_record"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """An item of a checklist; `in_order` is None where nobody went through it."""

    item: str
    in_order: bool | None = None
    by: str = ""
    at: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A checklist, gone through once: its name, with the round where there are several; `done` says whether at all."""

    title: str
    lines: tuple[CheckLine, ...]

    @property
    def done(self) -> int:
        """How many items were gone through."""
        return sum(line.in_order is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A machine out of order: reported and repaired with time and name, and how long it was out of service."""

    number: int
    device: str
    what: str
    ticket: str
    reported: str
    fixed: str
    out_of_service: str
    note: str


def checklist_record(sheet: Sheet, title: Renderable, checks: Sequence[Check], faults: Sequence[FaultLine]) -> Paper:
    """The paper with a table a checklist, a table a patrol round, and one of device faults."""
    t = sheet.t
    lines = [line for check in checks for line in check.lines]
    wrong = sum(line.in_order is False for line in lines)
    return sheet.paper(
        CODE,
        title,
        [*(_check(sheet, check) for check in checks), _faults(sheet, faults)],
        signatures=(t("Lobby manager"), t("Head of the branch")),
        facts=(
            (t("Items checked"), f"{sum(check.done for check in checks)}/{len(lines)}"),
            (t("Not in order"), str(wrong)),
            (t("Device faults"), str(len(faults))),
        ),
    )


def _check(sheet: Sheet, check: Check) -> Table:
    t = sheet.t
    made = columns(
        sheet,
        ("item", msg("Item"), 90),
        ("in_order", msg("In order"), 24, "number"),
        ("by", msg("Checked by"), 28),
        ("at", msg("Time"), 28, "number"),
        ("note", msg("Note"), 100),
    )
    words = {True: t("in order"), False: t("not in order"), None: t("not checked")}
    rows = tuple((line.item, words[line.in_order], line.by, line.at, line.note) for line in check.lines)
    return Table(made, rows, check.title, empty=t("Not gone through on this day."))


def _faults(sheet: Sheet, faults: Sequence[FaultLine]) -> Table:
    t = sheet.t
    made = columns(
        sheet,
        ("what", msg("What is wrong"), 74),
        ("number", msg("No."), 12, "number"),
        ("device", msg("Device"), 40),
        ("ticket", msg("Repair ticket"), 28),
        ("reported", msg("Reported"), 36),
        ("fixed", msg("Repaired"), 36),
        ("out", msg("Out of service"), 24, "number"),
        ("note", msg("Note"), 40),
    )
    rows = tuple(
        (one.what, one.number, one.device, one.ticket, one.reported, one.fixed, one.out_of_service, one.note)
        for one in faults
    )
    return Table(made, rows, t("Device faults"), empty=t("No device was out of order."))
