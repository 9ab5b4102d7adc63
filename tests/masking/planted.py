"""One customer whose name and numbers are written wherever somebody can write something."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Final

from lobby_tui.desk import (
    absences,
    answers,
    calendar,
    checklists,
    closing,
    complaints,
    crowding,
    drafts,
    faults,
    follow_ups,
    incidents,
    meetings,
    referrals,
    result_import,
    results,
    signing,
    visit_endings,
    visits,
)
from lobby_tui.desk.complaint import steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.incident_entry import IncidentEntry
from lobby_tui.desk.opening import Desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.review import asked, coaching, marks
from lobby_tui.desk.review import rows as review_rows
from lobby_tui.desk.review import signing as review_signing
from lobby_tui.desk.shift import Shift
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import MeetingKind
from lobby_tui.models.text import fold
from tests.conftest import PASSWORD, beside

NAME: Final = "欧阳娜娜"
PHONE: Final = "13987654321"
ID_CARD: Final = "110101199003071233"
CARD: Final = "6222021234567890128"
LANDLINE: Final = "01066106114"
NUMBERS: Final = (PHONE, ID_CARD, CARD, LANDLINE)
EMAIL: Final = "nana.ouyang@163.com"
WECHAT: Final = "nana_oy88"
TEXT: Final = (
    f"打１３９ ８７６５-４３２１或{PHONE}，证{ID_CARD[:6]} {ID_CARD[6:14]} {ID_CARD[14:]}，卡{CARD}，"
    f"座机(010)66106114，{EMAIL}，微信{WECHAT}"
)
OF_HER: Final = f"{NAME}说：{TEXT}"
SHORT: Final = f"{PHONE}、{CARD}"
# A separator of a table, or of a file, does not part what somebody can read as one number.
_BETWEEN = re.compile(r"[\s\u200b│|,;，、\"'\-－–—._()（）]")
# Nobody reads a number out of a date, a count and a digest: "2026-11-23 45 67…" is a card's 1234567 once in 256.
_DIGEST = re.compile(r"\b(?=[0-9 ]*[a-f])(?:[0-9a-f]{64}|(?:[0-9a-f]{8}\s){7}[0-9a-f]{8})\b")


def leaks(text: str) -> list[str]:
    """What of the customer can be read in `text`: seven digits of a number in a row, the name, an address."""
    plain = _BETWEEN.sub("", fold(_DIGEST.sub("#", text)))
    found = [number for number in NUMBERS if any(number[at : at + 7] in plain for at in range(len(number) - 6))]
    squeezed = re.sub(r"\s", "", text)
    return found + [word for word in (NAME, EMAIL.partition("@")[0], WECHAT) if word in squeezed]


def plant(desk: Desk, clock: FixedClock, folder: Path) -> None:
    """A closed, reopened and closed day, and an open one, with the customer in every field of every record."""
    lobby, wei, head = (desk.sign_in(no, PASSWORD) for no in ("101", "301", "001"))
    _day(lobby, wei, head, folder)
    for shift in (lobby, wei, head):
        shift.presence.proved = clock.monotonic()
    closing.close(lobby, carry_over=TEXT)
    signing.reopen(head, None, TEXT, beside(head))
    closing.close(lobby, lobby.today(), carry_over=TEXT)
    _review(lobby, wei, head)
    clock.advance(timedelta(days=1))
    _day(lobby, wei, head, folder)


def _day(lobby: Shift, wei: Shift, head: Shift, folder: Path) -> None:
    _referrals(lobby, wei)
    _import(lobby, wei, head, folder)
    complaint = complaints.register(
        lobby, ComplaintEntry("fees", OF_HER, customer=NAME, contact=PHONE, wish=OF_HER, about="201")
    )
    steps.take(lobby, complaint.id, StepEntry("calmed", OF_HER))
    steps.take(lobby, complaint.id, StepEntry("noted", OF_HER))
    filled = IncidentEntry("fire", TEXT, place=SHORT, measures=TEXT, reported_to=SHORT)
    incidents.report(lobby, filled)
    incidents.close(lobby, incidents.report(lobby, filled).id, TEXT)
    faults.report(lobby, NewFault("atm", TEXT, label=SHORT))
    faults.fixed(lobby, faults.report(lobby, NewFault("atm", TEXT)).number, TEXT)
    checklists.tick(lobby, "opening", "care", in_order=False, note=TEXT)
    checklists.tick(lobby, "patrol", lobby.playbook.checklist("patrol").items[0].code, in_order=False, note=TEXT)
    crowding.record(lobby, "comfort", TEXT)
    for kind in MeetingKind:
        questions = {one.code: TEXT for one in lobby.playbook.meeting(kind.value).questions}
        meetings.hold(lobby, kind, questions, 3, TEXT)
    today = lobby.today()
    absences.plan(wei, "301", today + timedelta(days=3), today + timedelta(days=3), "302", TEXT)
    calendar.set_day(head, today + timedelta(days=9), works=False, note=SHORT)
    visit = visits.greet(lobby, "madam")
    drafts.keep(lobby, "referral", {"customer": NAME, "contact": PHONE, "remarks": OF_HER}, visit.id)
    drafts.keep(lobby, "complaint", {"what": OF_HER, "customer": NAME, "contact": PHONE})
    # Nobody may be in the lobby when a day is closed.
    visit_endings.leave(lobby, visit.id, "comes_back")


def _review(lobby: Shift, wei: Shift, head: Shift) -> None:
    """Asked of both people and answered, a word of coaching, a signature taken off."""
    for row in review_rows.of_day(head).rows:
        marks.coach(head, row.id, OF_HER)
    review_signing.sign(head)
    review_signing.unsign(head, None, TEXT, beside(head))
    first, second, third, *_ = (row.id for row in review_rows.of_day(head).rows)
    marks.ask(head, first, OF_HER)
    asked.answer(lobby, first, OF_HER)
    marks.ask(head, second, OF_HER, "manager")
    asked.answer(wei, second, OF_HER)
    marks.approve(head, second)
    marks.ask(head, third, OF_HER, "manager")
    for no in ("001", "101", "301"):
        questions = {one.code: SHORT for one in head.playbook.meeting("evening").questions}
        coaching.add(head, no, "evening", questions, TEXT)


def _log(shift: Shift, **fields: object) -> referrals.ReferralView:
    usual = {"customer": NAME, "signals": ["A01"], "manager_no": "301", "contact": PHONE, "identifier": CARD}
    usual |= {"consent": True, "best_time": "morning", "remarks": OF_HER, "home_branch": SHORT}
    return referrals.log(shift, ReferralEntry(**(usual | fields))).referral  # type: ignore[arg-type]


def _referrals(lobby: Shift, wei: Shift) -> None:
    """One in every state: waiting, returned, accepted and followed up, with a result, with no sale."""
    referrals.reveal(lobby, _log(lobby, identifier=ID_CARD).id, SHORT)
    answers.return_(wei, _log(lobby).id, "unreachable", TEXT)
    followed = _log(lobby, status="to_follow_up")
    answers.accept(wei, followed.id, OF_HER)
    due = follow_ups.of_referral(wei, followed.id)[0]
    follow_ups.done(wei, due.id, "no_answer", OF_HER)
    for entry in (ResultEntry(1, {"fund": 2}, note=TEXT), ResultEntry(no_result_reason="other", note=TEXT)):
        one = _log(lobby)
        answers.accept(wei, one.id)
        results.record(wei, one.id, entry)


def _import(lobby: Shift, wei: Shift, head: Shift, folder: Path) -> None:
    """Lines that wait for a person, and one that is wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{lobby.today():%m%d}.csv"
    today = lobby.today().isoformat()
    lines = ["客户号,手机,姓名,产品,数量,日期", f",{PHONE},{NAME},基金,2,{today}", f",,{NAME},国债,{CARD},{today}"]
    path.write_text("\n".join(lines), encoding="gb18030")
    result_import.read(head, path)
