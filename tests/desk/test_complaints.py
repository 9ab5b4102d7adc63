"""Registering complaints, putting them right, and who sees what of them."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from lobby_tui.desk import closing, complaints, days, deadlines, drafts
from lobby_tui.desk.complaint import lists as complaint_lists
from lobby_tui.desk.complaint import steps as complaint_steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.entry_problems import EntryError
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import ComplaintState, ComplaintStepKind

SignIn = Callable[[str], Shift]
ENTRY = ComplaintEntry(kind="service", what="柜台等候过久，无人答复", customer="王小明", contact="13812345678")


def test_a_first_record_needs_a_kind_and_a_line(lobby_manager: Shift) -> None:
    one = complaints.register(lobby_manager, ComplaintEntry("fees", "收费没有提前告知"))
    assert (one.number, one.state, one.kind, one.channel) == (1, ComplaintState.OPEN, "fees", "in_person")
    assert (one.customer, one.masked_contact, one.about) == ("", "", None)
    assert one.received_on == lobby_manager.today()
    assert one.due_on == one.clock.due == lobby_manager.today() + timedelta(days=15)
    assert one.handler is not None
    assert one.handler.no == "101"
    steps = complaint_lists.page(lobby_manager, one.id).steps
    assert [(step.kind, step.choice) for step in steps] == [("received", "in_person"), ("assigned", "101")]


def test_numbers_go_on_through_the_branch(lobby_manager: Shift, sign_in: SignIn) -> None:
    assert complaints.register(lobby_manager, ENTRY).number == 1
    closing.close(lobby_manager, carry_over="在处理中")
    assert complaints.register(sign_in("201"), ENTRY).number == 2
    assert complaint_lists.by_number(lobby_manager, 2).recorded_by.no == "201"
    with pytest.raises(RefusedError) as caught:
        complaint_lists.by_number(lobby_manager, 3)
    assert caught.value.code == "unknown_complaint"


def test_the_same_key_twice_is_one_complaint_and_the_draft_goes_with_it(lobby_manager: Shift) -> None:
    drafts.keep(lobby_manager, "complaint", {"what": "柜台"})
    entry = replace(ENTRY, key=uuid.uuid4(), draft="complaint")
    first = complaints.register(lobby_manager, entry)
    assert complaints.register(lobby_manager, entry) == first
    assert drafts.mine(lobby_manager) == ()
    assert complaint_lists.unfiled(lobby_manager).total == 1


def test_every_wrong_field_is_named_at_once(lobby_manager: Shift) -> None:
    entry = ComplaintEntry("", "", "drum", "长" * 61, "12", "x" * 501, "", "０", 6, received_on="2026-13-01")
    with pytest.raises(EntryError) as caught:
        complaints.register(lobby_manager, entry)
    assert [problem.field for problem in caught.value.problems] == [
        "kind", "what", "channel", "customer", "contact", "wish", "people", "representatives", "received_on"
    ]  # fmt: skip
    assert days.current(lobby_manager) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("what", "他说密码是123456"),
        ("wish", "验证码 482913"),
        ("kind", "servce"),
        ("about", "999"),
        ("received_on", "2027-01-01"),
        ("received_on", "昨天"),
        ("people", "-1"),
        ("people", "1e3"),
    ],
)
def test_a_wrong_value_is_refused_under_its_field(lobby_manager: Shift, field: str, value: str) -> None:
    with pytest.raises(RefusedError) as caught:
        complaints.register(lobby_manager, replace(ENTRY, **{field: value}))
    assert caught.value.field == field
    assert complaint_lists.unfiled(lobby_manager).total == 0


def test_a_letter_counts_from_the_day_it_came(lobby_manager: Shift) -> None:
    one = complaints.register(lobby_manager, replace(ENTRY, channel="letter", received_on="2026-11-10"))
    assert one.due_on is not None
    assert one.due_on.isoformat() == "2026-11-25"
    assert one.clock.near


@pytest.mark.parametrize(("people", "together", "major"), [(19, True, False), (20, True, True), (500, False, False)])
def test_twenty_people_face_to_face_escalate(lobby_manager: Shift, people: int, together: bool, major: bool) -> None:
    one = complaints.register(lobby_manager, replace(ENTRY, people=people, representatives=5, face_to_face=together))
    assert one.major is major
    kinds = [step.kind for step in complaint_lists.page(lobby_manager, one.id).steps]
    assert (ComplaintStepKind.ESCALATED in kinds) is major


def test_what_becomes_major_escalates_once_and_stays(lobby_manager: Shift) -> None:
    one = complaints.register(lobby_manager, ENTRY)
    one = complaints.change(lobby_manager, one.id, replace(ENTRY, major=True), one.version)
    one = complaints.change(lobby_manager, one.id, replace(ENTRY, people=30, face_to_face=True), one.version)
    one = complaints.change(lobby_manager, one.id, ENTRY, one.version)
    assert one.major
    kinds = [step.kind for step in complaint_lists.page(lobby_manager, one.id).steps]
    assert kinds.count(ComplaintStepKind.ESCALATED) == 1


def test_at_most_five_speak_for_a_joint_complaint(lobby_manager: Shift) -> None:
    assert complaints.register(lobby_manager, replace(ENTRY, people="８", representatives="５")).representatives == 5
    for people, representatives in ((8, 6), (3, 4)):
        with pytest.raises(RefusedError) as caught:
            complaints.register(lobby_manager, replace(ENTRY, people=people, representatives=representatives))
        assert caught.value.field == "representatives"


def test_a_teller_registers_and_somebody_else_handles(sign_in: SignIn) -> None:
    one = complaints.register(sign_in("201"), ENTRY)
    assert one.handler is None
    manager = sign_in("101")
    with manager.reading() as session:
        assert [(one.number, one.handled) for one in deadlines.running(session, manager)] == [(1, False)]
    assert complaint_lists.unfiled(sign_in("202")).rows == ()
    assert complaint_lists.unfiled(sign_in("201")).total == 1
    with pytest.raises(NotAllowedError):
        complaint_lists.page(sign_in("202"), one.id)
    with pytest.raises(NotAllowedError):
        complaint_lists.by_number(sign_in("202"), 1)


def test_a_complaint_about_oneself_is_not_ones_own(lobby_manager: Shift, sign_in: SignIn) -> None:
    one = complaints.register(lobby_manager, replace(ENTRY, about="101"))
    assert one.handler is None
    assert complaint_lists.page(lobby_manager, one.id).possible == ()
    for act in (
        lambda: complaints.reveal(lobby_manager, one.id, "看一下"),
        lambda: complaints.change(lobby_manager, one.id, ENTRY, one.version),
        lambda: complaint_steps.take(lobby_manager, one.id, StepEntry("noted", "不是这样")),
    ):
        with pytest.raises(NotAllowedError) as caught:
            act()
        assert caught.value.code == "recused"
    assert complaints.change(sign_in("001"), one.id, ENTRY, one.version).about is None


def test_a_handler_who_turns_out_to_be_meant_handles_it_no_more(lobby_manager: Shift, sign_in: SignIn) -> None:
    one = complaints.register(lobby_manager, ENTRY)
    changed = complaints.change(sign_in("001"), one.id, replace(ENTRY, about="101"), one.version)
    assert changed.handler is None
    last = complaint_lists.page(sign_in("001"), one.id).steps[-1]
    assert (last.kind, last.choice) == (ComplaintStepKind.ASSIGNED, "")


def test_a_colleague_was_faster(lobby_manager: Shift, sign_in: SignIn) -> None:
    one = complaints.register(lobby_manager, ENTRY)
    complaints.change(sign_in("001"), one.id, replace(ENTRY, wish="道歉"), one.version)
    with pytest.raises(RefusedError) as caught:
        complaints.change(lobby_manager, one.id, replace(ENTRY, wish="退费"), one.version)
    assert caught.value.code == "changed_meanwhile"
    assert complaint_lists.by_number(lobby_manager, 1).wish == "道歉"


def test_the_day_it_came_in_is_put_right_before_the_clock_has_moved(lobby_manager: Shift, clock: FixedClock) -> None:
    one = complaints.register(lobby_manager, ENTRY)
    clock.advance(timedelta(days=2))
    kept = complaints.change(lobby_manager, one.id, ENTRY, one.version)
    assert kept.due_on == one.due_on
    one = complaints.change(lobby_manager, one.id, replace(ENTRY, received_on="2026-11-20"), kept.version)
    assert one.due_on is not None
    assert one.due_on.isoformat() == "2026-12-05"
    assert complaint_lists.page(lobby_manager, one.id).steps[0].on.isoformat() == "2026-11-20"
    one = complaint_steps.take(lobby_manager, one.id, StepEntry("made_complex", "涉及多个部门"))
    with pytest.raises(RefusedError) as caught:
        complaints.change(lobby_manager, one.id, replace(ENTRY, received_on="2026-11-19"), one.version)
    assert (caught.value.field, caught.value.code) == ("received_on", "clock_moved")


def test_everything_is_masked_until_somebody_gives_a_reason(lobby_manager: Shift) -> None:
    one = complaints.register(lobby_manager, ENTRY)
    assert (one.customer, one.masked_contact) == ("王*明", "138****5678")
    assert "王小明" not in repr(complaint_lists.page(lobby_manager, one.id))
    with pytest.raises(RefusedError) as caught:
        complaints.reveal(lobby_manager, one.id, "  ")
    assert caught.value.field == "reason"
    full = complaints.reveal(lobby_manager, one.id, "回电")
    assert (full.customer, full.contact) == ("王小明", "13812345678")
    assert complaints.entry_of(full).contact == "13812345678"
    with lobby_manager.reading() as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.subject == f"complaint:{one.id}")).all()
    assert [(event.action, event.detail.get("reason")) for event in events][-1] == ("complaint_revealed", "回电")
    assert "王小明" not in repr([event.detail for event in events])


@pytest.mark.parametrize("text", ["[/b]", "{0} %s {x!r}", "=cmd|'/C calc'!A0", "王👨‍👩‍👧‍👦明", "㛃𬀩"])
def test_hostile_text_is_kept_as_it_is(lobby_manager: Shift, text: str) -> None:
    entry = ComplaintEntry("other", text, customer=text, wish=text)
    one = complaints.register(lobby_manager, entry)
    full = complaints.reveal(lobby_manager, one.id, "x")
    assert (full.what, full.wish, full.customer) == (text, text, text)


def test_what_steers_a_terminal_is_taken_out(lobby_manager: Shift) -> None:
    one = complaints.register(lobby_manager, ComplaintEntry("other", "等\x1b[31m\u202e候\u200b\r\n太久"))
    assert one.what == "等候 太久"


def test_what_is_filed_is_seen_by_whoever_registered_it(lobby_manager: Shift, sign_in: SignIn) -> None:
    complaints.register(lobby_manager, ENTRY)
    two = complaints.register(sign_in("201"), ENTRY)
    complaint_steps.take(lobby_manager, two.id, StepEntry("withdrawn"))
    complaint_steps.take(lobby_manager, two.id, StepEntry("archived"))
    assert [one.number for one in complaint_lists.filed(lobby_manager).rows] == [2]
    assert [one.number for one in complaint_lists.filed(sign_in("201")).rows] == [2]
    assert complaint_lists.filed(sign_in("202")).total == 0


def test_what_is_near_or_late(lobby_manager: Shift, clock: FixedClock) -> None:
    for received in ("2026-11-22", "2026-11-11", "2026-11-05"):
        complaints.register(lobby_manager, replace(ENTRY, received_on=received))
    with lobby_manager.reading() as session:
        found = deadlines.running(session, lobby_manager)
    assert [(one.number, one.late(lobby_manager.today())) for one in found] == [(3, True), (2, False), (1, False)]
    assert [one.number for one in complaint_lists.unfiled(lobby_manager).rows] == [3, 2, 1]
