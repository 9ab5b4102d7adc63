"""A referral as somebody types it, and the checks that turn it into a row."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from lobby_tui.desk.entry_problems import Problems
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError, RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.contacts import Contact, parse_contact
from lobby_tui.models.enums import ReferralStatus
from lobby_tui.models.identifiers import Identifier, parse_identifier
from lobby_tui.models.text import refuse_secrets, said
from lobby_tui.nearest import nearest


@dataclass(frozen=True, slots=True)
class ReferralEntry:
    """The fields of a referral, as typed. `manager_no` and `identified_by` are staff numbers."""

    customer: str
    signals: Sequence[str]
    status: str = ReferralStatus.INTRODUCED.value
    manager_no: str = ""
    identifier: str = ""
    contact: str = ""
    best_time: str = ""
    consent: bool = False
    need: str | None = None
    remarks: str = ""
    identified_by: str = ""
    visit_id: uuid.UUID | None = None
    override_reason: str | None = None
    key: uuid.UUID | None = None
    home_branch: str = ""
    """Where the customer's accounts are kept, when that is another branch than this one."""
    draft: str | None = None
    """The kind of draft that this entry was, to be thrown away in the same transaction."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The fields of a referral, clean and valid."""

    customer: str
    signals: tuple[str, ...]
    status: ReferralStatus
    identifier: Identifier | None
    contact: Contact | None
    best_time: str | None
    remarks: str
    override_reason: str | None
    home_branch: str | None = None


def check(shift: Shift, entry: ReferralEntry) -> Checked:
    """Check every field at once. Raises EntryError with all that is wrong.

    *introduced* needs a customer manager; *to follow up* needs a contact, the best time and the customer's consent
    to be contacted [ICBC 3; Personal Information Protection Law art. 13].
    """
    problems = Problems()
    take = problems.take

    customer = take(lambda: said(entry.customer, limit=60, field="customer", needed=True), "")
    no_signals: tuple[str, ...] = ()
    signals = take(lambda: _signals(shift, entry.signals), no_signals)
    status = take(lambda: checked_status(entry.status), ReferralStatus.INTRODUCED)
    identifier = take(lambda: _identifier(entry.identifier), None)
    contact = take(lambda: _contact(entry.contact), None)
    best_time = take(lambda: _best_time(shift, entry.best_time), "")
    remarks = take(lambda: said(entry.remarks, limit=500, field="remarks"), "")
    home_branch = take(lambda: said(entry.home_branch, limit=60, field="home_branch"), "")
    override = take(lambda: _override(shift, signals, entry.override_reason), None)
    named = {problem.field for problem in problems.found}
    problems.found += [error for error in _needed(entry, status) if error.field not in named]
    problems.settle()
    return Checked(
        customer, signals, status, identifier, contact, best_time or None, remarks, override, home_branch or None
    )


def _signals(shift: Shift, codes: Sequence[str]) -> tuple[str, ...]:
    if not codes:
        raise RefusedError(
            msg("A referral needs at least one reason."), remedy=msg("Choose the signal that you saw."), field="signals"
        )
    return tuple(sorted({shift.playbook.signal(code).code for code in codes}))


def checked_status(status: str) -> ReferralStatus:
    """A status by its name. Raises RefusedError with the nearest one."""
    for known in ReferralStatus:
        if known == status:
            return known
    raise RefusedError(
        msg("There is no status “{status}”.", status=status),
        remedy=nearest(status, list(ReferralStatus)),
        field="status",
    )


def _identifier(raw: str) -> Identifier | None:
    if not raw:
        return None
    refuse_secrets(raw, "identifier")
    return parse_identifier(raw)


def _contact(raw: str) -> Contact | None:
    refuse_secrets(raw, "contact")
    return parse_contact(raw)


def _best_time(shift: Shift, raw: str) -> str:
    text = said(raw, limit=40, field="best_time")
    for known in shift.playbook.best_times:
        if text in (known.code, known.name.zh, known.name.en):
            return known.code
    return text


def _override(shift: Shift, signals: Sequence[str], reason: str | None) -> str | None:
    from lobby_tui.playbook.signals import suggest

    if not signals or suggest(shift.playbook, signals).action == "refer":
        return None
    if not reason:
        raise RefusedError(
            msg("These signals alone suggest asking more, not referring: say why you decide otherwise."),
            remedy=msg("Choose one of the reasons, or ask the customer first."),
            field="override_reason",
            code="reason_missing",
        )
    return shift.playbook.override_reason(reason).code


def _needed(entry: ReferralEntry, status: ReferralStatus) -> list[LobbyError]:
    """What the status asks for and the entry lacks."""
    if status is ReferralStatus.INTRODUCED:
        missing = [("manager", msg("Who was the customer introduced to?"), not entry.manager_no)]
    else:
        missing = [
            ("contact", msg("To follow up, a contact is needed."), not entry.contact.strip()),
            ("best_time", msg("To follow up, the best time is needed."), not entry.best_time.strip()),
            ("consent", msg("To follow up, the customer has to agree to be contacted."), not entry.consent),
        ]
    remedy = msg("Fill the field in, or choose the other status.")
    return [
        RefusedError(text, remedy=remedy, field=field, code=f"{field}_missing")
        for field, text, lacks in missing
        if lacks
    ]
