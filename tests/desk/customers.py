"""One customer planted everywhere that somebody types, and looking for what is left of them."""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlmodel import Session, SQLModel, col, select

from lobby_tui.desk import (
    absences,
    answers,
    checklists,
    complaints,
    crowding,
    drafts,
    faults,
    follow_ups,
    incidents,
    meetings,
    referrals,
    results,
)
from lobby_tui.desk.complaint import steps as complaint_steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.incident_entry import IncidentEntry
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.referral.views import ReferralView
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.models.enums import MeetingKind
from lobby_tui.store.engine import unlock  # noqa: F401 - what a test of the file begins with
from tests.conftest import PASSWORD

NAME, PHONE, CARD = "欧阳慕容", "13987654321", "6222021234567890128"
SPACED = "139-8765 4321"
PAGE, RESERVE = 4096, 80


def referral(shift: Shift, name: str = NAME, phone: str = PHONE, **more: Any) -> ReferralView:
    """A referral to follow up, of a customer who agreed to be contacted."""
    values = {
        "customer": name,
        "signals": ["A01"],
        "status": "to_follow_up",
        "manager_no": "301",
        "contact": phone,
        "best_time": "morning",
        "consent": True,
        **more,
    }
    return referrals.log(shift, ReferralEntry(**values)).referral


def planted(desk: Desk) -> ReferralView:
    """A referral of the customer, and their name and number in every text of a day around it."""
    manager, lobby, head = (desk.sign_in(no, PASSWORD) for no in ("301", "101", "001"))
    words = f"{NAME} 电话{SPACED}"
    one = referral(lobby, identifier=CARD, remarks=f"请回电{PHONE}", home_branch=f"{NAME}的支行")
    answers.accept(manager, one.id, note=words)
    (planned,) = follow_ups.of_referral(manager, one.id)
    follow_ups.done(manager, planned.id, "no_answer", note=words)
    other = referral(lobby, "王小明", "13700001111", remarks=f"{NAME}的同事，{PHONE}")
    answers.accept(manager, other.id)
    results.record(manager, other.id, ResultEntry(no_result_reason="declined", note=words))
    gone = referral(lobby, NAME, PHONE)
    referrals.undo(lobby, gone.id)
    complaint = complaints.register(
        lobby, ComplaintEntry(kind="fees", what=f"{words}收费", customer=NAME, contact=PHONE, wish=words)
    )
    _file(lobby, complaint.id, words)
    incident = incidents.report(lobby, IncidentEntry(kind="fire", what=words, place=NAME, measures=words))
    incidents.close(lobby, incident.id, words)
    meetings.hold(lobby, MeetingKind.MORNING, _answers(lobby, words), 3, words)
    crowding.record(lobby, "comfort", note=words)
    checklists.tick(lobby, "opening", "folder", in_order=False, note=words)
    checklists.tick(lobby, "opening", "machines", in_order=False, note=words)
    checklists.undo(lobby, "opening", "machines")
    fault = faults.report(lobby, NewFault("atm", words, NAME, PHONE))
    faults.fixed(lobby, fault.number, words)
    absences.plan(head, "302", lobby.today(), lobby.today(), "", words)
    drafts.keep(lobby, "referral", {"customer": NAME, "contact": PHONE})
    return one


def _answers(shift: Shift, words: str) -> dict[str, str]:
    return {one.code: words for one in shift.playbook.meeting("morning").questions}


def _file(shift: Shift, complaint_id: Any, words: str) -> None:
    for entry in (
        StepEntry("calmed", words),
        StepEntry("investigated", words),
        StepEntry("decided", words, choice="justified"),
        StepEntry("notified", words, choice="phone", told=True),
        StepEntry("archived"),
    ):
        complaint_steps.take(shift, complaint_id, entry)


def left_in_rows(session: Session, *needles: str) -> list[str]:
    """Every column of every row but the audit events' that still holds one of the texts."""
    found = []
    for table in SQLModel.metadata.sorted_tables:
        for row in session.connection().execute(select(table)):
            for name, value in zip(table.columns.keys(), row, strict=True):
                if any(one in str(value) for one in needles):
                    found.append(f"{table.name}.{name}: {value}")
    return found


def pages(path: Path, key: bytes) -> bytes:
    """The file as SQLite sees it, page by page, free space too: AES-256-CBC with the vector at each page's end."""
    data, plain = path.read_bytes(), []
    for start in range(0, len(data), PAGE):
        page = data[start : start + PAGE]
        body = page[16 if start == 0 else 0 : PAGE - RESERVE]
        vector = page[PAGE - RESERVE : PAGE - RESERVE + 16]
        reader = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        plain.append(reader.update(body) + reader.finalize())
    return b"".join(plain)


def rows_of(session: Session, shift: Shift, table: type[SQLModel]) -> list[Any]:
    return list(session.exec(select(table).where(col(table.branch_id) == shift.branch.id)).all())  # type: ignore[attr-defined]
