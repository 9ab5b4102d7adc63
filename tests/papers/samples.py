"""A form, referrals and papers to print."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lobby_tui.locale import Language
from lobby_tui.papers.content import Cell, Column, Pack, Pairs, Paper, Table
from lobby_tui.papers.day_pack import Cover, day_pack
from lobby_tui.papers.referral_record import ReferralLine, referral_record
from lobby_tui.papers.sheet import Sheet

DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Both:
    zh: str
    en: str


@dataclass(frozen=True)
class Heading:
    code: str
    title: Both


@dataclass(frozen=True)
class SampleForm:
    title: Both
    columns: tuple[Heading, ...]


FORM = SampleForm(
    Both("已识别优质客户信息记录表", "Record of identified quality customers"),
    (
        Heading("day", Both("日期", "Date")),
        Heading("status", Both("状态", "Status")),
        Heading("customer", Both("客户姓名", "Customer name")),
        Heading("identified_by", Both("姓名", "Identified by")),
        Heading("identifier", Both("帐号/身份证号/信息号", "Account / ID / information number")),
        Heading("reason", Both("推介原因", "Reason")),
        Heading("contact", Both("联系方式", "Contact")),
        Heading("best_time", Both("最佳联系时间", "Best time to contact")),
        Heading("confirmation", Both("客户经理确认", "Customer manager's confirmation")),
        Heading("result", Both("营销情况/成果", "Result")),
        Heading("remarks", Both("备注", "Remarks")),
    ),
)


def line(number: int = 1, **changes: Any) -> ReferralLine:
    usual = ReferralLine(
        number=number,
        day=DAY,
        status="to_follow_up",
        customer="欧阳*娜",
        identified_by="陈晓明",
        identifier="330***********0017",
        reasons=("A01", "B04"),
        contact="138****5678",
        best_time="工作日下午三点以后",
        confirmation="",
        result="",
        remarks="希望了解大额存单利率",
    )
    return replace(usual, **changes)


def sheet(language: Language = "zh", masked: bool = True, facts: Pairs = (("打印人", "陈晓明"),)) -> Sheet:
    return Sheet("示例银行", "西湖支行", DAY, language, masked, facts)


def paper(
    *lines: ReferralLine,
    language: Language = "zh",
    masked: bool = True,
    facts: Pairs = (("打印人", "陈晓明"),),
) -> Paper:
    return referral_record(sheet(language, masked, facts), FORM, lines)


def one_cell(text: Cell) -> Paper:
    """A paper with a single cell in a column wide enough for most."""
    return of_tables(Table((Column("remarks", "Heading", 30, "text"),), ((text,),)))


def of_tables(*tables: Table, language: Language = "en") -> Paper:
    """A bare paper of these tables."""
    return Paper("referral_record", "T", "B", "N", DAY, language, tables, (), (), (), True)


def two_tables() -> Paper:
    """A table with a total, and an empty one that says so in its own words."""
    counts = (Column("name", "Name", 40, "text"), Column("number", "Number", 20, "number"))
    return of_tables(
        Table(counts, (("first", 3), ("second", 4)), "Counts", total=("together", 7)),
        Table((*counts, Column("more", "More", 90, "text")), (), "Others", empty="Nothing of that kind."),
    )


HEAD = "9f2c" * 16
QR_TEXT = f"LOBBY1 2026-11-22 42 {HEAD}"


def pack(*papers: Paper, final: bool = True, language: Language = "zh", masked: bool = True) -> Pack:
    cover = Cover(
        state="已关闭并签字",
        figures=(("到访", "400"), ("推介", "31"), ("投诉", "2"), ("故障", "1")),
        moves=(("已关闭", "11-22 18:05  李娜"), ("已签字", "11-22 18:20  孙丽")),
        head=" ".join(HEAD[at : at + 8] for at in range(0, 64, 8)),
        events=42,
        qr=QR_TEXT,
        final=final,
    )
    return day_pack(sheet(language, masked), Both("营业日资料", "Papers of the business day"), cover, papers)


HOSTILE = (
    "#sys.inputs",
    "*bold* _it_ $x$",
    "[/b] <a> \\u{41}",
    '"quoted" , ;',
    "=1+1",
    '#eval("1")',
    "`raw` @ref",
)
