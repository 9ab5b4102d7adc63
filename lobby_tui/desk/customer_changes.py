"""Putting a customer's data right [PIPL 46], and erasing it everywhere [PIPL 47], also on days that are signed.

A signed paper stays what it was; the store says from then on what is right, or nothing.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from lobby_tui.desk.claiming import settle
from lobby_tui.desk.customer.needle import Needle
from lobby_tui.desk.customer.texts import mentions, star
from lobby_tui.desk.customer.wiping import refuse_line, wipe_complaint, wipe_referral
from lobby_tui.desk.customer_data import Elsewhere, checked_reason, elsewhere, known_by, subject, the_person
from lobby_tui.desk.entry_problems import Problems
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.referral import search as referral_search
from lobby_tui.desk.referral.saving import identifier_columns
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.complaint import Complaint
from lobby_tui.models.contacts import Contact, parse_contact
from lobby_tui.models.crm import ImportLine
from lobby_tui.models.draft import Draft
from lobby_tui.models.enums import ComplaintState, ImportState
from lobby_tui.models.identifiers import Identifier, parse_identifier
from lobby_tui.models.referral import Referral
from lobby_tui.models.text import said
from lobby_tui.store.folding import fold_log
from lobby_tui.store.store import Writing


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right, as typed; what is blank stays as it is. It goes into every record that has such a thing."""

    name: str = ""
    contact: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Erased:
    """How many records were erased, in how many others a name or number was made stars, and what had to stay."""

    records: int
    mentions: int
    kept: tuple[Message, ...]
    elsewhere: Elsewhere


@dataclass(frozen=True, slots=True)
class _Right:
    """A correction, clean and valid."""

    name: str
    contact: Contact | None
    identifier: Identifier | None


def correct(shift: Shift, record: uuid.UUID, correction: Correction, reason: str) -> int:
    """Put name, contact or number right in every record of the customer; how many changed.

    Words that others wrote stay. Raises EntryError with every wrong field, NotAllowedError, RefusedError.
    """
    shift.require(Action.CUSTOMER_RIGHTS, fresh=True)
    right, words = _checked(correction, reason)
    with shift.writing() as writing:
        person = the_person(writing.session, shift, record)
        known = known_by(person, ())
        changed = [row for row in reversed(person.rows) if _put_right(writing, shift, row, right)]
        if not changed:
            raise RefusedError(
                msg("No record of this customer would change."),
                remedy=msg("A contact or a number is put right only where there is one already."),
                code="nothing_to_correct",
            )
        fields = [name for name in ("name", "contact", "identifier") if getattr(right, name)]
        detail = {"records": len(changed), "fields": fields, "reason": known.starred(words)}
        writing.record("customer_corrected", subject(person), **detail)
        return len(changed)


def erase(shift: Shift, record: uuid.UUID, reason: str, also: Sequence[str] = ()) -> Erased:
    """Erase a customer everywhere: records, what others wrote of them, search terms, drafts, lines to review.

    A complaint that is not filed yet stays until it is: it has to be handled [PIPL 47: the purpose is not achieved].
    `also` are other names and numbers to look for in texts. Raises NotAllowedError, RefusedError.
    """
    shift.require(Action.CUSTOMER_RIGHTS, fresh=True)
    words = checked_reason(reason)
    with shift.writing() as writing:
        person = the_person(writing.session, shift, record)
        known, left = known_by(person, also), elsewhere(writing.session, shift, person, known_by(person, also))
        stays = [row for row in person.complaints if row.state != ComplaintState.ARCHIVED]
        filed = [row for row in person.complaints if row not in stays]
        if not person.referrals and not filed:
            raise _nothing_yet(stays[0])
        name = subject(person)
        for referral in person.referrals:
            wipe_referral(writing, shift, referral)
        for complaint in filed:
            wipe_complaint(writing, shift, complaint)
        gone = len(person.referrals) + len(filed)
        starred = _star_mentions(writing, shift, known, {row.id for row in stays})
        detail = {"records": gone, "mentions": starred, "kept": len(stays), "reason": known.starred(words)}
        writing.record("customer_erased", name, **detail)
    fold_log(shift.store)
    return Erased(gone, starred, tuple(map(_still_open, stays)), left)


def _nothing_yet(row: Complaint) -> RefusedError:
    return RefusedError(_still_open(row), remedy=msg("Handle and file it first; then erase."), code="complaint_open")


def _still_open(row: Complaint) -> Message:
    return msg("Complaint no. {number} is not filed yet, and stays until it is.", number=row.number)


def _star_mentions(writing: Writing, shift: Shift, known: Needle, stays: set[uuid.UUID]) -> int:
    """Take the customer out of what others wrote; how many rows."""
    writing.session.flush()
    count = 0
    for row, columns in list(mentions(writing.session, shift, known)):
        if stays & {getattr(row, "id", None), getattr(row, "complaint_id", None)}:
            continue
        count += 1
        if isinstance(row, Draft):
            writing.session.delete(row)
            continue
        star(writing, row, columns, known)
        if isinstance(row, ImportLine) and row.state == ImportState.WAITING:
            refuse_line(writing, shift, row)
    return count


def _checked(correction: Correction, reason: str) -> tuple[_Right, str]:
    problems = Problems()
    name = problems.take(lambda: said(correction.name, limit=60, field="name"), "")
    contact = problems.take(lambda: parse_contact(correction.contact), None)
    identifier = problems.take(lambda: parse_identifier(correction.identifier), None)
    words = problems.take(lambda: checked_reason(reason), "")
    problems.settle()
    if not (name or contact or identifier):
        raise RefusedError(
            msg("Nothing to put right was entered."),
            remedy=msg("Enter the right name, contact or number."),
            field="name",
            code="nothing_to_correct",
        )
    return _Right(name, contact, identifier), words


def _put_right(writing: Writing, shift: Shift, row: Referral | Complaint, right: _Right) -> bool:
    """Put one record right; whether anything in it changed."""
    standing = isinstance(row, Referral) and row.undone_at is None
    before = referral_search.terms_of(row) if isinstance(row, Referral) else frozenset()
    was = (row.customer, row.contact, getattr(row, "identifier_index", None))
    row.customer = right.name or row.customer
    if right.contact and row.contact:
        row.contact, row.contact_index = right.contact.value, shift.blind(right.contact.value)
    if right.identifier and isinstance(row, Referral) and row.identifier:
        for column, value in identifier_columns(shift, right.identifier, None).items():
            setattr(row, column, value)
    if (row.customer, row.contact, getattr(row, "identifier_index", None)) == was:
        return False
    row.version += 1
    writing.session.add(row)
    if isinstance(row, Referral):
        row.changed_at = shift.now()
        if standing:
            settle(writing, shift, row)
            referral_search.index(writing.connection, row, before)
    return True
