"""The first two of the five days: a Tuesday, and the eve of the National Day, which is left open overnight."""

from typing import Any

from tests.hand import Hand
from tests.journeys.five_days_branch import EVE, TUESDAY, Branch
from tests.journeys.five_days_closing import carried_over, gone_through, signed_and_exported
from tests.journeys.test_working_day import Typed, refer_greeted

XIAOMING = Typed("王小明", "A01", "13800000001", "已推介", "陈伟", "李娜")
BY_MISTAKE = Typed("钱二", "A05", "13800000009", "已推介", "陈伟", "李娜")


async def tuesday(branch: Branch) -> None:
    """Both claims to one customer, a return and a reassignment, a complaint, an absence planned, a day carried over."""
    branch.at("09-29 08:35")
    async with branch.sits_down("101") as hand:
        await before_opening(hand)
        await lobby_at_nine(hand, branch)
    complaint_by_letter(branch)
    referrals_from_the_counter(branch)
    returned_and_given_to_another(branch)
    branch.at("09-29 14:00")
    async with branch.sits_down("301") as hand:
        await confirms_with_a_result(hand)
        await plans_an_absence(hand)
    branch.at("09-29 16:30")
    async with branch.sits_down("001") as hand:
        await shares_the_credit(hand)
    branch.at("09-29 17:05")
    branch.lobby(
        "101", "meeting", "hold", "evening", "--present", "5", "--answer", "gap=还差一户", "--note", "明日陈伟休假"
    )
    async with branch.sits_down("101") as hand:
        await gone_through(hand, "12345", "123456")
        await carried_over(hand, TUESDAY, reason="1")
    signed_and_exported(branch, TUESDAY)


async def before_opening(hand: Hand) -> None:
    """The opening checklist and the morning meeting."""
    await gone_through(hand, "1234567")
    await hand.press("f5", "8")
    await hand.type("利率下调")
    await hand.press("enter", "enter", "enter")
    await hand.burst("5", "f2")
    assert hand.sees("✓ 晨会已保存"), hand.screen
    await hand.burst("escape", "escape")


async def lobby_at_nine(hand: Hand, branch: Branch) -> None:
    """Counted customers; three greeted ones, of whom one leaves unserved; a referral, and one taken back."""
    branch.at("09-29 09:05")
    await hand.burst(*"1231")
    await hand.burst("space", "1", "9", "tab")
    branch.at("09-29 09:11")
    await hand.burst("space", "2", "4", "tab")
    assert hand.sees("在场 2"), hand.screen
    branch.at("09-29 09:24")
    await hand.press("delete", "1")
    assert hand.sees("在场 1"), hand.screen
    await hand.press("enter", "enter")
    assert hand.sees("在场 0"), hand.screen
    branch.at("09-29 09:40")
    await refer_greeted(hand, XIAOMING)
    await refer_greeted(hand, BY_MISTAKE)
    await hand.press("f6")
    assert hand.sees("已撤销"), hand.screen
    await hand.press("delete", "5")
    assert hand.sees("在场 0"), hand.screen


def complaint_by_letter(branch: Branch) -> None:
    """It was written a fortnight ago: today would be its last day, were it not found complex."""
    branch.at("09-29 10:00")
    made = branch.lobby(
        "101", "complaint", "add", "--kind", "fees", "--what", "账户管理费多收两年", "--channel", "letter",
        "--customer", "冯远征", "--contact", "13700000007", "--received-on", "2026-09-14",
    )["complaint"]  # fmt: skip
    assert (made["due_on"], made["days_left"], made["near"]) == ("2026-09-29", 0, True)
    branch.lobby("101", "complaint", "step", "1", "calmed", "--note", "已电话致歉")
    made = branch.lobby("101", "complaint", "step", "1", "made_complex", "--note", "须总行核对流水")["complaint"]
    assert (made["due_on"], made["complex"]) == ("2026-10-14", True)


def referrals_from_the_counter(branch: Branch) -> None:
    """No. 3 to 6: to follow up, the same customer once more, and one whom the branch's rule gives out."""
    branch.at("09-29 10:20")
    refer(branch, "201", "李四光", "A10", "13800000002", "to_follow_up", "302")
    second = refer(branch, "201", "王小明", "A01", "13800000001", "introduced", "302")
    assert second["warnings"], "that somebody else was first is said"
    refer(branch, "101", "欧阳娜娜", "B04", "13800000003", "introduced", "302", "--home-branch", "上海市分行营业部")
    given = refer(branch, "201", "赵一", "C02", "13800000004", "to_follow_up")
    assert given["referral"]["manager"] in ("301", "302"), "nobody is left with nobody"


def refer(
    branch: Branch, who: str, customer: str, signal: str, contact: str, status: str, manager: str = "", *more: str
) -> Any:
    """Log a referral at the command line."""
    words = ["refer", "--customer", customer, "--signal", signal, "--contact", contact, "--status", status, *more]
    words += ["--manager", manager] if manager else []
    words += ["--best-time", "morning", "--consent"] if status == "to_follow_up" else []
    return branch.lobby(who, *words)


def returned_and_given_to_another(branch: Branch) -> None:
    """302 accepts one, ends one, returns one; the lobby manager gives that one to 301."""
    branch.at("09-29 11:00")
    branch.lobby("302", "confirm", "3", "--accept")
    branch.lobby("302", "confirm", "4", "--no-result", "elsewhere")
    branch.lobby("302", "confirm", "5", "--return", "unreachable", "--note", "两次未接")
    branch.at("09-29 11:20")
    given = branch.lobby("101", "confirm", "5", "--reassign", "301")["referral"]
    assert (given["answer"], given["manager"]) == (None, "301")


async def confirms_with_a_result(hand: Hand) -> None:
    """301 confirms with a result in six keys at most, and accepts what came by way of 302."""
    await to_worklist(hand)
    await highlight(hand, 1)
    await confirms_in_six_keys(hand)
    await highlight(hand, 5)
    await hand.press("1")
    assert hand.sees("✓ 第 5 号 已接收"), hand.screen


async def confirms_in_six_keys(hand: Hand) -> None:
    """An account and two funds, from the highlighted row on."""
    before = hand.keys
    await hand.press("enter", "1", "4", "4", "enter")
    assert hand.keys - before <= 6
    assert hand.sees("成果已保存"), hand.screen


async def to_worklist(hand: Hand) -> None:
    """The list of referrals to answer: a customer manager's first screen, for others a part of the work."""
    if not hand.sees("推介确认"):
        await hand.press("f5", "1")
    assert hand.sees("待确认") or hand.sees("今日办结"), hand.screen


async def highlight(hand: Hand, number: int, *, day: str = "") -> None:
    """Move the highlight of the worklist to a referral."""
    for key in [*["down"] * 8, *["up"] * 8]:
        chosen = hand.app.screen.chosen.view.referral  # type: ignore[attr-defined]
        if chosen.number == number and day in ("", chosen.day.isoformat()):
            return
        await hand.press(key)
    raise AssertionError(f"no. {number} is not in the list:\n{hand.screen}")


async def plans_an_absence(hand: Hand) -> None:
    """301 is away from the eve to the Friday after the holiday; 302 stands in."""
    await hand.press("f5", "0", "f2")
    for text in ("0930", "1009"):
        await hand.type(text)
        await hand.press("enter")
    await hand.press("enter")
    await hand.type("欧阳女士节后面谈")
    await hand.press("enter")
    assert hand.sees("✓ 已保存"), hand.screen
    for text in ("陈伟 301", "2026-09-30", "2026-10-09", "赵静 302"):
        assert hand.sees(text), hand.screen


async def shares_the_credit(hand: Hand) -> None:
    """The first claim stands, the second beside it; the supervisor shares the credit."""
    await to_worklist(hand)
    await highlight(hand, 4)
    assert hand.sees("第 1 号"), hand.screen
    await hand.press("5")
    assert hand.sees("✓"), hand.screen


async def eve(branch: Branch) -> None:
    """302 answers for 301, follow-ups jump the holiday, a machine fails, the lobby is full; nobody closes the day."""
    branch.at("09-30 08:45")
    branch.lobby("101", "meeting", "hold", "morning", "--present", "4", "--answer", "goal=节前清零")
    branch.lobby("101", "checklist", "tick", "opening", "displays")
    branch.lobby("101", "checklist", "tick", "opening", "machines", "--trouble", "2号机吞卡")
    branch.at("09-30 09:00")
    branch.lobby("101", "fault", "add", "atm", "--what", "吞卡", "--label", "2号")
    branch.lobby("101", "visit", "--need", "cash_small", "--count", "3")
    branch.at("09-30 09:30")
    refer(branch, "101", "孙三", "A05", "13800000005", "introduced", "301")
    branch.at("09-30 10:00")
    async with branch.sits_down("302") as hand:
        await stands_in(hand)
        await calls_in_vain(hand)
    branch.at("09-30 10:30")
    refer(branch, "201", "周四", "A10", "13800000006", "to_follow_up", "302")
    branch.lobby("302", "confirm", "2", "--accept")
    (first,) = [one for one in branch.lobby("302", "follow-up", "list") if (one["day"], one["number"]) == (EVE, 2)]
    assert first["due_on"] == "2026-10-08", "the next working day comes after the holiday"
    branch.lobby("101", "crowded", "open_counter", "--waiting", "14", "--note", "增开3号窗口")
    branch.lobby("101", "complaint", "step", "1", "investigated", "--note", "系统未停收")
    branch.lobby("101", "complaint", "step", "1", "paused", "--choice", "mediation")
    branch.at("09-30 16:00")
    refer(branch, "101", "吴五", "A02", "13800000007", "introduced", "302")


async def stands_in(hand: Hand) -> None:
    """302 sees whose it is and the note, and answers for 301."""
    await to_worklist(hand)
    await highlight(hand, 1, day=EVE)
    assert hand.sees("陈伟 *"), hand.screen
    assert hand.sees("欧阳女士节后面谈"), hand.screen
    await hand.press("1")
    assert hand.sees("✓ 第 1 号 已接收"), hand.screen


async def calls_in_vain(hand: Hand) -> None:
    """Nobody answers on the eve: two working days later is the Friday after the holiday."""
    await hand.press("f5", "2")
    assert hand.sees("李*光"), hand.screen
    await hand.press("1", "enter", "enter")
    assert hand.sees("下次 2026-10-09"), hand.screen
