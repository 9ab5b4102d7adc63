"""Reviewing the lines of the core system whose match is weak: whose result is it, or nobody's?"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import literal_column
from sqlmodel import Session, col, select

from lobby_tui.desk.answer.views import AnswerView, answer_views
from lobby_tui.desk.answers import must_have_manager, take_over
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.result_import import entry_of, save, together
from lobby_tui.desk.result_matching import WHYS
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.contacts import mask_contact
from lobby_tui.models.crm import ImportLine, ResultImport
from lobby_tui.models.enums import Answer, ImportState
from lobby_tui.models.identifiers import mask_identifier, parse_identifier
from lobby_tui.models.names import mask_name
from lobby_tui.models.referral import Referral

PAGE = 200
_PERSONAL = ("customer", "identifier", "contact", "candidates")


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A line that waits, masked, with the referrals that it may belong to."""

    id: uuid.UUID
    file: str
    line: int
    customer: str
    masked_identifier: str
    masked_contact: str
    product: str
    quantity: int
    day: date
    why: Message
    candidates: tuple[AnswerView, ...]


def waiting(shift: Shift, limit: int = PAGE) -> tuple[ReviewLine, ...]:
    """The lines that wait for a person, in the order in which they were read."""
    shift.require(Action.IMPORT_RESULTS)
    with shift.reading() as session:
        rows = session.exec(
            select(ImportLine)
            .where(col(ImportLine.branch_id) == shift.branch.id, col(ImportLine.state) == literal_column("'waiting'"))
            .order_by(col(ImportLine.import_id), col(ImportLine.line))
            .limit(limit)
        ).all()
        files = {row.import_id for row in rows}
        names = dict(
            session.exec(
                select(ResultImport.id, ResultImport.file).where(
                    col(ResultImport.branch_id) == shift.branch.id, col(ResultImport.id).in_(files)
                )
            ).all()
        )
        found = _candidates(session, shift, rows)
        return tuple(_view(row, names[row.import_id], found) for row in rows)


def take(shift: Shift, line_id: uuid.UUID, referral_id: uuid.UUID) -> AnswerView:
    """Say whose result a line is. It is added to a result that stands; a referral that waits is accepted with it.

    Raises NotAllowedError; RefusedError where the line is decided already, or the referral has no customer manager.
    """
    shift.require(Action.IMPORT_RESULTS)
    with shift.writing() as writing:
        line = _waiting_row(writing.session, shift, line_id)
        row = writing.session.get(Referral, (shift.branch.id, referral_id))
        if row is None or row.undone_at:
            raise RefusedError(
                msg("This referral is not in the store."),
                remedy=msg("Choose one of those that are offered."),
                field="referral",
                code="unknown_referral",
            )
        must_have_manager(row)
        if row.answer != Answer.ACCEPTED:
            take_over(writing, shift, row)
        had = _result(writing.session, shift, row)
        save(writing, shift, row, together(had, entry_of(line.fields["product"], line.fields["quantity"])))
        line.referral_id = row.id
        _decide(shift, line, ImportState.TAKEN)
        writing.session.add(line)
        writing.record("import_line_taken", f"import_line:{line.id}", referral=str(row.id), number=row.number)
        writing.session.flush()
        return answer_views(writing.session, shift, [row])[0]


def refuse(shift: Shift, line_id: uuid.UUID) -> None:
    """Say that a line is nobody's result here. Raises NotAllowedError, RefusedError where it is decided already."""
    shift.require(Action.IMPORT_RESULTS)
    with shift.writing() as writing:
        line = _waiting_row(writing.session, shift, line_id)
        _decide(shift, line, ImportState.REFUSED)
        writing.session.add(line)
        writing.record("import_line_refused", f"import_line:{line.id}")


def _decide(shift: Shift, line: ImportLine, state: ImportState) -> None:
    """Nobody has to know any longer who the customer is: that leaves the row."""
    line.state, line.decided_by, line.decided_at = state.value, shift.person.id, shift.now()
    line.fields = {name: value for name, value in line.fields.items() if name not in _PERSONAL}


def _waiting_row(session: Session, shift: Shift, line_id: uuid.UUID) -> ImportLine:
    row = session.get(ImportLine, (shift.branch.id, line_id))
    if row is None or row.state != ImportState.WAITING:
        raise RefusedError(
            msg("This line is decided already; perhaps a colleague did it."),
            remedy=msg("Look at the list again."),
            code="line_decided",
        )
    return row


def _result(session: Session, shift: Shift, row: Referral) -> ResultEntry:
    """The result that stands already."""
    had = answer_views(session, shift, [row])[0].result
    return ResultEntry(opened=had.opened, sold=dict(had.sold), note=had.note) if had else ResultEntry()


def _candidates(session: Session, shift: Shift, rows: Sequence[ImportLine]) -> dict[str, AnswerView]:
    wanted = {uuid.UUID(one) for row in rows for one in row.fields.get("candidates", ())}
    found = session.exec(
        select(Referral).where(
            col(Referral.branch_id) == shift.branch.id,
            col(Referral.id).in_(wanted),
            col(Referral.undone_at).is_(None),
        )
    ).all()
    return {one.id.hex: one for one in answer_views(session, shift, found)}


def _view(row: ImportLine, file: str, found: dict[str, AnswerView]) -> ReviewLine:
    fields = row.fields
    identifier = parse_identifier(fields["identifier"])
    return ReviewLine(
        id=row.id,
        file=file,
        line=row.line,
        customer=mask_name(fields["customer"]) if fields["customer"] else "",
        masked_identifier=mask_identifier(identifier) if identifier else "",
        masked_contact=mask_contact(fields["contact"]) if fields["contact"] else "",
        product=fields["product"],
        quantity=fields["quantity"],
        day=date.fromisoformat(fields["day"]),
        why=WHYS.get(row.why, msg("Several referrals fit.")),
        candidates=tuple(found[one] for one in fields["candidates"] if one in found),
    )
