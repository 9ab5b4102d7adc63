"""Which audit events are asked for: days, person, action, subject, terminal."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from lobby_tui.desk.audit.words import ACTIONS, SUBJECTS
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import LANGUAGES, catalogue, msg
from lobby_tui.models.audit import AuditChain, AuditEvent
from lobby_tui.models.staff import Staff
from lobby_tui.models.text import display, fold
from lobby_tui.nearest import nearest

_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; what is None does not narrow anything down.

    `since` and `until` are dates on the branch's clock, both included. `person` is a staff number. `action` is a code
    or a part of its name in either language. `subject` is one as an event has it (`referral:…`), or a kind, by code or
    name, with a number behind it or not (`referral 12`). `chain` is a terminal's number, or the beginning of it.
    """

    since: date | None = None
    until: date | None = None
    person: str | None = None
    action: str | None = None
    subject: str | None = None
    chain: str | None = None

    @property
    def one_day(self) -> bool:
        """Whether this is no more than a single day."""
        return self.since is not None and self.since == self.until


def chains(session: Session, shift: Shift, wanted: Wanted) -> list[tuple[uuid.UUID, int]]:
    """The terminals whose chains are asked for, each with its last event; the one with the latest of them first.

    Raises RefusedError where no terminal has this number.
    """
    found = session.exec(select(AuditChain.chain).where(col(AuditChain.branch_id) == shift.branch.id)).all()
    typed = fold(wanted.chain or "").strip().replace("-", "").lower()
    chosen = [one for one in found if one.hex.startswith(typed)]
    if typed and not chosen:
        raise RefusedError(
            msg("No terminal of this branch has the number {number}.", number=wanted.chain or ""),
            remedy=nearest(typed, [one.hex[:8] for one in found]),
            field="chain",
        )
    last = {one: _last(session, shift, one) for one in chosen}
    # A chain without events is what somebody left who deleted them; `lobby store check` says so.
    ends = [(at, chain, seq) for chain, row in last.items() if row for seq, at in [row]]
    return [(chain, seq) for _, chain, seq in sorted(ends, reverse=True)]


def _last(session: Session, shift: Shift, chain: uuid.UUID) -> tuple[int, datetime] | None:
    here = (col(AuditEvent.branch_id) == shift.branch.id, col(AuditEvent.chain) == chain)
    query = select(AuditEvent.seq, AuditEvent.at).where(*here)
    return session.exec(query.order_by(col(AuditEvent.seq).desc()).limit(1)).first()


def conditions(session: Session, shift: Shift, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What an event has to fulfil. Raises RefusedError for a person, an action or a subject that there is not."""
    return [
        *_days(shift, wanted),
        *_person(session, shift, wanted.person),
        *_action(wanted.action),
        *_subject(wanted.subject),
    ]


def _days(shift: Shift, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise RefusedError(
            msg("The last day is before the first."), remedy=msg("Exchange the two days."), field="until"
        )
    if wanted.since:
        yield col(AuditEvent.at) >= _midnight(shift, wanted.since)
    if wanted.until:
        yield col(AuditEvent.at) < _midnight(shift, wanted.until + timedelta(days=1))


def _midnight(shift: Shift, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(shift.branch.time_zone))


def _person(session: Session, shift: Shift, typed: str | None) -> Iterator[ColumnElement[bool]]:
    no = _read(typed)
    if not no:
        return
    everybody = session.exec(select(Staff.no, Staff.id).where(col(Staff.branch_id) == shift.branch.id)).all()
    ids = dict(everybody)
    if no not in ids:
        raise RefusedError(
            msg("Nobody here has the number {no}.", no=no), remedy=nearest(no, sorted(ids)), field="person"
        )
    yield col(AuditEvent.staff_id) == ids[no]


def _action(typed: str | None) -> Iterator[ColumnElement[bool]]:
    text = _read(typed).casefold()
    if not text:
        return
    found = [text] if text in ACTIONS else [code for code in ACTIONS if text in _names_of(code)]
    if not found:
        raise RefusedError(
            msg("No action is called “{text}”.", text=_read(typed)),
            remedy=msg("Type a part of its name, such as “referral” or “export”."),
            field="action",
        )
    yield col(AuditEvent.action).in_(found)


def _names_of(code: str) -> str:
    names = (catalogue(language).render(ACTIONS[code]) for language in LANGUAGES)
    return "\n".join((code, *names)).casefold()


def _subject(typed: str | None) -> Iterator[ColumnElement[bool]]:
    text = _read(typed)
    if not text:
        return
    if ":" in text:
        yield col(AuditEvent.subject) == text
        return
    kind, number = _parted(text)
    # Bounds, and no LIKE: what somebody typed is no pattern.
    yield col(AuditEvent.subject) >= f"{kind}:"
    yield col(AuditEvent.subject) < f"{kind};"
    if number is not None:
        yield func.json_extract(col(AuditEvent.detail), "$.number") == number


def _parted(text: str) -> tuple[str, int | None]:
    """A kind and a number: `referral 12`, `推介12`. Raises RefusedError for a kind that there is not."""
    name = text.rstrip("0123456789")
    digits = text[len(name) :]
    name = name.strip(" #.").casefold()
    for kind, shown in SUBJECTS.items():
        if name in (kind, *(catalogue(language).render(shown).casefold() for language in LANGUAGES)):
            return kind, int(digits[:18]) if digits else None
    raise RefusedError(
        msg("No event is about “{text}”.", text=text),
        remedy=nearest(name, sorted(SUBJECTS)),
        field="subject",
    )


def _read(typed: str | None) -> str:
    return fold(display(typed or "")).strip()[:_LONGEST]


def as_json(wanted: Wanted) -> dict[str, Any]:
    """The filter as an event of its own keeps it: only what narrows."""
    said = {
        "since": wanted.since.isoformat() if wanted.since else None,
        "until": wanted.until.isoformat() if wanted.until else None,
        "person": _read(wanted.person) or None,
        "action": _read(wanted.action) or None,
        "subject": _read(wanted.subject) or None,
        "chain": _read(wanted.chain) or None,
    }
    return {name: value for name, value in said.items() if value}
