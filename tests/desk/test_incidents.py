"""Incidents: reported in a line, completed, closed with an outcome."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from lobby_tui.desk import closing, drafts, incidents
from lobby_tui.desk.entry_problems import EntryError
from lobby_tui.desk.incident_entry import IncidentEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.models.clock import FixedClock

SignIn = Callable[[str], Shift]
ENTRY = IncidentEntry("illness", "一位老人在填单台旁晕倒")


def test_a_first_report_needs_a_kind_and_a_line(lobby_manager: Shift) -> None:
    one = incidents.report(lobby_manager, ENTRY)
    assert (one.number, one.kind, one.what, one.happened_at) == (1, "illness", ENTRY.what, lobby_manager.now())
    assert (one.people_involved, one.loss_fen, one.reported_at, one.closed_at) == (0, 0, None, None)


def test_every_field_of_the_report(lobby_manager: Shift) -> None:
    entry = replace(
        ENTRY,
        happened="０9:10",
        place="填单台",
        people_involved="２",
        injured="1",
        loss="3千",
        measures="拨打 120，通知家属",
        reported_to="120",
        reported="2026-11-23 09:12",
    )
    one = incidents.report(lobby_manager, entry)
    assert lobby_manager.local(one.happened_at).isoformat() == "2026-11-23T09:10:00+08:00"
    assert (one.people_involved, one.injured, one.loss_fen) == (2, 1, 300_000)
    assert one.reported_at is not None
    assert lobby_manager.local(one.reported_at).minute == 12
    again = incidents.entry_of(lobby_manager, one)
    assert (again.happened, again.loss, again.reported) == ("2026-11-23 09:10", "3000.00", "2026-11-23 09:12")


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("kind", {"kind": ""}),
        ("kind", {"kind": "robery"}),
        ("what", {"what": " \u200b"}),
        ("what", {"what": "密码：Abc12345"}),
        ("happened", {"happened": "11:00"}),
        ("happened", {"happened": "25:10"}),
        ("happened", {"happened": "刚才"}),
        ("happened", {"happened": "2026-02-30 10:00"}),
        ("injured", {"people_involved": 1, "injured": 2}),
        ("loss", {"loss": "很多"}),
        ("reported_to", {"reported": "09:20"}),
        ("reported", {"reported_to": "110", "happened": "09:20", "reported": "09:10"}),
        ("place", {"place": "长" * 61}),
    ],
)
def test_a_wrong_value_is_refused_under_its_field(lobby_manager: Shift, field: str, change: dict[str, str]) -> None:
    with pytest.raises(EntryError) as caught:
        incidents.report(lobby_manager, replace(ENTRY, **change))  # type: ignore[arg-type]
    assert caught.value.field == field
    assert incidents.listed(lobby_manager) == ()


def test_the_same_key_twice_is_one_and_the_draft_goes_with_it(lobby_manager: Shift) -> None:
    drafts.keep(lobby_manager, "incident", {"what": "一位"})
    entry = replace(ENTRY, key=uuid.uuid4(), draft="incident")
    assert incidents.report(lobby_manager, entry) == incidents.report(lobby_manager, entry)
    assert len(incidents.listed(lobby_manager)) == 1
    assert drafts.mine(lobby_manager) == ()


def test_closing_takes_words_and_happens_once(lobby_manager: Shift, sign_in: SignIn) -> None:
    one = incidents.report(sign_in("201"), ENTRY)
    for outcome, code in (("", "refused"), ("一次性密码 123456", "refused")):
        with pytest.raises(RefusedError) as caught:
            incidents.close(lobby_manager, one.id, outcome)
        assert (caught.value.field, caught.value.code) == ("outcome", code)
    closed = incidents.close(lobby_manager, one.id, "送医，家属致谢")
    assert closed.closed_by is not None
    assert (closed.closed_by.no, closed.outcome) == ("101", "送医，家属致谢")
    with pytest.raises(RefusedError) as caught:
        incidents.close(lobby_manager, one.id, "再来一次")
    assert caught.value.code == "incident_closed"
    with pytest.raises(NotAllowedError):
        incidents.close(sign_in("201"), one.id, "好了")


def test_a_report_is_completed_while_it_is_open(lobby_manager: Shift, clock: FixedClock) -> None:
    clock.advance(12.5)
    one = incidents.report(lobby_manager, ENTRY)
    before = incidents.entry_of(lobby_manager, one)
    changed = incidents.change(lobby_manager, one.id, replace(before, measures="已疏散"), before)
    assert (changed.measures, changed.happened_at) == ("已疏散", one.happened_at)
    with pytest.raises(RefusedError) as caught:
        incidents.change(lobby_manager, one.id, replace(before, place="大厅"), before)
    assert caught.value.code == "changed_meanwhile"
    incidents.close(lobby_manager, one.id, "已恢复")
    with pytest.raises(RefusedError) as caught:
        incidents.change(lobby_manager, one.id, before, before)
    assert caught.value.code == "incident_closed"


def test_who_sees_what_in_which_order(lobby_manager: Shift, sign_in: SignIn, clock: FixedClock) -> None:
    for no in ("201", "101", "202"):
        incidents.report(sign_in(no), ENTRY)
        clock.advance(timedelta(minutes=1))
    incidents.close(lobby_manager, incidents.by_number(lobby_manager, 3).id, "已处理")
    assert [one.number for one in incidents.listed(lobby_manager)] == [2, 1, 3]
    assert [one.number for one in incidents.listed(sign_in("202"))] == [3]
    with pytest.raises(NotAllowedError):
        incidents.by_number(sign_in("202"), 1)
    with pytest.raises(RefusedError) as caught:
        incidents.by_number(lobby_manager, 9)
    assert caught.value.code == "unknown_incident"


def test_numbers_go_on_from_day_to_day(lobby_manager: Shift) -> None:
    incidents.report(lobby_manager, ENTRY)
    closing.close(lobby_manager, carry_over="处理中")
    assert incidents.report(lobby_manager, ENTRY).number == 2


@pytest.mark.parametrize("text", ["[/b]", "{0} %s {x!r}", "=cmd|'/C calc'!A0", "王👨‍👩‍👧‍👦明"])
def test_hostile_text_is_kept_as_it_is(lobby_manager: Shift, text: str) -> None:
    one = incidents.report(lobby_manager, IncidentEntry("other", text, place=text, measures=text, reported_to=text))
    assert {one.what, one.place, one.measures, one.reported_to} == {text}
