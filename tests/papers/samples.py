"""A form, referrals and papers to print."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lobby_tui.locale import Language
from lobby_tui.papers.content import Column, Paper
from lobby_tui.papers.referral_record import ReferralLine, referral_record

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


def paper(
    *lines: ReferralLine,
    language: Language = "zh",
    masked: bool = True,
    facts: tuple[tuple[str, str], ...] = (("打印人", "陈晓明"),),
) -> Paper:
    return referral_record(
        form=FORM,
        bank="示例银行",
        branch="西湖支行",
        day=DAY,
        lines=lines,
        language=language,
        masked=masked,
        facts=facts,
    )


def one_cell(text: str) -> Paper:
    """A paper with a single text in a column wide enough for most."""
    return Paper(
        code="referral_record",
        title="T",
        bank="B",
        branch="N",
        day=DAY,
        language="en",
        columns=(Column("remarks", "Heading", 30, "text"),),
        rows=((text,),),
        facts=(),
        signatures=(),
        notes=(),
        masked=True,
    )


HOSTILE = (
    "#sys.inputs",
    "*bold* _it_ $x$",
    "[/b] <a> \\u{41}",
    '"quoted" , ;',
    "=1+1",
    '#eval("1")',
    "`raw` @ref",
)
