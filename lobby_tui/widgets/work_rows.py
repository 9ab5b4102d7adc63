"""A referral in the worklist: its cells in the table, and what the table has no room for."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.text import Text
from textual.content import Content

from lobby_tui.desk.answer.words import ALLOCATIONS, answer_text, hours_text
from lobby_tui.desk.words import STATUSES
from lobby_tui.desk.worklist import Section, WorkRow
from lobby_tui.locale import Catalogue, Message, msg

if TYPE_CHECKING:
    from lobby_tui.desk.shift import Shift

SECTIONS: Mapping[Section, Message] = MappingProxyType(
    {
        Section.TRAY: msg("No manager"),
        Section.RETURNED: msg("Returned"),
        Section.CONFIRM: msg("To answer"),
        Section.RESULT: msg("No result"),
        Section.DONE: msg("Done today"),
    }
)
LATE = "‼"
WIDE = 100


def columns(
    rows: Sequence[WorkRow], shift: "Shift", t: Catalogue, width: int, red: str
) -> list[tuple[str, list[Text]]]:
    """The table, column by column: its heading and its cells.

    Whose a row is to answer stands there only where that is not always this person; on a narrow screen it takes the
    place of the codes of the reasons, whose names stand under the table.
    """
    table = [
        (t("To do"), [_section(row, t, red) for row in rows]),
        (t("No."), [Text(str(row.view.referral.number)) for row in rows]),
        (t("Time"), [_time(row, shift) for row in rows]),
        (t("Waits"), [_waits(row, t, red) for row in rows]),
        (t("Customer"), [Text(row.view.referral.customer) for row in rows]),
        (t("Status"), [Text(t.render(STATUSES[row.view.referral.status])) for row in rows]),
    ]
    managers = [row.view.referral.manager for row in rows]
    others = any(one is None or one.no != shift.person.no for one in managers)
    if not others or width >= WIDE:
        table.append((t("Reason"), [Text(" ".join(row.view.referral.signals)) for row in rows]))
    table.append((t("By"), [Text(row.view.referral.identified_by.name) for row in rows]))
    if others:
        table.append((t("Manager"), [_manager(row) for row in rows]))
    return table


def _section(row: WorkRow, t: Catalogue, red: str) -> Text:
    """What is late, or with nobody, has a sign and a colour."""
    late = _late(row)
    return Text(t.render(SECTIONS[row.section]) + (f" {LATE}" if late else ""), f"bold {red}" if late else "")


def _late(row: WorkRow) -> bool:
    return row.section is Section.TRAY or bool(row.age and row.age.overdue)


def _time(row: WorkRow, shift: "Shift") -> Text:
    at = shift.local(row.view.referral.created_at)
    return Text(at.strftime("%H:%M" if at.date() == shift.today() else "%m-%d"))


def _waits(row: WorkRow, t: Catalogue, red: str) -> Text:
    return Text(t.render(hours_text(row.age.hours)) if row.age else "", red if _late(row) else "")


def _manager(row: WorkRow) -> Text:
    """A colleague's for whom this person stands in has a sign."""
    manager = row.view.referral.manager
    name = manager.name if manager else "-"
    return Text(f"{name} *" if row.stands_in else name)


def detail(row: WorkRow, shift: "Shift", t: Catalogue) -> Content:
    """What is known of a row beyond its cells: one line for each kind of thing, masked."""
    lines = [
        _joined([*_signals(row, shift, t), *_contact(row, shift, t)]),
        _joined([_stands(row, shift, t), _allocation(row, t)]),
        *(_claim(row, t)),
        _handover(row, t),
    ]
    return Content("\n").join(Content(line) for line in lines if line)


def _joined(parts: list[str]) -> str:
    return "  ".join(part for part in parts if part)


def _signals(row: WorkRow, shift: "Shift", t: Catalogue) -> list[str]:
    known = {signal.code: signal.name for signal in shift.playbook.signals}
    return [t.render(known[code]) for code in row.view.referral.signals if code in known]


def _contact(row: WorkRow, shift: "Shift", t: Catalogue) -> list[str]:
    view = row.view.referral
    times = {one.code: t.render(one.name) for one in shift.playbook.best_times}
    best = times.get(view.best_time or "", view.best_time or "")
    return [view.masked_contact, best, view.masked_identifier, view.remarks]


def _stands(row: WorkRow, shift: "Shift", t: Catalogue) -> str:
    """The result, why it was returned, or what whoever passed it on wanted to say."""
    view = row.view
    if view.answer:
        return t.render(answer_text(view, shift.playbook))
    return t("Note of the colleague: {note}", note=view.note) if view.note else ""


def _allocation(row: WorkRow, t: Catalogue) -> str:
    manager, how = row.view.referral.manager, row.view.allocation
    if how is None or manager is None:
        return t.render(ALLOCATIONS[how]) if how else ""
    return t("{name}: {how}", name=manager.name, how=ALLOCATIONS[how])


def _claim(row: WorkRow, t: Catalogue) -> list[str]:
    """The other claims to the same customer of that day."""
    said = []
    for one in row.beside:
        text = (
            msg("Claimed first by {name}, no. {number}", name=one.identified_by.name, number=one.number)
            if one.first
            else msg("Claimed again by {name}, no. {number}", name=one.identified_by.name, number=one.number)
        )
        shared = {True: t("credit shared"), False: t("credit with the first"), None: ""}[one.shared]
        said.append(_joined([t.render(text), shared]))
    return said


def _handover(row: WorkRow, t: Catalogue) -> str:
    manager = row.view.referral.manager
    if not row.stands_in or manager is None:
        return ""
    if not row.handover:
        return t("* You stand in for {name}.", name=manager.name)
    return t("* You stand in for {name}: {note}", name=manager.name, note=" ".join(row.handover.split()))
