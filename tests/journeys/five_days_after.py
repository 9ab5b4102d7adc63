"""The three days after the National Day: the eve is closed first, and the Saturday is worked."""

import hashlib
from pathlib import Path

from textual.widgets import Input

from tests.hand import Hand
from tests.journeys.five_days_before import refer
from tests.journeys.five_days_branch import EVE, FRIDAY, THURSDAY, Branch
from tests.journeys.five_days_closing import gone_through, signed_and_exported
from tests.screens.steps import dialog

CORE = "证件号码,联系方式,客户姓名,产品,数量,日期\n"
RESULTS = (
    ",13800000002,李四光,基金,2,2026-10-09\n"  # certain: the contact of one who was accepted on Tuesday
    ",,周四,国债,3,2026-10-09\n"  # weak: only the name fits
    ",13999999999,无此人,基金,1,2026-10-09\n"  # nobody here
)


async def thursday(branch: Branch) -> None:
    """The eve is closed and signed; what waited over the holiday is as old as the hours worked; nothing is carried."""
    branch.at("10-08 08:30")
    async with branch.sits_down("101") as hand:
        await eve_left_open(hand)
        await gone_through(hand, "1234567")
    signed_and_exported(branch, EVE)
    morning_sheet(branch)
    waited_over_the_holiday(branch)
    machine_mended(branch)
    branch.at("10-08 13:00")
    branch.lobby("302", "confirm", "3", "--day", EVE, "--opened", "1", "--sold", "fund=2", "--sold", "insurance=1")
    met = branch.lobby("302", "follow-up", "done", "2", "--day", EVE, "--outcome", "appointment",
                       "--at", "2026-10-10T10:00")  # fmt: skip
    assert met["warnings"] == [], "that Saturday is worked"
    assert met["following"]["due_on"] == "2026-10-10"
    second_complaint_and_an_incident(branch)
    referrals_of_thursday(branch)
    customers_copied_once(branch)
    branch.at("10-08 17:20")
    missing = branch.tried("101", "day", "close")[1]["missing"]
    assert {one["kind"] for one in missing} == {"checklist"}, missing
    async with branch.sits_down("101") as hand:
        await gone_through(hand, "12345", "123456")
        await closed_with_nothing_missing(hand, THURSDAY)
    signed_and_exported(branch, THURSDAY)


async def eve_left_open(hand: Hand) -> None:
    """It is said at the next sign-in; the gaps of the eve are carried over, then it is closed."""
    assert EVE in dialog(hand)
    await hand.press("1")
    assert hand.sees(EVE), hand.screen
    assert hand.sees("推介未确认  1"), hand.screen
    await hand.press("f4", "2", "f2", "1")
    assert hand.sees("结转"), hand.screen
    await hand.press("escape")


def morning_sheet(branch: Branch) -> None:
    """The sheet of the first morning after: what was carried over, who is away, who has not answered for how long."""
    branch.at("10-08 08:45")
    sheet = branch.lobby("101", "meeting", "show", "morning")
    lines = "\n".join(line for part in sheet["records"] for line in part["lines"])
    assert f"{EVE}" in "".join(part["title"] for part in sheet["records"])
    for text in ("吴*", "陈伟", "赵静", "2026-10-09", "60"):
        assert text in lines, lines
    branch.lobby("101", "meeting", "hold", "morning", "--present", "4", "--answer", "market=节后客流大")


def waited_over_the_holiday(branch: Branch) -> None:
    """Logged an hour before closing on the eve: an hour after opening it is two hours old, and late after four."""
    for at, hours, late in (("10-08 10:00", 2.0, False), ("10-08 12:30", 4.5, True)):
        branch.at(at)
        (one,) = [one for one in branch.lobby("302", "referrals", "--unconfirmed") if one["day"] == EVE]
        assert (one["number"], one["waiting_hours"], one["overdue"]) == (3, hours, late)


def machine_mended(branch: Branch) -> None:
    """Out of order since the eve at nine: eight hours of work and the first of Thursday, whatever the holiday."""
    branch.lobby("101", "fault", "ticket", "1", "BX-1008")
    fault = branch.lobby("101", "fault", "fixed", "1", "--note", "换读卡器")["fault"]
    assert fault["working_minutes"] == 8 * 60 + 3 * 60 + 30
    assert fault["minutes"] == 8 * 24 * 60 + 3 * 60 + 30


def second_complaint_and_an_incident(branch: Branch) -> None:
    """About the lobby manager, who therefore stands aside; and somebody who fell. The first complaint goes on."""
    branch.at("10-08 14:00")
    made = branch.lobby("201", "complaint", "add", "--kind", "service", "--what", "引导态度生硬", "--about", "101",
                        "--customer", "卫平")["complaint"]  # fmt: skip
    assert made["handler"] != "101"
    assert branch.tried("101", "complaint", "step", "2", "calmed")[0] != 0, "never the person complained about"
    branch.lobby("001", "complaint", "step", "2", "assigned", "--choice", "001")
    branch.lobby("001", "complaint", "step", "2", "calmed")
    branch.lobby("001", "complaint", "step", "2", "withdrawn")
    branch.lobby("001", "complaint", "close", "2")
    resumed = branch.lobby("101", "complaint", "step", "1", "resumed")["complaint"]
    assert (resumed["due_on"], resumed["paused"]) == ("2026-10-22", False), "eight days of mediation are not counted"
    branch.lobby("201", "incident", "add", "--kind", "illness", "--what", "老年客户滑倒", "--place", "门口")
    branch.lobby("101", "incident", "close", "1", "--outcome", "家属已接回")


def referrals_of_thursday(branch: Branch) -> None:
    """Two, each ended or planned; and customers who are only counted."""
    branch.at("10-08 14:30")
    branch.lobby("101", "visit", "--need", "wealth", "--count", "4")
    branch.lobby("101", "visit", "--need", "bill_payment", "--count", "2")
    refer(branch, "201", "郑六", "A02", "13800000008", "introduced", "302")
    refer(branch, "101", "王启", "A10", "13800000010", "to_follow_up", "302")
    branch.lobby("302", "confirm", "1", "--opened", "2", "--sold", "gold=1")
    branch.lobby("302", "confirm", "2", "--accept")


def customers_copied_once(branch: Branch) -> None:
    """Those to follow up that 302 has accepted, and 301's; each once unless asked for again."""
    branch.at("10-08 15:30")
    copied = branch.lobby("302", "crm", "copy", "--out", str(branch.folder / "crm"), "--with", "101")
    (waiting,) = branch.rows("SELECT count(*) FROM referral WHERE crm_export_id IS NOT NULL AND undone_at IS NULL")
    assert copied["rows"] == waiting[0] == 3, "Tuesday's, the eve's and Thursday's"
    for file in copied["files"]:
        data = Path(file["path"]).read_bytes()
        assert (file["rows"], hashlib.sha256(data).hexdigest()) == (3, file["sha256"])
    status, said = branch.tried("302", "crm", "copy", "--out", str(branch.folder / "crm"), "--with", "101")
    assert (status, said["error"]["code"]) == (1, "nothing_to_copy")


async def closed_with_nothing_missing(hand: Hand, day: str) -> None:
    """Every gap was mended: two keys close the day."""
    await hand.press("f5", "9")
    assert hand.sees(day), hand.screen
    assert hand.sees("没有缺项"), hand.screen
    await hand.press("f2", "1")
    assert hand.sees("已完成日终关闭"), hand.screen


async def friday(branch: Branch) -> None:
    """Results come in, the complaint is extended, Thursday is opened again for a correction; Friday is carried over."""
    branch.at("10-09 09:10")
    branch.lobby("101", "visit", "--need", "cash_large", "--count", "5")
    refer(branch, "201", "许可", "A09", "13800000011", "introduced", "302")
    branch.at("10-09 10:00")
    async with branch.sits_down("001") as hand:
        await reads_results(hand, branch)
        await extends(hand)
    (one,) = branch.lobby("001", "complaint", "list")
    assert (one["due_on"], one["extended"]) == ("2026-11-21", True), "sixty days, and the eight of mediation"
    corrects_thursday_with_a_second_person(branch)
    async with branch.sits_down("101") as hand:
        await puts_a_name_right(hand)
        await closes_again(hand)
    before, after = branch.folder / THURSDAY, "again"
    papers = signed_and_exported(branch, THURSDAY, after)
    changed = papers["referral_record"].read_text("utf-8-sig")
    first = next(before.glob("*referral_record*.csv")).read_text("utf-8-sig")
    assert ("王启" in first, "王琪" in first, "王琪" in changed, "王启" in changed) == (True, False, True, False)
    branch.at("10-09 17:10")
    branch.lobby("302", "confirm", "1", "--return", "already_served")
    closed = branch.lobby("101", "day", "close", "--carry-over", "系统升级，次日补录")
    assert closed["carried"] == 1 + 7 + 6 + 1, "one returned, every item of two checklists, the patrol"
    signed_and_exported(branch, FRIDAY)


async def reads_results(hand: Hand, branch: Branch) -> None:
    """A file of the core system: one line is certain, one is looked at, one is nobody's here."""
    file = branch.folder / "results.csv"
    file.write_text(CORE + RESULTS, encoding="gb18030")
    await hand.press("f5", *["down"] * 11, "enter", "f4")
    hand.app.screen.query_one("#field-file TextField", Input).value = str(file)
    await hand.press("enter")
    assert hand.sees("1 行记为 1 笔成果"), hand.screen
    assert hand.sees("只有姓名相符"), hand.screen
    await hand.press("1")
    assert hand.sees("✓ 已记为第 2 号推介的成果"), hand.screen
    await hand.burst("escape", "escape")


async def extends(hand: Hand) -> None:
    """The supervisor approves more time, and the complainant is told."""
    await hand.press("f5", "4", "enter")
    assert hand.sees("冯*征"), hand.screen
    await hand.press("8", "1")
    await hand.type("总行核对未完")
    await hand.press("f2")
    assert hand.sees("2026-11-21"), hand.screen
    await hand.burst("escape", "escape", "escape")


def corrects_thursday_with_a_second_person(branch: Branch) -> None:
    """A signed day is opened again by two people, never by one."""
    words = ("day", "reopen", "--day", THURSDAY, "--reason", "客户姓名有误")
    assert branch.tried("001", *words, "--with", "001")[0] != 0
    assert branch.lobby("001", *words, "--with", "101")["state"] == "reopened"


async def puts_a_name_right(hand: Hand) -> None:
    """The search finds the referral of the day before; its name is typed anew."""
    await hand.press("f3", "f3")
    await hand.type("王启")
    await hand.press("enter", "enter")
    await hand.burst("end", "backspace")
    await hand.type("琪")
    await hand.press("f2")
    assert hand.sees("王*") or hand.sees("✓"), hand.screen
    await hand.burst("escape", "escape", "escape")


async def closes_again(hand: Hand) -> None:
    """The day before, by the arrow."""
    await hand.press("f5", "9", "left")
    assert hand.sees(THURSDAY), hand.screen
    await hand.press("f2", "1")
    assert hand.sees(THURSDAY), hand.screen
