"""What waits for a person: one short line for each part of the work, for the desk and for the menu of the work.

Asked every few seconds while the desk is on the screen, so each question is bound to the open day or to a partial index
of what is unfinished, and never counts further than `MOST`.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from sqlalchemy import ColumnElement, TableClause, Uuid, column, func, literal_column, table
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from lobby_tui.desk.absences import standing_in
from lobby_tui.desk.days import Day, current
from lobby_tui.desk.deadlines import running
from lobby_tui.desk.follow_up.rows import working_time
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral.views import staff_names
from lobby_tui.desk.review import waiting_counts
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Message, msg
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.enums import DayState, Role
from lobby_tui.models.follow_up import FollowUp
from lobby_tui.models.referral import Referral

MOST: Final = 100


def _light(name: str, *columns: str) -> TableClause:
    """A table by the names of its columns. The models of these five would take the desk 1.1 MB, and most days open none
    of their screens.
    """
    kinds = {"branch_id": Uuid, "day_id": Uuid, "referral_id": Uuid}
    return table(name, *(column(one, kinds.get(one)) for one in ("branch_id", *columns)))


_CONFIRMATION: Final = _light("confirmation", "day_id", "referral_id", "decision")
_TICK: Final = _light("checklist_tick", "day_id", "checklist", "dropped_at")
_FAULT: Final = _light("device_fault", "fixed_at")
_INCIDENT: Final = _light("incident", "closed_at")
_LINE: Final = _light("import_line", "state")


class Part(StrEnum):
    """The parts of the work beside the customers."""

    ANSWERS = "answers"
    FOLLOW_UPS = "follow_ups"
    OUTCOMES = "outcomes"
    COMPLAINTS = "complaints"
    FAULTS = "faults"
    INCIDENTS = "incidents"
    CHECKLISTS = "checklists"
    MEETINGS = "meetings"
    CLOSING = "closing"
    ABSENCES = "absences"
    TRAFFIC = "traffic"
    CRM = "crm"
    KEYS = "keys"
    AUDIT = "audit"
    BACKUPS = "backups"
    RIGHTS = "rights"
    RETENTION = "retention"
    REVIEW = "review"
    ASKED = "asked"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in one part. `urgent` where it is late, or where nobody looks after it."""

    part: Part
    text: Message
    urgent: bool = False


@dataclass(frozen=True)
class _Look:
    """One look at the store."""

    session: Session
    shift: Shift
    day: Day | None

    @cached_property
    def owners(self) -> list[uuid.UUID]:
        """Me and those for whom I stand in."""
        return [self.shift.person.id, *standing_in(self.session, self.shift)]

    def count(self, query: SelectOfScalar[Any]) -> int:
        """How many rows there are, up to `MOST`."""
        return self.session.exec(select(func.count()).select_from(query.limit(MOST).subquery())).one()


def for_me(shift: Shift) -> tuple[Waiting, ...]:
    """Everything that waits for this person, what is urgent first."""
    day = current(shift)
    with shift.reading() as session:
        look = _Look(session, shift, day)
        found = [one for ask in _QUESTIONS for one in ask(look)]
    return tuple(sorted(found, key=lambda one: not one.urgent))


def _tray(look: _Look) -> Iterator[Waiting]:
    """Referrals that no customer manager at work looks after: the red tray."""
    if not look.shift.may(Action.ALLOCATE):
        return
    gone = [staff_id for staff_id, one in staff_names(look.session, look.shift).items() if not one.active]
    count = look.count(_unanswered(look).where(col(Referral.manager_id).is_(None)))
    if gone:
        count += look.count(_unanswered(look).where(col(Referral.manager_id).in_(gone)))
    if count:
        yield Waiting(Part.ANSWERS, msg("{count} with no customer manager", count=count), urgent=True)


def _answers(look: _Look) -> Iterator[Waiting]:
    """A customer manager's own and a colleague's whom they stand in for; for the lobby, those of the open day."""
    mine = look.shift.person.role is Role.CUSTOMER_MANAGER
    wanted: ColumnElement[bool]
    if mine:
        wanted = col(Referral.manager_id).in_(look.owners)
    elif look.day and look.shift.may(Action.SEE_ALL_REFERRALS):
        wanted = col(Referral.day_id) == look.day.id
    else:
        return
    count = look.count(_unanswered(look).where(wanted))
    if count and mine:
        yield Waiting(Part.ANSWERS, msg("{count} to answer", count=count))
    elif count:
        yield Waiting(Part.ANSWERS, msg("{count} of today not yet answered", count=count))


def _unanswered(look: _Look) -> SelectOfScalar[int]:
    return select(1).where(
        col(Referral.branch_id) == look.shift.branch.id,
        col(Referral.undone_at).is_(None),
        col(Referral.answer).is_(None),
    )


def _follow_ups(look: _Look) -> Iterator[Waiting]:
    if not look.shift.may(Action.FOLLOW_UP):
        return
    today = look.shift.today()
    mine = select(1).where(*_planned(look), col(FollowUp.owner_id).in_(look.owners))
    late = look.count(mine.where(col(FollowUp.due_on) < today))
    due = look.count(mine.where(col(FollowUp.due_on) == today))
    climbed = _climbed(look) if look.shift.may(Action.ANSWER_FOR_OTHERS) else 0
    if climbed:
        yield Waiting(Part.FOLLOW_UPS, msg("{count} overdue and now with you", count=climbed), urgent=True)
    elif late:
        yield Waiting(Part.FOLLOW_UPS, msg("{count} overdue", count=late), urgent=True)
    if due:
        yield Waiting(Part.FOLLOW_UPS, msg("{count} due today", count=due))


def _planned(look: _Look) -> tuple[ColumnElement[bool], ...]:
    """The condition of what is planned and not done."""
    return (
        col(FollowUp.branch_id) == look.shift.branch.id,
        col(FollowUp.done_at).is_(None),
        col(FollowUp.dropped_at).is_(None),
    )


def _climbed(look: _Look) -> int:
    """Everybody's follow-ups that are overdue for so long that they are the supervisor's now."""
    today, owners = look.shift.today(), list(staff_names(look.session, look.shift))
    late = select(col(FollowUp.due_on)).where(*_planned(look), col(FollowUp.owner_id).in_(owners))
    most = look.shift.playbook.follow_up.climb_days
    # Working days are counted only where there are days enough for them: they load the public holidays, 4 MiB.
    found = Counter(look.session.exec(late.where(col(FollowUp.due_on) < today - timedelta(days=most)).limit(MOST)))
    if not found:
        return 0
    days_between = working_time(look.session, look.shift).days_between
    return sum(count for due_on, count in found.items() if days_between(due_on, today) > most)


def _outcomes(look: _Look) -> Iterator[Waiting]:
    """My referrals that were answered today, each once however often it was."""
    if look.day is None:
        return
    mine = (
        select(col(Referral.id))
        .join(
            _CONFIRMATION,
            (col(Referral.branch_id) == _CONFIRMATION.c.branch_id) & (col(Referral.id) == _CONFIRMATION.c.referral_id),
        )
        .where(
            _CONFIRMATION.c.branch_id == look.shift.branch.id,
            _CONFIRMATION.c.day_id == look.day.id,
            col(Referral.identified_by) == look.shift.person.id,
            col(Referral.undone_at).is_(None),
            col(Referral.answer) == _CONFIRMATION.c.decision,
        )
    )
    count = look.count(mine.distinct())
    if count:
        yield Waiting(Part.OUTCOMES, msg("{count} of my referrals answered today", count=count))


def _complaints(look: _Look) -> Iterator[Waiting]:
    if not look.shift.may(Action.HANDLE_COMPLAINT):
        return
    today = look.shift.today()
    near = today + timedelta(days=look.shift.playbook.complaints.near_days)
    found = running(look.session, look.shift)
    late = sum(one.late(today) for one in found)
    soon = sum(one.due_on is not None and today <= one.due_on <= near for one in found)
    nobody = sum(not one.handled for one in found)
    if late:
        yield Waiting(Part.COMPLAINTS, msg("{count} past the deadline", count=late), urgent=True)
    if soon:
        yield Waiting(Part.COMPLAINTS, msg("{count} near the deadline", count=soon), urgent=True)
    if nobody:
        yield Waiting(Part.COMPLAINTS, msg("{count} with nobody to handle them", count=nobody))


def _faults(look: _Look) -> Iterator[Waiting]:
    count = look.count(_of_branch(look, _FAULT).where(_FAULT.c.fixed_at.is_(None)))
    if count:
        yield Waiting(Part.FAULTS, msg("{count} out of order", count=count))


def _incidents(look: _Look) -> Iterator[Waiting]:
    if not look.shift.may(Action.CLOSE_INCIDENT):
        return
    count = look.count(_of_branch(look, _INCIDENT).where(_INCIDENT.c.closed_at.is_(None)))
    if count:
        yield Waiting(Part.INCIDENTS, msg("{count} not yet closed", count=count))


def _checklists(look: _Look) -> Iterator[Waiting]:
    """What is left to go through before opening."""
    opening = next((one for one in look.shift.playbook.checklists if one.code == "opening"), None)
    if opening is None or not look.shift.may(Action.GO_THROUGH_CHECKLIST):
        return
    done = 0
    if look.day:
        done = look.count(
            _of_branch(look, _TICK).where(
                _TICK.c.day_id == look.day.id, _TICK.c.checklist == opening.code, _TICK.c.dropped_at.is_(None)
            )
        )
    left = len(opening.items) - done
    if left > 0:
        yield Waiting(Part.CHECKLISTS, msg("{count} left before opening", count=left))


def _closing(look: _Look) -> Iterator[Waiting]:
    if look.shift.may(Action.CLOSE_DAY) and look.day and look.day.stale:
        date = look.day.date.isoformat()
        yield Waiting(Part.CLOSING, msg("{day} is still open", day=date), urgent=True)
    if not look.shift.may(Action.SIGN_DAY):
        return
    unsigned = (
        select(1)
        .where(
            col(BusinessDay.branch_id) == look.shift.branch.id,
            col(BusinessDay.date) >= look.shift.today() - timedelta(days=31),
        )
        .where(or_(col(BusinessDay.state) == DayState.CLOSED.value, col(BusinessDay.state) == DayState.REOPENED.value))
    )
    count = look.count(unsigned)
    if count:
        yield Waiting(Part.CLOSING, msg("{count} closed and not yet signed", count=count))


def _imports(look: _Look) -> Iterator[Waiting]:
    if not look.shift.may(Action.IMPORT_RESULTS):
        return
    # Spelled out: the index of what waits serves only a condition that names it.
    count = look.count(_of_branch(look, _LINE).where(_LINE.c.state == literal_column("'waiting'")))
    if count:
        yield Waiting(Part.CRM, msg("{count} results to review", count=count))


def _review(look: _Look) -> Iterator[Waiting]:
    if count := waiting_counts.to_answer(look.session, look.shift, MOST):
        yield Waiting(Part.ASKED, msg("questions to answer: {count}", count=count))
    if count := waiting_counts.to_read(look.session, look.shift, MOST):
        yield Waiting(Part.REVIEW, msg("answers to read: {count}", count=count))


def _of_branch(look: _Look, rows: TableClause) -> SelectOfScalar[int]:
    return select(1).select_from(rows).where(rows.c.branch_id == look.shift.branch.id)


_QUESTIONS: Final[tuple[Callable[[_Look], Iterator[Waiting]], ...]] = (
    _tray, _review, _answers, _follow_ups, _complaints, _closing, _checklists, _faults, _incidents, _outcomes, _imports,
)  # fmt: skip
