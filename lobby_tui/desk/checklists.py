"""Checklists: what is gone through before opening, on patrol and at closing, by whom and when [ICBC 3, BOCOM].

The lists are the playbook's. A tick belongs to the business day that is open, and opens one: checking the hall is the
first work of a day. A tick that is changed or taken back stays in the store with the time at which it was dropped.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session, col, func, select

from lobby_tui.desk.checklist_views import ChecklistView, day_views, list_view, standing, ticks_of
from lobby_tui.desk.days import by_date, entered_into, open_date
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Renderable, msg
from lobby_tui.models.checklist import ChecklistTick
from lobby_tui.models.masking import unmasked
from lobby_tui.models.text import said
from lobby_tui.playbook.errors import UnknownCodeError
from lobby_tui.playbook.schema import Checklist
from lobby_tui.store.store import Writing

OPENING: Final = "opening"
PATROL: Final = "patrol"
CLOSING: Final = "closing"


@dataclass(frozen=True, slots=True)
class Missing:
    """An item that nobody went through on a day; `item` is None where a whole day had no patrol."""

    checklist: str
    item: str | None
    name: Renderable

    @property
    def subject(self) -> uuid.UUID:
        """An id that is the same whenever the same item is missing: a gap that is carried over needs one."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"lobby:checklist:{self.checklist}:{self.item or ''}")


def of_day(shift: Shift, day: date | None = None) -> tuple[ChecklistView, ...]:
    """Every checklist of `day`, or of the open one, each patrol by itself; a list not begun has no ticks.

    Raises RefusedError for a date on which the branch did not work.
    """
    shift.require(Action.GO_THROUGH_CHECKLIST)
    day = day or open_date(shift)
    if day is None:
        return tuple(list_view(plan, 1, {}, None) for plan in shift.playbook.checklists)
    with shift.reading() as session:
        return day_views(session, shift, by_date(session, shift, day).id, day)


def tick(
    shift: Shift,
    checklist: str,
    item: str,
    in_order: bool = True,
    note: str = "",
    round: int | None = None,  # noqa: A002 # the word of the row
) -> ChecklistView:
    """Say that an item was gone through; where it is not in order, `note` says what is wrong.

    `round` is the patrol, the latest if None; the one after the latest begins with its first tick. An item that has
    a tick is ticked anew. Raises RefusedError for an item that the playbook does not have, or a note that is missing.
    """
    shift.require(Action.GO_THROUGH_CHECKLIST)
    plan = shift.playbook.checklist(checklist)
    if item not in {one.code for one in plan.items}:
        raise UnknownCodeError("item", item, (one.code for one in plan.items))
    remark = said(note, limit=200, field="note", needed=not in_order)
    with shift.writing() as writing:
        place = _place(shift, writing, plan, round, item)
        found = place.standing
        if found:
            # The note was read masked, and may come back so.
            remark = said(unmasked(remark, found.note), limit=200, field="note")
        if found and (found.in_order, found.note) == (in_order, remark):
            place.record("checklist_ticked_again")
            return place.view()
        place.drop()
        row = ChecklistTick(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            day_id=place.day_id,
            checklist=checklist,
            round=place.round,
            item=item,
            in_order=in_order,
            note=remark,
            by=shift.person.id,
            at=shift.now(),
        )
        writing.session.add(row)
        place.record("checklist_ticked", in_order=in_order)
        return place.view()


def undo(shift: Shift, checklist: str, item: str, round: int | None = None) -> ChecklistView:  # noqa: A002
    """Take a tick of the open day back. Raises RefusedError where there is none."""
    shift.require(Action.GO_THROUGH_CHECKLIST)
    plan = shift.playbook.checklist(checklist)
    with shift.writing() as writing:
        place = _place(shift, writing, plan, round, item)
        if place.standing is None:
            raise RefusedError(
                msg("This item has not been ticked."),
                remedy=msg("Only what was gone through on the open day can be taken back."),
                field="item",
                code="not_ticked",
            )
        place.drop()
        place.record("checklist_tick_undone")
        return place.view()


def missing(session: Session, shift: Shift, day_id: uuid.UUID) -> tuple[Missing, ...]:
    """What closing a day asks for: each item of opening and closing not gone through, and a day without a patrol."""
    ticked = {(row.checklist, row.item) for row in ticks_of(session, shift, day_id)}
    found: list[Missing] = []
    for plan in shift.playbook.checklists:
        if plan.code != PATROL:
            left = [item for item in plan.items if (plan.code, item.code) not in ticked]
            found += [Missing(plan.code, item.code, item.name) for item in left]
        elif not any(checklist == PATROL for checklist, _ in ticked):
            found.append(Missing(PATROL, None, plan.name))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Place:
    """One item of one round on the open day, inside a transaction, with the tick that stands there."""

    shift: Shift
    writing: Writing
    plan: Checklist
    day_id: uuid.UUID
    day: date
    round: int
    item: str
    standing: ChecklistTick | None

    def drop(self) -> None:
        """Take back what stands here. At once, as an index lets only one tick of an item stand."""
        if self.standing:
            self.standing.dropped_at = self.shift.now()
            self.writing.session.add(self.standing)
            self.writing.session.flush()

    def record(self, action: str, **detail: object) -> None:
        """Leave the transaction's audit event."""
        where = {"checklist": self.plan.code, "item": self.item, "round": self.round}
        self.writing.record(action, f"business_day:{self.day_id}", **where, **detail)

    def view(self) -> ChecklistView:
        """The list as it now stands."""
        self.writing.session.flush()
        lists = day_views(self.writing.session, self.shift, self.day_id, self.day)
        mine = [one for one in lists if (one.code, one.round) == (self.plan.code, self.round)]
        # The last tick of a later patrol was taken back: nothing is left of that round.
        return mine[0] if mine else list_view(self.plan, self.round, {}, self.day)


def _place(shift: Shift, writing: Writing, plan: Checklist, number: int | None, item: str) -> _Place:
    """Find the round and the tick that stands. Raises RefusedError for a round that cannot be."""
    session, day = writing.session, entered_into(shift, writing)
    of_plan = (*standing(shift, day.id), col(ChecklistTick.checklist) == plan.code)
    latest = session.exec(select(func.max(ChecklistTick.round)).where(*of_plan)).one() or 0
    # Only patrols are gone through more than once a day, and none is left out.
    most = latest + 1 if plan.code == PATROL else 1
    if number is not None and not 1 <= number <= most:
        raise RefusedError(
            msg("{name}: there is no round {number}.", name=plan.name, number=number),
            remedy=msg("Choose a round from 1 to {most}.", most=most),
            field="round",
            code="unknown_round",
        )
    chosen = number or max(latest, 1)
    of_item = (col(ChecklistTick.round) == chosen, col(ChecklistTick.item) == item)
    row = session.exec(select(ChecklistTick).where(*of_plan, *of_item)).one_or_none()
    return _Place(shift, writing, plan, day.id, day.date, chosen, item, row)
