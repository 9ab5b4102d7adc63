"""Checklists as others see them: items in the playbook's order, each with its tick."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from lobby_tui.desk.referral.views import StaffName, staff_names
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Renderable
from lobby_tui.models.checklist import ChecklistTick
from lobby_tui.models.masking import mask_text
from lobby_tui.playbook.schema import Checklist


@dataclass(frozen=True, slots=True)
class Tick:
    """Somebody went through an item: whether it was in order, and where it was not, what was wrong."""

    in_order: bool
    note: str
    by: StaffName
    at: datetime


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item of a checklist, and its tick if it was gone through; trouble `about_machines` may be a device fault."""

    code: str
    name: Renderable
    tick: Tick | None = None
    about_machines: bool = False


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """A checklist of one day; each patrol is one, told apart by `round`. `day` is None where none is open yet."""

    code: str
    name: Renderable
    round: int
    items: tuple[ItemView, ...]
    day: date | None = None

    @property
    def done(self) -> int:
        """How many items were gone through."""
        return sum(item.tick is not None for item in self.items)

    @property
    def trouble(self) -> int:
        """How many of them were not in order."""
        return sum(item.tick is not None and not item.tick.in_order for item in self.items)

    @property
    def complete(self) -> bool:
        """Whether nothing is left to go through."""
        return self.done == len(self.items)


def standing(shift: Shift, day_id: uuid.UUID) -> tuple[ColumnElement[bool], ...]:
    """The condition of a day's ticks that were not taken back."""
    return (
        col(ChecklistTick.branch_id) == shift.branch.id,
        col(ChecklistTick.day_id) == day_id,
        col(ChecklistTick.dropped_at).is_(None),
    )


def ticks_of(session: Session, shift: Shift, day_id: uuid.UUID) -> Sequence[ChecklistTick]:
    """A day's ticks that stand, in the order in which they were made."""
    query = select(ChecklistTick).where(*standing(shift, day_id))
    return session.exec(query.order_by(col(ChecklistTick.at), col(ChecklistTick.id))).all()


def day_views(session: Session, shift: Shift, day_id: uuid.UUID, day: date) -> tuple[ChecklistView, ...]:
    """Every list of a day, and each of its patrols; a list not begun stands there without ticks."""
    rows, people = ticks_of(session, shift, day_id), staff_names(session, shift)
    found = []
    for plan in shift.playbook.checklists:
        mine = [row for row in rows if row.checklist == plan.code]
        for number in sorted({row.round for row in mine} | {1}):
            ticks = {
                row.item: Tick(row.in_order, mask_text(row.note), people[row.by], row.at)
                for row in mine
                if row.round == number
            }
            found.append(list_view(plan, number, ticks, day))
    return tuple(found)


def list_view(plan: Checklist, number: int, ticks: Mapping[str, Tick], day: date | None) -> ChecklistView:
    """One round of a list. An item that has gone from the playbook since stands at the end, by its code."""
    items = [ItemView(item.code, item.name, ticks.get(item.code), item.code in plan.machines) for item in plan.items]
    known = {item.code for item in plan.items}
    items += [ItemView(code, code, tick) for code, tick in ticks.items() if code not in known]
    return ChecklistView(plan.code, plan.name, number, tuple(items), day)
