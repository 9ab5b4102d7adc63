"""A day with everything in it, and its papers: each says what the records say, in both languages."""

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import text

from lobby_tui.desk import (
    answers,
    checklists,
    closing,
    complaints,
    crowding,
    day_heads,
    faults,
    forms,
    meetings,
    referrals,
    results,
    signing,
    visit_endings,
    visits,
)
from lobby_tui.desk.answer import undoing as answer_undoing
from lobby_tui.desk.complaint import steps as complaint_steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.days import by_date
from lobby_tui.desk.faults import NewFault
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import catalogue
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import MeetingKind
from lobby_tui.papers.content import Paper, Table
from tests.conftest import beside, types_password

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
HOUR = 3600


@pytest.fixture
def people(sign_in: Callable[[str], Shift]) -> dict[str, Shift]:
    return {no: sign_in(no) for no in ("001", "101", "201", "301", "302")}


@pytest.fixture
def lobby(people: dict[str, Shift], clock: FixedClock) -> Shift:
    """Monday: five referrals of three people, and something of everything else."""
    shift = people["101"]
    made = [
        referrals.log(shift, ReferralEntry("王小明", ["A01"], manager_no="301", contact="15400001234")).referral,
        referrals.log(shift, ReferralEntry("欧阳娜娜", ["B04"], manager_no="301", contact="15400001235")).referral,
        referrals.log(people["201"], ReferralEntry("刘洋洋", ["A02"], manager_no="302")).referral,
        referrals.log(shift, ReferralEntry("陈大文", ["A03"], manager_no="302")).referral,
        referrals.log(people["301"], ReferralEntry("何佳", ["A01"], manager_no="301")).referral,
    ]
    clock.advance(2 * HOUR)
    results.record(people["301"], made[0].id, ResultEntry(opened=1, sold={"fund": 2}))
    answers.return_(people["301"], made[1].id, "wrong_details", "电话是空号")
    answers.reassign(people["302"], made[2].id, "301")
    results.record(people["302"], made[3].id, ResultEntry(no_result_reason="declined"))
    _visits(shift, clock)
    _lobby_work(shift)
    return shift


def _visits(shift: Shift, clock: FixedClock) -> None:
    visits.count(shift, "cash_small", number=2)
    visits.count(shift, "passbook")
    seen = visits.greet(shift, "sir")
    gone = visits.greet(shift, "sir")
    clock.advance(125)
    visit_endings.leave(shift, gone.id, "papers_missing")
    visits.ask(shift, seen.id, "wealth")
    clock.advance(60)
    visit_endings.send(shift, seen.id, "vip_area", "customer_wish")


def _lobby_work(shift: Shift) -> None:
    checklists.tick(shift, "opening", "displays")
    checklists.tick(shift, "opening", "notices", False, "利率牌未更新")
    checklists.tick(shift, "patrol", "queues")
    checklists.tick(shift, "patrol", "queues", round=2)
    crowding.record(shift, shift.playbook.crowding_measures[0].code, "开了三号窗", waiting=15)
    faults.report(shift, NewFault(shift.playbook.devices[0].code, "不出票", ticket="BX-1"))
    kind = shift.playbook.complaint_kinds[1].code
    complaints.register(shift, ComplaintEntry(kind, "等候太久", customer="赵铁柱", contact="15400009999"))
    answered = {one.code: "多问一句" for one in shift.playbook.meeting("morning").questions}
    meetings.hold(shift, MeetingKind.MORNING, answered, 6, "带新人")


def _count(shift: Shift, sql: str) -> int:
    with shift.reading() as session:
        return int(session.connection().execute(text(sql)).scalar_one())


def _ids(shift: Shift, table: str) -> list[uuid.UUID]:
    with shift.reading() as session:
        found = session.connection().execute(text(f"SELECT id FROM {table} ORDER BY number")).scalars()
        return [uuid.UUID(one) for one in found]


def _column(paper: Paper, code: str) -> list[object]:
    place = [column.code for column in paper.columns].index(code)
    return [row[place] for row in paper.rows]


def _table(paper: Paper, title: str) -> Table:
    return next(table for table in paper.tables if table.title == title)


def test_columns_9_and_10_say_what_came_back(lobby: Shift) -> None:
    paper = forms.paper(lobby, MONDAY)
    wrong = lobby.playbook.return_reason("wrong_details").name.zh
    assert _column(paper, "confirmation") == [
        "陈伟 11-23 11:30",
        f"退回：{wrong}（电话是空号）\n陈伟 11-23 11:30",
        "待陈伟确认\n由赵静转来 11-23 11:30",
        "赵静 11-23 11:30",
        "待陈伟确认",
    ]
    fund = lobby.playbook.product("fund")
    reason = lobby.playbook.no_result_reason("declined").name.zh
    assert _column(paper, "result") == [f"开户 1 户\n{fund.name.zh} 2 {fund.unit.zh}", "", "", f"未成交：{reason}", ""]


def test_what_was_taken_back_is_not_said(lobby: Shift, people: dict[str, Shift]) -> None:
    answers.reassign(people["301"], _ids(lobby, "referral")[4], "302")
    assert str(_column(forms.paper(lobby, MONDAY), "confirmation")[4]).startswith("待赵静确认\n由陈伟转来")
    answer_undoing.take_back(people["301"])
    assert _column(forms.paper(lobby, MONDAY), "confirmation")[4] == "待陈伟确认"


def test_a_stand_in_or_the_supervisor_signs_for_somebody(lobby: Shift, people: dict[str, Shift]) -> None:
    answers.accept(people["001"], _ids(lobby, "referral")[4])
    assert _column(forms.paper(lobby, MONDAY), "confirmation")[4] == "孙丽（代陈伟） 11-23 11:33"


def test_what_was_carried_over_is_said_until_it_is_mended(lobby: Shift, people: dict[str, Shift]) -> None:
    closing.close(types_password(lobby), carry_over="manager_away")
    away = catalogue("zh")("The customer manager was away")
    paper = forms.paper(lobby, MONDAY)
    assert _column(paper, "confirmation")[4] == f"结转：{away}\n待陈伟确认"
    answers.accept(people["301"], _ids(lobby, "referral")[4])
    assert "结转" not in str(_column(forms.paper(lobby, MONDAY), "confirmation")[4])
    assert str(_column(forms.paper(lobby, MONDAY), "confirmation")[4]).startswith("陈伟 11-23")


def test_second_claims_and_the_home_branch_stand_in_the_remarks(lobby: Shift, people: dict[str, Shift]) -> None:
    again = ReferralEntry("王小明", ["A01"], manager_no="302", contact="15400001234", remarks="也问了基金")
    referrals.log(people["201"], again)
    assert _count(lobby, "SELECT count(*) FROM referral WHERE second_to IS NOT NULL") == 1
    assert _column(forms.paper(lobby, MONDAY), "remarks")[-1] == "重复认领，首位识别人为李娜\n也问了基金"


def test_statistics_are_those_of_the_records(lobby: Shift) -> None:
    paper = forms.paper(lobby, MONDAY, code="daily_statistics")
    received, identified, sold, complained = paper.tables
    assert received.rows == (
        ("陈伟 301", 4, 4, 0, 1, 1, 2, 1, 1),
        ("赵静 302", 1, 1, 0, 1, 0, 0, 1, 0),
    )
    assert received.total == ("合计", 5, 5, 0, 2, 1, 2, 2, 1)
    assert identified.rows == (
        ("大堂经理", 3, 3, 0, 2, 0),
        ("现金柜员", 1, 1, 0, 0, 0),
        ("非现金柜员", 0, 0, 0, 0, 0),
        ("其他人员", 1, 1, 0, 0, 0),
    )
    assert received.total[1] == _count(lobby, "SELECT count(*) FROM referral WHERE undone_at IS NULL")
    fund = lobby.playbook.product("fund")
    assert sold.rows == ((fund.name.zh, 2, fund.unit.zh),)
    assert complained.rows == ((lobby.playbook.complaint_kinds[1].name.zh, 1),)


def test_what_a_later_day_amends_counts_once(lobby: Shift, people: dict[str, Shift]) -> None:
    results.record(people["301"], _ids(lobby, "referral")[0], ResultEntry(opened=2, sold={"bond": 1}))
    _, _, sold, _ = forms.paper(lobby, MONDAY, code="daily_statistics").tables
    bond = lobby.playbook.product("bond")
    assert sold.rows == ((bond.name.zh, 1, bond.unit.zh),)
    assert "基金" not in str(_column(forms.paper(lobby, MONDAY), "result")[0])


def test_traffic_counts_every_visit_once(lobby: Shift) -> None:
    paper = forms.paper(lobby, MONDAY, code="traffic")
    hours = paper.tables[0]
    visits_made = _count(lobby, "SELECT count(*) FROM visit WHERE state <> 'undone'")
    assert hours.total is not None
    assert hours.total[-1] == visits_made == 5
    assert [row[0] for row in hours.rows][:3] == ["09-10", "10-11", "11-12"]
    assert dict(zip([row[0] for row in hours.rows], [row[-1] for row in hours.rows], strict=True))["11-12"] == 5
    (left,) = _table(paper, "未办理离开").rows
    assert left == (lobby.playbook.leave_reason("papers_missing").name.zh, 1, "2:05", "2:05")
    assert sum(int(str(row[1])) for row in _table(paper, "各业务需求到访").rows) == visits_made
    (crowded,) = _table(paper, "客流拥挤").rows
    assert crowded[0:2] == ("11:33", 15)
    assert crowded[-1] == "开了三号窗"
    zones = {row[0]: row[1:] for row in _table(paper, "各区域等候时间").rows}
    assert zones[lobby.playbook.zone("vip_area").name.zh] == (1, "3:05", "3:05")
    assert zones[lobby.playbook.zone("self_service").name.zh] == (3, "", "")


def test_checks_say_who_when_and_what_was_left_out(lobby: Shift) -> None:
    paper = forms.paper(lobby, MONDAY, code="checklist_record")
    plan = lobby.playbook.checklist("opening")
    opening = _table(paper, plan.name.zh)
    ticked = {row[0]: row[1:] for row in opening.rows}
    assert len(opening.rows) == len(plan.items)
    names = {item.code: item.name.zh for item in plan.items}
    assert ticked[names["displays"]] == ("正常", "李娜", "11:33", "")
    assert ticked[names["notices"]] == ("异常", "李娜", "11:33", "利率牌未更新")
    assert ticked[names["folder"]] == ("未检查", "", "", "")
    rounds = [table.title for table in paper.tables if lobby.playbook.checklist("patrol").name.zh in table.title]
    assert [title[-3:] for title in rounds] == ["1 次", "2 次"] or len(rounds) == 2
    assert paper.facts[0] == ("已检查项", f"4/{sum(len(table.rows) for table in paper.tables) - 1}")


def test_a_fault_stands_on_every_day_on_which_the_machine_was_out(lobby: Shift, clock: FixedClock) -> None:
    closing.close(types_password(lobby), carry_over="next_day")
    clock.advance(24 * HOUR)
    faults.fixed(lobby, 1, "换了打印头")
    visits.count(lobby, "wealth")
    device = lobby.playbook.devices[0].name.zh
    for day in (MONDAY, TUESDAY):
        (row,) = forms.paper(lobby, day, code="checklist_record").tables[-1].rows
        assert row == (
            "不出票",
            1,
            device,
            "BX-1",
            "11-23 11:33 李娜",
            "11-24 11:33 李娜",
            "24 小时 0 分",
            "换了打印头",
        )
    closing.close(types_password(lobby), carry_over="next_day")
    clock.advance(24 * HOUR)
    visits.count(lobby, "wealth")
    assert forms.paper(lobby, date(2026, 11, 25), code="checklist_record").tables[-1].rows == ()


def test_a_complaint_stays_in_the_register_until_it_is_filed(
    lobby: Shift, people: dict[str, Shift], clock: FixedClock
) -> None:
    received, in_hand = forms.paper(lobby, MONDAY, code="complaint_register").tables
    ((number, at, kind, channel, customer, *_, due, notified),) = received.rows
    assert (number, at, customer, notified) == (1, "2026-11-23 11:33", "赵*柱", "")
    assert kind == lobby.playbook.complaint_kinds[1].name.zh
    assert channel == lobby.playbook.complaint_channels[0].name.zh
    assert due == date(2026, 12, 8)
    assert in_hand.rows == ()
    shown = types_password(lobby)
    full = forms.paper(shown, MONDAY, code="complaint_register", full=True, second=beside(shown))
    assert full.rows[0][4] == "赵铁柱"
    closing.close(types_password(lobby), carry_over="next_day")
    clock.advance(24 * HOUR)
    visits.count(lobby, "wealth")
    received, in_hand = forms.paper(lobby, TUESDAY, code="complaint_register").tables
    assert received.rows == ()
    assert [row[0] for row in in_hand.rows] == [1]
    _settle(people["101"])
    (row,) = forms.paper(lobby, TUESDAY, code="complaint_register").tables[1].rows
    assert row[-1] == f"2026-11-24 {lobby.playbook.notification_means[0].name.zh}"
    closing.close(types_password(lobby), carry_over="next_day")
    clock.advance(24 * HOUR)
    visits.count(lobby, "wealth")
    assert forms.paper(lobby, date(2026, 11, 25), code="complaint_register").tables[1].rows == ()


def _settle(shift: Shift) -> None:
    """Every step of the complaint, to its file."""
    (row,) = _ids(shift, "complaint")
    for step in (
        StepEntry("assigned", choice="101"),
        StepEntry("calmed", "请到接待室"),
        StepEntry("investigated", "窗口不足"),
        StepEntry("decided", "致歉并加开窗口", "justified"),
        StepEntry("notified", "已告知", shift.playbook.notification_means[0].code, told=True),
        StepEntry("archived", ""),
    ):
        complaint_steps.take(shift, row, step)


def test_meeting_sheets_are_filled_in_from_the_minutes(lobby: Shift) -> None:
    morning = forms.paper(lobby, MONDAY, code="meeting_morning")
    assert (morning.facts[0], morning.facts[1]) == (("主持人", "李娜 11:33"), ("到会人数", "6"))
    questions = _table(morning, "提问")
    assert {row[1] for row in questions.rows} == {"多问一句"}
    assert not questions.tall
    assert morning.tables[-1].rows == (("带新人",),)
    evening = forms.paper(lobby, MONDAY, code="meeting_evening")
    assert evening.facts[0] == ("会议", "未召开或未记录")
    assert _table(evening, "提问").tall
    assert _table(evening, "数据回顾").rows


def test_no_masked_paper_shows_a_customer(lobby: Shift) -> None:
    for language in ("zh", "en"):
        for paper in forms.papers(lobby, MONDAY, language=language):
            printed = str(paper)
            for secret in ("王小明", "欧阳娜娜", "刘洋洋", "陈大文", "赵铁柱", "15400001234", "15400009999"):
                assert secret not in printed, (paper.code, secret)


def test_every_paper_has_its_title_from_the_playbook(lobby: Shift) -> None:
    for paper in forms.papers(lobby, MONDAY, language="en"):
        assert paper.title == lobby.playbook.paper(paper.code).title.en
    assert tuple(paper.code for paper in forms.papers(lobby, MONDAY)) == forms.PAPERS


def test_the_cover_has_the_head_of_the_closing(lobby: Shift, people: dict[str, Shift], clock: FixedClock) -> None:
    before = forms.pack(lobby, MONDAY)
    assert not before.final
    closed = closing.close(types_password(lobby), carry_over="next_day")
    clock.advance(60)
    visits.count(lobby, "wealth")  # Tuesday's first event moves the chain on, not Monday's head
    signing.sign(types_password(people["001"]), MONDAY)
    pack = forms.pack(lobby, MONDAY)
    assert pack.final
    assert (pack.head.replace(" ", ""), pack.events) == (closed.head.head, closed.head.events)
    assert day_heads.read(pack.qr) == day_heads.PrintedHead(closed.head.head, MONDAY, closed.head.events)
    assert [label for label, _ in pack.moves] == ["已关闭", "已签字"]
    assert "孙丽" in pack.moves[1][1]
    with lobby.reading() as session:
        assert day_heads.of_day(session, lobby, by_date(session, lobby, MONDAY)).final
    assert all(day_heads.printed(closed.head) in str(paper.facts) for paper in pack.papers)


def test_the_figures_of_the_cover(lobby: Shift) -> None:
    figures = dict(forms.pack(lobby, MONDAY, language="en").figures)
    assert figures == {
        "Visits": "5", "Left unserved": "1", "Crowding": "1", "Referrals": "5", "Introduced": "5",
        "To follow up": "0", "Accepted": "2", "Returned": "1", "No answer yet": "2", "With a result": "2",
        "Accounts opened": "1", "Second claims": "0", "Complaints received": "1", "Complaints from earlier days": "0",
        "Device faults": "1",
    }  # fmt: skip


def test_a_day_on_which_nothing_happened_prints_all_the_same(lobby_manager: Shift) -> None:
    visits.count(lobby_manager, "cash_small")
    for paper in forms.papers(lobby_manager, MONDAY):
        assert paper.tables
    assert forms.paper(lobby_manager, MONDAY, code="complaint_register").count == 0


def test_a_paper_that_there_is_not_names_the_nearest(lobby_manager: Shift) -> None:
    visits.count(lobby_manager, "cash_small")
    with pytest.raises(RefusedError) as caught:
        forms.paper(lobby_manager, MONDAY, code="trafic")
    assert (caught.value.field, "traffic" in str(caught.value.remedy)) == ("paper", True)
