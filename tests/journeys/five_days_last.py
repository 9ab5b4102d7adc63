"""The last of the five days, a Saturday that is worked; and what a look back at all of them finds."""

from pathlib import Path

from pypdf import PdfReader

from tests.hand import Hand
from tests.journeys.five_days_before import confirms_in_six_keys, highlight, refer, to_worklist
from tests.journeys.five_days_branch import DAYS, EVE, FRIDAY, SATURDAY, THURSDAY, TUESDAY, Branch
from tests.journeys.five_days_closing import filed, gone_through, keep_head


async def saturday(branch: Branch) -> None:
    """301 is back and ends what waited; the complaint is decided, told and filed; the last day is signed."""
    branch.at("10-10 09:00")
    branch.lobby("101", "meeting", "hold", "morning", "--present", "5")
    branch.lobby("101", "visit", "--need", "passbook", "--count", "2")
    refer(branch, "101", "何平", "A08", "13800000012", "introduced", "301")
    branch.at("10-10 10:00")
    async with branch.sits_down("301") as hand:
        await is_back(hand)
    branch.lobby("301", "confirm", "5", "--day", TUESDAY, "--no-result", "declined", "--note", "明年再议")
    branch.lobby("301", "confirm", "1", "--day", EVE, "--sold", "bond=1")
    branch.lobby("101", "confirm", "1", "--day", FRIDAY, "--reassign", "301")
    branch.lobby("301", "confirm", "1", "--day", FRIDAY, "--no-result", "thinking_it_over")
    branch.at("10-10 11:00")
    async with branch.sits_down("101") as hand:
        await decided_told_and_filed(hand)
    assert branch.lobby("101", "complaint", "list") == []
    branch.at("10-10 17:00")
    branch.lobby("101", "meeting", "hold", "evening", "--present", "5", "--answer", "success=节后首周结清")
    async with branch.sits_down("101") as hand:
        await gone_through(hand, "1234567", "12345", "123456")
        await hand.press("f5", "9")
        assert hand.sees("没有缺项"), hand.screen
        await hand.press("left")
        assert hand.sees(FRIDAY), hand.screen
        assert hand.sees("其中已补齐 1 项"), hand.screen
        await hand.press("right", "f2", "1")
    keep_head(branch, SATURDAY)
    async with branch.sits_down("001") as hand:
        await hand.press("f5", "9")
        assert hand.sees(SATURDAY), hand.screen
        await hand.press("f2", "1")
        assert hand.sees("孙丽 签字"), hand.screen
    filed(branch, SATURDAY)
    packed(branch, SATURDAY)


async def is_back(hand: Hand) -> None:
    """What was left on Tuesday is accepted, today's confirmed with its result."""
    await to_worklist(hand)
    await highlight(hand, 6, day=TUESDAY)
    assert hand.sees("‼"), hand.screen
    await hand.press("1")
    assert hand.sees("✓ 第 6 号 已接收"), hand.screen
    await highlight(hand, 1, day=SATURDAY)
    await confirms_in_six_keys(hand)


async def decided_told_and_filed(hand: Hand) -> None:
    """The last three of the five steps, by their digits."""
    await hand.press("f5", "4", "enter", "3", "1")
    await hand.type("退还多收费用")
    await hand.press("f2")
    assert hand.sees("已决定待告知"), hand.screen
    await hand.press("4", "2", "1", "f2")
    assert hand.sees("已告知"), hand.screen
    await hand.burst("5", "f2")
    assert hand.sees("已归档"), hand.screen


def packed(branch: Branch, day: str) -> None:
    """The pack of the day carries the head of its closing, in groups."""
    words = (
        "day",
        "export",
        "--day",
        day,
        "--format",
        "pdf",
        "--paper",
        "day_pack",
        "--out",
        str(branch.folder / "pack"),
    )
    (file,) = branch.lobby("101", *words)["files"]
    text = "".join(page.extract_text() for page in PdfReader(Path(file["path"])).pages)
    head = branch.heads[day]
    assert all(head[at : at + 8] in text.lower() for at in range(0, 64, 8)), text


def looked_back_at(branch: Branch) -> None:
    """The store is whole; the papers of every day agree with it, and an altered one does not."""
    found = branch.lobby("001", "store", "check")
    assert (found["ok"], found["problems"], found["replayed"]) == (True, [], True)
    assert set(branch.heads) == set(DAYS)
    for day, head in branch.heads.items():
        groups = [head[at : at + 8].upper() for at in range(0, 64, 8)]
        said = branch.lobby("001", "store", "verify", *groups, "--day", day)
        assert (said["ok"], said["day"], said["replayed"], said["problems"]) == (True, day, True, [])
    head = branch.heads[THURSDAY]
    altered = head[:-1] + ("0" if head[-1] != "0" else "1")
    status, said = branch.tried("001", "store", "verify", altered)
    assert (status, said["ok"]) == (1, False)
    status, said = branch.tried("001", "store", "verify", head, "--day", SATURDAY)
    assert (status, said["ok"]) == (1, False), "the head of another day"
